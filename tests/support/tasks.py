# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task run without Ansible's engine: an action plugin, a real templar, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import Mock

from ansible import constants
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.fdm.failover.plugins.action import logout
from ansible_collections.fdm.failover.plugins.plugin_utils import task, unit_task

from . import fake_client, units

try:
    from ansible.template import trust_as_template
except ImportError:  # before ansible-core 2.19 every text is a template

    def trust_as_template(value: str) -> str:
        """The text as it is."""
        return value


ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "roles" / "render" / "templates"
ACTIONS = sorted(file.stem for file in (ROOT / "plugins" / "action").glob("[a-z]*.py"))


def action(name: str) -> Any:
    """The class of an action plugin."""
    return import_module(f"ansible_collections.fdm.failover.plugins.action.{name}").ActionModule


def trusted(value: Any) -> Any:
    """Data whose texts Ansible may template, as texts of an inventory are."""
    if isinstance(value, Mapping):
        return {name: trusted(each) for name, each in value.items()}
    if isinstance(value, list):
        return [trusted(each) for each in value]
    return trust_as_template(value) if isinstance(value, str) else value


class Tasks:
    """Runs the tasks of one run; `primary` and `secondary` are the fake units they reach, `lines` what they say,
    `clients` how they asked for one. What the run keeps is in `directory`."""

    def __init__(self, monkeypatch: Any, directory: Path) -> None:
        self.primary = fake_client.unit()
        self.secondary = fake_client.unit("secondary")
        self.directory = directory
        self.lines: list[str] = []
        self.clients: list[dict[str, Any]] = []
        monkeypatch.setattr(constants, "DEFAULT_LOCAL_TMP", str(directory))
        monkeypatch.setattr(unit_task, "Client", self._client)
        monkeypatch.setattr(logout, "Client", self._client)
        monkeypatch.setattr(task, "Display", lambda: Mock(display=self.lines.append))

    def _client(self, connection: Any, _store: Any, **options: Any) -> fake_client.Client:
        self.clients.append({"connection": connection, **options})
        unit = self.secondary if connection.role == "secondary" else self.primary
        unit.client.connection, unit.client.time_left = connection, options.get("time_left")
        return unit.client

    @property
    def written(self) -> list[str]:
        """The calls that write, of the primary, then of the secondary."""
        return [*self.primary.written, *self.secondary.written]

    def __call__(
        self,
        name: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        check: bool = False,
        diff: bool = False,
        **variables: Any,
    ) -> dict[str, Any]:
        """Run one task on the pair `branch01` and return its result."""
        host = {"inventory_hostname": units.PAIR} | trusted(units.variables(**variables))
        loader = DataLoader()
        asked = Mock(args=dict(arguments or {}), async_val=0, check_mode=check, diff=diff)
        asked.get_search_path.return_value = [str(TEMPLATES.parent)]
        plugin = action(name)(asked, Mock(), Mock(), loader, Templar(loader=loader, variables=host), Mock())
        plugin._load_name = name  # as Ansible's loader does
        result: dict[str, Any] = plugin.run(None, host)
        return result
