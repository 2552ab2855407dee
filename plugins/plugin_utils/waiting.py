# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a unit: growing pauses, one line at each change of state, a limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from .errors import DeviceFault, FailoverError, LoginRefused, Nonsense, NotAllowed, NotReady, TimedOut, Unreachable

T = TypeVar("T")
AWAY = (Unreachable, NotReady, NotAllowed, LoginRefused, DeviceFault, Nonsense)
"""What an importing or restarting unit is known to answer: refused, reset, 503, 401, half an answer."""
SHORTEST = 1.0
LONGEST = 10.0
LOGINS = 5
"""Refused logins that are tolerated in one wait: a unit that imports users refuses, but accounts can be locked."""


class Seen(NamedTuple):
    """What one look at a unit showed: its state in a word or two, and whether the wait is over."""

    state: str
    done: bool = False


@dataclass
class Wait:
    """One wait for one unit.

    label: pair and unit, for messages; limit: seconds; say: where progress goes; absence: True while the unit may be
    away; clock and sleep are injected by tests.
    """

    label: str
    limit: float
    say: Callable[[str], None]
    absence: bool = False
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    start: float = field(init=False)
    state: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """Start the clock."""
        self.start = self.clock()
        self._since = self.start
        self._refused = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the wait began."""
        return self.clock() - self.start

    @property
    def lasting(self) -> float:
        """Seconds since the state last changed."""
        return self.clock() - self._since

    def until(self, look: Callable[[], Seen], what: str) -> str:
        """Look again and again until a look says done; return the last state. Raises TimedOut, and what a look raises.

        The pause is a tenth of the time waited, from one second to ten, so the end is noticed within that.
        """
        while True:
            seen = self._look(look)
            self._tell(seen.state)
            if seen.done:
                return seen.state
            if self.elapsed >= self.limit:
                raise TimedOut(
                    f"{what} was not reached within {self.limit:.0f} s; the unit is {seen.state}",
                    remedy="the unit goes on by itself: run again to go on waiting, or raise the time limit",
                    where=self.label,
                )
            self.sleep(max(0.0, min(max(SHORTEST, min(LONGEST, self.elapsed / 10)), self.limit - self.elapsed)))

    def _look(self, look: Callable[[], Seen]) -> Seen:
        try:
            return look()
        except AWAY as error:
            self._refused += isinstance(error, LoginRefused)
            if not self.absence or self._refused > LOGINS:
                raise
            return Seen(f"away ({_short(error)})")

    def _tell(self, state: str) -> None:
        if state != self.state:
            before = f"{self.state} -> " if self.state else ""
            self.say(f"{self.label}: {before}{state} ({self.elapsed:.0f} s)")
            self.state, self._since = state, self.clock()


def _short(error: FailoverError) -> str:
    names = {
        Unreachable: "no connection",
        NotReady: "API not up",
        NotAllowed: "token refused",
        LoginRefused: "login refused",
        DeviceFault: "server error",
        Nonsense: "half an answer",
    }
    return next((name for kind, name in names.items() if isinstance(error, kind)), "no answer")
