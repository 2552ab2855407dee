# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit compared with the intent: what differs, which changes of other users are pending, which ports are in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .device.capacity import member_ports
from .device.ports import Port
from .device.unit import HA_TYPES, Unit
from .intent import ha_configuration
from .intent.ha_configuration import Difference, link_ports
from .intent.intent import AUTO, Intent, Link, with_ports
from .reading import records, text

CHANGED = ("valuesAdded", "valuesUpdated", "valuesDeleted", "referencesAdded", "referencesDeleted")
"""Members of the spec definition BaseEntityDiff from 6.6 on; each is a list of objects with a fieldName."""
OWN_FIELDS = frozenset({"enabled"})


def differences(unit: Unit, intent: Intent) -> tuple[Difference, ...]:
    """How the HA configuration of a unit differs from the intent, its role included."""
    return ha_configuration.differences(unit.configuration, intent, unit.role, unit.hardware_names)


def link_differences(unit: Unit, intent: Intent) -> tuple[Difference, ...]:
    """How the links of a unit differ from the intent.

    The role of a unit in HA is what its status says; what the replicated object holds on a standby is not known.
    """
    return tuple(each for each in differences(unit, intent) if each.what != "role")


def ports_of_links(unit: Unit, intent: Intent) -> tuple[Port, ...]:
    """The ports of the links on a unit, each followed by its members where it is an EtherChannel."""
    ports = [unit.ports[name] for name in intent.ports if name in unit.ports]
    return tuple(each for port in ports for each in (port, *member_ports(unit, port)))


def disabled_ports(unit: Unit, intent: Intent) -> tuple[str, ...]:
    """The ports that have to be enabled before a unit can join: those of the links, and members of EtherChannels."""
    return tuple(dict.fromkeys(port.hardware for port in ports_of_links(unit, intent) if not port.enabled))


class Pending(NamedTuple):
    """Pending changes that this collection did not cause, by name; ``unknown``: they may be its own or not."""

    others: tuple[str, ...]
    unknown: tuple[str, ...]


def pending(unit: Unit, intent: Intent) -> Pending:
    """The pending changes of a unit: all but the HA configuration's, and what enables the ports of the links."""
    return pending_beside(unit, ports_of_links(unit, intent))


def pending_beside(unit: Unit, ports: Iterable[Port]) -> Pending:
    """The pending changes of a unit: all but the HA configuration's, and what enables these ports."""
    own = {port.id: port.hardware for port in ports if port.id}
    others, unknown = [], []
    for change in unit.pending:
        entity = text(change.get("entityId"))
        fields = changed_fields(change)
        if text(change.get("entityType")).lower() in HA_TYPES or entity == text(unit.configuration.get("id")) != "":
            continue
        if entity not in own:
            others.append(_name(unit, change))
        elif fields is None:
            unknown.append(own[entity])
        elif fields - OWN_FIELDS:
            others.append(f"{own[entity]}: {', '.join(sorted(fields - OWN_FIELDS))}")
    return Pending(tuple(others), tuple(unknown))


def changed_fields(change: Mapping[str, Any]) -> frozenset[str] | None:
    """The fields that a pending change touches (releases from 6.6 on list them); None where it does not say."""
    told = [change[part] for part in CHANGED if change.get(part) is not None]
    names = [text(entry.get("fieldName")) for part in told for entry in records(part)]
    readable = all(isinstance(part, (list, tuple)) and len(records(part)) == len(part) for part in told)
    return frozenset(names) if told and readable and all(names) else None


def _name(unit: Unit, change: Mapping[str, Any]) -> str:
    port = unit.hardware_names.get(text(change.get("entityId")), "")
    return text(change.get("entityName")) or port or text(change.get("entityType")) or "unnamed change"


def changed_by_others(unit: Unit, intent: Intent) -> tuple[str, ...]:
    """Pending changes that this collection is known not to have caused, by name."""
    return pending(unit, intent).others


def in_use(units: Iterable[Unit], link: Link) -> str:
    """The port on which a pair runs a link, or joins with; empty where no unit is in HA or on its way there."""
    in_ha = (unit for unit in units if unit.in_ha or unit.join is not None or unit.just_joined)
    ports = (link_ports(unit.configuration, unit.hardware_names)[link.kind] for unit in in_ha)
    return next(filter(None, ports), "")


def as_in_use(intent: Intent, units: tuple[Unit, Unit]) -> Intent:
    """The intent with every ``auto`` read as the port that is in use."""
    found = {link.kind: in_use(units, link) or AUTO for link in intent.links}
    return with_ports(intent, found)
