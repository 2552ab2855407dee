# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles without Ansible's engine, sockets and time: their own task files and action plugins, on simulated units.

Understands what the roles of this collection use: includes, conditions, loops, facts, registered results. So a role can
be killed and disturbed at every call, a hundred times quicker than with ansible-playbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import yaml
from ansible import constants
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.fdm.failover.plugins.plugin_utils import task, unit_task
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.client import Client
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import jobs
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.waiting import Wait
from support.harness import COMBINED
from support.in_memory_deploy import HOSTS, OWN_PASSWORD, Killed, Site
from support.tasks import ROOT, TEMPLATES, action, trusted

OMIT = "__omitted__"
DEPLOY = ("preflight", "render", "apply", "settings", "verify")
ROLES = ROOT / "roles"
PREFIXES = ("fdm.failover.", "ansible.builtin.")
WORDS = frozenset({"name", "when", "register", "loop", "loop_control", "vars", "tags"})


class Failed(Exception):
    """A task has failed: its sentence."""


@dataclass
class RoleRun:
    """One run of roles on the pair ``branch01``. directory: of the run's files; local: Ansible's temporary one."""

    site: Site
    directory: Path
    variables: Mapping[str, Any] = field(default_factory=dict)
    check: bool = False
    said: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    changed: int = 0
    facts: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def host(self) -> dict[str, Any]:
        """The variables of the pair."""
        units = {role: {"host": host} for role, host in HOSTS.items()}
        units["secondary"]["password"] = OWN_PASSWORD
        told = COMBINED | {
            "failover_units": units,
            "failover_password": "Pair-Passw0rd-4711",
            "failover_retries": 2,
            "snapshot_directory": str(self.directory / "snapshots"),
            "snapshot_encryption_key": "Export-Key-1",
            "render_directory": str(self.directory / "rendered"),
            "preflight_clock_skew": 10**9,
            "inventory_hostname": "branch01",
            "ansible_check_mode": self.check,
            "playbook_dir": str(self.directory),
            "omit": OMIT,
        }
        return told | dict(self.variables)

    def play(self, *roles: str) -> RoleRun:
        """Run the roles in order; raises Failed with the sentence of the task that failed."""
        with self._patched():
            for role in roles:
                self._role(role, {})
        return self

    @contextmanager
    def _patched(self) -> Iterator[None]:
        clock = self.site.rig.clock
        local = self.directory / f"run-{len(list(self.directory.glob('run-*')))}"
        local.mkdir(mode=0o700)
        show = Mock(display=self.said.append)
        with (
            patch.object(constants, "DEFAULT_LOCAL_TMP", str(local)),
            patch.object(unit_task, "Client", self._client),
            patch.object(unit_task, "Wait", partial(Wait, clock=clock.now)),
            patch.object(task, "Display", lambda: show),
            patch.object(jobs.start, "__defaults__", (clock.advance, *jobs.start.__defaults__[1:])),
        ):
            yield

    def _client(self, connection: Any, store: Any, **options: Any) -> Client:
        clock = self.site.rig.clock
        kept = {name: options[name] for name in ("read_only", "retry") if name in options}
        client = Client(
            connection, store, opener=self.site.open, clock=clock.now, sleep=clock.advance, random=lambda: 0.5, **kept
        )
        client.reach = lambda _seconds: None  # type: ignore[method-assign]
        return client

    def _role(self, role: str, scope: Mapping[str, Any]) -> None:
        known = dict(_read(ROLES / role / "defaults" / "main.yml") or {})
        known |= self.host | dict(scope)
        fixed = ROLES / role / "vars" / "main.yml"
        known |= (_read(fixed) or {}) if fixed.is_file() else {}
        self._tasks(role, "main.yml", known)

    def _tasks(self, role: str, file: str, scope: dict[str, Any]) -> None:
        for entry in _read(ROLES / role / "tasks" / file):
            here = scope | self.facts | dict(entry.get("vars", {}))
            if "loop" not in entry:
                self._task(role, entry, here)
                continue
            name = entry.get("loop_control", {}).get("loop_var", "item")
            for item in self._value(entry["loop"], here):
                self._task(role, entry, here | {name: item})

    def _task(self, role: str, entry: Mapping[str, Any], scope: dict[str, Any]) -> None:
        for condition in _listed(entry.get("when", [])):
            if str(self._value("{{ (" + str(condition) + ") | bool }}", scope)) != "True":
                return
        module = next(name for name in entry if name not in WORDS)
        given = self._arguments(entry[module], scope)
        short = module.removeprefix(PREFIXES[0]).removeprefix(PREFIXES[1])
        if short == "include_role":
            self._role(given["name"].removeprefix(PREFIXES[0]), scope | dict(entry.get("vars", {})))
        elif short in ("include_tasks", "import_tasks"):
            self._tasks(role, given["file"] if isinstance(given, Mapping) else given, scope)
        elif short == "set_fact":
            self.facts |= given
        elif short == "fail":
            raise Failed(given["msg"])
        else:
            result = self._act(short, given, scope)
            if "register" in entry:
                self.facts[entry["register"]] = result

    def _act(self, name: str, arguments: Mapping[str, Any], scope: dict[str, Any]) -> dict[str, Any]:
        loader = DataLoader()
        asked = Mock(args=dict(arguments), async_val=0, check_mode=self.check, diff=True)
        asked.get_search_path.return_value = [str(TEMPLATES.parent)]
        host = trusted(scope)
        plugin = action(name)(asked, Mock(), Mock(), loader, Templar(loader=loader, variables=host), Mock())
        plugin._load_name = name
        result: dict[str, Any] = plugin.run(None, host)
        self.warned += result.get("warnings", [])
        if result.get("failed"):
            raise Failed(result["msg"])
        self.changed += bool(result.get("changed"))
        return result

    def _arguments(self, given: Any, scope: Mapping[str, Any]) -> Any:
        if isinstance(given, Mapping):
            found = {name: self._value(value, scope) for name, value in given.items()}
            return {name: value for name, value in found.items() if value != OMIT}
        return self._value(given, scope)

    def _value(self, value: Any, scope: Mapping[str, Any]) -> Any:
        return Templar(loader=DataLoader(), variables=trusted(dict(scope))).template(trusted(value))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@lru_cache(maxsize=64)
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _read(path: Path) -> Any:
    return yaml.safe_load(_text(path))


def attempt(site: Site, directory: Path, variables: Mapping[str, Any], *roles: str) -> str | None:
    """Run once: the sentence it ends with, empty for a good end, None where it was killed."""
    try:
        RoleRun(site, directory, variables).play(*roles)
    except Failed as error:
        return str(error)
    except Killed:
        return None
    return ""
