# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock, replaceable so that a test can advance it."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import Protocol


class Clock(Protocol):
    """Monotonic seconds, and the wall clock time at zero (seconds since 1970)."""

    epoch: float

    def now(self) -> float:
        """Seconds, monotonic."""
        ...


class RealClock:
    """The time of this machine."""

    def __init__(self) -> None:
        self.epoch = time.time() - time.monotonic()

    def now(self) -> float:
        """Seconds, monotonic."""
        return time.monotonic()


class ManualClock:
    """Time that stands still until a test advances it."""

    def __init__(self, epoch: float = 1_780_000_000.0) -> None:
        self.epoch = epoch
        self._now = 0.0

    def now(self) -> float:
        """Seconds, monotonic."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Advance by this many seconds."""
        self._now += seconds


def milliseconds(wall: float) -> int:
    """Seconds since 1970 as the API writes times: whole milliseconds."""
    return int(wall * 1000)


def lina_time(wall: float) -> str:
    """Seconds since 1970 as the data plane prints them, for example ``14:15:10 UTC Feb 14 2025``."""
    return datetime.fromtimestamp(wall, timezone.utc).strftime("%H:%M:%S UTC %b %-d %Y")


def job_time(wall: float) -> str:
    """Seconds since 1970 as the job history writes them, for example ``2025-02-14 14:15:10Z``."""
    return datetime.fromtimestamp(wall, timezone.utc).strftime("%Y-%m-%d %H:%M:%SZ")
