# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on what a port of one unit is, and what it already belongs to.

Three are enforced by the unit and can't be waived: the vendor's text says that a port with a name or with subinterfaces
can't be selected, and a port that does not exist has no id to refer to (error invalidUuid). The others are stated in
prose only, or are this collection's conclusion: waive them where your release accepts such a port.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..device.ports import LINKABLE, Port, PortKind, kind_by_spelling, natural
from ..finding import Severity
from ..wording import shorten
from .rule import GUIDE, Judgement, PortContext, rule

API = "FDM API guide, configure and join HA"


def kind(case: PortContext) -> str:
    """What the port is: as the unit lists it, else as its name says."""
    return case.port.kind if case.port is not None else kind_by_spelling(case.link.port)


@rule(
    "port-missing",
    Severity.ERROR,
    f"{GUIDE}: the same port number at each end; API error invalidUuid",
    enforced_by_unit=True,
)
def port_missing(case: PortContext) -> Iterator[Judgement]:
    """The unit has a port of that hardware name."""
    if case.port is not None or kind(case) not in LINKABLE:
        return
    meant = likely_meant(case.link.port, case.owner.ports)
    free = shorten(sorted((port.hardware for port in case.owner.ports.values() if usable(port)), key=natural), 6)
    yield Judgement(
        "the unit has no port of this name",
        "the port on both units",
        f"Write {meant}." if meant else f"Name one of its free ports: {free or 'it has none, so free one first'}.",
    )


def likely_meant(spelling: str, names: Iterable[str]) -> str:
    """The one port that matches in another case or as an abbreviation (gi0/2); empty if several or none match."""
    word, number = split(spelling)
    meant = [name for name in names if split(name)[1] == number and split(name)[0].startswith(word)]
    return meant[0] if word and number and len(meant) == 1 else ""


def split(name: str) -> tuple[str, str]:
    """A hardware name as kind, in lower case, and number: ("gigabitethernet", "0/2")."""
    word = name.rstrip("0123456789/.").strip()
    return word.lower(), name[len(word) :].strip()


def usable(port: Port) -> bool:
    """A port that a remedy can name: a data port without a name, of a kind that carries a link."""
    return port.kind in LINKABLE and not port.name and not port.management and not port.member_of


@rule(
    "port-not-present", Severity.ERROR, "spec InterfaceInfoEntry.interfacePresent; PhysicalInterface.present (API v6)"
)
def port_not_present(case: PortContext) -> Iterator[Judgement]:
    """The port is physically there (network module plugged)."""
    if case.port is not None and case.port.present is False:
        yield Judgement(
            "is listed, but the hardware is not present",
            "a port that is physically present",
            "Plug the network module, or choose another port.",
        )


@rule("port-management", Severity.ERROR, f"{API}: non-management interfaces only; {GUIDE}: unused data interfaces")
def port_management(case: PortContext) -> Iterator[Judgement]:
    """The port is a data port."""
    if case.port is not None and case.port.management:
        yield Judgement("is a management port", "a data port", "Name a data port that is free on both units.")


@rule(
    "port-named",
    Severity.ERROR,
    f"{GUIDE}: an interface currently configured with a name can't be selected",
    enforced_by_unit=True,
)
def port_named(case: PortContext) -> Iterator[Judgement]:
    """The port has no name: it isn't shared with user data."""
    if case.port is not None and case.port.name and kind(case) in LINKABLE:
        yield Judgement(
            f'is named "{case.port.name}", so it carries user data',
            "a port without a name",
            "Choose a free port, or remove the name on this unit and deploy.",
        )


@rule("port-has-subinterfaces", Severity.ERROR, f"{GUIDE}: nor one that has subinterfaces", enforced_by_unit=True)
def port_has_subinterfaces(case: PortContext) -> Iterator[Judgement]:
    """The port has no subinterfaces."""
    if case.port is not None and case.port.subinterfaces:
        names = shorten(sorted(case.port.subinterfaces, key=natural))
        yield Judgement(
            f"has subinterfaces ({names})",
            "a port without subinterfaces",
            "Choose a free port, or delete its subinterfaces on this unit and deploy.",
        )


@rule("port-is-subinterface", Severity.ERROR, f"{GUIDE}: do not use a subinterface as the failover link")
def port_is_subinterface(case: PortContext) -> Iterator[Judgement]:
    """The port is not itself a subinterface."""
    if kind(case) == PortKind.SUBINTERFACE:
        yield Judgement("is a subinterface", "a whole port", "Name a port that is free on both units.")


@rule("port-type", Severity.ERROR, f"{GUIDE}: physical, redundant or EtherChannel interfaces")
def port_type(case: PortContext) -> Iterator[Judgement]:
    """The port is a physical interface or an EtherChannel."""
    if kind(case) not in (*LINKABLE, PortKind.SUBINTERFACE):
        yield Judgement(
            f"is a {kind(case)}", "a physical interface or an EtherChannel", "Name a port that is free on both units."
        )


@rule("port-in-bridge-group", Severity.ERROR, "spec BridgeGroupInterface.selectedInterfaces; the port must be unused")
def port_in_bridge_group(case: PortContext) -> Iterator[Judgement]:
    """The port is no member of a bridge group."""
    if case.port is None:
        return
    if case.port.member_kind == PortKind.BRIDGE_GROUP or "BRIDGE" in case.port.mode:  # a mode of later releases
        group = case.port.member_of if case.port.member_kind == PortKind.BRIDGE_GROUP else ""
        yield Judgement(
            f"is a member of the bridge group {group}" if group else "is a member of a bridge group",
            "a port no bridge group uses",
            "Choose another port, or remove it from the bridge group and deploy.",
        )


@rule("port-in-etherchannel", Severity.ERROR, "API v6 EtherChannelInterface.memberInterfaces; the port must be unused")
def port_in_etherchannel(case: PortContext) -> Iterator[Judgement]:
    """The port is no member of an EtherChannel."""
    if case.port is not None and case.port.member_kind == PortKind.ETHERCHANNEL:
        yield Judgement(
            f"is a member of the EtherChannel {case.port.member_of}",
            "a port no EtherChannel uses",
            f"Choose another port, or use {case.port.member_of} itself for the link.",
        )


@rule(
    "port-switch-mode",
    Severity.ERROR,
    "FTD guidelines: only a firewall interface can be the failover link (1010, 1210)",
)
def port_switch_mode(case: PortContext) -> Iterator[Judgement]:
    """The port is a firewall interface, not a switch port."""
    if case.port is not None and case.port.mode == "SWITCHPORT":
        yield Judgement(
            "is a switch port",
            "a firewall (routed) interface",
            "Choose another port, or set its mode to Routed on both units and deploy.",
        )


@rule(
    "port-passive",
    Severity.ERROR,
    "spec InterfaceModeType: PASSIVE or ROUTED; FTD guidelines: firewall interfaces only",
)
def port_passive(case: PortContext) -> Iterator[Judgement]:
    """The port is in routed mode: not passive, nor in a mode that this collection does not know."""
    mode = "" if case.port is None else case.port.mode
    if mode not in ("", "ROUTED", "SWITCHPORT") and "BRIDGE" not in mode:
        yield Judgement(
            "is in passive mode, so it only listens" if mode == "PASSIVE" else f"is in the mode {mode}",
            "a routed port",
            "Choose another port, or set its mode to Routed on this unit and deploy.",
        )


PORT_RULES = (
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
)
