# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything preflight says of a pair: ports chosen, findings, plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .device.ports import natural
from .device.unit import IMPORTING, ConfigStatus, NodeState, Unit
from .drawn import drawn
from .finding import Finding, errors, in_order
from .fleet import Place
from .intent.intent import Intent, Link, read_link
from .names import FAILOVER, PRIMARY, SECONDARY
from .plan.plan import End, Plan, plan
from .rules.judge import findings_of, judge, on_port, waived
from .rules.link import link_overlaps_data
from .rules.port_choice import Choice, choose, eligible
from .rules.rule import LinkContext, PairContext, Settings
from .table import as_sentences, merged, summary
from .wording import plural


@dataclass(frozen=True, slots=True)
class Outcome:
    """What preflight found; ``ready`` is False where an error stops every write."""

    intent: Intent
    units: tuple[Unit, Unit]
    findings: tuple[Finding, ...]
    plan: Plan
    choices: tuple[Choice, ...]

    @property
    def ready(self) -> bool:
        """True when no error stops a write (or nothing is left to write)."""
        return not errors(self.findings)

    @property
    def ports(self) -> dict[str, str]:
        """The port of each link, ``auto`` settled."""
        return {link.kind: link.port for link in self.intent.links}

    @property
    def verdict(self) -> str:
        """One sentence: ready, finished, or what stops a write."""
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
        key = ". The key can't be read back: a new key needs fdm.failover.rebuild"
        return f"nothing is left to do{key if self.intent.encrypted else ''}"

    def as_dict(self) -> dict[str, Any]:
        """As plain data: the role's facts."""
        return {
            "ready": self.ready,
            "findings": [finding.as_dict() for finding in self.findings],
            "plan": self.plan.as_dict() | {"sentences": list(self.plan.sentences(self.ports))},
            "ports": self.ports,
            "choices": [{"link": each.link, "port": each.port, "reason": each.reason} for each in self.choices],
            **drawn(self.intent, *self.units),
        }


def pair_context(
    intent: Intent,
    primary: Mapping[str, Any],
    secondary: Mapping[str, Any],
    key: str | None,
    settings: Settings,
    places: Iterable[Place] = (),
) -> PairContext:
    """What the rules check, from the data of both units; ``places``: units of this and of other pairs."""
    units = Unit(PRIMARY, primary), Unit(SECONDARY, secondary)
    in_ha = all(unit.in_ha for unit in units)
    return PairContext(intent, *units, in_ha=in_ha, key=key, settings=settings, places=tuple(places))


def preflight(case: PairContext, waive: Iterable[str] = ()) -> Outcome:
    """Choose ports, check every rule, make the plan. Raises InputError only for a bad ``waive``."""
    case, choices, unchosen = choose(case)
    findings = waived((*unchosen, *judge(case)), waive, case.intent.pair)
    made = plan(case.primary, case.secondary, case.intent)
    if made.blocked is not None and made.blocked.rule not in {finding.rule for finding in errors(findings)}:
        findings = in_order((*findings, made.blocked))
    if errors(findings) and made.verdict != End.BLOCKED:
        made = replace(made, verdict=End.BLOCKED, steps=(), blocked=errors(findings)[0])
    return Outcome(case.intent, (case.primary, case.secondary), findings, made, choices)


def check_again(intent: Intent, unit: Unit, settings: Settings, waive: Iterable[str] = ()) -> tuple[Finding, ...]:
    """The errors on the ports and the networks of the links on one unit, as it is now; empty where it can be used.

    That the link of a port is down is not one of them: it may have been enabled a moment ago.
    """
    case = PairContext(intent, unit, unit, settings=replace(settings, require_link=False))
    found = [finding for link in intent.links for finding in on_port(case, link, unit)]
    found += [
        finding for link in intent.links for finding in findings_of((link_overlaps_data,), LinkContext(case, link))
    ]
    return errors(waived(found, waive, intent.pair))


def open_candidates(primary: Unit, secondary: Unit) -> tuple[str, ...]:
    """The ports that nothing excludes on either unit as far as it was read; none where a unit has chosen already."""
    if primary.in_ha or secondary.in_ha:
        return ()
    there = (frozenset(eligible_alone(unit)) for unit in (primary, secondary))
    return tuple(sorted(frozenset.intersection(*there), key=natural))


def eligible_alone(unit: Unit) -> tuple[str, ...]:
    """The ports of one unit that no rule on ports excludes for any link, in natural order."""
    case, link = alone(unit)
    return eligible(case, link, unit)


def alone(unit: Unit) -> tuple[PairContext, Link]:
    """One unit, with a link that may run anywhere: the same unit on both sides."""
    link = read_link("unit", FAILOVER, {"port": "any", "network": "192.0.2.0/30"})
    return PairContext(Intent("unit", link, None, False), unit, unit), link


def secondary_may_be_away(primary: Unit) -> bool:
    """Whether a secondary that does not answer may be importing: only while its primary, in HA already, waits for it,
    or for the end of its import."""
    waits = primary.peer_state not in (NodeState.STANDBY, NodeState.ACTIVE)
    imports = primary.config_status in (*IMPORTING, ConfigStatus.UNKNOWN)
    return primary.state in (NodeState.ACTIVE, NodeState.NEGOTIATING) and (waits or imports)
