# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All text of a unit passes here: it is cleaned once, before any other code sees it.

Terminals execute control characters, and line breaks can fake lines of output. Objects are written back as they were
read, so what cleaning changed is put back into the body of a PUT.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

LONGEST_TEXT = 8192
"""Characters of one text; tokens are the longest that a unit sends, with about 1,000."""
LONGEST_OUTPUT = 1024 * 1024
"""Characters of the output of one command."""
DEEPEST = 64
"""Levels of JSON; objects of a unit have up to 8."""
MOST_MARKS = 300_000
"""Commas, colons and opening brackets of one body: parsing takes as long as it has values, however large it is. The
API description of a unit, 2 MB and the largest of all, has up to 200,000."""
OUTPUT = "commandOutput"
"""The only text whose line breaks mean something."""

_STEP = {ord(bracket): step for brackets, step in (("[{", 1), ("]}", -1)) for bracket in brackets}
_TOO_MANY = f"JSON of more than {MOST_MARKS} commas, colons and opening brackets"
_MARKS = (b",", b":", b"{", b"[")
_NO_BRACKETS = bytes(set(range(256)) - set(_STEP))


def parse(body: bytes) -> Any:
    """The JSON value of a body: UTF-8, as JSON demands (RFC 8259); raises ValueError for another."""
    plain = _without_escapes(body)
    if plain.count(b'"') > 2 * (MOST_MARKS + 1):  # beside each text there is a mark
        raise ValueError(_TOO_MANY)
    outside = _outside_texts(plain)
    if sum(map(outside.count, _MARKS)) > MOST_MARKS:
        raise ValueError(_TOO_MANY)
    if _depth(outside) > DEEPEST:
        raise ValueError(f"JSON of more than {DEEPEST} levels")
    return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)


def depth(body: bytes) -> int:
    """How deep the brackets of JSON are nested, in time that grows with the size alone."""
    return _depth(_outside_texts(_without_escapes(body)))


def _without_escapes(body: bytes) -> bytes:
    return body.replace(b"\\\\", b"").replace(b'\\"', b"")


def _outside_texts(plain: bytes) -> bytes:
    return b"".join(plain.split(b'"')[::2])


def _depth(outside: bytes) -> int:
    brackets = outside.translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEP.__getitem__, brackets), initial=0))


def clean(value: Any, name: str = "") -> Any:
    """A JSON value with all its texts cleaned, keys too; name is that of its field."""
    if isinstance(value, str):
        return clean_output(value) if name == OUTPUT else clean_text(value)
    if isinstance(value, dict):
        return {clean_text(key): clean(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [clean(each, name) for each in value]
    return value


def clean_text(text: str) -> str:
    """One line that any terminal can print, of limited length.

    Line breaks, tabs and other blanks become a space. Other control characters, bidirectional controls, invisible
    characters and lone surrogates become U+FFFD, so that they are seen.
    """
    end = "..." if len(text) > LONGEST_TEXT else ""
    text = text[:LONGEST_TEXT]
    return (text if text.isprintable() else "".join(map(_printable, text))) + end


def clean_output(text: str) -> str:
    """Lines of a command's output, each cleaned."""
    lines = text[:LONGEST_OUTPUT].replace("\r\n", "\n").split("\n")
    return "\n".join(map(clean_text, lines))


class Originals:
    """The objects of which cleaning has changed something, as the unit sent them."""

    def __init__(self) -> None:
        self._pairs: dict[str, tuple[Any, Any]] = {}

    def clean(self, raw: dict[str, Any]) -> dict[str, Any]:
        """The response cleaned; its objects are remembered where that makes a difference."""
        cleaned: dict[str, Any] = clean(raw)
        if cleaned != raw:
            for before, after in zip(_objects(raw), _objects(cleaned), strict=True):
                if before != after and isinstance(after.get("id"), str):
                    self._pairs[after["id"]] = (after, before)
        return cleaned

    def restore(self, body: dict[str, Any]) -> dict[str, Any]:
        """The body of a PUT, with every text that was not changed since it was read as the unit sent it."""
        pair = self._pairs.get(body["id"]) if isinstance(body.get("id"), str) else None
        restored: dict[str, Any] = body if pair is None else _restored(body, *pair)
        return restored


def _objects(response: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield response
    items = response.get("items")
    yield from (each for each in items if isinstance(each, dict)) if isinstance(items, list) else ()


def _restored(value: Any, cleaned: Any, raw: Any) -> Any:
    if value == cleaned:
        return raw
    if isinstance(value, Mapping) and isinstance(cleaned, dict) and len(cleaned) == len(raw):
        names = dict(zip(cleaned, raw, strict=True))
        return {
            names.get(name, name): _restored(each, cleaned[name], raw[names[name]]) if name in names else each
            for name, each in value.items()
        }
    if isinstance(value, list) and isinstance(cleaned, list) and len(value) == len(cleaned):
        return [_restored(*each) for each in zip(value, cleaned, raw, strict=True)]
    return value


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")
