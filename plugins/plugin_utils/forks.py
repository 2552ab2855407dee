# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a task that waits for a unit may hold its fork, where other pairs of the play need it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .run_record import RunRecords

FIRST_HOLD = 20.0
"""Seconds after the start of what is waited for until which a step waits for it, in a play of several pairs."""
IDLE = 3.0
"""Seconds for which no other pair has done the step, after which it waits no longer: the others wait for it."""
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
        return lambda elapsed, _held: 0.0 if _others_wait(records, step, elapsed) else FIRST_HOLD - elapsed
    share = int(forks or 1) / max(1, records.waiting())
    return None if share > 1 else lambda elapsed, held: share * _round(elapsed - held) - held


def _others_wait(records: RunRecords, step: str, elapsed: float) -> bool:
    """Whether pairs have done this step since this wait began, and none has for a while."""
    idle = records.since_done(step)
    return idle is not None and IDLE <= idle < elapsed


def _round(elapsed: float) -> float:
    """The longer a unit has taken, the longer it may take still: a quarter of it."""
    return min(max(SHORTEST_ROUND, elapsed / 4), LONGEST_ROUND)
