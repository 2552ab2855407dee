# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Helpers for sentences: lists, plurals, suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def shorten(names: Sequence[str], most: int = 5) -> str:
    """The first names of a list, and how many more there are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def plural(count: int, word: str) -> str:
    """1 error, 2 errors; advice has no plural."""
    return f"{count} {word}" if count == 1 or word == "advice" else f"{count} {word}s"


def hint(unknown: str, known: Iterable[str]) -> str:
    """The nearest known name, as a question in parentheses; empty when nothing is near."""
    near = get_close_matches(unknown.lower(), list(known), n=1, cutoff=0.5)
    return f" (did you mean {near[0]}?)" if near else ""
