# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job as AWX 24.6.1 builds it for ansible-runner: the example project, and a folder of the data that AWX lays out.

Hosts come from a script that prints them, and carry what AWX adds; a slice holds every n-th host by name. Extra
variables are marked unsafe. What a credential injects is environment and files.
"""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .harness import LIMIT, PASSWORD, Pair

EXAMPLE = Path(__file__).parents[2] / "examples" / "awx"
RUNNER = Path(__file__).with_name("awx_runner.py")
GROUPS = ("failover_pairs", "encrypted_pairs")
SCRIPT = "#!{python}\nprint({inventory!r})\n"


@lru_cache
def group_variables() -> dict[str, dict[str, Any]]:
    """The variables of the groups, as an inventory source of AWX reads them from the example."""
    program = str(Path(sys.executable).parent / "ansible-inventory")
    command = [program, "-i", str(EXAMPLE / "inventory" / "pairs.yml"), "--list", "--export"]
    exported = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout)
    return {group: exported[group]["vars"] for group in GROUPS}


def sliced(names: Iterable[str], number: int = 1, count: int = 1) -> list[str]:
    """The hosts of one slice of a job, as AWX deals them out."""
    return sorted(names)[number - 1 :: count]


def inventory(pairs: Iterable[Pair], encrypted: Iterable[str] = (), number: int = 1, count: int = 1) -> dict[str, Any]:
    """What the script of a job prints: the pairs of a slice, those that are ``encrypted`` in their group."""
    by_name = {pair.name: pair for pair in pairs}
    names = sliced(by_name, number, count)
    members = dict(zip(GROUPS, (names, [name for name in names if name in set(encrypted)]), strict=True))
    own = {"remote_tower_enabled": "true", "remote_tower_id": 1}
    hosts = {name: _host_variables(by_name[name]) | own for name in names}
    groups: dict[str, Any] = {
        group: {"hosts": members[group], "vars": variables} for group, variables in group_variables().items()
    }
    groups["failover_pairs"]["children"] = ["encrypted_pairs"]
    return {"all": {"hosts": names, "children": ["failover_pairs"]}, "_meta": {"hostvars": hosts}} | groups


def _host_variables(pair: Pair) -> dict[str, Any]:
    """What the inventory says of a pair itself: nothing that the example's groups or a credential say."""
    told = ("failover_username", "failover_password", "failover_ca_path")
    return {name: value for name, value in pair.variables.items() if name not in told}


@dataclass(frozen=True)
class JobRun:
    """How a job ended: status and return code of the runner, the hosts that got to an end, what it printed, and what it
    hands on to a workflow."""

    status: str
    rc: int
    hosts: tuple[str, ...]
    output: str
    artifacts: dict[str, Any]


class Job:
    """One job: ``hosts`` is the inventory, ``answers`` are those of a survey, ``credentials`` environment variables."""

    def __init__(
        self,
        folder: Path,
        hosts: Mapping[str, Any],
        answers: Mapping[str, Any] | None = None,
        credentials: Mapping[str, str] | None = None,
        number: int = 6,
    ) -> None:
        self.folder = folder
        shutil.copytree(EXAMPLE, folder / "project")
        for name in ("inventory", "env"):
            (folder / name).mkdir()
        script = folder / "inventory" / "hosts"
        script.write_text(SCRIPT.format(python=sys.executable, inventory=json.dumps(hosts)), encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        extra = {"awx_job_id": number, "awx_job_launch_type": "manual", **(answers or {})}
        (folder / "env" / "extravars").write_text("".join(map(_unsafe, extra.items())), encoding="utf-8")
        environment = {"ANSIBLE_HOME": str(folder / "home"), "ANSIBLE_NOCOLOR": "1", "JOB_ID": "6"}
        (folder / "env" / "envvars").write_text(json.dumps(environment | dict(credentials or {})), encoding="utf-8")

    def run(
        self, playbook: str, ident: str = "6", cancel: Callable[[], bool] = lambda: False, arguments: str = ""
    ) -> JobRun:
        """Run a playbook of the project; when ``cancel`` says so, everything is killed, as AWX cancels a job."""
        (self.folder / "env" / "cmdline").write_text(f"-u root {arguments}", encoding="utf-8")
        flag = self.folder / "cancel"
        flag.unlink(missing_ok=True)
        command = [sys.executable, str(RUNNER), str(self.folder), f"playbooks/{playbook}.yml", ident]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
            end = time.monotonic() + LIMIT
            while process.poll() is None and time.monotonic() < end:
                if cancel():
                    flag.touch()
                time.sleep(0.05)
            flag.touch()
            result = json.loads(process.communicate(timeout=60)[0])
        output = (self.folder / "artifacts" / ident / "stdout").read_text(encoding="utf-8")
        return JobRun(result["status"], result["rc"], tuple(result["ok"]), output, self._handed_on(ident))

    def _handed_on(self, ident: str) -> dict[str, Any]:
        """The artifacts of a job, which AWX takes from the last event."""
        events = (self.folder / "artifacts" / ident / "job_events").glob("*.json")
        data = (json.loads(file.read_text(encoding="utf-8")).get("event_data", {}) for file in events)
        return next((each["artifact_data"] for each in data if "artifact_data" in each), {})

    def kept(self, ident: str = "6") -> Iterable[Path]:
        """What AWX keeps of a job; it suppresses the file that holds the whole environment."""
        files = (self.folder / "artifacts" / ident).rglob("*")
        return [file for file in files if file.is_file() and file.name != "command"]


def injected(pair: Pair, **more: str) -> dict[str, str]:
    """What the credentials for login and certificates inject."""
    login = {"FDM_FAILOVER_USERNAME": "admin", "FDM_FAILOVER_PASSWORD": PASSWORD}
    return login | {"FDM_FAILOVER_CA": str(pair.simulator.ca)} | more


def _unsafe(answer: tuple[str, Any]) -> str:
    name, value = answer
    text = "null" if value is None else f"!unsafe {json.dumps(value)}" if isinstance(value, str) else json.dumps(value)
    return f"!unsafe {json.dumps(name)}: {text}\n"
