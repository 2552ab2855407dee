# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One call of the FDM API as it is asked for, and whether it may be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import FailoverError, NotReady

Json = dict[str, Any]
Query = Mapping[str, str | int | bool]
READING_POSTS = frozenset({"/action/command"})
"""POSTs that change nothing (show commands): repeated like a GET, and allowed in check mode."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call as requested; target is the path quoted, with its query."""

    method: str
    path: str
    target: str
    body: Json | None
    where: str

    @property
    def reads(self) -> bool:
        """Whether it changes nothing on the unit."""
        return self.method == "GET" or (self.method == "POST" and self.path in READING_POSTS)

    def repeatable(self, error: FailoverError) -> bool:
        """Whether it may be repeated as it is: a write only where it has certainly not been done.

        What leaves that open is OutcomeUnknown already. A PUT refused with 503 is safe, as its version would be
        stale had it been done; a POST is not.
        """
        if self.method == "POST" and not self.reads and isinstance(error, NotReady):
            return False
        return error.transient


def as_text(query: Query) -> dict[str, str]:
    """Spell booleans as the API does."""
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in query.items()}
