# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Interface objects: their shape, and what a unit accepts in a change of one.

Members and ranges: spec definitions PhysicalInterface, SubInterface, BridgeGroupInterface, InterfaceIPv4,
InterfaceIPv6 and the vendor's field descriptions of API v2; later members as seen in answers of v6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import addresses, fields
from .errors import Json, duplicate_name, invalid, invalid_uuid, message, not_allowed
from .fields import Member, flag, list_, number, object_, one_of, text
from .store import INTERFACE_KINDS, Record

if TYPE_CHECKING:
    from .unit import Unit

NAME = r"(^$)|(^[a-z0-9][ a-z0-9_.+-]*$)"
# Speeds after IGNORE are newer than API v2: a client tested on release 7.4, a provider of the FDM model.
SPEEDS = (
    "AUTO", "TEN", "HUNDRED", "THOUSAND", "TEN_THOUSAND", "NO_NEGOTIATE", "IGNORE",
    "SFP_DETECT", "DETECT_SFP", "TWENTYFIVE_THOUSAND", "FORTY_THOUSAND",
)  # fmt: skip
MAC = r"([0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}"

_COMMON = {
    "name": Member(text(NAME, 48)),
    "description": Member(text(r"^[^;<>\r]*$", 200)),
    "hardwareName": Member(text(r"^((?!;).)*$")),
    "monitorInterface": Member(flag, required=True),
    "ipv4": Member(object_),
    "ipv6": Member(object_),
}
_PORT = _COMMON | {
    "managementOnly": Member(flag),
    "mtu": Member(number(64, 9198), required=True),
    "enabled": Member(flag, required=True),
    "macAddress": Member(text(MAC)),
    "standbyMacAddress": Member(text(MAC)),
}
_MODE = {
    "speedType": Member(one_of(*SPEEDS)),
    "duplexType": Member(one_of("AUTO", "HALF", "FULL", "IGNORE")),
}
MEMBERS: dict[str, dict[str, Member]] = {
    "physicalinterface": _PORT
    | _MODE
    | {"mode": Member(one_of("PASSIVE", "ROUTED", "SWITCHPORT"), required=True), "pppoe": Member(object_)},
    "subinterface": _PORT
    | {"subIntfId": Member(number(1, 4_294_967_295), required=True), "vlanId": Member(number(1, 4094))},
    "etherchannelinterface": _PORT
    | _MODE
    | {
        "mode": Member(one_of("PASSIVE", "ROUTED"), required=True),
        "etherChannelID": Member(number(1, 48), required=True),
        "memberInterfaces": Member(list_),
        "lacpMode": Member(one_of("ACTIVE", "PASSIVE", "ON")),
    },
    "bridgegroupinterface": _COMMON | {"bridgeGroupId": Member(number(1, 250)), "selectedInterfaces": Member(list_)},
    "vlaninterface": _PORT | {"vlanId": Member(number(1, 4090), required=True)},
}
# Read-only: values that are sent are ignored.
READ_ONLY = ("hardwareName", "managementInterface", "tenGigabitInterface", "gigabitInterface")


def blank(kind: str) -> Json:
    """The members of an interface without configuration."""
    body: Json = {"name": None, "description": None, "hardwareName": None, "monitorInterface": False}
    body |= {"ipv4": addresses.ipv4(), "ipv6": addresses.ipv6()}
    if kind == "bridgegroupinterface":
        return body | {"selectedInterfaces": [], "bridgeGroupId": None}
    body |= {"managementOnly": False, "mtu": 1500, "enabled": False, "macAddress": None, "standbyMacAddress": None}
    body |= {"managementInterface": False, "tenGigabitInterface": False, "gigabitInterface": True, "pppoe": None}
    if kind in ("physicalinterface", "etherchannelinterface"):
        body |= {"speedType": "AUTO", "duplexType": "AUTO", "mode": "ROUTED"}
    if kind == "etherchannelinterface":
        body |= {"etherChannelID": None, "memberInterfaces": [], "lacpMode": "ACTIVE"}
    if kind == "subinterface":
        body |= {"subIntfId": None, "vlanId": None}
    if kind == "vlaninterface":
        body |= {"vlanId": None}
    return body


def prepare(unit: Unit, kind: str, sent: Json, current: Record | None, parent: str | None) -> Json:
    """The members that a POST or PUT of an interface results in; members left out are reset. Raises Refusal."""
    fields.check(sent, MEMBERS[kind])
    start = blank(kind)
    body = {name: sent[name] if sent.get(name) is not None else start[name] for name in start}
    body["name"] = body["name"] or None
    body["ipv4"] = addresses.prepare_ipv4(body["ipv4"])
    body["ipv6"] = addresses.prepare_ipv6(body["ipv6"])
    if current is not None:
        body |= {name: current.body[name] for name in READ_ONLY if name in current.body}
        _fixed(body, current)
    body["hardwareName"] = _hardware(unit, kind, body, parent) or body["hardwareName"]
    for name in ("memberInterfaces", "selectedInterfaces"):
        if name in body:
            body[name] = [reference(unit, part, name) for part in body[name]]
    _check_use(unit, body, current)
    return body


def reference(unit: Unit, value: Any, location: str) -> Json:
    """A reference to an interface as it is stored: id and type. A whole object is accepted too. Raises Refusal."""
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise invalid(message(f"{location} needs an id and a type", "invalidField", location))
    record = unit.store.interface(value["id"])
    if record is None or value.get("type") != record.kind:
        raise invalid_uuid(value["id"], location)
    return {"id": record.id, "type": record.kind}


def users_of(unit: Unit, port_id: str, deployed: bool = False) -> list[Record]:
    """The EtherChannels and bridge groups that an interface is a member of."""
    records = (unit.store.deployed if deployed else unit.store.candidate).values()
    return [
        record
        for record in records
        for name in ("memberInterfaces", "selectedInterfaces")
        if any(part["id"] == port_id for part in record.body.get(name) or ())
    ]


def _fixed(body: Json, current: Record) -> None:
    for name in ("subIntfId", "etherChannelID"):
        if name in body and body[name] != current.body[name]:
            raise invalid(message(f"{name} cannot be changed", "invalidField", name))


def _hardware(unit: Unit, kind: str, body: Json, parent: str | None) -> str | None:
    if kind == "subinterface" and parent is not None:
        owner = unit.store.interface(parent)
        return f"{owner.body['hardwareName']}.{body['subIntfId']}" if owner else None
    if kind == "etherchannelinterface":
        return f"Port-channel{body['etherChannelID']}"
    if kind == "vlaninterface":
        return f"Vlan{body['vlanId']}"
    if kind == "bridgegroupinterface" and body["bridgeGroupId"]:
        return f"BVI{body['bridgeGroupId']}"
    return None


def _check_use(unit: Unit, body: Json, current: Record | None) -> None:
    own = current.id if current else None
    others = [record for record in unit.store.candidate.values() if record.kind in INTERFACE_KINDS and record.id != own]
    for other in others:
        if body["name"] and other.body["name"] == body["name"]:
            raise duplicate_name(body["name"])
        if current is None and other.body["hardwareName"] == body["hardwareName"]:
            raise duplicate_name(str(body["hardwareName"]))
    if body["name"] and own and unit.ha.uses(own):
        raise not_allowed("The interface is used for failover and cannot be configured.", "interfaceInFailoverUse")
    if body["name"] and own and any(user.kind == "etherchannelinterface" for user in users_of(unit, own)):
        raise not_allowed("A member of an EtherChannel cannot have a name.", "interfaceInUse")
    for member in body.get("memberInterfaces") or ():
        _check_member(unit, member["id"], own)
    if body.get("mode") == "SWITCHPORT" and not unit.platform.vlan_interfaces:
        raise invalid(message("mode SWITCHPORT is not supported on this device", "invalidField", "mode"))


def _check_member(unit: Unit, member: str, channel: str | None) -> None:
    record = unit.store.get("physicalinterface", member)
    if record is None:
        raise invalid_uuid(member, "memberInterfaces")
    elsewhere = any(user.id != channel for user in users_of(unit, member))
    if record.body["name"] or record.body["mode"] != "ROUTED" or elsewhere or unit.ha.uses(member):
        text_ = f"{record.body['hardwareName']} cannot be a member: it must be un-named, routed and unused."
        raise invalid(message(text_, "invalidMember", "memberInterfaces"))
