# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on the HA state of both units: states that stop a run where a unit is in HA, or joining."""

from __future__ import annotations

from collections.abc import Iterator

from ..device.unit import NodeState, display_state
from ..finding import Severity
from ..names import NODE_ROLE
from .rule import Judgement, PairContext, rule

ANOTHER_PAIR = "Correct failover_units. Or break that pair first: run fdm.failover.dissolve with its own inventory."


@rule(
    "already-paired-elsewhere", Severity.ERROR, "FDM API guide: both units in single state; spec HAStatus", in_ha=True
)
def already_paired_elsewhere(case: PairContext) -> Iterator[Judgement]:
    """Neither unit is in HA with a third one."""
    for unit, peer in (case.units, case.units[::-1]):
        other = unit.shown.serials[1]
        if unit.in_ha and other and peer.serial and other not in (peer.serial, "Unknown"):
            found = f"is paired with the unit of serial number {other}"
        elif (
            unit.state in (NodeState.ACTIVE, NodeState.STANDBY)
            and peer.state == NodeState.SINGLE
            and unit.peer_state in (NodeState.ACTIVE, NodeState.STANDBY)
        ):
            theirs = f"its peer is {display_state(unit.peer_state)}"
            found = f"is {display_state(unit.state)}, and {theirs}, but the {peer.role} is single"
        else:
            continue
        yield Judgement(
            found,
            f"a unit that is single, or paired with the {peer.role}",
            ANOTHER_PAIR,
            unit=unit.role,
            subject="HA state",
        )


@rule("roles-inverted", Severity.ERROR, "spec HAStatus.nodeRole", in_ha=True)
def roles_inverted(case: PairContext) -> Iterator[Judgement]:
    """A unit in HA has the role that the inventory gives it. A role never changes; active and standby do."""
    for unit in case.units:
        if unit.in_ha and unit.node_role in NODE_ROLE.values() and unit.node_role != NODE_ROLE[unit.role]:
            yield Judgement(
                f"has the role {display_state(unit.node_role)}",
                f"the role {unit.role}",
                "Exchange primary and secondary in failover_units: roles are assigned once and never change.",
                unit=unit.role,
                subject="HA role",
            )


_REBUILD = "run fdm.failover.rebuild, which restores what a break removes"
CHANGE_LINKS = f"Correct the inventory. Or {_REBUILD}: the links of a pair in HA can't be changed."
BREAK_FOR_KEY = f"R{_REBUILD[1:]}: a key can't be added to a pair in HA, nor removed from it."
DISSOLVE = "fdm.failover.dissolve with dissolve_survivor: {unit}, deploy again, and run fdm.failover.restore"
"""A break by hand on a unit whose peer does not take part disables its own interfaces."""


@rule(
    "key-differs",
    Severity.ERROR,
    "guide: both units use one key; data plane: failover lines of show running-config failover",
    in_ha=True,
)
def key_differs(case: PairContext) -> Iterator[Judgement]:
    """The inventory has a key where a unit in HA has one. A unit that joins with another key than its peer becomes
    active itself."""
    expected = case.key is not None or case.intent.encrypted
    for unit, peer in (case.units, case.units[::-1]):
        if not unit.in_ha or unit.encrypted is None:
            continue
        if unit.encrypted != expected:
            survivor = DISSOLVE.format(unit=unit.role)
            correct = (
                f"Correct failover_key to what the {unit.role} has joined with. Or run {survivor}, and deploy again."
            )
            yield Judgement(
                f"has joined {'with' if unit.encrypted else 'without'} a key",
                f"{'a' if expected else 'no'} key, as in the inventory",
                correct if peer.state == NodeState.SINGLE else f"Correct failover_key. {BREAK_FOR_KEY}",
                unit=unit.role,
                subject="links",
            )
        elif expected and peer.state == NodeState.SINGLE:
            yield Judgement(
                "has joined with a key, which can't be read back",
                "the key of the inventory",
                f"If failover_key has been changed since, run {DISSOLVE.format(unit=unit.role)}.",
                unit=unit.role,
                subject="links",
                severity=Severity.WARNING,
            )


SPLIT_BRAIN = (
    "Check the failover link's cable, and that both units have the same key. When they reach each other again, one "
    "becomes standby. If neither does, suspend and resume HA in FDM on the one that carries no traffic."
)


@rule(
    "split-brain",
    Severity.ERROR,
    "field logs: a unit that can't see its peer becomes active; spec HANodeState",
    in_ha=True,
)
def split_brain(case: PairContext) -> Iterator[Judgement]:
    """At most one unit is active."""
    if case.primary.state == NodeState.ACTIVE and case.secondary.state == NodeState.ACTIVE:
        yield Judgement(
            "both units are active",
            "one active, one standby",
            SPLIT_BRAIN,
            subject="HA state",
        )


@rule("busy", Severity.WARNING, "spec DeploymentStatus, JoinHAStatus: state", in_ha=True)
def busy(case: PairContext) -> Iterator[Judgement]:
    """No deployment or join is running; apply waits for one that is, and never repeats it."""
    for unit in case.units:
        for what, job in (("deployment", unit.deployment), ("join", unit.join)):
            if job is not None:
                yield Judgement(
                    f"a {what} is running (job {job.id or 'without id'}, {job.state.lower()})",
                    "no running job",
                    "Nothing to do: apply waits for it and starts no other.",
                    unit=unit.role,
                    subject=what,
                )


HA_RULES = (already_paired_elsewhere, roles_inverted, key_differs, split_brain, busy)
