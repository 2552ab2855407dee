# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulated pairs in any number, and what one command costs on them: calls by path, CPU, memory, wall time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from simulator.testing import Simulator, running
from support.harness import PASSWORD, QUICK

LIFETIME = 7200.0
"""Seconds after which a simulator ends at the latest."""
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_POLLED = re.compile(r"GET /(devices/default/operational/ha/status/default|operational/deploy/ID|.*/action/ha/join/ID)")
_STEPS = ("deploy", "join", "negotiate", "join", "negotiate", "away", "sync")


def floor(times: Mapping[str, float]) -> float:
    """Seconds that the units of one pair need: a deployment on both at once, the joins one after the other."""
    return sum((QUICK | dict(times))[f"{step}_seconds"] for step in _STEPS)


def slow(seconds: float) -> dict[str, float]:
    """Times of units whose joins and whose import take so many seconds each."""
    return {"join_seconds": seconds, "sync_seconds": seconds}


class Cost(NamedTuple):
    """What a command cost: calls by path, CPU and wall seconds, MiB of its largest process, lines printed."""

    calls: Counter[str]
    cpu: float
    wall: float
    memory: float
    lines: int
    status: int
    output: str

    @property
    def polled(self) -> int:
        """Calls that waits repeat: the state of HA, and jobs by their id."""
        return sum(count for path, count in self.calls.items() if _POLLED.fullmatch(path))


@dataclass(frozen=True)
class SimulatedFleet:
    """Pairs on a simulator in this process, and an inventory of them."""

    simulator: Simulator
    directory: Path
    pairs: int

    @property
    def inventory(self) -> Path:
        """The inventory of all pairs."""
        return self.directory / "fleet.json"

    def run(self, command: Sequence[str]) -> Cost:
        """Run a program beside this process's Python, and count what it costs."""
        units = [self.simulator.unit(name) for name in self.simulator.server.fleet.settings]
        for unit in units:
            unit.forget()
        log = self.directory / "output.log"
        program = Path(sys.executable).parent / command[0]
        with log.open("wb") as output:
            start = time.monotonic()
            process = subprocess.Popen(
                [str(program), *command[1:]],
                cwd=self.directory,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            _pid, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            wall = time.monotonic() - start
        printed = log.read_text(encoding="utf-8", errors="replace")
        calls = Counter(_path(call) for unit in units for call in unit.requests())
        cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        return Cost(calls, cpu, wall, memory, len(printed.splitlines()), process.returncode, printed)

    def ends(self) -> dict[str, float]:
        """Seconds from the first call of the run to the last one of each pair."""
        at: dict[str, list[float]] = {}
        for name in self.simulator.server.fleet.settings:
            pair = name.rpartition("-")[0]
            at.setdefault(pair, []).extend(each["at"] for each in self.simulator.unit(name).requests())
        start = min(min(times) for times in at.values() if times)
        return {pair: max(times) - start for pair, times in at.items() if times}

    def _environment(self) -> dict[str, str]:
        own = {"ANSIBLE_HOME": str(self.directory / "ansible"), "ANSIBLE_NOCOLOR": "1"}
        return dict(os.environ) | own


def _path(call: dict[str, str]) -> str:
    return f"{call['method']} " + _ID.sub("ID", re.sub(r"^/api/fdm/[^/]+", "", call["path"]))


def address(number: int, unit: int) -> str:
    """A loopback address of its own for each unit of up to 10,000 pairs."""
    return f"127.{70 + number // 250}.{number % 250 + 1}.{unit}"


@contextmanager
def simulated_fleet(
    pairs: int,
    directory: Path,
    times: Mapping[str, float] | None = None,
    broken: Mapping[int, Mapping[str, Any]] | None = None,
) -> Iterator[SimulatedFleet]:
    """So many blank pairs, each with a combined link in the inventory.

    times: how long units take; broken: by the number of a pair, settings of its units as ``primary`` and ``secondary``,
    and variables.
    """
    units, hosts = [], {}
    for number in range(pairs):
        name = f"pair{number:04}"
        case = dict((broken or {}).get(number, {}))
        for role, peer, unit in (("primary", "secondary", 1), ("secondary", "primary", 2)):
            own = {"name": f"{name}-{role}", "address": address(number, unit), "peer": f"{name}-{peer}"}
            units.append(own | case.pop(role, {}))
        hosts[name] = {
            "failover_units": {
                role: {"host": address(number, unit)} for unit, role in enumerate(("primary", "secondary"), 1)
            },
            "failover_link": {"port": "GigabitEthernet0/2", "network": f"192.168.{number % 250}.0/30"},
        } | case
    defaults = QUICK | dict(times or {}) | {"password": PASSWORD}
    with running({"defaults": defaults, "units": units}, directory, lifetime=LIFETIME) as simulator:
        shared = {
            "failover_password": PASSWORD,
            "failover_https_port": simulator.port,
            "failover_ca_path": str(simulator.ca),
            "render_directory": str(directory / "rendered"),
        }
        fleet = SimulatedFleet(simulator, directory, pairs)
        fleet.inventory.write_text(json.dumps({"failover_pairs": {"hosts": hosts, "vars": shared}}), encoding="utf-8")
        yield fleet
