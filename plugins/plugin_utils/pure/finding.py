# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A finding: one result of a rule on a pair, as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from .names import PAIR, ROLES, Name


class Severity(Name):
    """How much a finding matters: an error stops every write."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule reports on one unit or on the pair: what is found, what is expected, what to do."""

    rule: str
    severity: Severity
    unit: str
    subject: str
    found: str
    expected: str
    remedy: str
    waived: bool = False

    def as_dict(self) -> dict[str, str | bool]:
        """The finding as plain data, for facts, filters and files."""
        return asdict(self) | {"severity": str(self.severity)}

    @property
    def sentence(self) -> str:
        """The finding as one sentence, with its rule."""
        return f"{self.unit}, {self.subject}: {self.found}; expected {self.expected}. {self.remedy} [{self.rule}]"


def rank(finding: Finding) -> tuple[int, int, str, str, str]:
    """Sort key: errors first, then the primary, the secondary, the pair; stable within."""
    units = (*ROLES, PAIR)
    place = units.index(finding.unit) if finding.unit in units else len(units)
    return (SEVERITIES.index(finding.severity), place, finding.subject, finding.rule, finding.found)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as they are shown: sorted, each once."""
    return tuple(sorted(set(findings), key=rank))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stop a write."""
    return tuple(finding for finding in findings if finding.severity == Severity.ERROR)


def waive(findings: Iterable[Finding], rules: Iterable[str]) -> tuple[Finding, ...]:
    """Lower the errors of the named rules to warnings, and mark them."""
    named = frozenset(rules)
    return tuple(
        replace(finding, severity=Severity.WARNING, waived=True)
        if finding.severity == Severity.ERROR and finding.rule in named
        else finding
        for finding in findings
    )
