# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers with other contents than a unit gives: nesting, texts and values of a wrong type, echoes of what was sent."""

from __future__ import annotations

import copy
import html
import json
from collections.abc import Mapping
from typing import Any

# Texts that a terminal, a log or an encoder takes for something else; for `set-members`, names and settings.
HOSTILE_TEXTS = {
    "escape": "inside\x1b[2J\x1b[31m",
    "bell": "inside\x07",
    "c1": "inside\x9b31m",
    "bidi": "inside\u202eedistuo\u2066",
    "newline": "inside\r\nPLAY RECAP *****\nbranch01 : ok=1",
    "null": "inside\x00",
    "separator": "inside\u2028\u2029",
    "surrogate": "inside\ud800",
    "long": "i" * 100_000,
}


def nested(body: Any, depth: int) -> str:
    """The body as JSON text, with a member `nested` that holds `depth` lists in each other."""
    lists = "[" * depth + "]" * depth
    if not isinstance(body, dict):
        return lists
    return f'{json.dumps(body)[:-1]}{", " if body else ""}"nested": {lists}}}'


def with_members(body: Any, members: Mapping[str, Any]) -> Any:
    """The body with other values at some places, such as `items.*.name` (each item) or `items.0.name` (the first)."""
    changed = copy.deepcopy(body)
    for place, value in members.items():
        *way, last = place.split(".")
        for owner in _owners(changed, way):
            for key in _keys(owner, last):
                owner[key] = value
    return changed


def echo(body: Any, form: str) -> str:
    """What was sent, in the form in which an error message repeats it."""
    if form == "html":
        return html.escape(", ".join(f"{name}={value}" for name, value in _members(body)))
    if form == "json":
        return json.dumps(json.dumps(body))
    return repr(body) if form == "repr" else json.dumps(body)


def _owners(value: Any, way: list[str]) -> list[Any]:
    found = [value]
    for step in way:
        found = [owner[key] for owner in found for key in _keys(owner, step) if _has(owner, key)]
    return found


def _keys(owner: Any, step: str) -> list[Any]:
    if isinstance(owner, list):
        return list(range(len(owner))) if step == "*" else [int(step)] if step in map(str, range(len(owner))) else []
    if isinstance(owner, dict):
        return list(owner) if step == "*" else [step]
    return []


def _has(owner: Any, key: Any) -> bool:
    return isinstance(owner, list) or key in owner


def _members(body: Any) -> list[tuple[str, Any]]:
    return list(body.items()) if isinstance(body, dict) else [("body", body)]
