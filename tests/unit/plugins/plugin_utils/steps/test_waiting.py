# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting: pauses that grow, one line at each change of state, a time limit, and what absence excuses."""

from __future__ import annotations

import json

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    Conflict,
    DeviceFault,
    InvalidResponse,
    JobFailed,
    LoginRefused,
    NotAllowed,
    NotReady,
    RateLimited,
    RunEnded,
    TimedOut,
    TokenRefused,
    Unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.waiting import (
    HEARTBEAT,
    LOGINS,
    RETRY_AFTER_LIMIT,
    Observation,
    StillWaiting,
    Wait,
)
from hypothesis import given
from hypothesis import strategies as some
from support.fake_client import wait


def polls(*states):
    """A poll that shows each state in turn; an error is raised, and the last state is the end."""
    left = list(states)

    def poll():
        state = left.pop(0)
        if isinstance(state, Exception):
            raise state
        return Observation(state, done=not left)

    return poll


def test_a_wait_that_is_over_at_once_takes_no_time():
    waited, lines, clock = wait()
    assert waited.until(polls("active"), "an active unit") == "active"
    assert (clock.naps, lines) == ([], ["branch01, primary: active (0 s)"])


def test_each_change_of_state_is_one_line():
    waited, lines, clock = wait()
    assert waited.until(polls("single", "single", "negotiating", "negotiating", "active"), "an active unit") == "active"
    assert lines == [
        "branch01, primary: single (0 s)",
        "branch01, primary: single -> negotiating (2 s)",
        "branch01, primary: negotiating -> active (4 s)",
    ]
    assert clock.naps == [1.0] * 4
    assert (waited.elapsed, waited.lasting) == (4.0, 0.0)


def test_pauses_grow_from_one_second_to_ten():
    waited, _lines, clock = wait(1000)
    with pytest.raises(TimedOut):
        waited.until(lambda: Observation("negotiating"), "an active unit")
    assert clock.naps[:10] == [1.0] * 10
    assert clock.naps[:-1] == sorted(clock.naps[:-1])
    assert clock.naps[-2] == 10.0
    assert waited.elapsed == 1000


@given(some.floats(0, 5000), some.integers(0, 40))
def test_no_wait_is_longer_than_its_time_limit_and_its_end_is_noticed_soon(limit, rounds):
    waited, _lines, clock = wait(limit)
    try:
        waited.until(polls(*["negotiating"] * rounds, "active"), "the end")
    except TimedOut:
        assert waited.elapsed >= limit
    assert waited.elapsed <= limit + 1e-6
    assert all(0 <= seconds <= 10 for seconds in clock.naps)


def test_a_time_out_names_the_state_and_the_option():
    waited, lines, _clock = wait(20, option="apply_sync_timeout")
    with pytest.raises(TimedOut) as raised:
        waited.until(lambda: Observation("standby, peer active"), "one active, one standby, in sync")
    assert str(raised.value) == (
        "branch01, primary: one active, one standby, in sync was not reached within 20 s; the unit is standby, "
        "peer active. The unit continues on its own; run again to keep waiting, or raise apply_sync_timeout."
    )
    assert lines == ["branch01, primary: standby, peer active (0 s)"]


AWAY = [
    (Unreachable("refused"), "no connection"),
    (NotReady("503"), "API not up"),
    (NotAllowed("403"), "token refused"),
    (TokenRefused("401"), "token refused"),
    (LoginRefused("400"), "login refused"),
    (DeviceFault("500"), "server error"),
    (InvalidResponse("half"), "incomplete response"),
]


@pytest.mark.parametrize(("error", "words"), AWAY)
def test_a_unit_that_may_be_away_is_waited_for(error, words):
    waited, lines, clock = wait(tolerate_absence=True)
    assert waited.until(polls("negotiating", error, "standby"), "a standby unit") == "standby"
    assert lines[1].startswith(f"branch01, primary: negotiating -> away ({words}) (")
    assert len(lines) == 3
    assert min(clock.naps) >= 1


@pytest.mark.parametrize(("error", "_words"), AWAY)
def test_a_unit_that_must_not_be_away_is_an_error(error, _words):
    waited, _lines, clock = wait()
    with pytest.raises(type(error)):
        waited.until(polls(error, "standby"), "a standby unit")
    assert clock.naps == []


@pytest.mark.parametrize("error", [JobFailed("failed"), Conflict("split brain")])
def test_absence_excuses_no_failure(error):
    waited, _lines, _clock = wait(tolerate_absence=True)
    with pytest.raises(type(error)):
        waited.until(polls("negotiating", error, "standby"), "a standby unit")


def test_only_a_few_refused_logins_are_tolerated():
    refused = [LoginRefused("400") for _each in range(LOGINS + 1)]
    waited, _lines, _clock = wait(10_000, True)
    assert waited.until(polls(*refused[:-1], "standby"), "a standby unit") == "standby"
    waited, _lines, _clock = wait(10_000, True)
    with pytest.raises(LoginRefused):
        waited.until(polls(*refused, "standby"), "a standby unit")
    assert waited.elapsed >= LOGINS


def test_the_time_limit_holds_for_an_absent_unit_too():
    waited, _lines, _clock = wait(30, True)

    def poll():
        raise Unreachable("refused")

    with pytest.raises(TimedOut, match=r"the unit is away \(no connection\)"):
        waited.until(poll, "a standby unit")


def test_a_connection_is_tried_before_each_poll_while_the_unit_may_be_away():
    waited, _lines, clock = wait(1000, True)
    asked = []

    def reach(seconds):
        asked.append(seconds)
        clock.now += seconds  # packets are dropped
        if clock.now < 1300:
            raise Unreachable("no answer in time")

    waited.reach = reach
    assert waited.until(polls("back"), "its return") == "back"
    assert asked[:5] == [2.0] * 5
    assert asked == sorted(asked)
    assert 300 <= waited.elapsed <= 300 * 1.25  # a connection that begins too late is tried a second time


def test_a_unit_that_may_not_be_away_is_polled_at_once():
    waited, _lines, _clock = wait()
    waited.reach = lambda _seconds: pytest.fail("a connection was tried")
    assert waited.until(polls("active"), "an active unit") == "active"


def test_a_long_wait_without_a_change_says_so_every_few_minutes():
    waited, lines, _clock = wait(2000)
    with pytest.raises(TimedOut):
        waited.until(lambda: Observation("importing"), "a standby unit")
    said = [line.partition(": ")[2] for line in lines]
    assert said[0] == "importing (0 s)"
    assert len(said) == 1 + int(2000 // (HEARTBEAT + 10))
    assert all(line.startswith("still importing (") and line.endswith(" of 2000 s)") for line in said[1:])


def test_a_change_of_state_puts_the_next_such_line_off():
    states = ["negotiating"] * 50 + ["importing"] * 25 + ["standby"]
    waited, lines, _clock = wait(2000)
    waited.until(polls(*states), "a standby unit")
    assert [line.partition(": ")[2].partition(" (")[0] for line in lines] == [
        "negotiating",
        "negotiating -> importing",
        "importing -> standby",
    ]


@pytest.mark.parametrize(("asked", "pause"), [(5.0, 5.0), (RETRY_AFTER_LIMIT * 100, RETRY_AFTER_LIMIT), (None, 1.0)])
def test_a_unit_that_names_a_time_is_left_alone_for_it_within_limits(asked, pause):
    waited, _lines, clock = wait(1000, True)
    waited.until(polls(RateLimited("429", retry_after=asked), "standby"), "a standby unit")
    assert clock.naps == [pause]


def test_a_run_that_has_ended_ends_the_wait():
    waited, _lines, _clock = wait(1000, True)

    def end(_seconds):
        raise RunEnded("the run was stopped")

    waited.sleep = end
    with pytest.raises(RunEnded):
        waited.until(lambda: Observation("importing"), "a standby unit")


@pytest.mark.parametrize(("hold", "waited_for"), [(0.0, 0), (3.0, 3), (30.0, 30)])
def test_a_wait_that_may_not_hold_on_says_how_far_it_is(hold, waited_for):
    waited, _lines, clock = wait(600)
    waited.hold = lambda _elapsed, held: hold - held
    with pytest.raises(StillWaiting, match=r"branch01, primary: still importing \(\d+ of 600 s\)") as raised:
        waited.until(lambda: Observation("importing"), "a standby unit")
    assert waited_for <= sum(clock.naps) <= waited_for + 3
    assert f"({sum(clock.naps):.0f} of" in str(raised.value)


def resumed(first, clock):
    """The wait of a later task, a minute after the first."""
    memory = json.loads(json.dumps(first.memory()))
    clock.now += 60
    lines = []
    later = Wait("branch01, primary", first.timeout, lines.append, True, None, "wait_timeout", clock, clock.sleep)
    later.resume(memory)
    return later, lines


def test_a_wait_goes_on_in_a_later_task():
    first, _lines, clock = wait(600, True)
    first.hold = lambda _elapsed, _held: 0.0
    with pytest.raises(StillWaiting):
        first.until(lambda: Observation("importing"), "a standby unit")
    later, lines = resumed(first, clock)
    assert (later.elapsed, later.lasting, later.state) == (60, 60, "importing")
    later.until(polls("importing", "standby"), "a standby unit")
    assert lines == ["branch01, primary: importing -> standby (66 s)"]


def test_the_limits_of_a_wait_hold_over_all_its_tasks():
    first, _lines, clock = wait(50, True)
    first.hold = lambda _elapsed, _held: 0.0
    with pytest.raises(StillWaiting):
        first.until(polls(*[LoginRefused("401")], "importing", "importing"), "a standby unit")
    later, _lines = resumed(first, clock)
    assert later.refused == 1
    with pytest.raises(TimedOut, match="not reached within 50 s"):
        later.until(lambda: Observation("importing"), "a standby unit")


def test_a_wait_without_a_memory_begins():
    waited, _lines, _clock = wait()
    waited.resume(None)
    assert (waited.elapsed, waited.state) == (0, "")
