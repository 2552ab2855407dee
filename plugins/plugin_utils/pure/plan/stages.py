# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far one unit has come, as a table: what it reports to the stage it is in.

The first row that fits decides; ``ANY`` fits everything. States are those of the spec definitions HANodeState,
HANodeRole, HAConfigStatus and DeploymentStatus.
"""

from __future__ import annotations

from typing import NamedTuple

from ..device.unit import HA_TYPES, Unit
from ..intent.intent import Intent
from ..names import NODE_ROLE
from ..reading import text

ANY = "*"

PORTS_DOWN = "ports-down"
UNDEPLOYED = "undeployed"
UNCONFIGURED = "unconfigured"
READY = "ready"
SINGLES = frozenset({PORTS_DOWN, UNDEPLOYED, UNCONFIGURED, READY})
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
STAGES = (
    *sorted(SINGLES),
    JOINING,
    SYNCING,
    ACTIVE,
    ACTIVE_UNDEPLOYED,
    STANDBY,
    SUSPENDED,
    FAILED,
    DISABLED,
    INVERTED,
    DIFFERS,
    UNKNOWN,
)


class Report(NamedTuple):
    """What decides a unit's stage, in words."""

    state: str
    role: str  # wished, other, none
    config: str  # IN_SYNC, ...
    join: str  # running, ended (just now), failed, none
    links: str  # as-wished, other, unknown
    missing: str  # ports, deployment, configuration, nothing


ROWS: tuple[tuple[Report, str], ...] = (
    (Report("SINGLE_NODE", ANY, ANY, "running", "other", ANY), DIFFERS),
    (Report("SINGLE_NODE", ANY, ANY, "running", ANY, ANY), JOINING),
    (Report("SINGLE_NODE", ANY, ANY, "ended", "as-wished", ANY), JOINING),
    (Report("SINGLE_NODE", ANY, ANY, ANY, ANY, "ports"), PORTS_DOWN),
    (Report("SINGLE_NODE", ANY, ANY, ANY, ANY, "deployment"), UNDEPLOYED),
    (Report("SINGLE_NODE", ANY, ANY, ANY, ANY, "configuration"), UNCONFIGURED),
    (Report("SINGLE_NODE", ANY, ANY, ANY, ANY, ANY), READY),
    (Report("HA_UNKNOWN_NODE", ANY, ANY, "running", ANY, ANY), JOINING),
    (Report("HA_UNKNOWN_NODE", ANY, "SECONDARY_IMPORTING_CONFIG", ANY, ANY, ANY), SYNCING),
    (Report("HA_UNKNOWN_NODE", ANY, ANY, ANY, ANY, ANY), UNKNOWN),
    (Report(ANY, "other", ANY, ANY, ANY, ANY), INVERTED),
    (Report("HA_NEGOTIATING_NODE", ANY, ANY, ANY, "other", ANY), DIFFERS),
    (Report("HA_NEGOTIATING_NODE", ANY, ANY, ANY, ANY, ANY), JOINING),
    (Report("HA_CONFIGURATION_SYNC", ANY, ANY, ANY, ANY, ANY), SYNCING),
    (Report("HA_DISABLED_NODE", ANY, ANY, "running", ANY, ANY), JOINING),
    (Report("HA_FAILED_NODE", ANY, ANY, "running", ANY, ANY), JOINING),
    (Report("HA_DISABLED_NODE", ANY, ANY, "ended", ANY, ANY), JOINING),
    (Report("HA_FAILED_NODE", ANY, ANY, "ended", ANY, ANY), JOINING),
    (Report("HA_DISABLED_NODE", ANY, ANY, ANY, ANY, ANY), DISABLED),
    (Report("HA_FAILED_NODE", ANY, ANY, ANY, ANY, ANY), FAILED),
    (Report("HA_SUSPENDED_NODE", ANY, ANY, ANY, ANY, ANY), SUSPENDED),
    (Report("HA_ACTIVE_NODE", ANY, ANY, ANY, "other", ANY), DIFFERS),
    (Report("HA_STANDBY_NODE", ANY, "IN_SYNC", ANY, "other", ANY), DIFFERS),
    (Report("HA_ACTIVE_NODE", ANY, ANY, ANY, ANY, "deployment"), ACTIVE_UNDEPLOYED),
    (Report("HA_ACTIVE_NODE", ANY, ANY, ANY, ANY, ANY), ACTIVE),
    (Report("HA_STANDBY_NODE", ANY, "IN_SYNC", ANY, ANY, ANY), STANDBY),
    (Report("HA_STANDBY_NODE", ANY, ANY, ANY, ANY, ANY), SYNCING),
    (Report(ANY, ANY, ANY, ANY, ANY, ANY), UNKNOWN),
)


def fits(row: Report, report: Report) -> bool:
    """True when every column of the row fits."""
    return all(cell in (ANY, value) for cell, value in zip(row, report, strict=True))


def stage_of(report: Report) -> str:
    """The stage the table gives to a report."""
    return next(stage for row, stage in ROWS if fits(row, report))


def stage(unit: Unit, intent: Intent) -> str:
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
    return "none" if not unit.node_role else "wished" if unit.node_role == NODE_ROLE.get(unit.role) else "other"


def _links(unit: Unit, intent: Intent) -> str:
    if not unit.configuration:
        return "unknown"
    # A living unit's role is what its status says; what the replicated object holds on a standby is not known.
    different = [what for what, _is, _wished in unit.differences(intent) if what != "role"]
    return "other" if different else "as-wished"


def missing(unit: Unit, intent: Intent, deployed: bool = False) -> str:
    """What a unit lacks before its join, the first of it: ports, deployment, configuration or nothing.

    ``deployed``: as if its ports were enabled and everything deployed. One that is in HA can lack a deployment only.
    """
    if unit.in_ha:
        return "deployment" if unit.deployment is not None or _undeployed(unit) else "nothing"
    ports = (unit.ports.get(port) for port in intent.ports)
    if not deployed and any(port is not None and not port.enabled for port in ports):
        return "ports"
    if not deployed and (unit.deployment is not None or _undeployed(unit)):
        return "deployment"
    # A key can't be read back: with a key the configuration is written once more, which is safe in single state.
    return "configuration" if intent.encrypted or keyed(unit) or unit.differences(intent) else "nothing"


def _undeployed(unit: Unit) -> bool:
    """True where changes wait that only a deployment takes away; a join takes the HA configuration's own."""
    return any(text(change.get("entityType")).lower() not in HA_TYPES for change in unit.pending)


def keyed(unit: Unit) -> bool:
    """True where the unit says that a key is set (task ``unit_info`` replaces it by a boolean)."""
    return unit.configuration.get("keyed") is True
