# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a unit: growing pauses, one line at each change of state, a limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..errors import FailoverError, LoginRefused, TimedOut

SHORTEST = 1.0
LONGEST = 10.0
RETRY_AFTER_LIMIT = 30.0
"""Seconds of a Retry-After that are respected at most."""
CONNECTED = 2.0
"""Seconds that a unit has to take a connection at least; a tenth of the time waited, once that is more."""
LOGINS = 3
"""Refused logins that are tolerated in one wait: a unit that imports users refuses, but accounts can be locked."""


_TICK = 1e-7
"""Seconds that any clock notices, so that a wait ends."""
HEARTBEAT = 300.0
"""Seconds after which a wait without a change says that it still waits."""


class Observation(NamedTuple):
    """What one poll of a unit showed: its state in a word or two, and whether the wait is over.

    pause: seconds before the next poll at least.
    """

    state: str
    done: bool = False
    pause: float = 0.0


class StillWaiting(Exception):
    """A wait that is not over, and is to go on in a later task; ``memory``: what it goes on from, as Wait.memory."""

    def __init__(self, message: str, memory: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.memory = memory or {}


_KEPT = ("start", "state", "since", "said", "refused")
"""What a wait needs to go on in another process: the clock is the machine's."""


@dataclass
class Wait:
    """One wait for one unit.

    label: pair and unit, for messages; timeout: seconds; say: where progress goes; tolerate_absence: True while the
    unit may be away; reach: raises Unreachable where no connection is accepted within some seconds, called before each
    poll while the unit may be away; option: what raises the timeout, for messages; sleep: as Client.sleep, which ends
    with the run; clock is injected by tests; hold: from the seconds waited, in all and by this task, how many more this
    task may wait before StillWaiting is raised, None for all of them.
    """

    label: str
    timeout: float
    say: Callable[[str], None]
    tolerate_absence: bool = False
    reach: Callable[[float], None] | None = None
    option: str = "wait_timeout"
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    hold: Callable[[float, float], float] | None = None
    start: float = field(init=False)
    state: str = field(init=False, default="")
    since: float = field(init=False)
    said: float = field(init=False)
    refused: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Start the clock."""
        self.start = self.since = self.said = self.clock()

    def memory(self) -> dict[str, Any]:
        """What ``resume`` needs to go on from here, as plain data."""
        return {name: getattr(self, name) for name in _KEPT}

    def resume(self, memory: Mapping[str, Any] | None) -> None:
        """Go on where an earlier task of this run has left the wait."""
        for name, value in (memory or {}).items():
            setattr(self, name, value)

    @property
    def elapsed(self) -> float:
        """Seconds since the wait began."""
        return self.clock() - self.start

    @property
    def seconds(self) -> float:
        """Seconds since the wait began, for people."""
        return round(self.elapsed, 1)

    @property
    def lasting(self) -> float:
        """Seconds since the state last changed."""
        return self.clock() - self.since

    def until(self, poll: Callable[[], Observation], what: str) -> str:
        """Poll until an observation is done; return the last state. Raises TimedOut, and what a poll raises.

        The pause is a tenth of the time waited, from one second to ten, so the end is noticed within that. Raises
        StillWaiting where the task has waited as long as it may.
        """
        begin = self.clock()
        while True:
            seen = self._observe(poll)
            self._report(seen.state)
            if seen.done:
                return seen.state
            if self.elapsed >= self.timeout:
                raise TimedOut(
                    f"{what} was not reached within {self.timeout:.0f} s; the unit is {seen.state}",
                    remedy=f"The unit continues on its own; run again to keep waiting, or raise {self.option}.",
                    where=self.label,
                )
            left = self.timeout if self.hold is None else self.hold(self.elapsed, self.clock() - begin)
            if left <= 0:
                said = f"{self.label}: still {seen.state} ({self.elapsed:.0f} of {self.timeout:.0f} s)"
                raise StillWaiting(said, self.memory())
            pause = max(SHORTEST, seen.pause, min(LONGEST, self.elapsed / 10))
            self.sleep(max(_TICK, min(pause, left, self.timeout - self.elapsed)))

    def _observe(self, poll: Callable[[], Observation]) -> Observation:
        try:
            if self.tolerate_absence and self.reach is not None:
                self.reach(max(CONNECTED, self.elapsed / 10))
            return poll()
        except FailoverError as error:
            self.refused += isinstance(error, LoginRefused)
            if not error.away or not self.tolerate_absence or self.refused > LOGINS:
                raise
            return Observation(f"away ({error.away})", pause=self._pause(error))

    def _pause(self, error: FailoverError) -> float:
        """A unit's Retry-After is respected; the more often it refuses a login, the longer the pause."""
        logins = 2 * LONGEST * self.refused if isinstance(error, LoginRefused) else 0.0
        return max(logins, min(error.retry_after or 0.0, RETRY_AFTER_LIMIT))

    def _report(self, state: str) -> None:
        """One line at each change of state, and one every few minutes without a change."""
        if state != self.state:
            before = f"{self.state} -> " if self.state else ""
            self._say(f"{before}{state} ({self.elapsed:.0f} s)")
            self.state, self.since = state, self.clock()
        elif self.clock() - self.said >= HEARTBEAT:
            self._say(f"still {state} ({self.elapsed:.0f} of {self.timeout:.0f} s)")

    def _say(self, line: str) -> None:
        self.say(f"{self.label}: {line}")
        self.said = self.clock()
