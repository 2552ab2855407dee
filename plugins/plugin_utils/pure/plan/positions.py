# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the units of a pair stand, in words that a table can hold.

States are those of the spec definitions HANodeState, HAConfigStatus and HAHealthStatus.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..device.unit import IMPORTING, ConfigStatus, Health, NodeState, Unit, display_state
from ..names import NODE_ROLE, PRIMARY, ROLES, SECONDARY, Name, other_of


class Position(Name):
    """Where one unit stands: its node state, or why that does not count."""

    SINGLE = "single"
    ACTIVE = "active"
    STANDBY = "standby"
    SUSPENDED = "suspended"
    FAILED = "failed"
    SYNCING = "syncing"
    NEGOTIATING = "negotiating"
    DISABLED = "disabled"
    UNKNOWN = "unknown"
    AWAY = "away"
    INVERTED = "inverted"


class Sync(Name):
    """What both units say of their configuration and their health."""

    IN_SYNC = "in sync"
    IMPORTING = "importing"
    OUT_OF_SYNC = "not in sync"
    UPGRADING = "not in sync, in a declared upgrade"
    UNHEALTHY = "not healthy"


POSITIONS: Mapping[str, Position] = {
    NodeState.SINGLE: Position.SINGLE,
    NodeState.ACTIVE: Position.ACTIVE,
    NodeState.STANDBY: Position.STANDBY,
    NodeState.SUSPENDED: Position.SUSPENDED,
    NodeState.FAILED: Position.FAILED,
    NodeState.SYNCING: Position.SYNCING,
    NodeState.NEGOTIATING: Position.NEGOTIATING,
    NodeState.DISABLED: Position.DISABLED,
}


def position(unit: Unit | None) -> Position:
    """Where a unit stands; None is a unit that did not answer."""
    if unit is None:
        return Position.AWAY
    if unit.state != NodeState.SINGLE and unit.node_role and unit.node_role != NODE_ROLE.get(unit.role):
        return Position.INVERTED
    return POSITIONS.get(unit.state, Position.UNKNOWN)


def sync(primary: Unit | None, secondary: Unit | None, upgrade: bool = False) -> Sync:
    """What both units say of their configuration and health; a unit that did not answer says nothing good.

    ``upgrade``: the inventory declares that the units may run different releases for a while.
    """
    units = [unit for unit in (primary, secondary) if unit is not None]
    if any(unit.config_status in IMPORTING for unit in units):
        return Sync.IMPORTING
    if len(units) == len(ROLES) and all(unit.config_status == ConfigStatus.IN_SYNC for unit in units):
        return Sync.IN_SYNC if all(unit.health == Health.HEALTHY for unit in units) else Sync.UNHEALTHY
    return Sync.UPGRADING if upgrade else Sync.OUT_OF_SYNC


def active_role(primary: Unit | None, secondary: Unit | None) -> str | None:
    """The role of the unit that is active; None where none or both say so, or where that is not known.

    A unit that does not answer may be active too, unless the other one reports it as its standby.
    """
    units = {PRIMARY: primary, SECONDARY: secondary}
    active = [role for role, unit in units.items() if unit is not None and unit.state == NodeState.ACTIVE]
    silent = any(unit is None for unit in units.values())
    if len(active) != 1 or (silent and _peer_state(units[active[0]]) != NodeState.STANDBY):
        return None
    return active[0]


def standby_role(primary: Unit | None, secondary: Unit | None) -> str | None:
    """The role of the standby unit; None where its peer is not known to be active."""
    active = active_role(primary, secondary)
    other = primary if active == SECONDARY else secondary
    return other_of(active) if active and other is not None and other.state == NodeState.STANDBY else None


def _peer_state(unit: Unit | None) -> str:
    return "" if unit is None else unit.peer_state


def describe(primary: Unit | None, secondary: Unit | None) -> str:
    """The states of both units, for people."""
    units = ((PRIMARY, primary), (SECONDARY, secondary))
    states = ", ".join(f"{role} is {_state(unit)}" for role, unit in units)
    both = all(position(unit) in (Position.ACTIVE, Position.STANDBY) for _role, unit in units)
    return f"{states}, {sync(primary, secondary)}" if both else states


def _state(unit: Unit | None) -> str:
    if unit is None:
        return "not answering"
    reason = f" ({'; '.join(unit.failure_words)})" if unit.failure_words else ""
    return f"{display_state(unit.state)}{reason}"
