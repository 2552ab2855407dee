# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shapes of a drawing, without colours: those are the style sheet's."""

from __future__ import annotations

from dataclasses import dataclass, field

from .measure import wrap

SPACING = 21.0
"""From the middle of a ring to that of the next one."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A box. kind: a class of the style sheet."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line. kind: classes of the style sheet."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. spans: class and words; anchor: start, middle or end."""

    x: float
    y: float
    spans: tuple[tuple[str, str], ...]
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Area:
    """Text, and the box that it keeps within."""

    box: Rect
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock on a line. kind: closed, open or unknown."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class Ring:
    """A finding's number on the thing it concerns; it leads to the note of that number."""

    x: float
    y: float
    label: str
    number: int
    severity: str
    title: str


@dataclass(slots=True)
class Drawing:
    """Everything that one drawing shows, from back to front."""

    width: float
    height: float = 0
    rects: list[Rect] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    ports: list[Rect] = field(default_factory=list)
    locks: list[Lock] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    rings: list[Ring] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of text: its class, the face that is measured, its size in pixels, and the height of its line."""

    kind: str
    face: str
    size: float
    line: float


ROLE = Style("role", "bold", 13, 18)
STATE = Style("state", "bold", 13, 16)
PLAIN = Style("plain", "sans", 12, 16)
STRONG = Style("strong", "bold", 12, 16)
CODE = Style("code", "mono", 12, 16)
SMALL = Style("small", "sans", 11, 14.5)
SMALL_CODE = Style("small code", "mono", 11, 14.5)
STYLES = (ROLE, STATE, PLAIN, STRONG, CODE, SMALL, SMALL_CODE)


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text of one style, broken so that they fit."""

    style: Style
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """Pixels from the top of the first line to the bottom of the last one."""
        return self.style.line * len(self.lines)


def fit(style: Style, text: str, room: float, most: int = 2) -> Words:
    """A text broken into lines that fit."""
    return Words(style, tuple(wrap(text, room, style.size, style.face, most)))


def height(blocks: list[Words]) -> float:
    """The height of blocks below each other."""
    return sum(block.height for block in blocks)


def stack(box: Rect, blocks: list[Words], anchor: str = "start") -> Area:
    """Blocks of text below each other, from the top of a box."""
    x = {"start": box.x, "middle": box.x + box.width / 2, "end": box.x + box.width}[anchor]
    texts, y = [], box.y
    for block in blocks:
        for line in block.lines:
            y += block.style.line
            texts.append(Text(x, round(y - 0.3 * block.style.size, 1), ((block.style.kind, line),), anchor))
    return Area(box, tuple(texts))
