# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interfaces of a pair's active unit, as far as failover needs them: addresses of both units, MACs, monitoring.

Physical interfaces, EtherChannels, subinterfaces, VLAN interfaces and bridge groups.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..device.ports import LISTS, PortKind
from ..intent.addresses import Address, read_address, read_network
from ..intent.settings import InterfaceIntent, normal_mac
from ..reading import flag, mapping, records, text


@dataclass(frozen=True)
class Interface:
    """One interface of a unit: its object, and for a subinterface that of its parent."""

    kind: PortKind
    raw: Mapping[str, Any]
    parent: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        """Its id."""
        return text(self.raw.get("id"))

    @property
    def hardware(self) -> str:
        """Its hardware name."""
        return text(self.raw.get("hardwareName"))

    @property
    def name(self) -> str:
        """Its logical name; empty where it has none."""
        return text(self.raw.get("name"))

    @property
    def label(self) -> str:
        """How messages call it."""
        return self.name or self.hardware

    @property
    def monitored(self) -> bool:
        """Whether failover watches it."""
        return flag(self.raw.get("monitorInterface"))

    @property
    def management(self) -> bool:
        """Whether it is no data interface."""
        return flag(self.raw.get("managementInterface")) or flag(self.raw.get("managementOnly"))

    @cached_property
    def addresses(self) -> tuple[tuple[Address, str], ...]:
        """Each static address of the active unit with the standby unit's, which is empty where there is none."""
        return tuple(self._addresses())

    def _addresses(self) -> Iterator[tuple[Address, str]]:
        ipv4 = mapping(mapping(self.raw.get("ipv4")).get("ipAddress"))
        six = records(mapping(self.raw.get("ipv6")).get("ipAddresses"))
        for entry, mask in ((ipv4, text(ipv4.get("netmask"))), *((entry, "") for entry in six)):
            address = read_address(text(entry.get("ipAddress")), mask) if text(entry.get("ipAddress")) else None
            if address is not None:
                yield address, plain_address(entry.get("standbyIpAddress"))

    @property
    def macs(self) -> tuple[str, str]:
        """The virtual MAC address of the active unit and the standby unit's; empty where there is none."""
        own, standby = (text(self.raw.get(name)) for name in ("macAddress", "standbyMacAddress"))
        return normal_mac(own) or own, normal_mac(standby) or standby


def plain_address(value: Any) -> str:
    """An address without prefix in one spelling; empty where there is none, as it came where it is unreadable."""
    network = read_network(text(value)) if text(value) else None
    return text(value) if network is None else str(network.ip)


def read_interfaces(data: Mapping[str, Any]) -> tuple[Interface, ...]:
    """All interfaces of the data of a unit."""
    return tuple(_interfaces(data))


def _interfaces(data: Mapping[str, Any]) -> Iterator[Interface]:
    by_hardware = {}
    for part, kind in LISTS:
        for raw in records(data.get(part)):
            by_hardware[text(raw.get("hardwareName"))] = raw
            yield Interface(kind, raw)
    for port, listed in mapping(data.get("subinterfaces")).items():
        for raw in records(listed):
            yield Interface(PortKind.SUBINTERFACE, raw, by_hardware.get(text(port)))


def body(wanted: InterfaceIntent, interface: Interface) -> dict[str, Any]:
    """The whole object to be written: as it was read, with what the inventory says in it."""
    made = copy.deepcopy({name: value for name, value in interface.raw.items() if name != "links"})
    if wanted.monitored is not None:
        made["monitorInterface"] = wanted.monitored
    for field, mac in (("macAddress", wanted.mac), ("standbyMacAddress", wanted.standby_mac)):
        if mac is not None:
            made[field] = mac
    if wanted.standby is not None:
        _write_standby(made, wanted.standby)
    return made


def _write_standby(made: dict[str, Any], standby: tuple[str, ...]) -> None:
    ipv4 = mapping(mapping(made.get("ipv4")).get("ipAddress"))
    six = records(mapping(made.get("ipv6")).get("ipAddresses"))
    for entry, mask in ((ipv4, text(ipv4.get("netmask"))), *((entry, "") for entry in six)):
        own = read_address(text(entry.get("ipAddress")), mask) if text(entry.get("ipAddress")) else None
        if own is None or not isinstance(entry, dict):
            continue
        found = standby_for(own, standby)
        if found or not standby:
            prefixed = "/" in text(entry.get("standbyIpAddress"))
            entry["standbyIpAddress"] = (f"{found}/{own.prefix}" if prefixed else found) if found else None


def standby_for(own: Address, standby: tuple[str, ...]) -> str:
    """The standby address that is in the network of an active address; empty where none is."""
    network = read_network(own.text)
    return next((each for each in standby if network is not None and _in(each, network)), "")


def _in(address: str, network: Any) -> bool:
    read = read_network(address)
    return read is not None and read.version == network.version and read.ip in network
