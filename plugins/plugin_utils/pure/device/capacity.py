# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ports of a unit can carry: user traffic, and connection state."""

from __future__ import annotations

from .ports import LINKABLE, Port, PortKind
from .unit import Unit


def state_bandwidth(unit: Unit, port: Port) -> int | None:
    """What a port can carry of state traffic, Mb/s: of an EtherChannel only one member is used at a time."""
    if port.kind != PortKind.ETHERCHANNEL:
        return port.bandwidth
    return min((each.bandwidth for each in member_ports(unit, port) if each.bandwidth), default=port.bandwidth)


def data_ports(unit: Unit) -> tuple[Port, ...]:
    """The ports that carry user traffic: with a name, or with subinterfaces as far as those show; not management."""
    shown = {where.rpartition(".")[0] for where, _ip in unit.shown_addresses if "." in where}
    return tuple(
        port
        for port in unit.ports.values()
        if port.kind in LINKABLE and not port.management and (port.name or port.subinterfaces or port.hardware in shown)
    )


def data_bandwidth(unit: Unit, port: Port) -> int | None:
    """What a port can carry of user traffic, Mb/s: of an EtherChannel all members together."""
    members = [each.bandwidth for each in member_ports(unit, port) if each.bandwidth]
    return sum(members) or port.bandwidth


def missing_members(unit: Unit, port: Port) -> tuple[str, ...]:
    """The members of an EtherChannel that the unit does not list, or whose hardware is not there."""
    names = (unit.hardware_names.get(each, each) for each in port.members)
    return tuple(name for name in names if name not in unit.ports or unit.ports[name].present is False)


def member_ports(unit: Unit, port: Port) -> tuple[Port, ...]:
    """The members of an EtherChannel, as far as the unit lists them."""
    found = (unit.ports.get(unit.hardware_names.get(each, each)) for each in port.members)
    return tuple(member for member in found if member is not None)


def fastest_data(unit: Unit) -> int | None:
    """Bandwidth of the fastest data interface, Mb/s."""
    return max(filter(None, (data_bandwidth(unit, port) for port in data_ports(unit))), default=None)
