# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How wide a text becomes in a drawing, and where it is broken; estimates on the wide side, for any usual font."""

from __future__ import annotations

import unicodedata

NARROW = frozenset("ijltfrI .,:;'|!()[]/-")
BROAD = frozenset("mwMW@%")
BOLD = 1.13
MONO = 0.61
BREAKS = frozenset(" :/-_.,+")
"""A text may go on in the next line after these."""
CUT = "\N{HORIZONTAL ELLIPSIS}"


def width(text: str, size: float, face: str) -> float:
    """Pixels of a text. face: mono, sans or bold."""
    return size * sum(_advance(each, face) for each in text)


def _advance(character: str, face: str) -> float:
    if not character.isascii():
        wide = unicodedata.east_asian_width(character) in ("W", "F") or character >= "\u0590"
        return 1.2 if wide else 0.85
    if face == "mono":
        return MONO
    em = 0.42 if character in NARROW else 1.0 if character in BROAD else 0.79 if character.isupper() else 0.645
    return em * BOLD if face == "bold" else em


def wrap(text: str, room: float, size: float, face: str, most: int) -> list[str]:
    """A text in lines that fit into the room; what the last line can't hold is cut off."""
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most:
        length = _fitting(rest, room, size, face)
        if length < len(rest):
            length = _break(rest, length)
        lines.append(rest[:length].rstrip())
        rest = rest[length:].lstrip()
    if rest:
        lines[-1] = cut(lines[-1] + rest, room, size, face)
    return lines


def cut(text: str, room: float, size: float, face: str) -> str:
    """The begin of a text, with three dots where it does not fit."""
    if width(text, size, face) <= room:
        return text
    return text[: _fitting(text, room - width(CUT, size, face), size, face)] + CUT


def _fitting(text: str, room: float, size: float, face: str) -> int:
    """How many characters fit; at least one."""
    taken = 0.0
    for index, character in enumerate(text):
        taken += size * _advance(character, face)
        if taken > room:
            return max(1, index)
    return len(text)


def _break(text: str, length: int) -> int:
    """The last place within the length where a text may be broken, or the length."""
    if text[length : length + 1] == " ":
        return length
    places = [index + 1 for index in range(length // 3, length) if text[index] in BREAKS]
    return places[-1] if places else length
