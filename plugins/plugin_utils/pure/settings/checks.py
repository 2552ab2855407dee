# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What rules out an interface setting, in words: found before anything is written to a unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..device.ports import PortKind
from ..intent.addresses import Address, boundary_kind, read_address, read_network
from ..intent.ha_configuration import FIELDS
from ..intent.settings import InterfaceIntent
from ..reading import mapping, text
from ..wording import hint
from .interfaces import Interface, plain_address


class Ground:
    """What the settings are compared with: the interfaces of the active unit, its links, addresses taken elsewhere."""

    def __init__(
        self, interfaces: tuple[Interface, ...], configuration: Mapping[str, Any], taken: Iterable[str]
    ) -> None:
        self.interfaces = interfaces
        self.link_ids = {text(mapping(configuration.get(each.interface)).get("id")) for each in FIELDS.values()} - {""}
        self._taken = {address: "management" for address in map(plain_address, taken) if address}
        for value in configuration.values():
            address = plain_address(mapping(value).get("ipAddress"))
            self._taken |= {address: "the failover link or the state link"} if address else {}

    def named(self, name: str) -> tuple[Interface, ...]:
        """The interfaces with a hardware name or a logical name."""
        exact = [each for each in self.interfaces if each.hardware == name]
        return tuple(exact or [each for each in self.interfaces if each.name and each.name == name])

    def user_of_address(self, address: str, own: Interface) -> str:
        """What uses an address already, apart from an interface as its standby address; empty for nothing."""
        for each in self.interfaces:
            active = {one.ip for one, _standby in each.addresses}
            standby = {two for _own, two in each.addresses if each is not own}
            if address in active | standby:
                return each.label
        return self._taken.get(address, "")

    def user_of_mac(self, mac: str, own: Interface) -> str:
        """The other interface that has a MAC address; empty for none."""
        return next((each.label for each in self.interfaces if each is not own and mac in each.macs), "")

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that an interface can be called by."""
        return tuple(name for each in self.interfaces for name in (each.name, each.hardware) if name)


def problems(wanted: InterfaceIntent, ground: Ground) -> Iterator[str]:
    """Everything that is wrong with the settings of one interface."""
    found = ground.named(wanted.name)
    if len(found) != 1:
        yield (
            f"{len(found)} interfaces are called {wanted.name}"
            if found
            else f"the unit has no interface {wanted.name}{hint(wanted.name, ground.names)}"
        )
        return
    for problem in _problems(wanted, found[0], ground):
        yield f"{wanted.name}: {problem}"


def _problems(wanted: InterfaceIntent, interface: Interface, ground: Ground) -> Iterator[str]:
    if interface.id in ground.link_ids:
        yield "carries the failover link or the state link, which has no such settings"
    elif interface.management:
        yield "is a management interface"
    elif not interface.name:
        yield "has no name, so it is no interface of the configuration"
    else:
        yield from _address_problems(wanted.standby or (), interface, ground)
        yield from _mac_problems(wanted, interface, ground)


def _address_problems(standby: tuple[str, ...], interface: Interface, ground: Ground) -> Iterator[str]:
    served: list[Address] = []
    for address in standby:
        own = [active for active, _standby in interface.addresses if _same_network(address, active)]
        networks = ", ".join(active.text for active, _standby in interface.addresses) or "no static address"
        if not own:
            yield f"standby_address {address} is not in the network of its active address ({networks})"
        elif own[0] in served:
            yield f"standby_address {address} is the second one for {own[0].text}"
        else:
            served.append(own[0])
            yield from _one_address(address, own[0], interface, ground)


def _one_address(address: str, own: Address, interface: Interface, ground: Ground) -> Iterator[str]:
    kind = boundary_kind(read_address(address, str(own.prefix)) or own)
    user = ground.user_of_address(address, interface)
    if own.prefix >= (31 if own.version == 4 else 128):
        yield f"its network {own.network} has no room for a standby address"
    elif address == own.ip:
        yield f"standby_address {address} is its active address"
    elif kind:
        yield f"standby_address {address} is the {kind} address of {own.network}"
    elif user:
        yield f"standby_address {address} is used by {user}"


def _mac_problems(wanted: InterfaceIntent, interface: Interface, ground: Ground) -> Iterator[str]:
    if wanted.mac is None and wanted.standby_mac is None:
        return
    if interface.kind == PortKind.BRIDGE_GROUP:
        yield "is a bridge group, which has no MAC addresses of its own"
        return
    active, standby = (
        given or held for given, held in zip((wanted.mac, wanted.standby_mac), interface.macs, strict=True)
    )
    if not active or not standby:
        given, missing = ("mac_address", "standby_mac_address") if active else ("standby_mac_address", "mac_address")
        yield f"{given} is given without {missing}"
    elif active == standby:
        yield f"both MAC addresses are {active}"
    for mac in filter(None, (wanted.mac, wanted.standby_mac)):
        user = ground.user_of_mac(mac, interface)
        if user:
            yield f"the MAC address {mac} is used by {user}"


def _same_network(address: str, active: Address) -> bool:
    read, network = read_network(address), read_network(active.text)
    return read is not None and network is not None and read.version == network.version and read.ip in network
