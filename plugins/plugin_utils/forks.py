# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a task that waits for a unit may hold its fork, where other pairs of the play need it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .run_record import RunRecords

FIRST_HOLD = 20.0
"""Seconds after the start of what is waited for until which a step waits for it, in a play of several pairs."""
IDLE, IDLE_PART = 1.5, 0.15
"""Seconds, and the part of the time waited, for which no other pair has done the step, after which it waits no longer:
the others wait for it. One and a half polls of a wait, so that a unit that is done when theirs are is noticed."""
FIRST_TRY = 10.0
"""Seconds that a call may take while other pairs may wait for it; a login may take longer afterwards."""
SHORTEST_ROUND, LONGEST_ROUND = 10.0, 120.0
"""Seconds within which each pair that still waits has its turn, where there are more of them than forks."""

Hold = Callable[[float, float], float]
"""As ``Wait.hold``."""


def hold(task_vars: Mapping[str, Any], records: RunRecords, step: str = "") -> Hold | None:
    """How long a wait may hold its fork; None for as long as it takes.

    Ansible begins a task when all pairs have done the one before, so a ``step`` of all pairs waits for what all units
    do in a short time, and never for a unit that is slow or stuck. Without a step, as many pairs as leave a fork to
    others wait to the end.
    """
    pairs, forks = (task_vars.get(name) for name in ("ansible_play_batch", "ansible_forks"))
    if len(pairs or ()) < 2:
        return None
    if step:
        return lambda elapsed, _held: min(FIRST_HOLD - elapsed, _until_idle(records, step, elapsed))
    share = int(forks or 1) / max(1, records.waiting())
    return None if share > 1 else lambda elapsed, held: share * _round(elapsed - held) - held


def _until_idle(records: RunRecords, step: str, elapsed: float) -> float:
    """Seconds until no other pair has done this step for a while; endless where none has since this wait began."""
    idle = records.since_done(step)
    return math.inf if idle is None or idle >= elapsed else max(IDLE, IDLE_PART * elapsed) - idle


def _round(elapsed: float) -> float:
    """The longer a unit has taken, the longer it may take still: a quarter of it."""
    return min(max(SHORTEST_ROUND, elapsed / 4), LONGEST_ROUND)


@dataclass
class Tries:
    """How long a task tries to read a unit that does not answer, before its pair gives its fork back.

    share: as ``hold`` returns it for the step of the task; given_back: whether a call was not repeated, for the others.
    """

    share: Hold
    clock: Callable[[], float] = time.monotonic
    given_back: bool = field(init=False, default=False)
    _start: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self._start = self.clock()

    def time_left(self) -> float:
        """Seconds for which a call may still be repeated."""
        seconds = self.clock() - self._start
        left = self.share(seconds, seconds)
        self.given_back = left <= 0
        return left
