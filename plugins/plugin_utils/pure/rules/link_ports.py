# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on the two ends of a link: the same port, the same members, the same speed."""

from __future__ import annotations

from collections.abc import Iterator

from ..device.bandwidth import NO_NUMBER, speed
from ..device.capacity import missing_members
from ..device.ports import Port, PortKind, natural
from ..device.unit import NodeState
from ..finding import Severity
from ..intent.ha_configuration import link_ports
from ..wording import shorten
from .ha import DISSOLVE
from .rule import Judgement, LinkContext, rule


@rule(
    "link-ports-differ",
    Severity.ERROR,
    "guide: you must select the same port number for each end of a link",
    in_ha=True,
)
def link_ports_differ(case: LinkContext) -> Iterator[Judgement]:
    """Units that already are in HA run the link on the same port."""
    if any(unit.state in (NodeState.SINGLE, "") for unit in case.pair.units):
        return
    primary, secondary = (
        link_ports(unit.configuration, unit.hardware_names)[case.link.kind] for unit in case.pair.units
    )
    if primary and secondary and primary != secondary:
        yield Judgement(
            f"runs on {primary} of the primary, but on {secondary} of the secondary",
            "the same port at each end",
            f"Run {DISSOLVE.format(unit='primary')}: the links of a pair in HA can't be changed.",
        )


@rule(
    "etherchannel-members-differ", Severity.ERROR, "FTD guidelines: the same EtherChannel with the same members on both"
)
def etherchannel_members_differ(case: LinkContext) -> Iterator[Judgement]:
    """An EtherChannel has the same members on both units."""
    ports = [(unit, port) for unit, port in case.ports() if port.kind == PortKind.ETHERCHANNEL]
    if len(ports) < 2:
        return
    first, second = (
        sorted((unit.hardware_names.get(each, each) for each in port.members), key=natural) for unit, port in ports
    )
    if first != second:
        yield Judgement(
            f"{case.link.port} has the members {', '.join(first) or 'none'} on the primary, "
            f"but {', '.join(second) or 'none'} on the secondary",
            "the same members on both units",
            "Give the EtherChannel the same members on both units and deploy.",
        )


@rule(
    "etherchannel-members-missing",
    Severity.ERROR,
    "spec EtherChannelInterface.memberInterfaces; FTD guidelines: an EtherChannel carries a link over its members",
)
def etherchannel_members_missing(case: LinkContext) -> Iterator[Judgement]:
    """An EtherChannel has members, and each of them is there."""
    for unit, port in case.ports():
        gone = missing_members(unit, port)
        if port.kind == PortKind.ETHERCHANNEL and (gone or not port.members):
            yield Judgement(
                f"{port.hardware} has the members {shorten(gone)}, which the unit does not have"
                if gone
                else f"{port.hardware} has no members",
                "an EtherChannel whose members are all present",
                "Correct the members of the EtherChannel on both units and deploy.",
                unit=unit.role,
            )


@rule(
    "link-speed-differs",
    Severity.WARNING,
    "spec InterfaceSpeedType, InterfaceDuplexType: a fixed end and a negotiating one may not agree",
    well_sourced=False,
)
def link_speed_differs(case: LinkContext) -> Iterator[Judgement]:
    """Speed and duplex of the link's port are the same at both ends."""
    ends = [port for _unit, port in case.ports()]
    for what, told in (("speed", [_speed(port) for port in ends]), ("duplex", [_duplex(port) for port in ends])):
        if len(told) == 2 and all(told) and told[0] != told[1]:
            yield Judgement(
                f"the {what} of {case.link.port} is {told[0]} on the primary, {told[1]} on the secondary",
                f"the same {what} at both ends",
                "Set both ends to the same value in FDM and deploy.",
            )


def _speed(port: Port) -> str:
    """The configured speed of a port; empty where it is not known or not configured."""
    known = speed(port.speed) is not None or port.speed in NO_NUMBER - {"IGNORE"}
    return port.speed if known else ""


def _duplex(port: Port) -> str:
    return port.duplex if port.duplex in ("AUTO", "HALF", "FULL") else ""


LINK_PORT_RULES = (
    link_ports_differ,
    etherchannel_members_differ,
    etherchannel_members_missing,
    link_speed_differs,
)
