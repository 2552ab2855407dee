# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The objects that a unit starts with, from its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import haconfig
from .addresses import ipv4, ipv6
from .errors import Json
from .interfaces import blank

if TYPE_CHECKING:
    from ..settings import BridgeGroup, EtherChannel, Interface, SubInterface, VlanInterface
    from .store import Record
    from .unit import Unit


def fill(unit: Unit) -> None:
    """Create the objects of the start; all of them are deployed, except for the pending changes."""
    settings = unit.settings
    for interface in settings.interfaces:
        record = unit.store.create("physicalinterface", physical(interface), staged=False)
        for sub in interface.subinterfaces:
            subinterface(unit, record, sub)
    for channel in settings.etherchannels:
        record = _etherchannel(unit, channel)
        for sub in channel.subinterfaces:
            subinterface(unit, record, sub)
    for vlan in settings.vlan_interfaces:
        _vlan(unit, vlan)
    for group in settings.bridge_groups:
        _bridge_group(unit, group)
    _system(unit)
    for change in settings.pending_changes:
        unit.store.create(change.type, {"name": change.name})


def physical(entry: Interface) -> Json:
    """The members of a physicalinterface from an entry of the units file."""
    return blank("physicalinterface") | {
        "name": entry.name or None,
        "description": entry.description,
        "hardwareName": entry.hardware,
        "monitorInterface": entry.monitor,
        "ipv4": ipv4(entry.ipv4, entry.ipv4_standby if entry.ipv4 else None, entry.dhcp),
        "ipv6": ipv6(entry.ipv6, entry.ipv6_standby),
        "managementOnly": entry.management or entry.management_only,
        "managementInterface": entry.management,
        "mtu": entry.mtu,
        "enabled": entry.enabled,
        "macAddress": entry.mac,
        "speedType": entry.speed,
        "duplexType": entry.duplex,
        "mode": entry.mode,
        "tenGigabitInterface": entry.ten_gigabit,
        "gigabitInterface": not entry.ten_gigabit,
        "pppoe": {"type": "pppoe"} if entry.pppoe else None,
    }


def subinterface(unit: Unit, parent: Record, entry: SubInterface, staged: bool = False) -> None:
    """Create a subinterface of a port or an EtherChannel."""
    body = {
        "name": entry.name,
        "hardwareName": f"{parent.body['hardwareName']}.{entry.id}",
        "ipv4": ipv4(entry.ipv4, entry.ipv4_standby if entry.ipv4 else None, entry.dhcp),
        "enabled": entry.enabled,
        "monitorInterface": entry.monitor,
        "pppoe": {"type": "pppoe"} if entry.pppoe else None,
        "subIntfId": entry.id,
        "vlanId": entry.id if entry.vlan is None else entry.vlan,
    }
    unit.store.create("subinterface", blank("subinterface") | body, parent.id, staged=staged)


def _etherchannel(unit: Unit, entry: EtherChannel) -> Record:
    """An EtherChannel with its members, which are enabled as it is unless `members_enabled` says otherwise."""
    enabled = entry.enabled if entry.members_enabled is None else entry.members_enabled
    for port in filter(None, map(unit.store.port, entry.members)):
        unit.store.replace(port, port.content | {"enabled": enabled}, staged=False)
    body = {
        "name": entry.name,
        "hardwareName": f"Port-channel{entry.id}",
        "ipv4": ipv4(entry.ipv4),
        "enabled": entry.enabled,
        "etherChannelID": entry.id,
        "memberInterfaces": _members(unit, entry.members),
        "lacpMode": entry.lacp,
    }
    return unit.store.create("etherchannelinterface", blank("etherchannelinterface") | body, staged=False)


def _vlan(unit: Unit, entry: VlanInterface) -> None:
    body = {
        "name": entry.name,
        "hardwareName": f"Vlan{entry.vlan}",
        "ipv4": ipv4(entry.ipv4),
        "enabled": entry.enabled,
        "vlanId": entry.vlan,
    }
    unit.store.create("vlaninterface", blank("vlaninterface") | body, staged=False)


def _bridge_group(unit: Unit, entry: BridgeGroup) -> None:
    body = {
        "name": entry.name,
        "hardwareName": f"BVI{entry.id}",
        "ipv4": ipv4(entry.ipv4),
        "bridgeGroupId": entry.id,
        "selectedInterfaces": _members(unit, entry.members),
    }
    unit.store.create("bridgegroupinterface", blank("bridgegroupinterface") | body, staged=False)


def _members(unit: Unit, hardware: list[str]) -> list[Json]:
    ports = [unit.store.port(name) for name in hardware]
    return [{"id": port.id, "type": port.kind} for port in ports if port is not None]


def _system(unit: Unit) -> None:
    store, settings = unit.store, unit.settings
    store.create("haconfiguration", haconfig.blank())
    store.create("hafailoverconfiguration", haconfig.blank_criteria(), staged=False)
    ntp = {"enabled": settings.ntp.enabled, "description": None, "ntpServers": settings.ntp.servers}
    store.create("ntp", ntp, staged=False)
    store.create("managementip", _management(unit))
    connection = settings.license.connection or ("REGISTER" if settings.license.registered else "EVALUATION")
    store.create("smartagentconnection", {"connectionType": connection, "token": None})
    for kind in settings.license.kinds:
        store.create("license", {"count": 1, "compliant": True, "licenseType": kind})


def _management(unit: Unit) -> Json:
    return {
        "ipv4Mode": "STATIC",
        "ipv4Address": unit.settings.management_address or unit.settings.address,
        "ipv4NetMask": "255.255.255.0",
        "ipv4Gateway": "127.0.0.1",
        "ipv6Mode": None,
        "ipv6Address": None,
        "ipv6Prefix": None,
        "ipv6Gateway": None,
        "dhcpServerEnabled": False,
        "dhcpServerAddressPool": None,
        "linkState": "UP",
        "routeInternally": False,
    }
