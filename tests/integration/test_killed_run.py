# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sample of the kill matrix: a run killed at one call, the next finishes the pair. All calls: benches.kill_matrix.

Every write is among them, right after the unit has acted on it: that is where a run knows least of what is so.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from simulator.log import Entry
from simulator.service import AFTER, BEFORE
from support.fault_matrix import unfinished
from support.harness import Pair, simulated_pair, worker
from support.killed_run import RunKiller, Target, Undisturbed, finish, gone, reset, undisturbed

JOIN = "*/action/ha/join"
WHOLE = [
    ("secondary", AFTER, "PUT", "*/interfaces/*"),
    ("primary", AFTER, "POST", "*/operational/deploy"),
    *((unit, AFTER, "PUT", "*/ha/configurations/*") for unit in ("primary", "secondary")),
    *((unit, AFTER, "POST", JOIN) for unit in ("primary", "secondary")),
    ("secondary", BEFORE, "POST", "*/fdm/token"),
    ("secondary", BEFORE, "POST", JOIN),
]
"""Calls at which the run dies with all it has started."""
ALONE = [
    ("primary", AFTER, "PUT", "*/interfaces/*"),
    ("secondary", AFTER, "POST", "*/operational/deploy"),
    ("primary", BEFORE, "GET", "*/action/ha/join/*"),
]
"""Calls at which its workers outlive it."""


def named(calls: list[tuple[str, str, str, str]]) -> list[str]:
    """Calls as names of tests."""
    return ["-".join(each).replace("*", "").replace("/", "_") for each in calls]


def first(unit: str, when: str, method: str, path: str) -> Target:
    """The first call of this kind."""

    def target(_number: int, moment: str, name: str, entry: Entry) -> bool:
        return (moment, entry.method) == (when, method) and name.endswith(unit) and fnmatchcase(entry.path, path)

    return target


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory):
    with simulated_pair(tmp_path_factory.mktemp("interrupted"), lifetime=1800) as made:
        yield made


@pytest.fixture(scope="module")
def killer(pair: Pair) -> RunKiller:
    return RunKiller(pair)


@pytest.fixture(scope="module")
def before(pair: Pair, killer: RunKiller) -> Undisturbed:
    return undisturbed(pair, killer)


@pytest.mark.parametrize(("unit", "moment", "method", "path"), WHOLE, ids=named(WHOLE))
def test_a_killed_run_is_finished_by_the_next(
    pair: Pair, killer: RunKiller, before: Undisturbed, unit: str, moment: str, method: str, path: str
) -> None:
    reset(pair)
    assert killer.run(pair, first(unit, moment, method, path)), killer.output(pair)
    assert finish(pair, before, f"killed {moment} {unit} {method} {path}") == []


@pytest.mark.parametrize(("unit", "moment", "method", "path"), ALONE, ids=named(ALONE))
def test_workers_that_outlive_their_run_ask_nothing_more(
    pair: Pair, killer: RunKiller, before: Undisturbed, unit: str, moment: str, method: str, path: str
) -> None:
    """Newer releases of ansible-core give each worker its own process group, so a kill of the run's may miss them."""
    reset(pair)
    assert killer.run(pair, first(unit, moment, method, path), alone=True), killer.output(pair)
    asked = len(killer.asked)
    assert killer.orphans
    assert gone(killer.orphans, 30), "workers live on"
    assert killer.asked[asked:] == []
    assert finish(pair, before, f"killed alone {moment} {unit} {method} {path}") == []


def test_a_secondary_that_is_away_since_the_killed_run_is_waited_for(tmp_path: Path) -> None:
    """The primary says that its peer isn't there yet, so preflight may wait; the primary itself has to be there."""
    with simulated_pair(tmp_path, name="importing", number=worker() + 40, secondary={"away_seconds": 20}) as pair:
        killer = RunKiller(pair)
        assert killer.run(pair, first("secondary", AFTER, "POST", JOIN)), killer.output(pair)
        run = pair.play()
        assert run.ok, run.output
        said, reached, _rest = run.output.partition("fdm.failover.preflight : Set the facts")
        assert reached
        assert re.search(r"^importing, secondary \([0-9.]+\): away \(.*\) \([0-9]+ s\)$", said, re.MULTILINE)
        assert unfinished(pair) == []
