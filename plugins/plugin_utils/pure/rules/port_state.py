# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on the state of a port of one unit: addresses, enabled or not, link."""

from __future__ import annotations

from collections.abc import Iterator

from ..device.capacity import member_ports
from ..device.ports import LINKABLE, natural
from ..finding import Severity
from ..intent.addresses import spelled
from ..names import PAIR, STATE
from ..wording import shorten
from .port import API, kind
from .rule import GUIDE, Judgement, PortContext, rule

SFP = ("SFP_DETECT", "DETECT_SFP", "NO_NEGOTIATE")
SFP_SPEED = 10_000


@rule("port-addressed", Severity.ERROR, f"{GUIDE}: no sharing between user data and the failover link")
def port_addressed(case: PortContext) -> Iterator[Judgement]:
    """The port has no address of its own."""
    if case.port is None or kind(case) not in LINKABLE:
        return
    clients = {"DHCP": case.port.dhcp, "PPPoE": case.port.pppoe, "IPv6 autoconfiguration": case.port.autoconfigured}
    has = (*map(spelled, case.port.networks), *(f"one by {what}" for what, so in clients.items() if so))
    if has:
        yield Judgement(
            f"has an address ({' and '.join(has)})",
            "a port without an address",
            "Choose a free port, or remove the address on this unit and deploy.",
        )


@rule("port-used-by-other-link", Severity.ERROR, f"{GUIDE}: a separate, dedicated state link")
def port_used_by_other_link(case: PortContext) -> Iterator[Judgement]:
    """A dedicated state link has a port of its own."""
    if case.link.kind == STATE and case.link.port == case.pair.intent.failover.port:
        yield Judgement(
            "is also the failover link's port",
            "a port of its own for a dedicated state link",
            "Choose another port, or leave out failover_state_link to combine both links.",
            unit=PAIR,
        )


@rule("port-disabled", Severity.ADVICE, f"{API}: the interface must be enabled")
def port_disabled(case: PortContext) -> Iterator[Judgement]:
    """The port and the members of an EtherChannel are enabled. Never an error: apply enables them and deploys."""
    if case.port is None or kind(case) not in LINKABLE:
        return
    if not case.port.enabled:
        yield Judgement("is administratively down", "an enabled port", "Nothing to do: apply enables it and deploys.")
    down = [port.hardware for port in member_ports(case.owner, case.port) if not port.enabled]
    if down:
        yield Judgement(
            f"its members {shorten(sorted(down, key=natural))} are administratively down",
            "enabled members",
            "Nothing to do: apply enables them and deploys.",
        )


@rule("port-link-down", Severity.WARNING, "spec LinkState")
def port_link_down(case: PortContext) -> Iterator[Judgement]:
    """The cable is plugged and the far end is up; a disabled port can't show a link."""
    if case.port is None or case.port.link_up or not case.port.enabled or kind(case) not in LINKABLE:
        return
    severity = Severity.ERROR if case.pair.settings.require_link else Severity.WARNING
    yield Judgement(
        "its link is down" if case.port.link == "DOWN" else "the unit does not say that its link is up",
        "a link that is up at both ends",
        f"Check the cable, and that this port is enabled on the other unit too.{_negotiation(case)}",
        severity=severity,
    )


def _negotiation(case: PortContext) -> str:
    """A hint where the speed of the port may depend on an SFP module (3100, 4200: fixed or detected speeds)."""
    ports = [] if case.port is None else [case.port, *member_ports(case.owner, case.port)]
    plugged = any(port.speed in SFP or (port.bandwidth or 0) >= SFP_SPEED for port in ports)
    return " For SFP modules, check also that speed and negotiation are the same at both ends." if plugged else ""


STATE_RULES = (port_addressed, port_used_by_other_link, port_disabled, port_link_down)
