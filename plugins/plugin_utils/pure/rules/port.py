# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on a port of one unit."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import ADVICE, ERROR, WARNING
from ..ports import BRIDGE_GROUP, ETHERCHANNEL, LINKABLE, SUBINTERFACE, kind_by_spelling
from ..wish import STATE
from .rule import Judgement, PortCase, rule

GUIDE = "Failover and Stateful Link for FDM-Managed High Availability"
API = "FDM API guide, configure and join HA"


def kind(case: PortCase) -> str:
    """What the port is: as the unit lists it, else as its name says."""
    return case.port.kind if case.port is not None else kind_by_spelling(case.link.port)


@rule("port-missing", ERROR, f"{GUIDE}: the same port number at each end", device=True)
def port_missing(case: PortCase) -> Iterator[Judgement]:
    """The unit has a port of that hardware name."""
    if case.port is None and kind(case) in LINKABLE:
        names = ", ".join(sorted(port.hardware for port in case.owner.ports.values() if usable(port))) or "none"
        yield Judgement(
            "the unit has no port of this name", "both units have the port", f"Name one of its free ports: {names}."
        )


def usable(port: object) -> bool:
    """A port worth naming in a remedy: data, un-named, of a kind that carries a link."""
    hardware_kind, name = getattr(port, "kind", ""), getattr(port, "name", "")
    return hardware_kind in LINKABLE and not name and not getattr(port, "management", False)


@rule("port-not-present", ERROR, "spec InterfaceInfoEntry.interfacePresent; PhysicalInterface.present (API v6)")
def port_not_present(case: PortCase) -> Iterator[Judgement]:
    """The port is physically there (network module plugged)."""
    if case.port is not None and case.port.present is False:
        yield Judgement(
            "is listed, but the hardware is not present",
            "a port that is physically there",
            "Plug the network module, or choose another port.",
        )


@rule("port-management", ERROR, f"{API}: non-management interfaces only; {GUIDE}: unused data interfaces", device=True)
def port_management(case: PortCase) -> Iterator[Judgement]:
    """The port is a data port."""
    if case.port is not None and case.port.management:
        yield Judgement("is a management port", "a data port", "Choose a data port that is free on both units.")


@rule("port-named", ERROR, f"{GUIDE}: an interface currently configured with a name can't be selected", device=True)
def port_named(case: PortCase) -> Iterator[Judgement]:
    """The port has no name: it isn't shared with user data."""
    if case.port is not None and case.port.name and kind(case) in LINKABLE:
        yield Judgement(
            f'is named "{case.port.name}", so it carries user data',
            "a link's port has no name",
            "Choose a free port, or remove the name on this unit and deploy.",
        )


@rule("port-has-subinterfaces", ERROR, f"{GUIDE}: nor one that has subinterfaces", device=True)
def port_has_subinterfaces(case: PortCase) -> Iterator[Judgement]:
    """The port has no subinterfaces."""
    if case.port is not None and case.port.subinterfaces:
        names = ", ".join(case.port.subinterfaces)
        yield Judgement(
            f"has subinterfaces ({names})",
            "a link's port has none",
            "Choose a free port, or delete its subinterfaces on this unit and deploy.",
        )


@rule("port-is-subinterface", ERROR, f"{GUIDE}: do not use a subinterface as the failover link", device=True)
def port_is_subinterface(case: PortCase) -> Iterator[Judgement]:
    """The port is not itself a subinterface."""
    if kind(case) == SUBINTERFACE:
        yield Judgement("is a subinterface", "a whole port", "Name a free port without the dot and the number.")


@rule("port-type", ERROR, f"{GUIDE}: physical, redundant or EtherChannel interfaces", device=True)
def port_type(case: PortCase) -> Iterator[Judgement]:
    """The port is a physical interface or an EtherChannel."""
    if kind(case) not in (*LINKABLE, SUBINTERFACE):
        yield Judgement(
            f"is a {kind(case)}", "a physical interface or an EtherChannel", "Choose a port that is free on both units."
        )


@rule("port-in-bridge-group", ERROR, "spec BridgeGroupInterface.selectedInterfaces; the port must be unused")
def port_in_bridge_group(case: PortCase) -> Iterator[Judgement]:
    """The port is no member of a bridge group."""
    if case.port is not None and case.port.member_kind == BRIDGE_GROUP:
        yield Judgement(
            f"is a member of the bridge group {case.port.member_of}",
            "a port no bridge group uses",
            "Choose another port, or take it out of the bridge group and deploy.",
        )


@rule("port-in-etherchannel", ERROR, "API v6 EtherChannelInterface.memberInterfaces; the port must be unused")
def port_in_etherchannel(case: PortCase) -> Iterator[Judgement]:
    """The port is no member of an EtherChannel."""
    if case.port is not None and case.port.member_kind == ETHERCHANNEL:
        yield Judgement(
            f"is a member of the EtherChannel {case.port.member_of}",
            "a port no EtherChannel uses",
            f"Choose another port, or use {case.port.member_of} itself for the link.",
        )


@rule("port-switch-mode", ERROR, "FTD guidelines: only a firewall interface can be the failover link (1010, 1210)")
def port_switch_mode(case: PortCase) -> Iterator[Judgement]:
    """The port is a firewall interface, not a switch port."""
    if case.port is not None and case.port.mode == "SWITCHPORT":
        yield Judgement(
            "is a switch port",
            "a firewall (routed) interface",
            "Choose another port, or set its mode to Routed on both units and deploy.",
        )


@rule("port-passive", ERROR, "spec InterfaceModeType: PASSIVE")
def port_passive(case: PortCase) -> Iterator[Judgement]:
    """The port is not in passive mode."""
    if case.port is not None and case.port.mode == "PASSIVE":
        yield Judgement(
            "is in passive mode, so it only listens",
            "a routed port",
            "Choose another port, or set its mode to Routed on this unit and deploy.",
        )


@rule("port-addressed", ERROR, f"{GUIDE}: no sharing between user data and the failover link")
def port_addressed(case: PortCase) -> Iterator[Judgement]:
    """The port has no address of its own."""
    if case.port is not None and kind(case) in LINKABLE and (case.port.networks or case.port.dhcp):
        what = " and ".join((*case.port.networks, *(["DHCP"] if case.port.dhcp else [])))
        yield Judgement(
            f"has an address of its own ({what})",
            "a port without an address",
            "Choose a free port, or remove the address on this unit and deploy.",
        )


@rule("port-used-by-other-link", ERROR, f"{GUIDE}: a separate, dedicated state link")
def port_used_by_other_link(case: PortCase) -> Iterator[Judgement]:
    """A dedicated state link has a port of its own."""
    if case.link.kind == STATE and case.link.port == case.pair.wish.failover.port:
        yield Judgement(
            "is the failover link's port as well",
            "a port of its own for a dedicated state link",
            "Choose another port, or leave out failover_state_link to combine both links.",
        )


@rule("port-disabled", ADVICE, f"{API}: the interface must be enabled")
def port_disabled(case: PortCase) -> Iterator[Judgement]:
    """Said, never an error: apply enables the port and deploys."""
    if case.port is not None and not case.port.enabled and kind(case) in LINKABLE:
        yield Judgement("is administratively down", "an enabled port", "Nothing to do: apply enables it and deploys.")


@rule("port-link-down", WARNING, "spec LinkState")
def port_link_down(case: PortCase) -> Iterator[Judgement]:
    """The cable is plugged and the far end is up; a disabled port can't show a link."""
    if case.port is None or case.port.link_up or not case.port.enabled or kind(case) not in LINKABLE:
        return
    severity = ERROR if case.pair.settings.require_link else WARNING
    yield Judgement(
        "its link is down",
        "a link that is up at both ends",
        "Check the cable and the port of the other unit.",
        severity=severity,
    )


RULES = (
    port_missing,
    port_not_present,
    port_management,
    port_named,
    port_has_subinterfaces,
    port_is_subinterface,
    port_type,
    port_in_bridge_group,
    port_in_etherchannel,
    port_switch_mode,
    port_passive,
    port_addressed,
    port_used_by_other_link,
    port_disabled,
    port_link_down,
)
