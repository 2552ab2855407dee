# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Advice: what works, but could be better. Never an error."""

from __future__ import annotations

from collections.abc import Iterator

from ..bandwidth import platform_minimum, spoken
from ..finding import ADVICE
from ..ports import ETHERCHANNEL, LINKABLE, Port, natural
from ..snapshot import SINGLE, Unit
from ..wish import FAILOVER
from .port import GUIDE
from .rule import Judgement, LinkCase, PairCase, few, rule

BUSY_FACTOR = 2
"""A combined link is called busy when the data ports carry more than this many times its bandwidth: outside and inside
of its own speed are the smallest firewall there is. The guide names no number."""


def state_bandwidth(unit: Unit, port: Port) -> int | None:
    """What a port can carry of state traffic, Mb/s: of an EtherChannel only one member is used at a time."""
    if port.kind != ETHERCHANNEL:
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


def member_ports(unit: Unit, port: Port) -> tuple[Port, ...]:
    """The members of an EtherChannel, as far as the unit lists them."""
    found = (unit.ports.get(unit.hardware_names.get(each, each)) for each in port.members)
    return tuple(member for member in found if member is not None)


def fastest_data(unit: Unit) -> int | None:
    """Bandwidth of the fastest data interface, Mb/s."""
    return max(filter(None, (data_bandwidth(unit, port) for port in data_ports(unit))), default=None)


@rule("state-link-bandwidth", ADVICE, f"{GUIDE}: match the largest bandwidth of the data interfaces", living=True)
def state_link_bandwidth(case: LinkCase) -> Iterator[Judgement]:
    """The link that carries connection state is as fast as the fastest data interface."""
    if case.link.kind != case.pair.wish.links[-1].kind:
        return
    for unit, port in case.ports():
        own, fastest = state_bandwidth(unit, port), fastest_data(unit)
        if own is not None and fastest is not None and own < fastest:
            one = " (one member of the EtherChannel)" if port.kind == ETHERCHANNEL else ""
            yield Judgement(
                f"{port.hardware} offers {spoken(own)}{one} for connection state",
                f"the {spoken(fastest)} of the fastest data interface",
                "Use a faster port for it if one is free.",
                unit=unit.role,
            )


@rule("combined-link-busy", ADVICE, f"{GUIDE}: consider a dedicated interface on a high traffic network", sure=False)
def combined_link_busy(case: LinkCase) -> Iterator[Judgement]:
    """One port for both links suffices for the traffic its unit can carry."""
    if case.pair.wish.state is not None:
        return
    for unit, port in case.ports():
        own = state_bandwidth(unit, port)
        total = sum(data_bandwidth(unit, each) or 0 for each in data_ports(unit))
        if own is not None and total > BUSY_FACTOR * own:
            yield Judgement(
                f"one port of {spoken(own)} carries both links, and the data interfaces add up to {spoken(total)}",
                "a dedicated state link where the configuration is large or the traffic high",
                "Consider failover_state_link with a port of its own.",
                unit=unit.role,
            )


@rule("platform-bandwidth", ADVICE, "FTD guide, interface for the failover link: sizes per platform", living=True)
def platform_bandwidth(case: LinkCase) -> Iterator[Judgement]:
    """The failover link has at least the bandwidth the vendor names for the platform."""
    if case.link.kind != FAILOVER:
        return
    for unit, port in case.ports():
        own, least = state_bandwidth(unit, port), platform_minimum(unit.model)
        if own is not None and least is not None and own < least:
            yield Judgement(
                f"{port.hardware} offers {spoken(own)}",
                f"at least {spoken(least)} on this platform",
                "Use a faster port for the failover link.",
                unit=unit.role,
            )


@rule("plain-text", ADVICE, f"{GUIDE}: plain text by default; an IPsec key encrypts")
def plain_text(case: PairCase) -> Iterator[Judgement]:
    """The links are encrypted."""
    if case.key is None and not case.wish.encrypted:
        yield Judgement(
            "no key is given: configuration, passwords included, crosses the links as plain text",
            "an IPsec key",
            "Give failover_key, or keep the links on a cable of their own.",
            subject="links",
        )


@rule(
    "secondary-not-blank", ADVICE, "FDM API guide, HA overview: the primary's configuration is the one that is synced"
)
def secondary_not_blank(case: PairCase) -> Iterator[Judgement]:
    """The secondary has nothing to lose when the primary's configuration replaces its own."""
    if case.secondary.state != SINGLE:
        return
    kept, own = (
        {(port.hardware, port.name, port.networks) for port in unit.ports.values() if port.name and not port.management}
        for unit in case.units
    )
    lost = sorted(own - kept, key=lambda port: natural(port[0]))
    if lost:
        yield Judgement(
            f"its own configuration will be lost, with {few([f'{name} on {port}' for port, name, _networks in lost])}",
            "nothing on the secondary that is still needed",
            "Save what you need of it: the primary's configuration replaces it.",
            unit="secondary",
            subject="configuration",
        )


LINK_ADVICE = (state_link_bandwidth, combined_link_busy, platform_bandwidth)
PAIR_ADVICE = (plain_text, secondary_not_blank)
