# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HA configuration object and the failover criteria: shape, and what a unit accepts in a PUT.

Members: spec definitions HAConfiguration and HAFailoverConfiguration with the vendor's field descriptions. The join, in
``joining.py``, checks the object against the rest of the unit.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

from . import fields
from .errors import Json, invalid, message
from .fields import Member, number, object_, one_of, text
from .interfaces import reference
from .store import Record

if TYPE_CHECKING:
    from .unit import Unit

MASK = "*********"
LINKS = {"failover": "Failover", "state": "StatefulFailover"}
RESERVED = (ipaddress.IPv4Network("169.254.0.0/16"), ipaddress.IPv6Network("fd00::/48"))

_NAME = Member(text(r"^((?!;).)*$"), required=True)
MEMBERS: dict[str, Member] = {
    "nodeRole": Member(one_of("HA_PRIMARY", "HA_SECONDARY"), required=True),
    "failoverInterface": Member(object_, required=True),
    "failoverName": _NAME,
    "statefulFailoverInterface": Member(object_, required=True),
    "statefulFailoverName": _NAME,
    "sharedKey": Member(text(r"^[\x21-\x7e]*$", 128)),
}


def address_members(link: str) -> tuple[str, str, str, str]:
    """The names of the four address members of a link (`failover` or `state`)."""
    stem = LINKS[link]
    return f"primary{stem}IPv4", f"secondary{stem}IPv4", f"primary{stem}IPv6", f"secondary{stem}IPv6"


def blank() -> Json:
    """The one object that exists before HA is configured; all but its name is this simulator's decision."""
    body: Json = {"name": "HA", "nodeRole": None, "failoverInterface": None, "failoverName": None}
    body |= dict.fromkeys(address_members("failover"))
    body |= {"statefulFailoverInterface": None, "statefulFailoverName": None}
    return body | dict.fromkeys(address_members("state")) | {"sharedKey": None}


def prepare(unit: Unit, sent: Json, current: Record) -> Json:
    """The members that a PUT results in; members left out are reset. Raises Refusal."""
    members = MEMBERS | {"name": Member(text(r"^((?!;).)*$"), required=unit.since(5))}
    wrong = fields.complaints(sent, members)
    for link in LINKS:
        for name in address_members(link):
            wrong += _address_complaints(sent.get(name), name)
    if wrong:
        raise invalid(*wrong)
    body = blank() | {name: sent.get(name) for name in blank()}
    body["name"] = sent.get("name") or current.body["name"]
    for name in ("failoverInterface", "statefulFailoverInterface"):
        body[name] = reference(unit, sent[name], name)
    for link in LINKS:
        body |= {name: _address(sent.get(name)) for name in address_members(link)}
    body["sharedKey"] = _key(unit, sent.get("sharedKey"), current)
    _check_links(unit, body)
    return body


def as_stored(unit: Unit, body: Json) -> Json:
    """The members as this unit stores them: its settings can change what was sent."""
    port = unit.store.port(unit.settings.stores_other_port) if unit.settings.stores_other_port else None
    if port is not None:
        body |= {"statefulFailoverInterface": {"id": port.id, "type": port.kind}}
    return body | {"sharedKey": None} if unit.settings.stores_no_key else body


def combined(body: Json) -> bool:
    """Whether both links run on one port."""
    return bool(body["failoverInterface"]["id"] == body["statefulFailoverInterface"]["id"])


def addresses(body: Json, link: str) -> tuple[str | None, ...]:
    """The four addresses of a link as "address/length" (None where there is none), in comparable form."""
    return tuple(_interface(body[name]) for name in address_members(link))


def networks(body: Json, link: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The networks of a link."""
    return [ipaddress.ip_interface(value).network for value in addresses(body, link)[::2] if value]


def _interface(value: Json | None) -> str | None:
    if value is None:
        return None
    if value["type"] == "ipv6address":
        return str(ipaddress.IPv6Interface(value["ipAddress"]))
    return f"{value['ipAddress']}/{fields.prefix_length(value['netmask'])}"


def _address_complaints(value: Any, name: str) -> list[Json]:
    if value is None or (isinstance(value, dict) and value.get("ipAddress") is None):
        return []
    if not isinstance(value, dict):
        return [message(f"{name} must be an object", "invalidField", name)]
    wanted = "ipv6address" if name.endswith("6") else "ipv4address"
    if value.get("type") != wanted:
        return [message(f"{name}.type must be {wanted}", "invalidField", f"{name}.type")]
    address = value["ipAddress"]
    if wanted == "ipv6address":
        good = fields.ipv6_interface(address) is not None
    else:
        good = fields.ipv4(address) is not None and fields.prefix_length(value.get("netmask")) is not None
    return [] if good else [message(f"{name} must be a valid IP address", "invalidIp", f"{name}.ipAddress")]


def _address(value: Any) -> Json | None:
    if not isinstance(value, dict) or value.get("ipAddress") is None:
        return None
    kept = ("ipAddress", "netmask", "type") if value["type"] == "ipv4address" else ("ipAddress", "type")
    return {name: value[name] for name in kept}


def _key(unit: Unit, sent: Any, current: Record) -> str | None:
    if sent != MASK or unit.settings.masked_key == "literal":
        return sent or None
    if unit.settings.masked_key == "refuse":
        raise invalid(message("sharedKey must be a key, not its mask", "invalidField", "sharedKey"))
    key: str | None = current.body["sharedKey"]
    return key


def _check_links(unit: Unit, body: Json) -> None:
    wrong = [complaint for link in LINKS for complaint in _link_complaints(unit, body, link)]
    same_names = body["failoverName"] == body["statefulFailoverName"]
    if combined(body):
        stateful = addresses(body, "state")
        if any(stateful) and stateful != addresses(body, "failover"):
            wrong.append(message("A combined link has one pair of addresses", "addressMismatch", LINKS["state"]))
        if same_names and unit.settings.same_link_names == "refuse":
            wrong.append(message("The names of the links must differ", "duplicateName", "statefulFailoverName"))
    elif same_names:
        wrong.append(message("The names of the links must differ", "duplicateName", "statefulFailoverName"))
    if wrong:
        raise invalid(*wrong)


def _link_complaints(unit: Unit, body: Json, link: str) -> list[Json]:
    wrong = []
    values = addresses(body, link)
    for primary, secondary, name in ((values[0], values[1], "IPv4"), (values[2], values[3], "IPv6")):
        where = f"secondary{LINKS[link]}{name}"
        if (primary is None) != (secondary is None):
            wrong.append(message(f"The {link} link needs both addresses", "missingAddress", where))
        elif primary and secondary:
            wrong += _pair_complaints(unit, primary, secondary, where)
    return wrong


def _pair_complaints(unit: Unit, primary: str, secondary: str, where: str) -> list[Json]:
    one, two = ipaddress.ip_interface(primary), ipaddress.ip_interface(secondary)
    wrong = []
    if one.ip == two.ip or one.network != two.network:
        wrong.append(message("The two addresses must differ and be on one network", "invalidIp", where))
    for part in (one, two):
        edges = part.network.num_addresses > 2 and part.ip in (part.network[0], part.network[-1])
        edges = edges and part.version == 4
        if edges or part.ip.is_multicast or part.ip.is_unspecified or part.ip.is_loopback:
            wrong.append(message(f"{part} must be a valid IP address of a host", "invalidIp", where))
        reserved = any(part.version == net.version and part.ip in net for net in RESERVED)
        if reserved and unit.settings.reserved_networks == "refuse":
            wrong.append(message(f"{part} is in a network that the device uses itself", "reservedNetwork", where))
    return wrong


def blank_criteria() -> Json:
    """The failover criteria with the data plane's defaults."""
    return {
        "name": "HAFailoverConfig",
        "peerPollTime": _time(1),
        "peerHoldTime": _time(15),
        "interfacePollTime": _time(5),
        "interfaceHoldTime": _time(25),
        "interfaceFailureThreshold": 1,
        "interfaceFailureUnit": "NUMBER",
    }


# The range of each time in milliseconds and in seconds (vendor's field descriptions of API v2).
RANGES = {
    "peerPollTime": ((200, 999), (1, 15)),
    "peerHoldTime": ((800, 999), (1, 45)),
    "interfacePollTime": ((500, 999), (1, 15)),
    "interfaceHoldTime": ((0, -1), (5, 75)),
}


def prepare_criteria(sent: Json, current: Record) -> Json:
    """The failover criteria that a PUT results in. Raises Refusal."""
    members = {name: Member(object_, required=True) for name in RANGES}
    members["interfaceFailureUnit"] = Member(one_of("NUMBER", "PERCENTAGE"), required=True)
    most = 100 if sent.get("interfaceFailureUnit") == "PERCENTAGE" else 211
    members["interfaceFailureThreshold"] = Member(number(1, most), required=True)
    fields.check(sent, members)
    times = {name: _milliseconds(sent[name], name) for name in RANGES}
    for hold, poll, factor in (("peerHoldTime", "peerPollTime", 3), ("interfaceHoldTime", "interfacePollTime", 5)):
        if times[hold] < factor * times[poll]:
            raise invalid(message(f"{hold} must be at least {factor} times {poll}", "invalidField", hold))
    kept = {name: {**sent[name], "type": "time"} for name in RANGES}
    return current.content | kept | {name: sent[name] for name in ("interfaceFailureUnit", "interfaceFailureThreshold")}


def _time(seconds: int) -> Json:
    return {"value": seconds, "timeUnit": "SECONDS", "type": "time"}


def _milliseconds(value: Json, name: str) -> int:
    unit = value.get("timeUnit")
    found = value.get("value")
    if unit not in ("SECONDS", "MILLISECONDS") or not isinstance(found, int):
        raise invalid(message(f"{name} must be in SECONDS or MILLISECONDS", "invalidField", name))
    least, most = RANGES[name][unit == "SECONDS"]
    if not least <= found <= most:
        raise invalid(message(f"{name} must be between {least} and {most} {unit}", "invalidField", name))
    return found * (1000 if unit == "SECONDS" else 1)
