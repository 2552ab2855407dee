# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Delays grow and end, and the unit may ask for longer ones within limits."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import FailoverError, NotFound, RateLimited, RunEnded
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.retry import Retrier, RetryPolicy, retry_after, sleeper


class Time:
    def __init__(self) -> None:
        self.now = 0.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


def tried(policy: RetryPolicy, errors: list[FailoverError | None], random: float = 0.5) -> tuple[list[float], object]:
    """Return the naps taken and what came out in the end, when tries end with these errors in turn."""
    time = Time()
    rest = iter(errors)

    def attempt() -> str:
        error = next(rest)
        if error is not None:
            raise error
        return "done"

    retrier = Retrier(policy, lambda: time.now, time.sleep, lambda: random)
    try:
        return time.naps, retrier.call(attempt, lambda error: isinstance(error, RateLimited))
    except FailoverError as error:
        return time.naps, error


BUSY = RateLimited("later")
GONE = NotFound("no")


@pytest.mark.parametrize(
    ("policy", "errors", "naps", "end"),
    [
        (RetryPolicy(), [None], [], "done"),
        (RetryPolicy(), [BUSY, BUSY, BUSY, None], [1.5, 3.0, 6.0], "done"),
        (RetryPolicy(), [BUSY] * 4, [1.5, 3.0, 6.0], BUSY),
        (RetryPolicy(), [BUSY, GONE], [1.5], GONE),
        (RetryPolicy(attempts=1), [BUSY], [], BUSY),
        (RetryPolicy(attempts=6), [BUSY] * 5 + [None], [1.5, 3.0, 6.0, 10.0, 10.0], "done"),
        (RetryPolicy(total=5), [BUSY] * 4, [1.5, 3.0], BUSY),
        (RetryPolicy(), [RateLimited("later", retry_after=20), None], [20], "done"),
        (RetryPolicy(), [RateLimited("later", retry_after=0.1), None], [1.5], "done"),
        (RetryPolicy(), [RateLimited("later", retry_after=9999), None], [30], "done"),
    ],
)
def test_call(policy: RetryPolicy, errors: list[FailoverError | None], naps: list[float], end: object) -> None:
    assert tried(policy, errors) == (naps, end)


@pytest.mark.parametrize(
    ("left", "naps", "end"),
    [
        ([60.0, 59.0, 58.5, 58.5, 57.5, 56.5, 55.5], [1.0, 0.5, 1.0, 1.0, 1.0], "done"),
        ([60.0, 0.3, -0.1], [1.0, 0.3], BUSY),  # asked again when its time has passed
        ([0.0], [], BUSY),
        ([-20.0], [], BUSY),
    ],
)
def test_a_call_is_repeated_only_as_long_as_there_is_time(left: list[float], naps: list[float], end: object) -> None:
    time, rest = Time(), iter(left)

    def attempt() -> str:
        if time.now < 2.0:
            raise BUSY
        return "done"

    retrier = Retrier(RetryPolicy(), lambda: time.now, time.sleep, lambda: 0.5, lambda: next(rest))
    try:
        found: object = retrier.call(attempt)
    except RateLimited as error:
        found = error
    assert (time.naps, found) == (naps, end)


@pytest.mark.parametrize(("random", "first"), [(0.0, 1.125), (1.0, 1.875)])
def test_jitter_keeps_within_its_part(random: float, first: float) -> None:
    assert next(RetryPolicy().delays(lambda: random)) == first


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("-5", 0.0),
        ("7", 7.0),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
        ("Mon, 99 Nov 2026 11:00:00 GMT", None),
    ],
)
def test_retry_after(text: str | None, seconds: float | None) -> None:
    noon = 1795435200.0
    assert retry_after(text, lambda: noon) == seconds


@pytest.mark.parametrize(
    ("seconds", "alive", "naps"),
    [
        (0.0, [True], []),
        (0.5, [True, True], [0.5]),
        (3.5, [True] * 5, [1.0, 1.0, 1.0, 0.5]),
        (3600.0, [True, True, False], [1.0, 1.0]),
        (3600.0, [False], []),
    ],
)
def test_a_sleep_ends_with_its_run(seconds: float, alive: list[bool], naps: list[float]) -> None:
    time = Time()
    states = iter(alive)
    sleep = sleeper(lambda: not next(states), time.sleep)
    if alive[-1]:
        sleep(seconds)
    else:
        with pytest.raises(RunEnded, match=r"the run that needs this was stopped\. Run again\.$"):
            sleep(seconds)
    assert time.naps == naps
    assert list(states) == []


def test_without_a_run_to_look_at_a_sleep_is_one_sleep() -> None:
    time = Time()
    sleeper(None, time.sleep)(3600.0)
    assert time.naps == [3600.0]
