# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Apply all rules to a pair at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...errors import InputError
from ..device.unit import Unit
from ..finding import Finding, in_order, waive
from ..intent.intent import AUTO, Link
from ..wording import hint
from .catalogue import ON_LINKS, ON_PAIRS, ON_PORTS, RULES
from .rule import Case, LinkContext, PairContext, PortContext, Rule


def judge(case: PairContext) -> tuple[Finding, ...]:
    """Every finding on the pair, errors first."""
    return in_order(_findings(case))


def _findings(case: PairContext) -> Iterator[Finding]:
    settled = [link for link in case.intent.links if link.port != AUTO]
    for link in settled:
        for unit in case.units:
            yield from port_findings(case, link, unit)
    for link in case.intent.links:
        yield from findings_of(ON_LINKS, LinkContext(case, link), case.in_ha)
    yield from findings_of(ON_PAIRS, case, case.in_ha)


def port_findings(case: PairContext, link: Link, unit: Unit) -> Iterator[Finding]:
    """Every finding on the port of one link on one unit; none on a unit that already runs the link in HA."""
    if not unit.in_ha:
        yield from on_port(case, link, unit)


def on_port(case: PairContext, link: Link, unit: Unit) -> Iterator[Finding]:
    """Every finding on the port, in any state of the unit."""
    return findings_of(ON_PORTS, PortContext(case, link, unit, unit.ports.get(link.port)), in_ha=False)


def findings_of(rules: Iterable[Rule], case: Case, in_ha: bool = False) -> Iterator[Finding]:
    """What rules say of a case; ``in_ha``: only the rules that apply to a pair in HA."""
    for rule in rules:
        if in_ha and not rule.in_ha:
            continue
        for said in rule.judge(case):
            yield Finding(
                rule=rule.id,
                severity=said.severity or rule.severity,
                unit=said.unit or case.unit,
                subject=said.subject or case.subject,
                found=said.found,
                expected=said.expected,
                remedy=said.remedy,
            )


def waived(findings: Iterable[Finding], rules: Iterable[str], where: str = "") -> tuple[Finding, ...]:
    """Findings after ``preflight_waive``; raises InputError for an unknown rule and for one that the unit enforces.

    ``where`` is the pair, for the error.
    """
    asked = [str(rule).strip() for rule in rules]
    for name in asked:
        if name not in RULES:
            raise InputError(
                f"preflight_waive names {name}{hint(name, RULES)}, which is no rule",
                remedy=f"Correct preflight_waive; the rules are {', '.join(sorted(RULES))}.",
                where=where,
            )
        if RULES[name].enforced_by_unit:
            raise InputError(
                f"preflight_waive names {name}, which the unit itself enforces",
                remedy=f"Remove {name} from preflight_waive and fix what it finds.",
                where=where,
            )
    return in_order(waive(findings, asked))
