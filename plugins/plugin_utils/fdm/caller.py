# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client as the calls to a unit see it: requests by path, without HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from .call import Query
from .connection import Connection

Json = dict[str, Any]
"""A JSON object of the API."""


class Caller(Protocol):
    """What the calls to a unit need of its client."""

    sleep: Callable[[float], None]
    connection: Connection

    def reach(self, seconds: float) -> None:
        """Raise Unreachable where no connection is accepted within that time."""

    def get(self, path: str) -> Json:
        """Return one object."""

    def list(self, path: str) -> list[Json]:
        """Return the items of all pages."""

    def count(self, path: str) -> int | None:
        """Return how many items a list has."""

    def put(self, path: str, body: Json) -> Json | None:
        """Replace an object."""

    def post(
        self,
        path: str,
        body: Json | None = None,
        query: Query | None = None,
        guard: Callable[[], None] | None = None,
    ) -> Json | None:
        """Create an object or start an action."""

    def download(self, path: str) -> bytes:
        """Return the bytes of a file."""

    def delete(self, path: str) -> None:
        """Delete an object."""
