# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Advice: what works, but could be better. Never an error."""

from __future__ import annotations

from collections.abc import Iterator

from ..device.bandwidth import display_bandwidth, platform_minimum
from ..device.capacity import data_bandwidth, data_ports, fastest_data, state_bandwidth
from ..device.ports import PortKind, natural
from ..device.unit import NodeState
from ..finding import Severity
from ..names import FAILOVER
from ..wording import shorten
from .rule import GUIDE, Judgement, LinkContext, PairContext, rule

BUSY_FACTOR = 2
"""A combined link is called busy when the data ports carry more than this many times its bandwidth: outside and inside
of its own speed are the smallest firewall there is. The guide names no number."""


@rule(
    "state-link-bandwidth", Severity.ADVICE, f"{GUIDE}: match the largest bandwidth of the data interfaces", in_ha=True
)
def state_link_bandwidth(case: LinkContext) -> Iterator[Judgement]:
    """The link that carries connection state is as fast as the fastest data interface."""
    if case.link.kind != case.pair.intent.links[-1].kind:
        return
    for unit, port in case.ports():
        own, fastest = state_bandwidth(unit, port), fastest_data(unit)
        if own is not None and fastest is not None and own < fastest:
            one = " (one member of the EtherChannel)" if port.kind == PortKind.ETHERCHANNEL else ""
            yield Judgement(
                f"{port.hardware} offers {display_bandwidth(own)}{one} for connection state",
                f"the {display_bandwidth(fastest)} of the fastest data interface",
                "Use a faster port for it if one is free.",
                unit=unit.role,
            )


@rule(
    "combined-link-busy",
    Severity.ADVICE,
    f"{GUIDE}: consider a dedicated interface on a high traffic network",
    well_sourced=False,
)
def combined_link_busy(case: LinkContext) -> Iterator[Judgement]:
    """One port for both links suffices for the traffic its unit can carry."""
    if case.pair.intent.state is not None:
        return
    for unit, port in case.ports():
        own = state_bandwidth(unit, port)
        total = sum(data_bandwidth(unit, each) or 0 for each in data_ports(unit))
        if own is not None and total > BUSY_FACTOR * own:
            yield Judgement(
                f"one port of {display_bandwidth(own)} carries both links, and the data interfaces add up to "
                f"{display_bandwidth(total)}",
                "a dedicated state link where the configuration is large or the traffic high",
                "Consider failover_state_link with a port of its own.",
                unit=unit.role,
            )


@rule(
    "platform-bandwidth", Severity.ADVICE, "FTD guide, interface for the failover link: sizes per platform", in_ha=True
)
def platform_bandwidth(case: LinkContext) -> Iterator[Judgement]:
    """The failover link has at least the bandwidth the vendor names for the platform."""
    if case.link.kind != FAILOVER:
        return
    for unit, port in case.ports():
        own, least = state_bandwidth(unit, port), platform_minimum(unit.model)
        if own is not None and least is not None and own < least:
            yield Judgement(
                f"{port.hardware} offers {display_bandwidth(own)}",
                f"at least {display_bandwidth(least)} on this platform",
                "Use a faster port for the failover link.",
                unit=unit.role,
            )


@rule("plain-text", Severity.ADVICE, f"{GUIDE}: plain text by default; an IPsec key encrypts")
def plain_text(case: PairContext) -> Iterator[Judgement]:
    """The links are encrypted."""
    if case.key is None and not case.intent.encrypted:
        yield Judgement(
            "no key is given: configuration, passwords included, crosses the links as plain text",
            "an IPsec key",
            "Give failover_key, or keep the links on a cable of their own.",
            subject="links",
        )


@rule(
    "secondary-not-blank",
    Severity.ADVICE,
    "FDM API guide, HA overview: the primary's configuration is the one that is synced",
)
def secondary_not_blank(case: PairContext) -> Iterator[Judgement]:
    """The secondary has nothing to lose when the primary's configuration replaces its own."""
    if case.secondary.state != NodeState.SINGLE:
        return
    kept, own = (
        {(port.hardware, port.name, port.networks) for port in unit.ports.values() if port.name and not port.management}
        for unit in case.units
    )
    lost = sorted(own - kept, key=lambda port: natural(port[0]))
    names = [f"{name} on {port}" for port, name, _networks in lost]
    if lost:
        yield Judgement(
            f"its own configuration will be lost, with {shorten(names)}",
            "nothing on the secondary that is still needed",
            "Save what you need of it: the primary's configuration replaces it.",
            unit="secondary",
            subject="configuration",
        )


LINK_ADVICE = (state_link_bandwidth, combined_link_busy, platform_bandwidth)
PAIR_ADVICE = (plain_text, secondary_not_blank)
