# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verification: both units compared with the inventory and with each other, and a pair that is well in a few words."""

from __future__ import annotations

from ..device.unit import ConfigStatus, Unit
from ..drawn import shown_state
from ..finding import Finding, errors, in_order
from ..intent.ha_configuration import link_ports
from ..intent.intent import Intent
from ..plan.plan import plan
from ..rules.data_interfaces import switch_ports
from ..rules.ha import already_paired_elsewhere, roles_inverted, split_brain
from ..rules.judge import findings_of
from ..rules.pair import software_differs
from ..rules.rule import PairContext
from . import dataplane, settings, state, upgrade
from .case import PairInHa, UnitInHa

CAUSES = (already_paired_elsewhere, roles_inverted, split_brain)
"""Rules of preflight that explain more than their own finding."""
OUT_OF_SERVICE = ("primary-single", "suspended", "unit-disabled", "unit-failed", "state-unknown")
"""States of the plan in which a run can\'t continue, in the words of preflight."""
ON_UNIT = (*state.ON_UNIT, *dataplane.ON_UNIT, *settings.ON_UNIT)
RULES = {
    **{
        rule.id: rule
        for rule in (*state.ON_PAIR, *ON_UNIT, switch_ports, *upgrade.ON_UPGRADE, *CAUSES, software_differs)
    },
    **dict.fromkeys(OUT_OF_SERVICE),
}
"""Every finding of verify by id: its rule, or None for a state of the plan."""
CONSEQUENCES = frozenset({"unit-state", "configuration-sync", "health", "mac-exchange"})
"""What follows from such a cause, and is left out beside it."""
OF_RELEASES = frozenset({"configuration-sync", "data-plane-version"})
"""What follows from two releases: the configuration is not replicated."""
SILENCE = frozenset({"failover-on", "hello-messages"})
"""What follows from every cause but a failed unit: whether it is heard says why it failed."""


def verify(intent: Intent, primary: Unit, secondary: Unit) -> tuple[Finding, ...]:
    """Findings on a pair that should be in HA: causes first. Two single units are one finding: not a pair.

    In an upgrade that the inventory declares, what follows from it is no error.
    """
    if not intent.upgrade:
        return _verify(intent, primary, secondary)
    case = PairInHa(intent, primary, secondary)
    found = upgrade.without_consequences(case, _verify(intent, primary, secondary))
    return (*in_order(findings_of(upgrade.ON_UPGRADE, case)), *in_order(found))


def _verify(intent: Intent, primary: Unit, secondary: Unit) -> tuple[Finding, ...]:
    if not (primary.in_ha or secondary.in_ha):
        return in_order(findings_of(state.ON_PAIR, PairInHa(intent, primary, secondary)))
    software = _software(intent, primary, secondary)
    causes = [*_causes(intent, primary, secondary), *errors(software)]
    found = [*findings_of(state.ON_PAIR, PairInHa(intent, primary, secondary))]
    found += [each for each in software if each not in causes]
    for unit in (primary, secondary):
        found += findings_of(ON_UNIT, UnitInHa(intent, unit))
    found += findings_of((switch_ports,), PairContext(intent, primary, secondary, in_ha=True))
    left_out = _left_out({cause.rule for cause in causes})
    return (*in_order(causes), *in_order(each for each in found if each.rule not in left_out))


def _causes(intent: Intent, primary: Unit, secondary: Unit) -> list[Finding]:
    """What preflight says of the state of this pair, in the same sentences."""
    found = [*findings_of(CAUSES, PairContext(intent, primary, secondary, in_ha=True))]
    blocked = plan(primary, secondary, intent).blocked
    if blocked is not None and blocked.rule in OUT_OF_SERVICE:
        found.append(blocked)
    return found


def _software(intent: Intent, primary: Unit, secondary: Unit) -> tuple[Finding, ...]:
    """Two releases, or two builds of one; in a declared upgrade the rules of the upgrade say so."""
    case = PairContext(intent, primary, secondary, in_ha=True)
    return () if intent.upgrade else tuple(findings_of((software_differs,), case))


def _left_out(causes: set[str]) -> frozenset[str]:
    releases = OF_RELEASES if "software-differs" in causes else frozenset()
    others = causes - {"software-differs"}
    if not others - {"roles-inverted"}:
        return releases | (frozenset({"unit-state"}) if others else frozenset())
    return releases | (CONSEQUENCES if "unit-failed" in others else CONSEQUENCES | SILENCE)


def verify_one(intent: Intent, unit: Unit) -> tuple[Finding, ...]:
    """Findings on the one unit of a pair that could be read, while the other could not."""
    return in_order(findings_of((*state.ON_UNIT, *dataplane.ON_UNIT), UnitInHa(intent, unit))) if unit.in_ha else ()


def as_intended(intent: Intent, primary: Unit, secondary: Unit) -> str:
    """A pair that is as in the inventory, in a few words: what the units report."""
    states = ", ".join(f"{unit.role} {shown_state(unit)}" for unit in (primary, secondary))
    in_sync = all(unit.config_status == ConfigStatus.IN_SYNC for unit in (primary, secondary))
    word = {True: "encrypted", False: "plain text", None: ""}[primary.encrypted]
    links = ", ".join(filter(None, (_links(primary), word)))
    return f"{states}, {'in sync' if in_sync else 'not in sync'}{'; ' if links else ''}{links}"


def _links(unit: Unit) -> str:
    failover, own = link_ports(unit.configuration, unit.hardware_names).values()
    if not failover:
        return ""
    return f"failover link {failover}, " + (
        "combined with the state link" if own in ("", failover) else f"state link {own}"
    )
