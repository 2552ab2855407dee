# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Advice: it works, but could be better. Never an error."""

from __future__ import annotations

from collections.abc import Iterator

from ..device.bandwidth import display_bandwidth, platform_minimum
from ..device.capacity import data_bandwidth, data_ports, fastest_data, state_bandwidth
from ..device.ports import PortKind, natural
from ..device.unit import NodeState, Unit
from ..finding import Severity
from ..names import FAILOVER, SECONDARY
from ..reading import mapping, number
from ..wording import shorten
from .rule import GUIDE, Judgement, LinkContext, PairContext, rule

BUSY_FACTOR = 2
"""A combined link is called busy when the data ports carry more than this many times its bandwidth: outside and inside
of its own speed are the smallest firewall there is. The guide names no number."""
LARGE = {"access rules": 1_000, "NAT rules": 1_000, "network objects": 5_000}
"""From this many objects of a kind on a configuration is called large. These numbers are this collection's own: the
guide says "a large configuration" and names none."""


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
    f"{GUIDE}: consider a dedicated interface for a large configuration and a high traffic network",
    well_sourced=False,
)
def combined_link_busy(case: LinkContext) -> Iterator[Judgement]:
    """One port for both links suffices for the traffic and the configuration of its unit."""
    if case.pair.intent.state is not None:
        return
    for unit, port in case.ports():
        own = state_bandwidth(unit, port)
        total = sum(data_bandwidth(unit, each) or 0 for each in data_ports(unit))
        reasons = [*_large(unit)]
        if own is not None and total > BUSY_FACTOR * own:
            speeds = f"{display_bandwidth(own)}, and the data interfaces add up to {display_bandwidth(total)}"
            reasons.insert(0, speeds)
        if reasons:
            yield Judgement(
                f"one port carries both links ({'; '.join(reasons)})",
                "a dedicated state link where the configuration is large or the traffic high",
                "Consider failover_state_link with a port of its own.",
                unit=unit.role,
            )


def _large(unit: Unit) -> Iterator[str]:
    """What makes a configuration large: the numbers of objects, where they were counted."""
    counts = mapping(unit.data.get("object_counts"))
    for kind, least in LARGE.items():
        count = number(counts.get(kind))
        if count is not None and count >= least:
            yield f"{count} {kind}"


@rule(
    "platform-bandwidth", Severity.ADVICE, "FTD guide, interface for the failover link: sizes per platform", in_ha=True
)
def platform_bandwidth(case: LinkContext) -> Iterator[Judgement]:
    """The failover link has at least the bandwidth that the vendor names for the platform."""
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
            "there is no failover_key: the configuration, passwords included, crosses the links as plain text",
            "an IPsec key",
            "Add failover_key, or use a dedicated cable for the links.",
            subject="links",
        )


@rule(
    "secondary-not-blank",
    Severity.ADVICE,
    "FDM API guide, HA overview: the primary's configuration is the one that is synced; cdFMC, replace a primary",
)
def secondary_not_blank(case: PairContext) -> Iterator[Judgement]:
    """The secondary has nothing to lose when the primary's configuration replaces its own. An error where the primary
    has no configuration: no named data interface."""
    if case.secondary.state != NodeState.SINGLE:
        return
    kept, own = (
        {(port.hardware, port.name, port.networks) for port in unit.ports.values() if port.name and not port.management}
        for unit in case.units
    )
    lost = sorted(own - kept, key=lambda port: natural(port[0]))
    if not lost:
        return
    names = shorten([f"{name} on {port}" for port, name, _networks in lost])
    if not kept:
        yield Judgement(
            f"the primary has no named data interface, and its configuration would replace this one ({names})",
            "the unit with the configuration as primary",
            "Exchange primary and secondary in failover_units, or restore the primary from its backup first.",
            unit=SECONDARY,
            subject="configuration",
            severity=Severity.ERROR,
        )
    else:
        yield Judgement(
            f"its own configuration will be lost ({names})",
            "nothing on the secondary that is still needed",
            "Save what you need of it: the primary's configuration replaces it.",
            unit=SECONDARY,
            subject="configuration",
        )


LINK_ADVICE = (state_link_bandwidth, combined_link_busy, platform_bandwidth)
PAIR_ADVICE = (plain_text, secondary_not_blank)
