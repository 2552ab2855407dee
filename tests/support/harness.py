# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulated pair and the means to run playbooks on it as a user would: ansible-playbook, an inventory, a terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.testing import Simulator, UnitControl, running

PASSWORD = "Pair-Passw0rd-4711"
KEY = "Link-Key-0815-4711"
QUICK = {
    "join_seconds": 0.3,
    "deploy_seconds": 0.2,
    "break_seconds": 0.2,
    "switch_seconds": 0.2,
    "negotiate_seconds": 0.2,
    "away_seconds": 0.3,
    "sync_seconds": 0.3,
}
COMBINED = {"failover_link": {"port": "GigabitEthernet0/2", "network": "192.168.10.0/30"}}
DEDICATED = COMBINED | {"failover_state_link": {"port": "GigabitEthernet0/3", "network": "192.168.10.4/30"}}
RECAP = re.compile(r"^(\S+)\s+: ok=(\d+)\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)", re.MULTILINE)
LIMIT = 300


@dataclass(frozen=True)
class Run:
    """What one command did: its exit status and all it printed."""

    status: int
    output: str

    @property
    def ok(self) -> bool:
        """True for exit status 0."""
        return self.status == 0

    @property
    def changed(self) -> dict[str, int]:
        """Changed tasks by host, from the recap."""
        return {match[1]: int(match[3]) for match in RECAP.finditer(self.output)}

    @property
    def failed(self) -> dict[str, int]:
        """Failed tasks by host, from the recap."""
        return {match[1]: int(match[5]) for match in RECAP.finditer(self.output)}


def run_command(command: list[str], directory: Path, environment: Mapping[str, str], limit: int = LIMIT) -> Run:
    """Run a command in a directory to its end, without input; ``limit`` is in seconds."""
    done = subprocess.run(
        command,
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=limit,
        check=False,
    )
    return Run(done.returncode, done.stdout)


@dataclass
class Pair:
    """One simulated pair with its inventory; ``variables`` are the host's."""

    name: str
    simulator: Simulator
    directory: Path
    variables: dict[str, Any] = field(default_factory=dict)

    @property
    def primary(self) -> UnitControl:
        """The primary, as the simulator's control API shows it."""
        return self.simulator.unit(f"{self.name}-primary")

    @property
    def secondary(self) -> UnitControl:
        """The secondary."""
        return self.simulator.unit(f"{self.name}-secondary")

    @property
    def units(self) -> tuple[UnitControl, UnitControl]:
        """Primary, then secondary."""
        return self.primary, self.secondary

    def calls(self) -> list[dict[str, Any]]:
        """Every call both units got, with the unit's name as ``unit``."""
        return [call | {"unit": unit.name} for unit in self.units for call in unit.requests()]

    def writes(self) -> list[str]:
        """Every call that could change a unit: all but GET, tokens and show commands."""
        reading = ("/fdm/token", "/action/command")
        return [
            f"{call['unit']} {call['method']} {call['path']}"
            for call in self.calls()
            if call["method"] != "GET" and not call["path"].endswith(reading)
        ]

    def forget(self) -> None:
        """Clear the logs of calls."""
        for unit in self.units:
            unit.forget()

    def inventory(self, **changes: Any) -> Path:
        """Write the inventory; a change of None leaves a variable out."""
        merged = {name: value for name, value in (self.variables | changes).items() if value is not None}
        path = self.directory / "inventory.json"
        path.write_text(json.dumps({"failover_pairs": {"hosts": {self.name: merged}}}), encoding="utf-8")
        return path

    def command(self, playbook: str, *arguments: str, **changes: Any) -> list[str]:
        """The command line of a run."""
        program = str(Path(sys.executable).parent / "ansible-playbook")
        return [program, "-i", str(self.inventory(**changes)), playbook, *arguments]

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a run: nothing of the user's settings, an Ansible home of its own."""
        return dict(os.environ) | {"ANSIBLE_HOME": str(self.directory / "ansible"), "ANSIBLE_NOCOLOR": "1"} | more

    def play(self, playbook: str = "fdm.failover.deploy", *arguments: str, **changes: Any) -> Run:
        """Run a playbook (FQCN or path); ``changes`` are host variables for this run."""
        return run_command(self.command(playbook, *arguments, **changes), self.directory, self.environment())

    def playbook(self, *tasks: Mapping[str, Any]) -> str:
        """Write a playbook of some tasks on the pair; return its path."""
        path = self.directory / "playbook.yml"
        play = {"hosts": "all", "gather_facts": False, "tasks": list(tasks)}
        path.write_text(json.dumps([play]), encoding="utf-8")
        return str(path)


@dataclass
class Fleet:
    """Many simulated pairs that one ansible-playbook works on."""

    pairs: list[Pair]
    directory: Path

    def play(
        self,
        playbook: str = "fdm.failover.deploy",
        *arguments: str,
        forks: int = 20,
        limit: int = LIMIT,
        **environment: str,
    ) -> Run:
        """Run a playbook on all pairs, each at its own pace; ``limit`` is in seconds."""
        inventory = self.directory / "fleet.json"
        hosts = {pair.name: pair.variables for pair in self.pairs}
        inventory.write_text(json.dumps({"failover_pairs": {"hosts": hosts}}), encoding="utf-8")
        program = str(Path(sys.executable).parent / "ansible-playbook")
        settings = {"ANSIBLE_HOME": str(self.directory / "ansible"), "ANSIBLE_NOCOLOR": "1", "ANSIBLE_STRATEGY": "free"}
        command = [program, "-i", str(inventory), "-f", str(forks), playbook, *arguments]
        return run_command(command, self.directory, dict(os.environ) | settings | environment, limit)


def failure_of(run: Run, host: str) -> str:
    """The failure that was printed for a host, with every kind of white space as one blank; empty where none was."""
    lines = run.output.replace("\\n", " ")
    found = re.search(
        rf"(?:fatal|failed): \[{re.escape(host)}\].*?(?=\n(?:\S+: \[|TASK|PLAY|\[ERROR\]))", lines, re.DOTALL
    )
    return re.sub(r"\s+", " ", found[0]).replace('\\"', '"') if found else ""


def worker() -> int:
    """The number of this worker of pytest, from 1 on."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1


def addresses(number: int | None = None) -> tuple[str, str]:
    """Loopback addresses that no other worker of this run of pytest uses; ``number``: those of another worker."""
    place = worker() if number is None else number
    return f"127.60.{place}.11", f"127.60.{place}.12"


@contextmanager
def simulated_pair(
    directory: Path,
    name: str = "branch01",
    primary: Mapping[str, Any] | None = None,
    secondary: Mapping[str, Any] | None = None,
    both: Mapping[str, Any] | None = None,
    number: int | None = None,
    lifetime: float = 600.0,
    **variables: Any,
) -> Iterator[Pair]:
    """A cabled pair of single units, quick, and the inventory for it; ``both``, ``primary`` and ``secondary`` are
    settings of the simulator, ``variables`` those of the inventory (a combined link unless told otherwise), ``number``
    goes to ``addresses``, and the simulator ends after ``lifetime`` seconds."""
    first, second = addresses(number)
    one, two = f"{name}-primary", f"{name}-secondary"
    units = {
        "defaults": QUICK | {"password": PASSWORD} | dict(both or {}),
        "units": [
            {"name": one, "address": first, "peer": two} | dict(primary or {}),
            {"name": two, "address": second, "peer": one} | dict(secondary or {}),
        ],
    }
    with running(units, directory, lifetime=lifetime) as simulator:
        yield Pair(name, simulator, directory, _variables(simulator, directory, first, second) | variables)


@contextmanager
def simulated_fleet(
    directory: Path,
    cases: Mapping[str, Mapping[str, Any]],
    both: Mapping[str, Any] | None = None,
    number: int | None = None,
    lifetime: float = 600.0,
) -> Iterator[Fleet]:
    """A pair for each case, by name. A case may hold settings of the simulator as ``primary``, ``secondary`` and
    ``both``; the rest of it are variables of the inventory."""
    settings = ("primary", "secondary", "both")
    place = 100 + (worker() if number is None else number)
    units, hosts = [], {}
    for count, (name, case) in enumerate(cases.items()):
        hosts[name] = tuple(f"127.{place}.{count // 100}.{count % 100 * 2 + 11 + side}" for side in (0, 1))
        ends = tuple(f"{name}-{role}" for role in settings[:2])
        for role, address, own, other in zip(settings, hosts[name], ends, ends[::-1], strict=False):
            told = dict(case.get("both") or {}) | dict(case.get(role) or {})
            units.append({"name": own, "address": address, "peer": other} | told)
    defaults = QUICK | {"password": PASSWORD} | dict(both or {})
    with running({"defaults": defaults, "units": units}, directory, lifetime=lifetime) as simulator:
        pairs = [
            Pair(
                name,
                simulator,
                directory,
                _variables(simulator, directory, *hosts[name])
                | {key: value for key, value in case.items() if key not in settings},
            )
            for name, case in cases.items()
        ]
        yield Fleet(pairs, directory)


def _variables(simulator: Simulator, directory: Path, first: str, second: str) -> dict[str, Any]:
    return COMBINED | {
        "failover_units": {"primary": {"host": first}, "secondary": {"host": second}},
        "failover_username": "admin",
        "failover_password": PASSWORD,
        "failover_https_port": simulator.port,
        "failover_ca_path": str(simulator.ca),
        "render_directory": str(directory / "rendered"),
    }
