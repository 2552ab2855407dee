# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The states that a unit reports of itself and its pair."""

from __future__ import annotations

from ..names import Name


class NodeState(Name):
    """Spec definition HANodeState."""

    SINGLE = "SINGLE_NODE"
    ACTIVE = "HA_ACTIVE_NODE"
    STANDBY = "HA_STANDBY_NODE"
    SUSPENDED = "HA_SUSPENDED_NODE"
    FAILED = "HA_FAILED_NODE"
    SYNCING = "HA_CONFIGURATION_SYNC"
    NEGOTIATING = "HA_NEGOTIATING_NODE"
    DISABLED = "HA_DISABLED_NODE"
    UNKNOWN = "HA_UNKNOWN_NODE"


class ConfigStatus(Name):
    """Spec definition HAConfigStatus."""

    IN_SYNC = "IN_SYNC"
    OUT_OF_SYNC = "OUT_OF_SYNC"
    PRIMARY_IMPORTING = "PRIMARY_IMPORTING_CONFIG"
    SECONDARY_IMPORTING = "SECONDARY_IMPORTING_CONFIG"
    UNKNOWN = "UNKNOWN"


class Health(Name):
    """Spec definition HAHealthStatus."""

    HEALTHY = "HEALTHY"
    PROCESSING = "PROCESSING"
    UNHEALTHY = "UNHEALTHY"
    CRITICAL = "CRITICAL"


BAD = frozenset({NodeState.DISABLED, NodeState.FAILED, NodeState.SUSPENDED})
"""States of a unit that is in a pair and is out of service."""
ON_THE_WAY = frozenset({NodeState.NEGOTIATING, NodeState.SYNCING})
IMPORTING = frozenset({ConfigStatus.PRIMARY_IMPORTING, ConfigStatus.SECONDARY_IMPORTING})


def display_state(state: str) -> str:
    """A node state for people: HA_STANDBY_NODE is "standby"."""
    words = state.removeprefix("HA_").removesuffix("_NODE").replace("_", " ").lower()
    return words or "unknown"
