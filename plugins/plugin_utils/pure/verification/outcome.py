# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything verify says of a pair: findings, evidence, condition, and how a report draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..device.unit import Unit
from ..drawn import drawn
from ..finding import Finding, errors
from ..intent.intent import Intent
from ..names import PRIMARY, SECONDARY
from ..table import as_sentences, merged, rows_of, summary
from ..wording import plural
from . import running_config
from .condition import DRIFT, Condition, condition, since
from .evidence import Evidence, evidence
from .verify import CAUSES, OUT_OF_SERVICE, as_intended, verify, verify_one

EXPLAINED = DRIFT | {rule.id for rule in CAUSES} | set(OUT_OF_SERVICE) | {"failover-on", "link-status"}
"""Findings beside which other lines of the running configuration say nothing new."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What verify found out about a pair."""

    intent: Intent
    units: tuple[Unit, Unit]
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """The errors, the cause first; one that both units have is one."""
        return merged(errors(self.findings))

    @property
    def condition(self) -> Condition:
        """As intended, drifted, busy, unhealthy or unreachable."""
        return condition(self.findings, self.units)

    @property
    def since(self) -> str:
        """Since when the pair does not work, where a unit knows it."""
        return "" if self.condition == Condition.AS_INTENDED else since(*self.units)

    @property
    def headline(self) -> str:
        """The condition in one line: what the units report, or what is wrong, where, and since when."""
        head = f"{self.intent.pair}: {self.condition.words}: "
        if not self.wrong:
            return head + as_intended(self.intent, *self.units)
        cause, count = self.wrong[0], len(self.wrong) - 1
        more = f"; {plural(count, 'more error')}" if count else ""
        return f"{head}{cause.unit}, {cause.subject}: {cause.found}{self._since(cause)}{more}"

    def _since(self, cause: Finding) -> str:
        return f", since {self.since}" if self.since and self.since not in cause.subject else ""

    @property
    def lines(self) -> str:
        """What a terminal shows: the condition first; then the findings, and advice only where it is not alone."""
        worth = any(finding.severity != "advice" for finding in self.findings)
        return "\n".join([self.headline, *(rows_of(self.findings) if worth else ())])

    @property
    def message(self) -> str:
        """The condition, and the first errors as sentences."""
        if not self.wrong:
            return self.headline
        at = f", since {self.since}" if self.since else ""
        return f"{self.intent.pair}: {self.condition.words}{at}. {as_sentences(self.wrong)}"

    def as_dict(self) -> dict[str, Any]:
        """As plain data: the task's result."""
        return {
            "msg": self.message,
            "summary": summary(self.findings),
            "verified": not self.wrong,
            "condition": str(self.condition),
            "since": self.since,
            "findings": [finding.as_dict() for finding in self.findings],
            "evidence": [row.as_dict() for row in self.evidence],
            **drawn(self.intent, *self.units),
        }


def verification(
    intent: Intent, units: tuple[Unit, Unit], predicted: Mapping[str, str], unread: tuple[Finding, ...] = ()
) -> Verification:
    """Verify a pair. predicted: the lines of `show running-config failover` by role; unread: of a unit without data."""
    lines = {unit.role: running_config.compared(predicted.get(unit.role, ""), unit) for unit in units}
    rows = (*evidence(intent, *units), running_config.row(lines[PRIMARY], lines[SECONDARY]))
    found = (*unread, *_of_the_others(intent, units, unread)) if unread else verify(intent, *units)
    if not any(finding.rule in EXPLAINED for finding in found):
        drifts = (running_config.finding(unit.role, lines[unit.role]) for unit in units if unit.in_ha)
        found += tuple(drift for drift in drifts if drift is not None)
    return Verification(intent, units, found, rows)


def _of_the_others(intent: Intent, units: tuple[Unit, Unit], unread: tuple[Finding, ...]) -> tuple[Finding, ...]:
    away = {finding.unit for finding in unread}
    return tuple(finding for unit in units if unit.role not in away for finding in verify_one(intent, unit))
