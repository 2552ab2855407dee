# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tolerant access to JSON that came from a unit: it never raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LARGEST = 10**20
"""No number of a unit is near it (ids and ms since the epoch are the largest); beyond, Python itself may refuse."""
LONGEST_LINE = 400


def text(value: Any) -> str:
    """Text of a field; anything that is not text (or a plain number) is read as empty."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST:
        return str(value)
    return ""


def line(value: Any) -> str:
    """One printable line of limited length, for messages: a unit must not control a terminal."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(each if each.isprintable() else " " for each in value).split())[:LONGEST_LINE]


def flag(value: Any) -> bool:
    """Only a true boolean counts as true."""
    return value is True


def number(value: Any) -> int | None:
    """A whole number, or None; booleans are not numbers."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < LARGEST else None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 20:
        return int(value)
    return None


def mapping(value: Any) -> Mapping[str, Any]:
    """A JSON object, or an empty one."""
    return value if isinstance(value, Mapping) else {}


def items(value: Any) -> tuple[Any, ...]:
    """A JSON list, or an empty one."""
    return tuple(value) if isinstance(value, (list, tuple)) else ()


def records(value: Any) -> tuple[Mapping[str, Any], ...]:
    """The objects of a JSON list; members of other types are left out."""
    return tuple(entry for entry in items(value) if isinstance(entry, Mapping))


def texts(value: Any) -> tuple[str, ...]:
    """The non-empty texts of a JSON list."""
    return tuple(entry for entry in map(text, items(value)) if entry)


def none_if_blank(value: Any) -> Any:
    """A value, or None where it was left out: null and empty text mean the same (AWX surveys send either)."""
    return None if value is None or (isinstance(value, str) and not value.strip()) else value
