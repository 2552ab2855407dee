# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawing of a pair on a narrow page: one chassis above the other, and the links between the same ports."""

from __future__ import annotations

from dataclasses import dataclass

from .data import Link, Pair, Run, Unit
from .labels import (
    add_rings,
    end_words,
    line_kind,
    link_title,
    link_words,
    links_of,
    lock,
    no_links,
    state_kind,
    state_words,
    unit_words,
)
from .notes import Spot
from .shapes import ROLE, SMALL_CODE, SPACING, STRONG, Drawing, Line, Rect, Words, fit, height, stack

WIDTH = 340.0
PAD = 12.0
TOP = 24.0
INDENT = 30.0
"""From the left of a link's column to its words; its line lies in between."""
LINE = 15.0
GAP = 20.0
STRAND = 3.0
BESIDE_LOCK = 27.0
"""From the lock to the middle of a ring: the line shows in between."""
RINGS = {"unit": 5, "end": 2, "link": 2, "pair": 3}
"""Rings in one place; the last one stands for all that follow."""


@dataclass(frozen=True, slots=True)
class Column:
    """One link with its words, from the primary down to the secondary."""

    kind: str
    link: Link
    x: float
    room: float
    blocks: tuple[list[Words], list[Words], list[Words]]

    @property
    def height(self) -> float:
        """The room that the words take between the chassis; the middle ones stand in the middle."""
        first, middle, last = map(height, self.blocks)
        return 2 * max(first, last) + middle + 44


def narrow(run: Run, pair: Pair) -> Drawing:
    """The drawing of one pair."""
    drawing = Drawing(WIDTH)
    links = links_of(pair.links)
    columns = [_column(run, pair, index, len(links)) for index in range(len(links))]
    upper = _chassis(drawing, pair.primary, TOP)
    lower = upper + max([column.height for column in columns], default=36.0)
    bottom = _chassis(drawing, pair.secondary, lower)
    role = Rect(1, bottom + 3, WIDTH - 2, TOP, "")
    drawing.areas.append(stack(role, [fit(ROLE, pair.secondary.role.title(), 120)]))
    drawing.areas.append(stack(Rect(1, 0, WIDTH - 2, TOP, ""), [fit(ROLE, pair.primary.role.title(), 120)]))
    drawing.height = bottom + TOP + 3
    for column in columns:
        _link(drawing, run, column, upper, lower, pair.links.combined)
    if not columns:
        drawing.areas.append(stack(Rect(0, upper + 9, WIDTH, 18, ""), no_links(), "middle"))
    x = {column.kind: column.x + LINE for column in columns}
    add_rings(drawing, pair, lambda spot, before, behind: _ring_at(spot, before, behind, x, (upper, lower)), RINGS)
    return drawing


def _chassis(drawing: Drawing, unit: Unit, y: float) -> float:
    """Draw a unit, and say where it ends."""
    room = WIDTH - 2 * PAD
    state, body = state_words(unit, room), unit_words(unit, room)
    header, inside = height(state) + 18, height(body) + 2 * PAD
    drawing.rects.append(Rect(1, y, WIDTH - 2, header + inside, "chassis"))
    drawing.rects.append(Rect(1, y, WIDTH - 2, header, f"header {state_kind(unit)}"))
    drawing.areas.append(stack(Rect(PAD, y + 9, room, header - 9, f"on-{state_kind(unit)}"), state))
    drawing.areas.append(stack(Rect(PAD, y + header + PAD, room, inside - PAD, ""), body))
    return y + header + inside


def _column(run: Run, pair: Pair, index: int, count: int) -> Column:
    kind, link = links_of(pair.links)[index]
    room = WIDTH / count - INDENT - (6 if count > 1 else PAD)
    upper, lower = (end_words(link, end, room) for end in (link.primary, link.secondary))
    middle = [fit(STRONG, link_title(kind, pair.links), room)]
    middle += [fit(SMALL_CODE, link.name, room, 4)] if link.name else []
    blocks = ([*upper[0], *upper[1]], [*middle, *link_words(run, link, room)], [*lower[1], *lower[0]])
    return Column(kind, link, index * WIDTH / count, room, blocks)


def _link(drawing: Drawing, run: Run, column: Column, upper: float, lower: float, combined: bool) -> None:
    kind = line_kind(run, column.link)
    x, middle = column.x + LINE, (upper + lower) / 2
    for strand in (-STRAND, STRAND) if combined else (0.0,):
        if kind == "down":
            drawing.lines.append(Line(x + strand, upper, x + strand, middle - GAP, "link down"))
            drawing.lines.append(Line(x + strand, middle + GAP, x + strand, lower, "link down"))
        else:
            drawing.lines.append(Line(x + strand, upper, x + strand, lower, f"link {kind}"))
    size = 14.0 if kind == "plan" else 11.0
    drawing.ports += [Rect(x - size / 2, y - size / 2, size, size, f"port {kind}") for y in (upper, lower)]
    drawing.locks.append(lock(column.link, x, middle))
    heights = [height(block) for block in column.blocks]
    tops = (upper + 9, middle - heights[1] / 2, lower - 9 - heights[2])
    for top, tall, block in zip(tops, heights, column.blocks, strict=True):
        drawing.areas.append(stack(Rect(column.x + INDENT, top, column.room, tall, ""), block))


def _ring_at(
    spot: Spot, before: int, behind: int, x: dict[str, float], edges: tuple[float, float]
) -> tuple[float, float]:
    """Numbers grow from left to right, and downwards."""
    upper, lower = edges
    first = spot.role == "primary"
    if spot.thing == "unit":
        return WIDTH - 16 - behind * SPACING, (TOP if first else lower) - 1
    if spot.thing == "end":
        return x[spot.link], (upper + 19 + before * SPACING if first else lower - 19 - behind * SPACING)
    if spot.thing == "link":
        return x[spot.link], (upper + lower) / 2 + (BESIDE_LOCK, -BESIDE_LOCK)[before]
    return WIDTH / 2 + (before - behind) * SPACING / 2, 11
