# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that is killed at exactly one call, and what the units are afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.log import Entry
from simulator.service import BEFORE
from support.harness import LIMIT, Pair

CONFIGURATION = (
    "role",
    "state",
    "peer_state",
    "config_status",
    "health",
    "username",
    "password",
    "ha_configuration",
    "ha_running",
    "interfaces",
    "pending",
)
"""What of a unit's state must not depend on interruptions."""


Target = Callable[[int, str, str, Entry], bool]
"""Is this the call at which the run dies? Its number from 1 on, the moment, the unit, and what was asked."""


def at(call: int, when: str) -> Target:
    """The target that is one call by its number, before or after the unit acts on it."""
    return lambda number, moment, _unit, _entry: (number, moment) == (call, when)


class RunKiller:
    """Stands between a pair and a run: counts the calls, and kills the run before or after a unit acts on one."""

    def __init__(self, pair: Pair) -> None:
        self._units = {unit.name for unit in pair.units}
        self._ready = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._target: Target | None = None
        self._alone = False
        self.orphans: list[int] = []
        self.asked: list[str] = []
        self.fallen = ""
        pair.simulator.watch(self)

    def __call__(self, moment: str, unit: str, entry: Entry) -> bool:
        """Count; at the target kill the run and everything it started, and break the connection off."""
        if unit not in self._units:
            return False
        if moment == BEFORE:
            self.asked.append(f"{unit} {entry.method} {entry.path}")
        if self.fallen or self._target is None or not self._target(len(self.asked), moment, unit, entry):
            return False
        self._ready.wait(LIMIT)
        self.fallen = f"{unit} {entry.method} {entry.path}"
        if self._process is not None and self._alone:
            self.orphans = _started_by(self._process.pid)
            self._process.kill()
            gone([self._process.pid], LIMIT)  # before that a worker can't know
        elif self._process is not None:
            kill(self._process)
        return True

    def run(self, pair: Pair, target: Target, alone: bool = False) -> str:
        """Run deploy and kill it at the target; return which call that was, empty where the run ended before.

        ``alone``: what the run had started lives on as ``orphans``.
        """
        self.asked, self.fallen, self._target, self._alone, self.orphans = [], "", target, alone, []
        self._ready.clear()
        with (pair.directory / "killed.txt").open("wb") as output:
            self._process = subprocess.Popen(
                pair.command("fdm.failover.deploy"),
                cwd=pair.directory,
                env=pair.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._ready.set()
            self._process.wait(LIMIT)
        self._target = None
        return self.fallen

    @staticmethod
    def output(pair: Pair) -> str:
        """What the killed run had printed."""
        return (pair.directory / "killed.txt").read_text(encoding="utf-8")


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL for a process and all it started: newer releases of ansible-core give each worker its own group."""
    for pid in (process.pid, *_started_by(process.pid)):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _started_by(ancestor: int) -> list[int]:
    children = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int(
                    (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
                )
            except (OSError, IndexError):
                continue  # it has ended meanwhile
            children[parent].append(int(entry.name))
    found = [ancestor]
    for pid in found:
        found += children[pid]
    return found[1:]


def gone(pids: list[int], seconds: float) -> bool:
    """Whether these processes end within some seconds; one that has ended may wait for its new parent as a zombie."""
    latest = time.monotonic() + seconds
    while any(_living(pid) for pid in pids):
        if time.monotonic() > latest:
            return False
        time.sleep(0.2)
    return True


def _living(pid: int) -> bool:
    """Whether a process runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def outcome(pair: Pair) -> dict[str, Any]:
    """What both units are, without what every write moves."""
    return {
        unit.name.removeprefix(pair.name): _still({k: unit.state()[k] for k in CONFIGURATION}) for unit in pair.units
    }


def _still(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _still(each) for name, each in value.items() if name != "version"}
    return [_still(each) for each in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Undisturbed:
    """A run that nobody interrupted: how many calls it made, and what the units were then."""

    calls: int
    outcome: dict[str, Any]


def undisturbed(pair: Pair, killer: RunKiller) -> Undisturbed:
    """Run once from the start; raises AssertionError if that fails."""
    reset(pair)
    killer.asked = []
    run = pair.play()
    assert run.ok, run.output
    return Undisturbed(len(killer.asked), outcome(pair))


def reset(pair: Pair) -> None:
    """Both units as they were at the start."""
    for unit in pair.units:
        unit.reset()


def finish(pair: Pair, before: Undisturbed, what: str) -> list[str]:
    """Run once more, and judge: what is wrong afterwards, empty where nothing is."""
    run = pair.play()
    wrong = []
    if not run.ok:
        wrong.append(f"{what}: the next run failed\n{run.output}")
    if outcome(pair) != before.outcome:
        wrong.append(f"{what}: the units differ from an undisturbed run's: {outcome(pair)}")
    states = [unit.state() for unit in pair.units]
    joins = [(state["joins_posted"], state["joins_refused"]) for state in states]
    if joins != [(1, 0), (1, 0)]:
        wrong.append(f"{what}: joins (posted, refused) are {joins}")
    return wrong
