# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wait gives its fork back where other pairs need it, and holds it where none does."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.forks import Tries, hold
from ansible_collections.fdm.failover.plugins.plugin_utils.run_record import RunRecords


def of_play(pairs, forks):
    """The variables of a task in a play of so many pairs."""
    return {"ansible_forks": forks, "ansible_play_batch": [f"branch{number:02}" for number in range(pairs)]}


@pytest.fixture
def records(tmp_path):
    return RunRecords(str(tmp_path))


@pytest.mark.parametrize("step", ["", "sync"])
@pytest.mark.parametrize("task_vars", [of_play(1, 5), of_play(1, 1), {}])
def test_the_only_pair_of_a_play_waits_to_the_end(records, step, task_vars):
    assert hold(task_vars, records, step) is None


def test_a_step_waits_for_what_was_started_a_moment_ago(records):
    """The first unit is waited for, so that the others need not be: they began at the same time."""
    left = hold(of_play(3, 5), records, "sync")
    assert [left(elapsed, 0.0) for elapsed in (0.0, 15.0, 20.0, 500.0)] == [20.0, 5.0, 0.0, -480.0]


@pytest.mark.parametrize(
    ("elapsed", "idle", "left"),
    [
        (10.0, None, 10.0),  # no pair has done the step
        (10.0, 1.0, 0.5),
        (10.0, 1.5, 0.0),
        (10.0, 15.0, 10.0),  # before this wait began: another batch of the run
        (18.0, 1.0, 1.7),  # polls are rarer by then
        (19.5, 1.0, 0.5),
    ],
)
def test_a_step_waits_no_longer_where_the_others_wait_for_it(records, monkeypatch, elapsed, idle, left):
    monkeypatch.setattr(RunRecords, "since_done", lambda _self, _step: idle)
    assert hold(of_play(3, 5), records, "sync")(elapsed, 5.0) == pytest.approx(left)


@pytest.mark.parametrize(("left", "given_back"), [(5.0, False), (0.1, False), (0.0, True), (-3.0, True)])
def test_tries_know_whether_a_call_was_not_repeated_for_the_others(left, given_back):
    clock = iter([100.0, 104.0])
    tries = Tries(lambda elapsed, held: left if (elapsed, held) == (4.0, 4.0) else None, clock=lambda: next(clock))
    assert tries.given_back is False
    assert (tries.time_left(), tries.given_back) == (left, given_back)


@pytest.mark.parametrize(
    ("waiting", "forks", "holds"),
    [
        (1, 2, None),  # a fork is left to other pairs
        (4, 5, None),
        (1, 1, [10.0, 10.0, 25.0, 120.0]),
        (4, 4, [10.0, 10.0, 25.0, 120.0]),
        (40, 4, [1.0, 1.0, 2.5, 12.0]),  # each has its turn within the same time
    ],
)
def test_after_the_steps_the_forks_are_shared_where_there_are_too_few(records, monkeypatch, waiting, forks, holds):
    monkeypatch.setattr(RunRecords, "waiting", lambda _self: waiting)
    left = hold(of_play(50, forks), records)
    assert (left and [left(elapsed, 0.0) for elapsed in (0.0, 20.0, 100.0, 5000.0)]) == holds
    assert left is None or left(104.0, 4.0) == holds[2] - 4.0
