# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings as a table a terminal can show: errors first, one row for each finding, with the remedy below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from textwrap import wrap

from .finding import SEVERITIES, Finding
from .names import ROLES
from .wording import plural

WIDTH = 110
MOST_SENTENCES = 3
BOTH = "both"
MARK = {"error": "ERROR", "warning": "warning", "advice": "advice"}


def summary(findings: Sequence[Finding]) -> str:
    """How many of each severity, as the table shows them: "2 errors, 1 advice", or "no findings"."""
    counts = Counter(finding.severity for finding in merged(findings))
    return ", ".join(plural(counts[kind], kind) for kind in SEVERITIES if counts[kind]) or "no findings"


def table(title: str, findings: Sequence[Finding], width: int = WIDTH) -> str:
    """A titled table: severity, unit, subject, rule, and below each what was found, what is expected, what to do.

    A finding on both units has one row.
    """
    return "\n".join([f"{title}: {summary(findings)}", *rows_of(findings, width)])


def rows_of(findings: Sequence[Finding], width: int = WIDTH) -> list[str]:
    """The lines of a table without its title."""
    lines: list[str] = []
    rows = merged(findings)
    columns = [(MARK[each.severity], each.unit, each.subject, _rule(each)) for each in rows]
    widths = [max((len(row[index]) for row in columns), default=0) for index in range(3)]
    for row, finding in zip(columns, rows, strict=True):
        head = "  ".join(cell.ljust(size) for cell, size in zip(row[:3], widths, strict=True))
        lines.append(f"  {head}  {row[3]}")
        lines += _body(finding, width)
    return lines


def merged(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings that differ in their unit alone as one on ``both``, in the place of the first."""
    units: dict[Finding, list[str]] = {}
    for finding in findings:
        units.setdefault(replace(finding, unit=""), []).append(finding.unit)
    return tuple(replace(each, unit=BOTH if set(ROLES) <= set(told) else told[0]) for each, told in units.items())


def as_sentences(findings: Sequence[Finding]) -> str:
    """The first findings as sentences, for the message of a failed task; all of them stand in the table."""
    spoken = merged(findings)
    said = " ".join(f"({number}) {finding.sentence}" for number, finding in enumerate(spoken[:MOST_SENTENCES], 1))
    return said + (f" {len(spoken) - MOST_SENTENCES} more: see the table." if len(spoken) > MOST_SENTENCES else "")


def _rule(finding: Finding) -> str:
    return f"{finding.rule} (waived)" if finding.waived else finding.rule


def _body(finding: Finding, width: int) -> Iterable[str]:
    text = f"{finding.found}; expected {finding.expected}. {finding.remedy}"
    return wrap(text, width, initial_indent="           ", subsequent_indent="           ")
