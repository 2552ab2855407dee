# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings as a page numbers them: each has a number, and a place in the drawing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..pure.finding import SEVERITIES, Finding
from ..pure.names import ROLES
from .data import Link, Links, Pair

STATE_LINK = re.compile(r"\bstate link\b", re.IGNORECASE)
FAILOVER_LINK = re.compile(r"\b(failover link|links?|peer|mate|key)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """A finding with its number on the page; one that is the same on both units is one note."""

    number: int
    finding: Finding
    units: tuple[str, ...]

    @property
    def where(self) -> str:
        """The unit, as a word: primary, both units, pair."""
        return "both units" if set(ROLES) <= set(self.units) else self.units[0]

    @property
    def about(self) -> str:
        """The unit and the subject, each once."""
        subject = self.finding.subject
        return self.where if subject in ("", "unit", self.where) else f"{self.where}, {subject}"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the drawing. thing: unit, end (of a link at a unit), link, or pair."""

    thing: str
    role: str = ""
    link: str = ""


def notes(pair: Pair) -> tuple[Note, ...]:
    """The findings of a pair, errors first and else as they were given, numbered from 1.

    One that is the same on both units is one note.
    """
    units: dict[Finding, list[str]] = {}
    for finding in sorted(dict.fromkeys(pair.findings), key=lambda each: SEVERITIES.index(each.severity)):
        units.setdefault(replace(finding, unit=""), []).append(finding.unit)
    return tuple(Note(number, each, tuple(named)) for number, (each, named) in enumerate(units.items(), 1))


def spots(note: Note, links: Links) -> list[Spot]:
    """The places of the drawing that a note concerns: at least one."""
    link = _link(note.finding.subject, links)
    if link:
        return [Spot("end", unit, link) if unit in ROLES else Spot("link", link=link) for unit in note.units]
    return [Spot("unit", unit) if unit in ROLES else Spot("pair") for unit in note.units]


def _link(subject: str, links: Links) -> str:
    """The link that a subject is about: by its words, its name or its port; empty for none."""
    for kind, link in (("state", links.state), ("failover", links.failover)):
        if link is not None and subject in (link.port, link.name):
            return kind
    if STATE_LINK.search(subject):
        return _drawn("state" if not links.combined else "failover", links)
    return _drawn("failover", links) if FAILOVER_LINK.search(subject) else ""


def _drawn(kind: str, links: Links) -> str:
    link: Link | None = links.state if kind == "state" else links.failover
    return kind if link is not None else ""
