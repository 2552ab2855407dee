# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far one unit has come, as a table: what it reports to the stage it is in.

The first row that fits decides; ``ANY`` fits everything. States are those of the spec definitions HANodeState,
HANodeRole, HAConfigStatus and DeploymentStatus.
"""

from __future__ import annotations

from typing import NamedTuple

from ..comparison import differences, disabled_ports, link_differences
from ..device.unit import HA_TYPES, ConfigStatus, NodeState, Unit
from ..intent.intent import Intent
from ..names import NODE_ROLE, Name
from ..reading import text

ANY = "*"


class Stage(Name):
    """How far a unit has come."""

    PORTS_DOWN = "ports-down"
    UNDEPLOYED = "undeployed"
    UNCONFIGURED = "unconfigured"
    READY = "ready"
    JOINING = "joining"
    SYNCING = "syncing"
    ACTIVE = "active"
    ACTIVE_UNDEPLOYED = "active-undeployed"
    STANDBY = "standby"
    SUSPENDED = "suspended"
    FAILED = "failed"
    DISABLED = "disabled"
    INVERTED = "inverted"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


SINGLES = frozenset({Stage.PORTS_DOWN, Stage.UNDEPLOYED, Stage.UNCONFIGURED, Stage.READY})


class Report(NamedTuple):
    """What decides a unit's stage, in words."""

    state: str
    role: str  # as-wanted, other, none
    config: str  # IN_SYNC, ...
    join: str  # running, ended (just now), failed, none
    links: str  # as-wanted, other, unknown
    missing: str  # ports, deployment, configuration, nothing


ROWS: tuple[tuple[Report, Stage], ...] = (
    (Report(NodeState.SINGLE, "other", ANY, "running", ANY, ANY), Stage.INVERTED),
    (Report(NodeState.SINGLE, ANY, ANY, "running", "other", ANY), Stage.DIFFERS),
    (Report(NodeState.SINGLE, ANY, ANY, "running", ANY, ANY), Stage.JOINING),
    (Report(NodeState.SINGLE, ANY, ANY, "ended", "as-wanted", ANY), Stage.JOINING),
    (Report(NodeState.SINGLE, ANY, ANY, ANY, ANY, "ports"), Stage.PORTS_DOWN),
    (Report(NodeState.SINGLE, ANY, ANY, ANY, ANY, "deployment"), Stage.UNDEPLOYED),
    (Report(NodeState.SINGLE, ANY, ANY, ANY, ANY, "configuration"), Stage.UNCONFIGURED),
    (Report(NodeState.SINGLE, ANY, ANY, ANY, ANY, ANY), Stage.READY),
    (Report(ANY, "other", ANY, ANY, ANY, ANY), Stage.INVERTED),
    (Report(NodeState.UNKNOWN, ANY, ANY, "running", ANY, ANY), Stage.JOINING),
    (Report(NodeState.UNKNOWN, ANY, ConfigStatus.SECONDARY_IMPORTING, ANY, ANY, ANY), Stage.SYNCING),
    (Report(NodeState.UNKNOWN, ANY, ANY, ANY, ANY, ANY), Stage.UNKNOWN),
    (Report(NodeState.NEGOTIATING, ANY, ANY, ANY, "other", ANY), Stage.DIFFERS),
    (Report(NodeState.NEGOTIATING, ANY, ANY, ANY, ANY, ANY), Stage.JOINING),
    (Report(NodeState.SYNCING, ANY, ANY, ANY, ANY, ANY), Stage.SYNCING),
    (Report(NodeState.DISABLED, ANY, ANY, "running", ANY, ANY), Stage.JOINING),
    (Report(NodeState.FAILED, ANY, ANY, "running", ANY, ANY), Stage.JOINING),
    (Report(NodeState.DISABLED, ANY, ANY, "ended", ANY, ANY), Stage.JOINING),
    (Report(NodeState.FAILED, ANY, ANY, "ended", ANY, ANY), Stage.JOINING),
    (Report(NodeState.DISABLED, ANY, ANY, ANY, ANY, ANY), Stage.DISABLED),
    (Report(NodeState.FAILED, ANY, ANY, ANY, ANY, ANY), Stage.FAILED),
    (Report(NodeState.SUSPENDED, ANY, ANY, ANY, ANY, ANY), Stage.SUSPENDED),
    (Report(NodeState.ACTIVE, ANY, ANY, ANY, "other", ANY), Stage.DIFFERS),
    (Report(NodeState.STANDBY, ANY, ConfigStatus.IN_SYNC, ANY, "other", ANY), Stage.DIFFERS),
    (Report(NodeState.ACTIVE, ANY, ANY, ANY, ANY, "deployment"), Stage.ACTIVE_UNDEPLOYED),
    (Report(NodeState.ACTIVE, ANY, ANY, ANY, ANY, ANY), Stage.ACTIVE),
    (Report(NodeState.STANDBY, ANY, ConfigStatus.IN_SYNC, ANY, ANY, ANY), Stage.STANDBY),
    (Report(NodeState.STANDBY, ANY, ANY, ANY, ANY, ANY), Stage.SYNCING),
    (Report(ANY, ANY, ANY, ANY, ANY, ANY), Stage.UNKNOWN),
)


def fits(row: Report, report: Report) -> bool:
    """True when every column of the row fits."""
    return all(cell in (ANY, value) for cell, value in zip(row, report, strict=True))


def stage_of(report: Report) -> Stage:
    """The stage the table gives to a report."""
    return next(stage for row, stage in ROWS if fits(row, report))


def stage(unit: Unit, intent: Intent) -> Stage:
    """The stage of a unit, measured against the intent."""
    return stage_of(report(unit, intent))


def report(unit: Unit, intent: Intent) -> Report:
    """What a unit reports, in the words of the table."""
    return Report(
        state=unit.state,
        role=_role(unit),
        config=unit.config_status,
        join=_join(unit),
        links=_links(unit, intent),
        missing=missing(unit, intent),
    )


def _join(unit: Unit) -> str:
    job = unit.last_join
    if job is not None and job.running:
        return "running"
    if job is not None and job.failed:
        return "failed"
    return "ended" if unit.just_joined else "none"


def _role(unit: Unit) -> str:
    return "none" if not unit.node_role else "as-wanted" if unit.node_role == NODE_ROLE.get(unit.role) else "other"


def _links(unit: Unit, intent: Intent) -> str:
    if not unit.configuration:
        return "unknown"
    different = link_differences(unit, intent) if unit.in_ha else differences(unit, intent)
    return "other" if different else "as-wanted"


def missing(unit: Unit, intent: Intent, deployed: bool = False) -> str:
    """What a unit lacks before its join, the first of it: ports, deployment, configuration or nothing.

    ``deployed``: as if its ports were enabled and everything deployed. One that is in HA can lack a deployment only.
    """
    if unit.in_ha:
        return "deployment" if unit.deployment is not None or _undeployed(unit) else "nothing"
    if not deployed and disabled_ports(unit, intent):
        return "ports"
    if not deployed and (unit.deployment is not None or _undeployed(unit)):
        return "deployment"
    # A key can't be read back: with a key the configuration is written once more, which is safe in single state.
    return "configuration" if intent.encrypted or keyed(unit) or differences(unit, intent) else "nothing"


def _undeployed(unit: Unit) -> bool:
    """True if changes are pending that need a deployment; a join deploys those of the HA configuration."""
    return any(text(change.get("entityType")).lower() not in HA_TYPES for change in unit.pending)


def keyed(unit: Unit) -> bool:
    """True where the unit says that a key is set (task ``unit_info`` replaces it by a boolean)."""
    return unit.configuration.get("keyed") is True
