# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the page says of one pair, ready for the template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..pure.finding import Severity
from .data import EVIDENCE_KINDS, Evidence, Link, Pair, Run
from .labels import is_plan, line_kind, link_title, links_of, state_kind
from .narrow import narrow
from .notes import Note, notes
from .shapes import Drawing
from .wide import wide
from .words import OUTCOME_WORDS, cause, counts, duration, good_words, in_order, minute, needs_attention, remedy


@dataclass(frozen=True, slots=True)
class Tile:
    """The drawing of a pair reduced to its essentials. lines: height and kind of each."""

    states: tuple[str, str]
    lines: tuple[tuple[float, str], ...]
    words: str
    more: str


@dataclass(slots=True)
class View:
    """One pair on the page. anchor: its place on the page; next: the next pair that needs attention."""

    pair: Pair
    anchor: str
    outcome: str
    reason: str
    cause: str
    remedy: str
    counts: str
    facts: list[str]
    steps: str
    notes: tuple[Note, ...]
    evidence: tuple[Evidence, ...]
    cables: list[str]
    plan_title: str
    tile: Tile
    wide: Drawing
    narrow: Drawing
    next: View | None = None


def views(run: Run) -> list[View]:
    """Every pair of a run, worst first."""
    taken: set[str] = set()
    made = [_view(run, pair, _anchor(pair.name, taken)) for pair in in_order(run)]
    trouble = [view for view in made if needs_attention(view.pair)]
    for view, after in pairwise(trouble):
        view.next = after
    return made


def _view(run: Run, pair: Pair, anchor: str) -> View:
    noted = notes(pair)
    return View(
        pair=pair,
        anchor=anchor,
        outcome=OUTCOME_WORDS[pair.outcome] if needs_attention(pair) else good_words(run)[0].removeprefix("is "),
        reason=cause(pair) if needs_attention(pair) and not noted else pair.reason,
        cause=cause(pair),
        remedy=remedy(pair),
        counts=counts(tuple(note.finding for note in noted)),
        facts=list(_facts(pair)),
        steps=", ".join(f"{step.name} {duration(step.seconds)}" for step in pair.steps),
        notes=noted,
        evidence=sorted_evidence(pair.evidence),
        cables=list(_cables(run, pair)),
        plan_title="What deploy will do" if is_plan(run) else "What was planned",
        tile=_tile(run, pair, noted),
        wide=wide(run, pair),
        narrow=narrow(run, pair),
    )


def _anchor(name: str, taken: set[str]) -> str:
    """An id for a pair: readable, the same in every run, and each once."""
    plain = "pair-" + re.sub(r"[^A-Za-z0-9_.-]", "-", name)
    anchor, number = plain, 1
    while anchor in taken:
        number += 1
        anchor = f"{plain}.{number}"
    taken.add(anchor)
    return anchor


def _facts(pair: Pair) -> Iterator[str]:
    if pair.changed:
        yield "changed by this run"
    if pair.drift_since:
        yield f"differs since {minute(pair.drift_since)}"


def sorted_evidence(rows: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Evidence in the usual order; kinds that are not usual come last, as they were given."""
    return tuple(sorted(rows, key=lambda row: _place(row.kind)))


def _place(kind: str) -> int:
    """Where a kind stands; "Network link status of inside" stands where "Network link status" does."""
    usual = (place for place, each in enumerate(EVIDENCE_KINDS) if kind.startswith(each))
    return next(usual, len(EVIDENCE_KINDS))


def _cables(run: Run, pair: Pair) -> Iterator[str]:
    """The lines of the cabling sheet: what to plug where, and what to look at then."""
    if not is_plan(run):
        return
    for kind, link in links_of(pair.links):
        yield f"{link_title(kind, pair.links)}: {_cable(link)}"
    if pair.links.failover is not None:
        yield "The link LED of each of these ports is lit on both units."


def _cable(link: Link) -> str:
    if link.port.lower().startswith("port-channel"):
        return f"connect each member of {link.port} on the primary to the same member on the secondary."
    return f"connect {link.port} on the primary to {link.port} on the secondary."


def _tile(run: Run, pair: Pair, noted: tuple[Note, ...]) -> Tile:
    kinds = [line_kind(run, link) for _kind, link in links_of(pair.links)]
    heights = (15.0, 19.0) if pair.links.combined else (10.0, 24.0)
    drawn = kinds * 2 if pair.links.combined else kinds
    states = (pair.primary.state or "not known", pair.secondary.state or "not known")
    return Tile(
        states=(state_kind(pair.primary), state_kind(pair.secondary)),
        lines=tuple(zip(heights, drawn, strict=False)),
        words=states[0] if states[0] == states[1] else " / ".join(states),
        more=counts(tuple(note.finding for note in noted if note.finding.severity != Severity.ADVICE)),
    )
