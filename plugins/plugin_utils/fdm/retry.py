# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When to try again, and how long to wait before."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from operator import attrgetter
from typing import TypeVar

from ..errors import FailoverError, RunEnded

CHECK_SECONDS = 1.0
"""A sleep checks this often whether its run still exists: a killed run must not leave a worker that waits for hours."""

T = TypeVar("T")
TRANSIENT: Callable[[FailoverError], bool] = attrgetter("transient")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a single call is repeated. The default covers a short interruption; callers that wait for a unit repeat
    the call.

    attempts: tries in all; total: seconds after which no new try begins; base, factor, longest: the delays, in
    seconds; jitter: the part of a delay that is random, so that a hundred pairs don't call at the same moment;
    retry_after_limit: seconds of a Retry-After that are waited at most.
    """

    attempts: int = 4
    total: float = 60.0
    base: float = 1.5
    factor: float = 2.0
    longest: float = 10.0
    jitter: float = 0.25
    retry_after_limit: float = 30.0

    def delays(self, random: Callable[[], float]) -> Iterator[float]:
        """Yield the seconds before the second, third, ... try; random gives numbers from 0 to 1."""
        for number in range(self.attempts - 1):
            delay = min(self.longest, self.base * self.factor**number)
            yield delay * (1 + self.jitter * (2 * random() - 1))


ONCE = RetryPolicy(attempts=1)


@dataclass(frozen=True, slots=True)
class Retrier:
    """A policy with its clock: clock gives seconds, sleep waits them, random gives numbers from 0 to 1.

    time_left: for how many seconds calls may still be repeated, asked after each failed attempt and during each delay;
    None: as the policy says.
    """

    policy: RetryPolicy
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    random: Callable[[], float]
    time_left: Callable[[], float] | None = None

    def call(self, attempt: Callable[[], T], repeatable: Callable[[FailoverError], bool] = TRANSIENT) -> T:
        """Return attempt()'s value; repeat it while its error is repeatable and the policy allows, then raise it."""
        start = self.clock()
        for delay in self.policy.delays(self.random):
            try:
                return attempt()
            except FailoverError as error:
                wait = max(delay, min(error.retry_after or 0.0, self.policy.retry_after_limit))
                if not repeatable(error) or self.clock() - start + wait > self.policy.total or not self._wait(wait):
                    raise
        return attempt()

    def _wait(self, seconds: float) -> bool:
        """Wait before a call is repeated; False, at once, where it may not be."""
        if self.time_left is None:
            self.sleep(seconds)
            return True
        while (left := self.time_left()) > 0:
            if seconds <= 0:
                return True
            nap = min(seconds, left, CHECK_SECONDS)
            self.sleep(nap)
            seconds -= nap
        return False


def sleeper(
    run_ended: Callable[[], bool] | None, sleep: Callable[[float], None] = time.sleep
) -> Callable[[float], None]:
    """A sleep that raises RunEnded at most CHECK_SECONDS after run_ended says so; the plain sleep without run_ended."""
    if run_ended is None:
        return sleep

    def sleep_while_the_run_goes_on(seconds: float) -> None:
        while True:
            if run_ended():
                raise run_has_ended()
            if seconds <= 0:
                return
            sleep(min(seconds, CHECK_SECONDS))
            seconds -= CHECK_SECONDS

    return sleep_while_the_run_goes_on


def run_has_ended(where: str = "") -> RunEnded:
    """The error of what a stopped run would still have done."""
    return RunEnded("the run that needs this was stopped", remedy="Run again.", where=where)


def retry_after(text: str | None, now: Callable[[], float] = time.time) -> float | None:
    """Return the seconds that a Retry-After header asks for (a number or an HTTP date, RFC 9110), or None."""
    try:
        seconds = float(text or "")
    except ValueError:
        return _until(text or "", now)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _until(date: str, now: Callable[[], float]) -> float | None:
    try:
        return max(0.0, parsedate_to_datetime(date).timestamp() - now())
    except (TypeError, ValueError, OverflowError):
        return None
