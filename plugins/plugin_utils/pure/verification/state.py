# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on what the units of a finished pair report through the API: states, configuration, health, links."""

from __future__ import annotations

from collections.abc import Iterator

from ..comparison import link_differences
from ..device.unit import ConfigStatus, Health, NodeState, display_state
from ..finding import Severity
from ..names import NODE_ROLE
from ..rules.rule import GUIDE, Judgement, rule
from .case import PairInHa, UnitInHa

SHARED = f"{GUIDE}: information shared over the failover link"


@rule("unit-state", Severity.ERROR, f"{SHARED}, unit state; spec HAStatus")
def unit_state(case: PairInHa) -> Iterator[Judgement]:
    """The primary is active, the secondary standby; exchanged is a warning."""
    states = (case.primary.state, case.secondary.state)
    told = f"primary {display_state(states[0])}, secondary {display_state(states[1])}"
    if states == (NodeState.STANDBY, NodeState.ACTIVE):
        yield Judgement(
            told,
            "the primary active, the secondary standby",
            "Nothing is broken: the pair has switched. Find out why; switch back in a maintenance window.",
            subject="unit state",
            severity=Severity.WARNING,
        )
    elif states == (NodeState.SINGLE, NodeState.SINGLE):
        remedy = "Run deploy: nothing has made these units a pair yet."
        yield Judgement(f"{told}: not a pair", "one active, one standby", remedy, subject="unit state")
    elif states != (NodeState.ACTIVE, NodeState.STANDBY):
        because = " ".join(unit.disabled_reason for unit in (case.primary, case.secondary) if unit.disabled_reason)
        yield Judgement(
            f"{told} ({because})" if because else told,
            "one active, one standby",
            "Run deploy again; it says what is in the way.",
            subject="unit state",
        )


@rule("roles-inverted", Severity.ERROR, "spec HAStatus.nodeRole")
def role(case: UnitInHa) -> Iterator[Judgement]:
    """The unit has the role that the inventory gives it."""
    held = case.owner.node_role
    if held and held != NODE_ROLE[case.unit]:
        yield Judgement(
            f"has the role {display_state(held)}",
            f"the role {case.unit}",
            "Exchange primary and secondary in failover_units.",
            subject="HA role",
        )


@rule("configuration-sync", Severity.ERROR, f"{SHARED}, configuration replication; spec HAStatus.configStatus")
def replicated(case: UnitInHa) -> Iterator[Judgement]:
    """The unit reports that its configuration is in sync."""
    if case.owner.state in (NodeState.ACTIVE, NodeState.STANDBY) and case.owner.config_status != ConfigStatus.IN_SYNC:
        yield Judgement(
            f"is {display_state(case.owner.config_status)}",
            "in sync",
            "Wait for the replication to end; if it does not, compare the software of both units and look at "
            "`show failover history`.",
            subject="configuration",
        )


@rule("health", Severity.ERROR, "spec HAStatus.haHealthStatus")
def health(case: UnitInHa) -> Iterator[Judgement]:
    """The unit reports that it is healthy."""
    if case.owner.health not in ("", Health.HEALTHY):
        yield Judgement(
            f"reports {display_state(case.owner.health)}",
            "healthy",
            "Look at `show failover` on this unit.",
            subject="health",
            severity=Severity.WARNING if case.owner.health == Health.PROCESSING else Severity.ERROR,
        )


@rule("link-drift", Severity.ERROR, "spec HAConfiguration")
def link_drift(case: UnitInHa) -> Iterator[Judgement]:
    """The links are those of the inventory; the role is what the status says, not the replicated object."""
    if not case.owner.configuration:
        return
    for what, found, expected in link_differences(case.owner, case.intent):
        remedy = "Correct the inventory, or break the pair in FDM and deploy it again."
        yield Judgement(f"is {found}", f"is {expected}", remedy, subject=what)


ON_PAIR = (unit_state,)
ON_UNIT = (role, replicated, health, link_drift)
