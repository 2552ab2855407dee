# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""IPv4 and IPv6 settings of an interface (spec definitions InterfaceIPv4, InterfaceIPv6): shape and checks."""

from __future__ import annotations

import ipaddress
from typing import Any

from . import fields
from .errors import Json, invalid, message
from .fields import Member, flag, list_, number, object_

IPV4 = {
    "defaultRouteUsingDHCP": Member(flag),
    "dhcpRouteMetric": Member(number(1, 255)),
    "ipAddress": Member(object_),
    "dhcp": Member(flag),
}
IPV6 = {
    **{name: Member(flag) for name in ("enabled", "autoConfig", "enableRA")},
    **{name: Member(flag) for name in ("dhcpForManagedConfig", "dhcpForOtherConfig")},
    "dadAttempts": Member(number(0, 600)),
    "linkLocalAddress": Member(object_),
    "ipAddresses": Member(list_),
    "prefixes": Member(list_),
}


def ipv4(address: str | None = None, standby: str | None = None, dhcp: bool = False) -> Json:
    """An `interfaceipv4`; `address` is "a.b.c.d/length". An un-named interface has one too, without address."""
    parsed = ipaddress.IPv4Interface(address) if address else None
    return {
        "ipType": "DHCP" if dhcp else "STATIC",
        "defaultRouteUsingDHCP": dhcp,
        "dhcpRouteMetric": 1 if dhcp else None,
        "ipAddress": {
            "ipAddress": str(parsed.ip) if parsed else None,
            "netmask": str(parsed.netmask) if parsed else None,
            "standbyIpAddress": standby,
            "type": "haipv4address",
        },
        "addressNull": parsed is None,
        "dhcp": dhcp,
        "type": "interfaceipv4",
    }


def without_standby(address: Json) -> Json:
    """An `interfaceipv4` without the standby address."""
    return address | {"ipAddress": address["ipAddress"] | {"standbyIpAddress": None}}


def ipv6(address: str | None = None, standby: str | None = None) -> Json:
    """An `interfaceipv6`; `address` is "a::b/length"."""
    entry = {"ipAddress": address, "standbyIpAddress": standby, "type": "haipv6address"}
    return {
        "enabled": address is not None,
        "autoConfig": False,
        "dhcpForManagedConfig": False,
        "dhcpForOtherConfig": False,
        "enableRA": False,
        "dadAttempts": 1,
        "linkLocalAddress": {"ipAddress": None, "type": "ipv6address"},
        "ipAddresses": [entry] if address else None,
        "prefixes": None,
        "type": "interfaceipv6",
    }


def prepare_ipv4(sent: Json) -> Json:
    """The `interfaceipv4` that a POST or PUT results in. Raises Refusal."""
    _check(sent, IPV4, "ipv4")
    kind = sent.get("ipType") or ("DHCP" if sent.get("dhcp") else "STATIC")
    if kind not in ("STATIC", "DHCP"):
        raise invalid(message("ipType must be one of STATIC, DHCP", "invalidField", "ipv4.ipType"))
    if kind == "DHCP":
        metric = sent.get("dhcpRouteMetric") or 1
        return ipv4(dhcp=True) | {
            "defaultRouteUsingDHCP": bool(sent.get("defaultRouteUsingDHCP")),
            "dhcpRouteMetric": metric,
        }
    parts = sent.get("ipAddress") or {}
    if parts.get("ipAddress") is None:
        return ipv4()
    address, length = fields.ipv4(parts["ipAddress"]), fields.prefix_length(parts.get("netmask"))
    if address is None or length is None:
        raise invalid(message("ipAddress must be a valid IP address with netmask", "invalidIp", "ipv4.ipAddress"))
    return ipv4(f"{address}/{length}", _standby(parts.get("standbyIpAddress"), f"{address}/{length}"))


def _standby(value: Any, own: str) -> str | None:
    if not value:
        return None
    standby, interface = fields.ipv4(value), ipaddress.IPv4Interface(own)
    if standby is None or standby not in interface.network or standby == interface.ip:
        text_ = "standbyIpAddress must be another address of the same network"
        raise invalid(message(text_, "invalidIp", "ipv4.ipAddress.standbyIpAddress"))
    return str(standby)


def prepare_ipv6(sent: Json) -> Json:
    """The `interfaceipv6` that a POST or PUT results in. Raises Refusal."""
    _check(sent, IPV6, "ipv6")
    base = ipv6()
    body = {name: sent[name] if sent.get(name) is not None else base[name] for name in base}
    for entry in body["ipAddresses"] or ():
        if not isinstance(entry, dict) or fields.ipv6_interface(entry.get("ipAddress")) is None:
            raise invalid(
                message("ipAddress must be a valid IPv6 address with prefix", "invalidIp", "ipv6.ipAddresses")
            )
    return body


def _check(sent: Json, members: dict[str, Member], where: str) -> None:
    found = fields.complaints(sent, members, f"{where}.")
    if found:
        raise invalid(*found)
