# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every state that a pair can report, and what both units then answer."""

from __future__ import annotations

from itertools import product
from typing import Any

from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.positions import Position, Sync

STATE = {
    Position.SINGLE: "SINGLE_NODE",
    Position.ACTIVE: "HA_ACTIVE_NODE",
    Position.STANDBY: "HA_STANDBY_NODE",
    Position.SUSPENDED: "HA_SUSPENDED_NODE",
    Position.FAILED: "HA_FAILED_NODE",
    Position.SYNCING: "HA_CONFIGURATION_SYNC",
    Position.NEGOTIATING: "HA_NEGOTIATING_NODE",
    Position.DISABLED: "HA_DISABLED_NODE",
    Position.UNKNOWN: "HA_UNKNOWN_NODE",
    Position.INVERTED: "HA_ACTIVE_NODE",
}
SAYS = {
    Sync.IN_SYNC: {"configStatus": "IN_SYNC", "haHealthStatus": "HEALTHY"},
    Sync.UNHEALTHY: {"configStatus": "IN_SYNC", "haHealthStatus": "UNHEALTHY"},
    Sync.IMPORTING: {"configStatus": "SECONDARY_IMPORTING_CONFIG", "haHealthStatus": "PROCESSING"},
    Sync.OUT_OF_SYNC: {"configStatus": "OUT_OF_SYNC", "haHealthStatus": "UNHEALTHY"},
    Sync.UPGRADING: {"configStatus": "OUT_OF_SYNC", "haHealthStatus": "UNHEALTHY"},
}
UP = (Position.ACTIVE, Position.STANDBY)
PAIRS = [
    (one, other, said)
    for one, other in product(Position, Position)
    for said in (Sync if {one, other} <= set(UP) else [Sync.OUT_OF_SYNC])
]
ROLE = {"primary": "HA_PRIMARY", "secondary": "HA_SECONDARY"}


def report(role: str, position: Position, peer: Position, said: Sync) -> dict[str, Any] | None:
    """The status of a unit in a position; None does not answer."""
    if position == Position.AWAY:
        return None
    own = ROLE["secondary" if role == "primary" else "primary"] if position == Position.INVERTED else ROLE[role]
    return {"nodeRole": own, "nodeState": STATE[position], "peerNodeState": STATE.get(peer)} | SAYS[said]


def reports(cell: tuple[Position, Position], said: Sync) -> dict[str, dict[str, Any] | None]:
    """What both units report in a cell."""
    return {
        "primary": report("primary", cell[0], cell[1], said),
        "secondary": report("secondary", cell[1], cell[0], said),
    }
