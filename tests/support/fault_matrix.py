# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Named faults on single calls of a deployment: many at once, each on a pair of its own, all in one run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.fault_kinds import DAMAGING_FAULTS, SILENT_FAULTS, STATUS_FAULTS
from support.harness import Pair, Run, failure_of, simulated_fleet, simulated_pair

ROLES = ("primary", "secondary")
SETTINGS: dict[str, dict[str, Any]] = {
    "hang": {"seconds": 5},
    "slow": {"seconds": 1},
    "away-for-long": {"seconds": 6},
    "huge": {"bytes": 70_000_000},
    "job-fails": {"message": "ERROR: the data plane said no"},
}
ANYWHERE = (*STATUS_FAULTS, *SILENT_FAULTS, *DAMAGING_FAULTS, "slow", "dead-token", "away-for-long")
ON_JOBS = ("job-fails", "job-never-ends")
JOB = re.compile(r".*/(operational/deploy|action/ha/join)")
VARIABLES = {"failover_timeout": 3, "apply_deploy_timeout": 40, "apply_join_timeout": 40, "apply_sync_timeout": 120}
UGLY = ("Traceback", "Unexpected failure", "unexpected exception", "MODULE FAILURE", "object has no attribute")


@dataclass(frozen=True)
class Call:
    """One call of an undisturbed run: the unit, its number there, and what it was."""

    unit: str
    number: int
    method: str
    path: str


@dataclass(frozen=True)
class Cell:
    """One fault on one call, so many times in a row."""

    fault: str
    call: Call
    times: int

    @property
    def name(self) -> str:
        """The pair's name in the inventory."""
        return f"{self.fault}-{self.call.unit}-{self.call.number}-x{self.times}"

    def case(self, links: dict[str, Any]) -> dict[str, Any]:
        """The pair with its fault, for ``simulated_fleet``."""
        fault = {"fault": self.fault, "call": self.call.number, "times": self.times, **SETTINGS.get(self.fault, {})}
        limits = {"apply_deploy_timeout": 4, "apply_join_timeout": 4} if self.fault == "job-never-ends" else {}
        return links | VARIABLES | limits | {self.call.unit: {"faults": [fault]}}


def calls(directory: Path, links: dict[str, Any], number: int | None = None) -> list[Call]:
    """The K calls of an undisturbed run."""
    with simulated_pair(directory, number=number, **links) as pair:
        run = pair.play()
        assert run.ok, run.output
        return [
            Call(role, count, each["method"], each["path"])
            for role, unit in zip(ROLES, pair.units, strict=True)
            for count, each in enumerate(unit.requests(), 1)
        ]


def cells(there: Iterable[Call], faults: Iterable[str] = ()) -> list[Cell]:
    """Every fault on every call it can strike, once and three times in a row."""
    wanted = set(faults)
    return [
        Cell(fault, call, times)
        for call in there
        for fault in _possible(call)
        if not wanted or fault in wanted
        for times in (1, 3)
    ]


def _possible(call: Call) -> tuple[str, ...]:
    jobs = ON_JOBS if call.method == "POST" and JOB.fullmatch(call.path) else ()
    return (*ANYWHERE, *jobs, *(("stale-version",) if call.method == "PUT" else ()))


@dataclass(frozen=True)
class Verdicts:
    """What became of the cells: runs that finished in spite of the fault, those that ended with a sentence, and what
    is wrong."""

    finished: list[str]
    said: dict[str, str]
    wrong: list[str]


def judge(directory: Path, chosen: Iterable[Cell], links: dict[str, Any], number: int | None = None) -> Verdicts:
    """Play deploy on a pair for each cell, then once more on those that did not finish."""
    cases = {cell.name: cell.case(links) for cell in chosen}
    directory.mkdir(parents=True, exist_ok=True)
    with simulated_fleet(directory, cases, number=number, lifetime=3600) as fleet:
        first = fleet.play(forks=12, limit=3000)
        verdicts = Verdicts([], {}, [])
        for pair in fleet.pairs:
            _judge_first(first, pair, verdicts)
            for unit in pair.units:
                unit.clear_faults()
                unit.patch(let_jobs_end=True)
        if verdicts.said:
            chosen_pairs = [pair for pair in fleet.pairs if pair.name in verdicts.said]
            fleet.pairs, everyone = chosen_pairs, fleet.pairs
            again = fleet.play(forks=12, limit=3000)
            fleet.pairs = everyone
            for pair in chosen_pairs:
                if again.failed.get(pair.name, 1):
                    verdicts.wrong.append(f"{pair.name}: the next run failed: {failure_of(again, pair.name)}")
        for pair in fleet.pairs:
            verdicts.wrong.extend(f"{pair.name}: {what}" for what in unfinished(pair))
    return verdicts


def _judge_first(run: Run, pair: Pair, verdicts: Verdicts) -> None:
    if run.failed.get(pair.name) == 0:
        verdicts.finished.append(pair.name)
        return
    sentence = failure_of(run, pair.name)
    verdicts.said[pair.name] = sentence
    named = re.search(rf"{re.escape(pair.name)}(, (primary|secondary)|:)", sentence)
    if not named or any(word in sentence for word in UGLY):
        verdicts.wrong.append(f"{pair.name}: not one clear sentence: {sentence or run.output[-2000:]}")


def unfinished(pair: Pair) -> list[str]:
    """What is not as it must be on a finished pair, as the simulator knows it."""
    wrong = []
    state_link = pair.variables.get("failover_state_link") or pair.variables["failover_link"]
    expected = {
        "config_status": "IN_SYNC",
        "pending": [],
        "failover_port": pair.variables["failover_link"]["port"],
        "state_port": state_link["port"],
    }
    states = ("HA_ACTIVE_NODE", "HA_STANDBY_NODE")
    for role, state, unit in zip(ROLES, states, pair.units, strict=True):
        held = unit.state()
        wanted = expected | {"role": f"HA_{role.upper()}", "state": state}
        wrong += [
            f"{role}: {name} is {held[name]}, not {value}" for name, value in wanted.items() if held[name] != value
        ]
        if (held["ha_running"] or {}).get("sharedKey") != pair.variables.get("failover_key"):
            wrong.append(f"{role}: another key")
        if held["joins_refused"]:
            wrong.append(f"{role}: {held['joins_refused']} joins were posted while one was running")
    return wrong
