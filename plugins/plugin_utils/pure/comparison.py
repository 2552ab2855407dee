# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit compared with the intent: what differs, what other users have staged, which ports are in use."""

from __future__ import annotations

from collections.abc import Iterable

from .device.unit import HA_TYPES, Unit
from .intent import ha_configuration
from .intent.ha_configuration import Difference, link_ports, with_ports
from .intent.intent import AUTO, Intent, Link
from .reading import text


def differences(unit: Unit, intent: Intent) -> tuple[Difference, ...]:
    """How the HA configuration of a unit differs from the intent, its role included."""
    return ha_configuration.differences(unit.configuration, intent, unit.role, unit.hardware_names)


def link_differences(unit: Unit, intent: Intent) -> tuple[Difference, ...]:
    """How the links of a unit differ from the intent.

    The role of a unit in HA is what its status says; what the replicated object holds on a standby is not known.
    """
    return tuple(each for each in differences(unit, intent) if each.what != "role")


def changed_by_others(unit: Unit, intent: Intent) -> tuple[str, ...]:
    """Staged changes that this collection did not cause: all but the link ports and the HA configuration."""
    own = {unit.ports[port].id for port in intent.ports if port in unit.ports} | {text(unit.configuration.get("id"))}
    return tuple(
        text(change.get("entityName")) or text(change.get("entityType")) or "unnamed change"
        for change in unit.pending
        if not (text(change.get("entityId")) in own - {""} or text(change.get("entityType")).lower() in HA_TYPES)
    )


def in_use(units: Iterable[Unit], link: Link) -> str:
    """The port on which a pair runs a link, or joins with; empty where no unit is in HA or on its way there."""
    in_ha = (unit for unit in units if unit.in_ha or unit.join is not None or unit.just_joined)
    ports = (link_ports(unit.configuration, unit.hardware_names)[link.kind] for unit in in_ha)
    return next(filter(None, ports), "")


def as_in_use(intent: Intent, units: tuple[Unit, Unit]) -> Intent:
    """The intent with every ``auto`` read as the port that is in use."""
    found = {link.kind: in_use(units, link) or AUTO for link in intent.links}
    return with_ports(intent, found)
