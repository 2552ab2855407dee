# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write an object that somebody else may change, over a network that may lose the response."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..errors import OutcomeUnknown, StaleVersion

T = TypeVar("T")


def write_object(put: Callable[[T], object], first: T, missing: Callable[[], T | None]) -> None:
    """PUT ``first``; where the version moved or the response was lost, PUT once more what is still missing.

    missing: reads the unit and says what that is, None for nothing; it may raise to end the write. The second attempt's
    errors are raised.
    """
    try:
        put(first)
    except (StaleVersion, OutcomeUnknown):
        left = missing()
        if left is not None:
            put(left)
