# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which values of a unit are of a type that can't be read: they are not known, and do not count as absent.

A table of the fields on which rules rely that rule out a port or a pair. A field that is null or missing is absent, and
that is a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..reading import LARGEST, mapping, records, text

INTERFACES = ("interfaces", "etherchannels", "vlan_interfaces", "bridge_groups")
Check = Callable[[Any], bool]


def is_text(value: Any) -> bool:
    """Text, or a number that stands for text."""
    return isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST)


def is_flag(value: Any) -> bool:
    """A boolean."""
    return isinstance(value, bool)


def is_object(value: Any) -> bool:
    """A JSON object."""
    return isinstance(value, Mapping)


def is_objects(value: Any) -> bool:
    """A JSON list of objects."""
    return isinstance(value, (list, tuple)) and all(map(is_object, value))


INTERFACE: Mapping[str, Check] = {
    "hardwareName": is_text,
    "name": is_text,
    "enabled": is_flag,
    "mode": is_text,
    "managementOnly": is_flag,
    "managementInterface": is_flag,
    "present": is_flag,
    "ipv4": is_object,
    "ipv4.ipType": is_text,
    "ipv4.dhcp": is_flag,
    "ipv4.ipAddress": is_object,
    "ipv4.ipAddress.ipAddress": is_text,
    "ipv4.ipAddress.netmask": is_text,
    "ipv6": is_object,
    "ipv6.autoConfig": is_flag,
    "ipv6.ipAddresses": is_objects,
    "ipv6.ipAddresses.ipAddress": is_text,
    "pppoe": is_object,
    "memberInterfaces": is_objects,
    "selectedInterfaces": is_objects,
}
"""Fields of the spec definitions PhysicalInterface, EtherChannelInterface, BridgeGroupInterface and SubInterface."""
UNIT: Mapping[str, Check] = {
    "system": is_object,
    "system.softwareVersion": is_text,
    "system.platformModel": is_text,
    "system.serialNumber": is_text,
    "system.ipv4": is_text,
    "system.ipv6": is_text,
    "status": is_object,
    "status.nodeState": is_text,
    "status.nodeRole": is_text,
    "interfaces": is_objects,
    "etherchannels": is_objects,
    "bridge_groups": is_objects,
    "vlan_interfaces": is_objects,
    "interface_info": is_object,
    "subinterfaces": is_object,
    "pending_changes": is_objects,
    "deployments": is_objects,
    "joins": is_objects,
    "ntp": is_objects,
    "license": is_objects,
}
"""Parts of the data of the task ``unit_info``."""


def unreadable(value: Mapping[str, Any], table: Mapping[str, Check]) -> tuple[str, ...]:
    """The fields of an object whose values are of another type than the table says."""
    return tuple(path for path, fits in table.items() if not all(map(fits, _at(value, path.split(".")))))


def unreadable_parts(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What of a unit's data can't be read: whole parts, and fields of interfaces, in words."""
    listed = [(key, entry) for key in INTERFACES for entry in records(data.get(key))]
    for port, entries in mapping(data.get("subinterfaces")).items():
        listed += [(f"subinterfaces of {port}", entry) for entry in records(entries)]
    strange = [
        f"{field} of {text(entry.get('hardwareName')) or f'an entry of {where}'}"
        for where, entry in listed
        for field in unreadable(entry, INTERFACE)
    ]
    asked = mapping(data.get("subinterfaces")).items()
    lists = [f"subinterfaces of {port}" for port, entries in asked if not is_objects(entries)]
    return tuple(dict.fromkeys((*unreadable(data, UNIT), *lists, *strange)))


def _at(value: Any, path: list[str]) -> Iterator[Any]:
    """Every value at a path that is there; what stands where an object should is left to the path of that object."""
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _at(each, path) if isinstance(each, Mapping) else ()
    elif not path:
        if value is not None:
            yield value
    elif isinstance(value, Mapping):
        found = value.get(path[0])
        if path[1:] or not isinstance(found, (list, tuple)):
            yield from _at(found, path[1:])
        else:
            yield found
