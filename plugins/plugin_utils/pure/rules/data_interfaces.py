# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on the data interfaces of a pair: addresses, management, switch ports, monitoring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..device.ports import Port, natural
from ..device.unit import Unit
from ..finding import Severity
from ..intent.addresses import read_network
from ..names import PRIMARY
from ..wording import shorten
from .rule import PREREQUISITES, Judgement, PairContext, rule

NOT_DATA = ("management", "internal-", "diagnostic")
"""Interfaces of the data plane's list that are none of the user's data interfaces."""
CLIENTS = {"DHCP": "dhcp", "PPPoE": "pppoe"}


def data_interfaces(unit: Unit) -> tuple[Port, ...]:
    """The ports and the known subinterfaces of a unit, without management."""
    return tuple(port for port in (*unit.ports.values(), *unit.subinterfaces) if not port.management)


def clients(unit: Unit, method: str) -> dict[str, str]:
    """The data interfaces that get their address by DHCP or PPPoE: hardware name, and how the user calls it.

    The API lists ports and the subinterfaces that were read; the data plane lists the method of every interface.
    """
    shown = (each.port for each in unit.brief if each.method == method.upper())
    found = {port: port for port in shown if not port.lower().startswith(NOT_DATA)}
    ports = (port for port in data_interfaces(unit) if getattr(port, CLIENTS[method]))
    managed = {port.hardware for port in unit.ports.values() if port.management}
    found |= {port.hardware: port.name or port.hardware for port in ports}
    return {port: name for port, name in found.items() if port not in managed}


def _judge_clients(case: PairContext, method: str) -> Iterator[Judgement]:
    for unit in case.units:
        for hardware, name in sorted(clients(unit, method).items(), key=lambda each: natural(each[0])):
            yield Judgement(
                f"gets its address by {method}",
                "static addresses on every data interface of a pair",
                f"Give {name} a static address on this unit and deploy.",
                unit=unit.role,
                subject=hardware,
                severity=Severity.WARNING if case.in_ha else None,
            )


@rule("dhcp-client", Severity.ERROR, f"{PREREQUISITES}: no interface with DHCP; spec InterfaceIPv4", in_ha=True)
def dhcp_client(case: PairContext) -> Iterator[Judgement]:
    """No data interface of either unit, subinterfaces included, is a DHCP client; a warning for a pair in HA."""
    yield from _judge_clients(case, "DHCP")


@rule(
    "pppoe-client",
    Severity.ERROR,
    "FTD guidelines: no PPPoE; PhysicalInterface.pppoe (API v6)",
    well_sourced=False,
    in_ha=True,
)
def pppoe_client(case: PairContext) -> Iterator[Judgement]:
    """No data interface of either unit, subinterfaces included, is a PPPoE client; a warning for a pair in HA."""
    yield from _judge_clients(case, "PPPoE")


@rule(
    "managed-over-data",
    Severity.ERROR,
    "CDO requirements: a pair is managed over the management interface; CDO break page: a data interface may be lost",
)
def managed_over_data(case: PairContext) -> Iterator[Judgement]:
    """Each unit is reached at its management interface, not at an address that moves with the active unit."""
    for unit in case.units:
        where = "" if unit.in_ha else data_management(unit)
        if where:
            yield Judgement(
                f"{unit.host} is the address of the data interface {where}",
                "the address of the management interface",
                "Give host the management interface's address: a data address moves to the active unit with the join.",
                unit=unit.role,
                subject="management",
            )


def data_management(unit: Unit) -> str:
    """The data interface whose address a unit is reached at, active or standby; empty where it is none."""
    if at_management(unit):
        return ""
    ports = [(port.name or port.hardware, port) for port in data_interfaces(unit)]
    named = [(name, each) for name, port in ports for each in (*port.networks, *port.standby_addresses)]
    shown = [each for each in unit.shown_addresses if not each[0].lower().startswith(NOT_DATA)]
    return next((name for name, address in (*named, *shown) if _same_host(unit.host, [address])), "")


def at_management(unit: Unit) -> bool:
    """Whether a unit is reached at its management interface's address."""
    return _same_host(unit.host, unit.management_addresses)


def _same_host(host: str, addresses: Sequence[str]) -> bool:
    """True where a host is given as an address, and is one of these; a host name is not known to be any."""
    asked = read_network(host.strip("[]"))
    known = (read_network(address) for address in addresses)
    return asked is not None and any(each is not None and each.ip == asked.ip for each in known)


@rule(
    "switch-ports",
    Severity.WARNING,
    "cdFMC HA guidelines, CDO switch port page: switch ports forward on both units of a pair (1010, 1210, 1220)",
    in_ha=True,
)
def switch_ports(case: PairContext) -> Iterator[Judgement]:
    """No enabled port of either unit is a switch port."""
    for unit in case.units:
        ports = [port.hardware for port in unit.ports.values() if port.mode == "SWITCHPORT" and port.enabled]
        if ports:
            names = shorten(sorted(ports, key=natural))
            yield Judgement(
                f"{names}: switch ports, which forward on both units at once",
                "no enabled switch port on a unit of a pair",
                "Disable them or make them routed ports in FDM and deploy: a network that is connected to both units "
                "has a loop.",
                unit=unit.role,
                subject="switch ports",
            )


def names_of(ports: Sequence[Port]) -> str:
    """The names of interfaces, in the order of their ports."""
    return shorten([port.name for port in sorted(ports, key=lambda port: natural(port.hardware))])


@rule(
    "standby-address-missing",
    Severity.ADVICE,
    "spec HAIPv4Address.standbyIpAddress; show failover: an interface without one stays Waiting; TAC 225621 for /31",
    in_ha=True,
)
def standby_address_missing(case: PairContext) -> Iterator[Judgement]:
    """Every monitored data interface of the primary, whose configuration both units get, has a standby address."""
    watched = [port for port in data_interfaces(case.primary) if port.name and port.monitored and port.networks]
    bare = [port for port in watched if not port.standby_addresses]
    small = [port for port in bare if all(_point_to_point(network) for network in port.networks)]
    for ports, found, remedy in (
        ([port for port in bare if port not in small], "no standby address", "Give each a standby address"),
        (small, "a /31, which has no standby address", "Use a /30 or a larger network"),
    ):
        if ports:
            yield Judgement(
                f"{names_of(ports)}: monitored, with {found}",
                "a standby address on every monitored interface",
                f"{remedy}, or stop monitoring in FDM: the units can't test an interface without it.",
                unit=PRIMARY,
                subject="standby addresses",
            )


def _point_to_point(network: str) -> bool:
    read = read_network(network)
    return read is not None and read.version == 4 and int(read.prefixlen) == 31


DATA_RULES = (dhcp_client, pppoe_client, managed_over_data, switch_ports, standby_address_missing)
