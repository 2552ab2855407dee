# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbered log of the API calls that a unit received, with secrets as sent."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(slots=True)
class Entry:
    """One call; `status` is None if no answer was sent."""

    n: int
    at: float
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    status: int | None = None
    fault: str | None = None
    answer: Any = None


class Log:
    """The last `limit` calls; numbers go on after the log was cleared."""

    def __init__(self, limit: int) -> None:
        self._entries: deque[Entry] = deque(maxlen=limit)
        self.count = 0

    def add(
        self, at: float, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: Any
    ) -> Entry:
        """Record a call, before it is answered."""
        self.count += 1
        entry = Entry(self.count, round(at, 6), method, path, query, headers, body)
        self._entries.append(entry)
        return entry

    def clear(self) -> None:
        """Clear the log."""
        self._entries.clear()

    def as_list(self) -> list[dict[str, Any]]:
        """The calls as plain data."""
        return [asdict(entry) for entry in self._entries]
