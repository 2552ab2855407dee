# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawing of a pair on a wide page: two chassis side by side, and the links between the same ports."""

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
from .measure import width
from .notes import Spot
from .shapes import ROLE, SMALL_CODE, SPACING, STRONG, Area, Drawing, Line, Rect, Text, Words, fit, height, stack

WIDTH = 860.0
CHASSIS = 210.0
LEFT, RIGHT = CHASSIS, WIDTH - CHASSIS
MIDDLE = WIDTH / 2
TOP = 24.0
PAD = 12.0
END = 156.0
"""Width of the words at an end of a link."""
NEAR = 9.0
"""From a line to the words above and below it: a ring fits in between."""
GAP = 34.0
"""Half of the gap in a link that is down."""
STRAND = 3.0
"""Half of the distance between the two strands of a combined link."""
BESIDE_LOCK = 34.0
"""From the lock to the middle of the first ring: the line shows in between."""
RINGS = {"unit": 5, "end": 5, "link": 3, "pair": 7}
"""Rings in one place; the last one stands for all that follow."""


class UnitWords:
    """What stands on a unit, and how high that is."""

    def __init__(self, unit: Unit) -> None:
        room = CHASSIS - 2 * PAD
        self.unit = unit
        self.state, self.body = state_words(unit, room), unit_words(unit, room)
        self.header = height(self.state) + 14
        self.inside = max(height(self.body), 64) + 2 * PAD


@dataclass(frozen=True, slots=True)
class Row:
    """One link with its words, and its place: top of its words, height of its line."""

    kind: str
    link: Link
    title: list[Words]
    ports: list[list[Words]]
    addresses: list[list[Words]]
    middle: list[Words]

    @property
    def above(self) -> float:
        """From the top of the words to the line."""
        return height(self.title) + max(map(height, self.ports)) + NEAR

    @property
    def below(self) -> float:
        """From the line to the bottom of the words."""
        return max(*map(height, self.addresses), height(self.middle) + 3) + NEAR


def wide(run: Run, pair: Pair) -> Drawing:
    """The drawing of one pair."""
    drawing = Drawing(WIDTH)
    rows = [_row(run, pair, kind, link) for kind, link in links_of(pair.links)]
    units = [UnitWords(unit) for unit in (pair.primary, pair.secondary)]
    header = max(unit.header for unit in units)
    first = max(0.0, header + 12 - rows[0].above) if rows else 0.0
    between = first + sum(row.above + row.below + 10 for row in rows) + 4
    tall = max(*(header + unit.inside for unit in units), between)
    drawing.height = TOP + tall + 2
    for x, anchor, unit in zip((0.0, RIGHT), ("start", "end"), units, strict=True):
        _chassis(drawing, unit, Rect(x + 1, TOP, CHASSIS - 2, tall, "chassis"), header, anchor)
    if not rows:
        gap = Rect(LEFT, TOP + tall / 2 - 9, RIGHT - LEFT, 18, "")
        drawing.areas.append(stack(gap, no_links(), "middle"))
    lines = _place(drawing, run, rows, TOP + first + (tall - between) / 2)
    add_rings(drawing, pair, lambda spot, before, behind: _ring_at(spot, before, behind, lines), RINGS)
    return drawing


def _chassis(drawing: Drawing, unit: UnitWords, box: Rect, header: float, anchor: str) -> None:
    """Draw a unit; its role stands above, at the outer side."""
    kind = state_kind(unit.unit)
    top = Rect(box.x, box.y, box.width, header, f"header {kind}")
    body = Rect(box.x, box.y + header, box.width, box.height - header, "")
    drawing.rects += [box, top]
    role = Rect(box.x, 0, box.width, TOP, "")
    drawing.areas.append(stack(role, [fit(ROLE, unit.unit.role.title(), 120)], anchor))
    drawing.areas.append(stack(_inner(top, 7, f"on-{kind}"), unit.state))
    drawing.areas.append(stack(_inner(body, PAD), unit.body))


def _inner(box: Rect, above: float, kind: str = "") -> Rect:
    return Rect(box.x + PAD - 1, box.y + above, box.width - 2 * PAD + 2, box.height - above, kind)


def _row(run: Run, pair: Pair, kind: str, link: Link) -> Row:
    ends = [end_words(link, end, END) for end in (link.primary, link.secondary)]
    room = RIGHT - LEFT - 2 * PAD
    title, name = link_title(kind, pair.links), link.name
    words = [fit(STRONG, title, room)]
    if name and width(title, STRONG.size, STRONG.face) + width(f"  {name}", SMALL_CODE.size, "mono") > room:
        words.append(fit(SMALL_CODE, name, room))
    return Row(
        kind,
        link,
        words,
        [port for port, _address in ends],
        [address for _port, address in ends],
        link_words(run, link, RIGHT - LEFT - 2 * (END + PAD) - 8),
    )


def _place(drawing: Drawing, run: Run, rows: list[Row], top: float) -> dict[str, float]:
    """Draw the links below each other, and say how high each line lies."""
    lines = {}
    for row in rows:
        y = round(top + row.above, 1)
        lines[row.kind] = y
        _link(drawing, run, row, y, combined=len(rows) == 1 and row.title[0].lines[0].startswith("Failover and"))
        _words(drawing, row, top, y)
        top += row.above + row.below + 10
    return lines


def _link(drawing: Drawing, run: Run, row: Row, y: float, combined: bool) -> None:
    kind = line_kind(run, row.link)
    for strand in (-STRAND, STRAND) if combined else (0.0,):
        if kind == "down":
            drawing.lines.append(Line(LEFT, y + strand, MIDDLE - GAP, y + strand, "link down"))
            drawing.lines.append(Line(MIDDLE + GAP, y + strand, RIGHT, y + strand, "link down"))
        else:
            drawing.lines.append(Line(LEFT, y + strand, RIGHT, y + strand, f"link {kind}"))
    size = 14.0 if kind == "plan" else 11.0
    drawing.ports += [Rect(x - size / 2, y - size / 2, size, size, f"port {kind}") for x in (LEFT, RIGHT)]
    drawing.locks.append(lock(row.link, MIDDLE, y))


def _words(drawing: Drawing, row: Row, top: float, y: float) -> None:
    room = Rect(LEFT + PAD, top, RIGHT - LEFT - 2 * PAD, height(row.title), "")
    drawing.areas.append(_titled(stack(room, row.title, "middle"), row))
    for index, anchor in enumerate(("start", "end")):
        x = (LEFT + PAD, RIGHT - PAD - END)[index]
        port, address = row.ports[index], row.addresses[index]
        drawing.areas.append(stack(Rect(x, y - NEAR - height(port), END, height(port), ""), port, anchor))
        drawing.areas.append(stack(Rect(x, y + NEAR, END, height(address), ""), address, anchor))
    middle = Rect(LEFT + PAD + END, y + NEAR + 3, RIGHT - LEFT - 2 * (PAD + END), height(row.middle), "")
    drawing.areas.append(stack(middle, row.middle, "middle"))


def _titled(area: Area, row: Row) -> Area:
    """The title with the link's name behind it, where both fit into one line."""
    if len(row.title) > 1 or not row.link.name:
        return area
    first = area.texts[0]
    spans = (*first.spans, ("small code", f"\N{NO-BREAK SPACE} {row.link.name}"))
    return Area(area.box, (Text(first.x, first.y, spans, first.anchor), *area.texts[1:]))


def _ring_at(spot: Spot, before: int, behind: int, lines: dict[str, float]) -> tuple[float, float]:
    """Numbers grow from left to right; a row begins, or ends, at the thing that it concerns."""
    left, step = spot.role == "primary", before * SPACING
    if spot.thing == "unit":
        return (CHASSIS - 16 - behind * SPACING if left else RIGHT + 16 + step), TOP - 4
    if spot.thing == "end":
        return (LEFT + 21 + step if left else RIGHT - 21 - behind * SPACING), lines[spot.link]
    if spot.thing == "link":
        return MIDDLE + BESIDE_LOCK + step, lines[spot.link]
    return MIDDLE + (before - behind) * SPACING / 2, 10
