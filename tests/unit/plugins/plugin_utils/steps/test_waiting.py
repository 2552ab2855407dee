# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting: pauses that grow, one line a change of state, a limit, and what absence forgives."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    Conflict,
    DeviceFault,
    InvalidResponse,
    JobFailed,
    LoginRefused,
    NotAllowed,
    NotReady,
    TimedOut,
    TokenRefused,
    Unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.waiting import LOGINS, Observation
from hypothesis import given
from hypothesis import strategies as some
from support.fake_client import wait


def looks(*states):
    """A look for each state in turn; an error is raised, and the last state is the end."""
    left = list(states)

    def look():
        state = left.pop(0)
        if isinstance(state, Exception):
            raise state
        return Observation(state, done=not left)

    return look


def test_a_wait_that_is_over_at_once_takes_no_time():
    waiting, lines, clock = wait()
    assert waiting.until(looks("active"), "an active unit") == "active"
    assert (clock.naps, lines) == ([], ["branch01, primary: active (0 s)"])


def test_each_change_is_one_line():
    waiting, lines, clock = wait()
    assert (
        waiting.until(looks("single", "single", "negotiating", "negotiating", "active"), "an active unit") == "active"
    )
    assert lines == [
        "branch01, primary: single (0 s)",
        "branch01, primary: single -> negotiating (2 s)",
        "branch01, primary: negotiating -> active (4 s)",
    ]
    assert clock.naps == [1.0] * 4
    assert (waiting.elapsed, waiting.lasting) == (4.0, 0.0)


def test_pauses_grow_from_one_second_to_ten():
    waiting, _lines, clock = wait(limit=1000)
    with pytest.raises(TimedOut):
        waiting.until(lambda: Observation("negotiating"), "an active unit")
    assert clock.naps[:10] == [1.0] * 10
    assert clock.naps[:-1] == sorted(clock.naps[:-1])
    assert clock.naps[-2] == 10.0
    assert waiting.elapsed == 1000


@given(some.floats(0, 5000), some.integers(0, 40))
def test_no_wait_is_longer_than_its_limit_nor_its_end_noticed_late(limit, rounds):
    waiting, _lines, clock = wait(limit=limit)
    try:
        waiting.until(looks(*["on its way"] * rounds, "there"), "the end")
    except TimedOut:
        assert waiting.elapsed >= limit
    assert waiting.elapsed <= limit + 1e-6
    assert all(0 <= nap <= 10 for nap in clock.naps)


def test_what_was_not_reached_is_said_with_the_state():
    waiting, lines, _clock = wait(limit=20)
    with pytest.raises(TimedOut) as raised:
        waiting.until(lambda: Observation("standby, peer active"), "one active, one standby, in sync")
    assert str(raised.value) == (
        "branch01, primary: one active, one standby, in sync was not reached within 20 s; the unit is standby, "
        "peer active. The unit continues on its own; run again to keep waiting, or raise the time limit."
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
    waiting, lines, clock = wait(absence=True)
    assert waiting.until(looks("negotiating", error, "standby"), "a standby unit") == "standby"
    assert lines[1].startswith(f"branch01, primary: negotiating -> away ({words}) (")
    assert len(lines) == 3
    assert min(clock.naps) >= 1


@pytest.mark.parametrize(("error", "_words"), AWAY)
def test_a_unit_that_must_not_be_away_is_not(error, _words):
    waiting, _lines, clock = wait()
    with pytest.raises(type(error)):
        waiting.until(looks(error, "standby"), "a standby unit")
    assert clock.naps == []


@pytest.mark.parametrize("error", [JobFailed("failed"), Conflict("split brain")])
def test_absence_forgives_no_failure(error):
    waiting, _lines, _clock = wait(absence=True)
    with pytest.raises(type(error)):
        waiting.until(looks("negotiating", error, "standby"), "a standby unit")


def test_logins_are_refused_only_so_often_for_accounts_get_locked():
    refused = [LoginRefused("400") for _each in range(LOGINS + 1)]
    waiting, _lines, _clock = wait(limit=10_000, absence=True)
    assert waiting.until(looks(*refused[:-1], "standby"), "a standby unit") == "standby"
    waiting, _lines, _clock = wait(limit=10_000, absence=True)
    with pytest.raises(LoginRefused):
        waiting.until(looks(*refused, "standby"), "a standby unit")
    assert waiting.elapsed >= LOGINS


def test_the_limit_holds_for_an_absent_unit_too():
    waiting, _lines, _clock = wait(limit=30, absence=True)

    def look():
        raise Unreachable("refused")

    with pytest.raises(TimedOut, match=r"the unit is away \(no connection\)"):
        waiting.until(look, "a standby unit")


def test_whether_anybody_is_there_is_asked_before_each_look_while_the_unit_may_be_away():
    waiting, _lines, clock = wait(limit=1000, absence=True)
    asked = []

    def reach(seconds):
        asked.append(seconds)
        clock.now += seconds  # packets are dropped
        if clock.now < 1300:
            raise Unreachable("no answer in time")

    waiting.reach = reach
    assert waiting.until(looks("back"), "its return") == "back"
    assert asked[:5] == [2.0] * 5
    assert asked == sorted(asked)
    assert 300 <= waiting.elapsed <= 300 * 1.25  # a connection that begins too late is tried a second time


def test_a_unit_that_may_not_be_away_is_asked_at_once():
    waiting, _lines, _clock = wait()
    waiting.reach = lambda _seconds: pytest.fail("asked")
    assert waiting.until(looks("active"), "an active unit") == "active"
