# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on what the units of a pair in HA report through the API: states, configuration, health, links."""

from __future__ import annotations

from collections.abc import Iterator

from ..comparison import link_differences
from ..device.unit import ConfigStatus, Health, NodeState, display_state
from ..finding import Severity
from ..rules.data_interfaces import data_interfaces, names_of
from ..rules.ha import CHANGE_LINKS
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
            "The pair has switched and works. Find out why; switch back in a maintenance window.",
            subject="unit state",
            severity=Severity.WARNING,
        )
    elif states == (NodeState.SINGLE, NodeState.SINGLE):
        yield Judgement(f"{told}: not a pair", "one active, one standby", "Run deploy.", subject="unit state")
    elif states != (NodeState.ACTIVE, NodeState.STANDBY):
        because = " ".join(unit.disabled_reason for unit in (case.primary, case.secondary) if unit.disabled_reason)
        yield Judgement(
            f"{told} ({because})" if because else told,
            "one active, one standby",
            "Run deploy again: it continues where it can, and reports what prevents it.",
            subject="unit state",
        )


@rule("configuration-sync", Severity.ERROR, f"{SHARED}, configuration replication; spec HAStatus.configStatus")
def replicated(case: UnitInHa) -> Iterator[Judgement]:
    """The unit reports that its configuration is in sync."""
    if case.owner.state in (NodeState.ACTIVE, NodeState.STANDBY) and case.owner.config_status != ConfigStatus.IN_SYNC:
        yield Judgement(
            f"is {display_state(case.owner.config_status)}",
            "in sync",
            "Wait until the replication ends. If it does not, compare the software of both units and look at "
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
            "Check `show failover` on this unit.",
            subject="health",
            severity=Severity.WARNING if case.owner.health == Health.PROCESSING else Severity.ERROR,
        )


@rule("link-drift", Severity.ERROR, "spec HAConfiguration")
def link_drift(case: UnitInHa) -> Iterator[Judgement]:
    """The links are those of the inventory; a unit that is single has none."""
    if case.owner.configuration and case.owner.in_ha:
        for what, found, expected in link_differences(case.owner, case.intent):
            yield Judgement(f"is {found}", f"is {expected}", CHANGE_LINKS, subject=what)


@rule(
    "virtual-mac-missing",
    Severity.ADVICE,
    "FTD HA guidelines: virtual MAC addresses; spec PhysicalInterface.macAddress",
)
def virtual_mac_missing(case: UnitInHa) -> Iterator[Judgement]:
    """The active unit's data interfaces have virtual MAC addresses, which stay the same when a unit is replaced."""
    if case.owner.state == NodeState.ACTIVE:
        bare = [port for port in data_interfaces(case.owner) if port.name and not port.macs]
        if bare:
            yield Judgement(
                f"{names_of(bare)}: no virtual MAC addresses",
                "a virtual MAC address for each unit on every data interface",
                "Set MAC address and standby MAC address in FDM: without them the addresses change with a new unit.",
                subject="virtual MAC addresses",
            )


ON_PAIR = (unit_state,)
ON_UNIT = (replicated, health, link_drift, virtual_mac_missing)
