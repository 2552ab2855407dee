# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ports of a unit, read from the unit's responses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..names import Name
from ..reading import flag, items, mapping, records, text, texts
from .bandwidth import bandwidth, capabilities
from .unreadable import INTERFACE, unreadable


class PortKind(Name):
    """What an interface is, in the words of messages."""

    PHYSICAL = "physical interface"
    ETHERCHANNEL = "EtherChannel"
    SUBINTERFACE = "subinterface"
    VLAN = "VLAN interface"
    BRIDGE_GROUP = "bridge group"
    TUNNEL = "tunnel"


LISTS = (
    ("interfaces", PortKind.PHYSICAL),
    ("etherchannels", PortKind.ETHERCHANNEL),
    ("vlan_interfaces", PortKind.VLAN),
    ("bridge_groups", PortKind.BRIDGE_GROUP),
)
SPELLING = (
    (re.compile(r"^[^.]+\.\d+$"), PortKind.SUBINTERFACE),
    (re.compile(r"^Port-channel\d+$", re.IGNORECASE), PortKind.ETHERCHANNEL),
    (re.compile(r"^Vlan\d+$", re.IGNORECASE), PortKind.VLAN),
    (re.compile(r"^BVI\d+$", re.IGNORECASE), PortKind.BRIDGE_GROUP),
    (re.compile(r"^Tunnel\d+$", re.IGNORECASE), PortKind.TUNNEL),
)
LINKABLE = (PortKind.PHYSICAL, PortKind.ETHERCHANNEL)


@dataclass(frozen=True, slots=True)
class Port:
    """One interface of a unit as far as links need it; spec definition PhysicalInterface and its kin.

    ``subinterfaces`` is None if they were not read; ``present`` if the unit does not report it; bandwidth is in Mb/s.
    ``autoconfigured``: it takes an IPv6 address on its own. ``macs``: virtual addresses, the active
    unit's first. ``unreadable``: fields whose values are of an unknown type.
    """

    hardware: str
    kind: PortKind
    id: str = ""
    name: str = ""
    enabled: bool = False
    link: str = ""
    mode: str = ""
    management: bool = False
    present: bool | None = None
    networks: tuple[str, ...] = ()
    dhcp: bool = False
    pppoe: bool = False
    bandwidth: int | None = None
    bandwidth_source: str = "unknown"
    subinterfaces: tuple[str, ...] | None = None
    members: tuple[str, ...] = ()
    member_of: str = ""
    member_kind: str = ""
    autoconfigured: bool = False
    monitored: bool = False
    speed: str = ""
    duplex: str = ""
    standby_addresses: tuple[str, ...] = ()
    macs: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def link_up(self) -> bool:
        """True when the unit says that the link is up."""
        return self.link == "UP"


def kind_by_spelling(hardware: str) -> PortKind:
    """The kind of interface that a hardware name stands for; a physical interface if it is no other."""
    return next((kind for pattern, kind in SPELLING if pattern.match(hardware)), PortKind.PHYSICAL)


def networks(interface: Mapping[str, Any]) -> tuple[str, ...]:
    """Addresses with prefix of an interface, IPv4 then IPv6; an un-named interface has none (null address)."""
    return tuple(_networks(interface))


def _networks(interface: Mapping[str, Any]) -> Iterator[str]:
    ipv4 = mapping(mapping(interface.get("ipv4")).get("ipAddress"))
    if text(ipv4.get("ipAddress")):
        yield f"{text(ipv4.get('ipAddress'))}/{text(ipv4.get('netmask')) or '32'}"
    for each in records(mapping(interface.get("ipv6")).get("ipAddresses")):
        address = text(each.get("ipAddress"))
        if address:
            yield address if "/" in address else f"{address}/128"


def _standby_addresses(interface: Mapping[str, Any]) -> Iterator[str]:
    ipv4 = mapping(mapping(interface.get("ipv4")).get("ipAddress"))
    for each in (ipv4, *records(mapping(interface.get("ipv6")).get("ipAddresses"))):
        if text(each.get("standbyIpAddress")):
            yield text(each.get("standbyIpAddress"))


def takes_dhcp(interface: Mapping[str, Any]) -> bool:
    """True for a DHCP client: the flag or the type, IPv4 (spec InterfaceIPv4)."""
    ipv4 = mapping(interface.get("ipv4"))
    return flag(ipv4.get("dhcp")) or text(ipv4.get("ipType")).upper() == "DHCP"


def read_ports(data: Mapping[str, Any]) -> dict[str, Port]:
    """All ports of a unit by hardware name, from the data of the task ``unit_info``."""
    speeds = capabilities(mapping(data.get("interface_info")))
    present = _presence(data)
    memberships = _memberships(data)
    asked = mapping(data.get("subinterfaces"))
    ports: dict[str, Port] = {}
    for key, kind in LISTS:
        for interface in records(data.get(key)):
            hardware = text(interface.get("hardwareName"))
            if not hardware or hardware in ports:
                continue
            port = _port(interface, hardware, kind, speeds.get(hardware, ()))
            group = memberships.get(port.id, memberships.get(hardware, ("", "")))
            ports[hardware] = replace(
                port,
                present=present.get(hardware, port.present),
                subinterfaces=_subinterfaces(asked, hardware),
                member_of=group[0],
                member_kind=group[1],
            )
    return ports


def _port(interface: Mapping[str, Any], hardware: str, kind: PortKind, capability: tuple[str, ...]) -> Port:
    mbps, source = bandwidth(interface, capability)
    ipv6 = mapping(interface.get("ipv6"))
    present = interface.get("present")
    return Port(
        hardware=hardware,
        kind=kind,
        id=text(interface.get("id")),
        name=text(interface.get("name")),
        enabled=flag(interface.get("enabled")),
        link=text(interface.get("linkState")).upper(),
        mode=text(interface.get("mode")).upper(),
        management=_is_management(interface, hardware),
        present=present if isinstance(present, bool) else None,
        networks=networks(interface),
        dhcp=takes_dhcp(interface),
        pppoe=bool(mapping(interface.get("pppoe"))),
        bandwidth=mbps,
        bandwidth_source=source,
        standby_addresses=tuple(_standby_addresses(interface)),
        macs=texts([interface.get("macAddress"), interface.get("standbyMacAddress")]),
        monitored=flag(interface.get("monitorInterface")),
        speed=text(interface.get("speedType")).upper(),
        duplex=text(interface.get("duplexType")).upper(),
        unreadable=unreadable(interface, INTERFACE),
        members=tuple(_pointed(each) for each in items(interface.get("memberInterfaces"))),
        autoconfigured=any(flag(ipv6.get(name)) for name in ("autoConfig", "dhcpForManagedConfig")),
    )


def _is_management(interface: Mapping[str, Any], hardware: str) -> bool:
    declared = flag(interface.get("managementInterface")) or flag(interface.get("managementOnly"))
    return declared or hardware.lower().startswith("management")


def _pointed(reference: Any) -> str:
    known = mapping(reference)
    return text(known.get("hardwareName")) or text(known.get("id"))


def _presence(data: Mapping[str, Any]) -> dict[str, bool]:
    entries = records(mapping(data.get("interface_info")).get("interfaceInfoList"))
    return {
        text(entry.get("hardwareName")): present
        for entry in entries
        if isinstance(present := entry.get("interfacePresent"), bool)
    }


def _memberships(data: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """The group each member belongs to, by the member's id and by its hardware name if there is one."""
    found: dict[str, tuple[str, str]] = {}
    for key, kind, field in (
        ("bridge_groups", PortKind.BRIDGE_GROUP, "selectedInterfaces"),
        ("etherchannels", PortKind.ETHERCHANNEL, "memberInterfaces"),
    ):
        for group in records(data.get(key)):
            label = text(group.get("hardwareName")) or text(group.get("name")) or kind
            for member in records(group.get(field)):
                for handle in (text(member.get("id")), text(member.get("hardwareName"))):
                    if handle:
                        found[handle] = (label, kind)
    return found


def read_subinterfaces(data: Mapping[str, Any]) -> tuple[Port, ...]:
    """The subinterfaces of those ports that were read."""
    listed = (entry for entries in mapping(data.get("subinterfaces")).values() for entry in records(entries))
    named = ((entry, text(entry.get("hardwareName"))) for entry in listed)
    return tuple(_port(entry, hardware, PortKind.SUBINTERFACE, ()) for entry, hardware in named if hardware)


_NUMBERS = re.compile(r"[0-9]+|[^0-9]+")


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which Ethernet1/9 comes before Ethernet1/10."""
    return tuple(map(_natural, _NUMBERS.findall(name)))


def _natural(part: str) -> tuple[int, int, str]:
    digits = part.lstrip("0")
    return (0, len(digits), digits) if part[0] in "0123456789" else (1, 0, part)


def _subinterfaces(asked: Mapping[str, Any], hardware: str) -> tuple[str, ...] | None:
    if hardware not in asked:
        return None
    entries = records(asked[hardware])
    return tuple(text(entry.get("hardwareName")) or text(entry.get("name")) or "unnamed" for entry in entries)
