# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What changed on a pair between two reports, such as two runs of verify."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ..errors import InputError
from .data import End, Link, Pair, Run
from .labels import link_title, links_of
from .markdown import escape, table
from .notes import notes
from .page import environment
from .reading import read
from .words import OUTCOME_WORDS, VERDICT_WORDS, encryption, minute, natural

NONE = "none"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not what it was. before, after: "none" where there was, or is, none."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed on one pair; no change where both reports say the same."""

    pair: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparisons:
    """What changed on every pair. before, after: when each report's run ended."""

    before: str
    after: str
    pairs: tuple[Comparison, ...]

    @property
    def summary(self) -> str:
        """The comparison in one sentence."""
        changed = [each for each in self.pairs if each.changes]
        if len(self.pairs) == 1:
            count = len(self.pairs[0].changes)
            what = "nothing changed" if not count else f"{count} change" if count == 1 else f"{count} changes"
            return f"{self.pairs[0].pair}: {what}"
        return f"{len(changed)} of {len(self.pairs)} pairs changed"


def compare(before: Run, after: Run) -> Comparisons:
    """What changed from one report to another. Raises InputError where they have no pair in common."""
    old, new = ({pair.name: pair for pair in run.pairs} for run in (before, after))
    if not old.keys() & new.keys():
        remedy = "Name two reports of the same pair."
        raise InputError("two reports without a pair in common", expected="a pair that is in both", remedy=remedy)
    names = sorted(old.keys() | new.keys(), key=natural)
    pairs = tuple(Comparison(name, _changes(old.get(name), new.get(name))) for name in names)
    return Comparisons(minute(before.ended or before.started), minute(after.ended or after.started), pairs)


def report_changes(before: Any, after: Any) -> list[dict[str, str]]:
    """What changed between two reports that are plain data, as plain data. Raises InputError."""
    found = compare(read(before), read(after))
    return [{"pair": each.pair, **asdict(change)} for each in found.pairs for change in each.changes]


def comparison_markdown(found: Comparisons) -> str:
    """What changed, as Markdown."""
    lines = [f"# {escape(found.summary)}", "", escape(f"From {found.before} to {found.after}")]
    for each in found.pairs:
        if each.changes:
            lines += ["", f"## {escape(each.pair)}"]
            rows = [(change.what, change.before, change.after) for change in each.changes]
            lines += table(("What", "Before", "After"), rows)
    return "\n".join(lines) + "\n"


def comparison_html(found: Comparisons) -> str:
    """What changed, as a self-contained page."""
    return environment().get_template("comparison.html.j2").render(found=found)


def _changes(before: Pair | None, after: Pair | None) -> tuple[Change, ...]:
    old, new = (dict(_facts(pair)) if pair is not None else {} for pair in (before, after))
    if before is None or after is None:
        was, is_now = ("not in the report", "in the report")[:: 1 if before is None else -1]
        return (Change("pair", was, is_now),)
    return tuple(
        Change(what, old.get(what, NONE), new.get(what, NONE))
        for what in dict.fromkeys([*old, *new])
        if old.get(what) != new.get(what)
    )


def _facts(pair: Pair) -> Iterator[tuple[str, str]]:
    """Everything that is compared, by a name that people understand."""
    yield "outcome", OUTCOME_WORDS[pair.outcome]
    yield "reason", pair.reason or NONE
    yield "differs since", minute(pair.drift_since) or NONE
    for unit in (pair.primary, pair.secondary):
        known = {"address": unit.host, "state": unit.state, "health": unit.health}
        known |= {"model": unit.model, "software": unit.software, "serial number": unit.serial}
        for what, value in known.items():
            yield f"{unit.role}, {what}", value or NONE
    for kind, link in links_of(pair.links):
        yield from _link(link_title(kind, pair.links).lower(), link)
    for note in notes(pair):
        finding = note.finding
        waived = ", waived" if finding.waived else ""
        yield f"finding {finding.rule}, {note.about}", f"{finding.severity}{waived}: {finding.found}"
    for row in pair.evidence:
        yield f"evidence, {row.kind}", VERDICT_WORDS[row.verdict]


def _link(title: str, link: Link) -> Iterator[tuple[str, str]]:
    known = {"name": link.name, "port": link.port, "speed": link.speed, "encryption": encryption(link)}
    for what, value in known.items():
        yield f"{title}, {what}", value or NONE
    ends: dict[str, End] = {"primary": link.primary, "secondary": link.secondary}
    for role, end in ends.items():
        yield f"{title}, address of the {role}", end.address or NONE
        yield f"{title}, status at the {role}", end.status or "not known"
