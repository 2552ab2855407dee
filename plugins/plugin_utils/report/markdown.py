# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as Markdown, for a ticket or a wiki. Text of units and inventories is escaped: it never becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..pure.names import ROLES
from .data import Evidence, Pair, Run
from .labels import link_title, links_of, status
from .notes import notes
from .views import sorted_evidence
from .words import (
    OUTCOME_WORDS,
    VERDICT_WORDS,
    cause,
    counts,
    encryption,
    facts,
    good_title,
    in_order,
    minute,
    needs_attention,
    outcome_words,
    remedy,
    summary,
    trouble_title,
)

SPECIAL = re.compile(r"([\\`*_{}\[\]#|!~$^=+])")
STARTS = re.compile(r"^([0-9]{0,9})(?=[-+.)](?:\s|$)|-)")
"""What would begin a list or a ruler at the start of a line."""
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
LINKS = re.compile(r"://|www\.|@", re.IGNORECASE)


def as_markdown(run: Run) -> str:
    """The report of a run."""
    pairs = in_order(run)
    lines = [f"# {escape(summary(run))}", "", escape_line(" · ".join(facts(run)))]
    if len(pairs) > 1:
        lines += _overview(run, pairs)
    for pair in pairs:
        lines += _pair(run, pair)
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text as Markdown, on one line; several lines are joined by a slash."""
    flat = " / ".join(line.strip() for line in text.split("\n") if line.strip())
    plain = "".join(ENTITIES.get(each, each) for each in SPECIAL.sub(r"\\\1", flat))
    return LINKS.sub(lambda found: found[0].replace("//", r"\/\/").replace(".", r"\.").replace("@", "&#64;"), plain)


def escape_line(text: str) -> str:
    """Text as Markdown at the start of a line, where it could begin a list or a ruler as well."""
    return STARTS.sub(r"\1\\", escape(text), count=1)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table with an empty line before it; every cell is escaped."""
    yield ""
    yield f"| {' | '.join(head)} |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield f"| {' | '.join(escape(cell) or '-' for cell in row)} |"


def _overview(run: Run, pairs: Sequence[Pair]) -> Iterator[str]:
    trouble = [pair for pair in pairs if needs_attention(pair)]
    good = [pair for pair in pairs if not needs_attention(pair)]
    if trouble:
        yield from ("", f"## {trouble_title(trouble)}")
        rows = [(pair.name, OUTCOME_WORDS[pair.outcome], cause(pair), remedy(pair)) for pair in trouble]
        yield from table(("Pair", "Outcome", "Why", "What to do"), rows)
    if good:
        yield from ("", f"## {good_title(run, len(good))}")
        states = [(pair.name, pair.primary.state, pair.secondary.state, counts(pair.findings)) for pair in good]
        yield from table(("Pair", "Primary", "Secondary", "Findings"), states)


def _pair(run: Run, pair: Pair) -> Iterator[str]:
    yield from ("", f"## {escape(pair.name)}: {escape(outcome_words(run, pair))}")
    about = [pair.reason] if pair.reason else []
    about += ["Changed by this run."] if pair.changed else []
    about += [f"Differs since {minute(pair.drift_since)}."] if pair.drift_since else []
    if about:
        yield from ("", escape_line(" ".join(about)))
    yield from _units(pair)
    yield from _links(run, pair)
    yield from _findings(pair)
    yield from _evidence(sorted_evidence(pair.evidence))
    yield from _plan(pair.plan)


def _units(pair: Pair) -> Iterator[str]:
    units = (pair.primary, pair.secondary)
    rows = [(unit.role, unit.state, unit.host, unit.model, unit.software, unit.serial, unit.health) for unit in units]
    yield from table(("Unit", "State", "Address", "Model", "Software", "Serial", "Health"), rows)


def _links(run: Run, pair: Pair) -> Iterator[str]:
    rows = [
        (
            link_title(kind, pair.links),
            link.name,
            link.port,
            link.primary.address,
            link.secondary.address,
            link.speed,
            encryption(link),
            status(run, link),
        )
        for kind, link in links_of(pair.links)
    ]
    if rows:
        heads = ("Link", "Name", "Port", "Primary", "Secondary", "Speed", "Encryption", "Status")
        yield from table(heads, rows)


def _findings(pair: Pair) -> Iterator[str]:
    noted = notes(pair)
    if not noted:
        return
    yield from ("", f"### Findings: {counts(tuple(note.finding for note in noted))}")
    rows = []
    for note in noted:
        finding = note.finding
        severity = f"{finding.severity}, waived" if finding.waived else finding.severity
        rows.append(
            (str(note.number), severity, finding.rule, note.about, finding.found, finding.expected, finding.remedy)
        )
    yield from table(("No.", "Severity", "Rule", "On", "Found", "Expected", "What to do"), rows)


def _evidence(rows: Sequence[Evidence]) -> Iterator[str]:
    if rows:
        yield from ("", "### Evidence")
        cells = [(row.kind, VERDICT_WORDS[row.verdict], row.primary, row.secondary) for row in rows]
        yield from table(("What", "Result", *(f"{role.title()} says" for role in ROLES)), cells)


def _plan(plan: Sequence[str]) -> Iterator[str]:
    if plan:
        yield from ("", "### Plan", "")
        yield from (f"{number}. {escape_line(line)}" for number, line in enumerate(plan, 1))
