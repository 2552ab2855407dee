# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything preflight says of a pair: ports chosen, findings, plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .device.unit import Unit
from .finding import Finding, errors, in_order
from .intent.intent import Intent
from .plan.plan import End, Plan, plan
from .rules.judge import judge, waived
from .rules.port_choice import Choice, choose
from .rules.rule import PairContext, Settings
from .table import as_sentences, merged, summary
from .wording import plural


@dataclass(frozen=True, slots=True)
class Outcome:
    """What preflight found; ``ready`` is False where an error forbids any write."""

    intent: Intent
    findings: tuple[Finding, ...]
    plan: Plan
    choices: tuple[Choice, ...]

    @property
    def ready(self) -> bool:
        """True when nothing forbids a write (or nothing is left to write)."""
        return not errors(self.findings)

    @property
    def ports(self) -> dict[str, str]:
        """The port of each link, ``auto`` settled."""
        return {link.kind: link.port for link in self.intent.links}

    @property
    def verdict(self) -> str:
        """One sentence: ready, finished, or what forbids a write."""
        wrong = errors(self.findings)
        if not wrong:
            return f"{self.intent.pair}: {self.state} ({summary(self.findings)})"
        count = plural(len(merged(wrong)), "error")
        return f"{self.intent.pair}: {count}, so nothing is written to any unit. {as_sentences(wrong)}"

    @property
    def state(self) -> str:
        """Ready, or finished with what can't be seen of a finished pair."""
        if self.plan.verdict != End.FINISHED:
            return "ready"
        key = (
            "; the key can't be compared: a new one takes a break in FDM and a new deploy"
            if self.intent.encrypted
            else ""
        )
        return f"nothing is left to do{key}"

    def as_dict(self) -> dict[str, Any]:
        """As plain data: the role's facts."""
        return {
            "ready": self.ready,
            "findings": [finding.as_dict() for finding in self.findings],
            "plan": self.plan.as_dict(),
            "ports": self.ports,
            "choices": [{"link": each.link, "port": each.port, "reason": each.reason} for each in self.choices],
        }


def pair_context(
    intent: Intent, primary: Mapping[str, Any], secondary: Mapping[str, Any], key: str | None, settings: Settings
) -> PairContext:
    """The case the rules judge, from the data of both units."""
    units = Unit("primary", primary), Unit("secondary", secondary)
    joined = all(unit.in_ha for unit in units)
    return PairContext(intent, *units, joined=joined, key=key, settings=settings)


def preflight(case: PairContext, waive: Iterable[str] = ()) -> Outcome:
    """Choose ports, judge every rule, make the plan. Raises InputError only for a bad ``waive``."""
    case, choices, unchosen = choose(case)
    findings = waived((*unchosen, *judge(case)), waive, case.intent.pair)
    made = plan(case.primary, case.secondary, case.intent)
    if made.blocked is not None and made.blocked.rule not in {finding.rule for finding in errors(findings)}:
        findings = in_order((*findings, made.blocked))
    if errors(findings) and made.verdict != End.BLOCKED:
        made = replace(made, verdict=End.BLOCKED, steps=(), blocked=errors(findings)[0])
    return Outcome(case.intent, findings, made, choices)
