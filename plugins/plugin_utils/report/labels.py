# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What both drawings of a pair say, wide and narrow: the words on a unit and on a link, and the rings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .data import End, Link, Links, Pair, Run, Unit
from .notes import Note, Spot, notes, spots
from .shapes import CODE, PLAIN, SMALL, SMALL_CODE, STATE, Drawing, Lock, Ring, Style, Words, fit
from .words import encryption

ACTIVE = "active"
STANDBY = "standby"


def state_kind(unit: Unit) -> str:
    """How the header of a unit is filled: active, standby (any that is ready to take over), or other."""
    state = unit.state.lower()
    return ACTIVE if state == ACTIVE else STANDBY if state in (STANDBY, "standby ready") else "other"


def state_words(unit: Unit, room: float) -> list[Words]:
    """The state of a unit for its header."""
    return [fit(STATE, unit.state or "state not known", room)]


def unit_words(unit: Unit, room: float) -> list[Words]:
    """What stands on a chassis: address, model, software, serial number, health."""
    rows: list[tuple[Style, str, int]] = [
        (CODE, unit.host, 3),
        (PLAIN, unit.model, 2),
        (PLAIN, f"Software {unit.software}" if unit.software else "", 2),
        (PLAIN, f"Serial {unit.serial}" if unit.serial else "", 2),
        (PLAIN, f"Health: {unit.health}" if unit.health else "", 2),
    ]
    return [fit(style, text, room, most) for style, text, most in rows if text]


def end_words(link: Link, end: End, room: float) -> tuple[list[Words], list[Words]]:
    """The port of a link's end, and its address."""
    address = end.address or "address not known"
    return [fit(CODE, link.port or "port not known", room)], [fit(SMALL_CODE, address, room, 3)]


def no_links() -> list[Words]:
    """What stands between two units where no link is known."""
    return [fit(SMALL, "links not known", 150)]


def link_title(kind: str, links: Links) -> str:
    """What a link is called: the failover link, the state link, or both in one."""
    if kind == "failover" and links.combined:
        return "Failover and state link"
    return "State link" if kind == "state" else "Failover link"


def link_words(run: Run, link: Link, room: float) -> list[Words]:
    """What stands at the middle of a link: speed, plain or encrypted, whether it is up."""
    lines = (link.speed, encryption(link), status(run, link))
    return [fit(SMALL, line, room, 3) for line in lines if line]


def status(run: Run, link: Link) -> str:
    """Whether a link is up, in words; before the cables are plugged, what is to do."""
    ends = {"primary": link.primary.status, "secondary": link.secondary.status}
    if set(ends.values()) == {"up"}:
        return "up at both ends"
    if is_plan(run):
        return "to plug"
    down = [role for role, state in ends.items() if state == "down"]
    if down:
        return "down at both ends" if len(down) == len(ends) else f"down at the {down[0]}"
    known = [role for role, state in ends.items() if state]
    return f"up at the {known[0]}, else not known" if known else "link not known"


def line_kind(run: Run, link: Link) -> str:
    """How a link's line is drawn: up, down, plan (a cable to plug) or unknown."""
    both = (link.primary.status, link.secondary.status)
    if both == ("up", "up"):
        return "up"
    return "plan" if is_plan(run) else "down" if "down" in both else "unknown"


def is_plan(run: Run) -> bool:
    """True before anything is plugged: the drawing is a cabling sheet."""
    return run.playbook == "check"


def lock(link: Link, x: float, y: float) -> Lock:
    """The lock of a link: closed, open, or unknown."""
    return Lock(x, y, {True: "closed", False: "open", None: "unknown"}[link.encrypted])


def links_of(links: Links) -> list[tuple[str, Link]]:
    """The links to draw, the failover link first; a state link that is combined is not drawn twice."""
    state = None if links.combined else links.state
    return [(kind, link) for kind, link in (("failover", links.failover), ("state", state)) if link is not None]


Place = Callable[[Spot, int, int], tuple[float, float]]
"""From a spot, the number of rings before and behind to the middle of a ring."""


def add_rings(drawing: Drawing, pair: Pair, place: Place, rooms: Mapping[str, int]) -> None:
    """Put a ring on every thing that a note concerns. rooms: how many rings a thing has room for."""
    there: dict[Spot, list[Note]] = {}
    for note in notes(pair):
        for spot in spots(note, pair.links):
            there.setdefault(spot, []).append(note)
    for spot, here in there.items():
        room = rooms[spot.thing]
        shown = here[:room]
        for index, note in enumerate(shown):
            x, y = place(spot, index, len(shown) - 1 - index)
            drawing.rings.append(_ring(note, x, y, len(here) - room if index == room - 1 else 0))


def _ring(note: Note, x: float, y: float, more: int) -> Ring:
    finding = note.finding
    label = f"+{more + 1}" if more > 0 else str(note.number)
    title = f"Finding {note.number}: {finding.rule}" + (f", and {more} more" if more > 0 else "")
    return Ring(x, y, label, note.number, finding.severity, title)
