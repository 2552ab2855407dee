# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a break can take from an interface: kept as plain data, compared, and put back into the unit's own object.

Spec definitions PhysicalInterface, SubInterface, InterfaceIPv4, InterfaceIPv6: monitorInterface, standbyIpAddress,
macAddress, standbyMacAddress, enabled and the addresses. Bridge groups have no MAC address of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .intent.addresses import Address, read_address
from .intent.settings import normal_mac
from .reading import flag, mapping, records, text

Saved = Mapping[str, Any]
MACS = (("mac", "macAddress"), ("standby_mac", "standbyMacAddress"))


class Edit(NamedTuple):
    """An interface to write: the unit's object as it should be, its parent's, and what changes, in words."""

    hardware: str
    body: dict[str, Any]
    parent: Mapping[str, Any] | None
    changes: tuple[str, ...]


class Owned(NamedTuple):
    """An interface as a unit has it, with the interface it is a subinterface of."""

    interface: Mapping[str, Any]
    parent: Mapping[str, Any] | None = None


def owned(data: Mapping[str, Any]) -> dict[str, Owned]:
    """All interfaces of a unit by hardware name, from unit data; the ports of the subinterfaces among them."""
    lists = ("interfaces", "etherchannels", "bridge_groups", "vlan_interfaces")
    found = {text(each.get("hardwareName")): Owned(each) for name in lists for each in records(data.get(name))}
    for port, listed in mapping(data.get("subinterfaces")).items():
        parent = found.get(port, Owned({})).interface
        found |= {text(each.get("hardwareName")): Owned(each, parent) for each in records(listed)}
    return {name: each for name, each in found.items() if name}


def saved(interface: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of one interface as plain data."""
    ipv4 = mapping(mapping(interface.get("ipv4")).get("ipAddress"))
    found = _address(ipv4)
    return {
        "hardware": text(interface.get("hardwareName")),
        "name": text(interface.get("name")),
        "enabled": flag(interface.get("enabled")),
        "monitored": flag(interface.get("monitorInterface")),
        "address": found.text if found else "",
        "standby_address": text(ipv4.get("standbyIpAddress")),
        "ipv6": [
            {"address": text(each.get("ipAddress")), "standby_address": text(each.get("standbyIpAddress"))}
            for each in records(mapping(interface.get("ipv6")).get("ipAddresses"))
        ],
        **{name: normal_mac(text(interface.get(field))) or "" for name, field in MACS},
    }


def _address(ipv4: Mapping[str, Any]) -> Address | None:
    own = text(ipv4.get("ipAddress"))
    return read_address(own, text(ipv4.get("netmask"))) if own else None


def settings_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The settings of all named interfaces of a unit, and of the ports that carry them."""
    there = {name: each for name, each in owned(data).items() if not flag(each.interface.get("managementInterface"))}
    parents = {text(each.parent.get("hardwareName")) for each in there.values() if each.parent is not None}
    members = set(_members(there))
    return [
        saved(each.interface)
        for name, each in there.items()
        if text(each.interface.get("name")) or name in parents or text(each.interface.get("id")) in members
    ]


def _members(there: Mapping[str, Owned]) -> Iterator[str]:
    for each in there.values():
        for field in ("memberInterfaces", "selectedInterfaces"):
            yield from (text(member.get("id")) for member in records(each.interface.get(field)))


def put_back(there: Mapping[str, Owned], wanted: Iterable[Saved]) -> tuple[list[Edit], list[str]]:
    """The edits that put monitoring, standby addresses and MAC addresses back, and what can't be put back."""
    edits, notes = [], []
    for each in wanted:
        if not each["name"]:
            continue
        found = there.get(each["hardware"])
        if found is None or not text(found.interface.get("name")):
            notes.append(f"{each['name']} ({each['hardware']}) is no named interface any more")
            continue
        edit, left = _put_back(found, each)
        notes += left
        if edit.changes:
            edits.append(edit)
    return edits, notes


def _put_back(found: Owned, wanted: Saved) -> tuple[Edit, list[str]]:
    now, body = saved(found.interface), _body(found)
    changes, notes = [], []
    if now["monitored"] != wanted["monitored"]:
        body["monitorInterface"] = wanted["monitored"]
        changes.append(f"monitored: {_yes(now['monitored'])} -> {_yes(wanted['monitored'])}")
    for name, field in MACS:
        if wanted[name] and now[name] != wanted[name]:
            body[field] = wanted[name]
            changes.append(f"{name.replace('_', ' ')}: {now[name] or 'none'} -> {wanted[name]}")
    for spoken, standby, active, then in _standbys(now, wanted):
        if active is None:
            notes.append(f"{wanted['name']}: its address is no longer {spoken}, so standby address {then} is left out")
        elif standby != then:
            _set_standby(body, active, then)
            changes.append(f"standby address: {standby or 'none'} -> {then}")
    return Edit(wanted["hardware"], body, found.parent, tuple(changes)), notes


def _standbys(now: Saved, wanted: Saved) -> Iterator[tuple[str, str, str | None, str]]:
    """Each standby address that is wanted: its active address, the standby address now, the active address (None where
    it is gone; empty for IPv4), and what is wanted."""
    if wanted["standby_address"]:
        same = now["address"] == wanted["address"]
        yield wanted["address"], now["standby_address"], "" if same else None, wanted["standby_address"]
    known = {_same(each["address"]): each for each in now["ipv6"]}
    for each in wanted["ipv6"]:
        if each["standby_address"]:
            there = known.get(_same(each["address"]))
            own = None if there is None else str(there["address"])
            yield each["address"], "" if there is None else there["standby_address"], own, each["standby_address"]


def _same(address: str) -> str:
    """An IPv6 address in one spelling."""
    read = read_address(address)
    return address if read is None else read.text


def _set_standby(body: dict[str, Any], active: str, standby: str) -> None:
    if not active:
        ipv4 = mapping(body.get("ipv4"))
        body["ipv4"] = {**ipv4, "ipAddress": {**mapping(ipv4.get("ipAddress")), "standbyIpAddress": standby}}
        return
    ipv6 = mapping(body.get("ipv6"))
    listed = [
        {**each, "standbyIpAddress": standby} if text(each.get("ipAddress")) == active else dict(each)
        for each in records(ipv6.get("ipAddresses"))
    ]
    body["ipv6"] = {**ipv6, "ipAddresses": listed}


def repair(there: Mapping[str, Owned], wanted: Iterable[Saved]) -> list[Edit]:
    """The edits that give a unit its interfaces back where a break has disabled them or changed their addresses."""
    return [edit for each in wanted if (edit := _repair(there.get(each["hardware"]), each)) is not None]


def _repair(found: Owned | None, wanted: Saved) -> Edit | None:
    if found is None:
        return None
    now, body, changes = saved(found.interface), _body(found), []
    if wanted["enabled"] and not now["enabled"] and "enabled" in body:
        body["enabled"] = True
        changes.append("enabled")
    if wanted["name"] and now["name"] != wanted["name"]:
        body["name"] = wanted["name"]
        changes.append(f"name {wanted['name']}")
    address = read_address(wanted["address"]) if wanted["address"] else None
    if address is not None and now["address"] != wanted["address"]:
        ipv4 = mapping(body.get("ipv4"))
        own = {"ipAddress": address.ip, "netmask": address.netmask, "standbyIpAddress": None, "type": "haipv4address"}
        static = {"type": "interfaceipv4", "ipType": "STATIC", "dhcp": False, "addressNull": False}
        body["ipv4"] = {**ipv4, **static, "ipAddress": {**mapping(ipv4.get("ipAddress")), **own}}
        changes.append(f"address {wanted['address']}")
    if [each["address"] for each in wanted["ipv6"]] != [each["address"] for each in now["ipv6"]] and wanted["ipv6"]:
        listed = [{"ipAddress": each["address"], "type": "haipv6address"} for each in wanted["ipv6"]]
        body["ipv6"] = {**mapping(body.get("ipv6")), "type": "interfaceipv6", "ipAddresses": listed}
        changes.append("IPv6 addresses " + ", ".join(each["address"] for each in wanted["ipv6"]))
    return Edit(wanted["hardware"], body, found.parent, tuple(changes)) if changes else None


def _body(found: Owned) -> dict[str, Any]:
    """The whole object as read (fields left out would be reset), without what only the unit writes."""
    return {name: value for name, value in found.interface.items() if name != "links"}


def _yes(value: bool) -> str:
    return "yes" if value else "no"
