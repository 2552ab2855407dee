# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on what the data plane of a unit in HA prints: links, hellos, interfaces, modules, MAC addresses, key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..device.show_failover import LinkLine, MonitoredInterface
from ..finding import Severity
from ..rules.evidence import unread_output
from ..rules.ha import BREAK_FOR_KEY, CHANGE_LINKS
from ..rules.rule import GUIDE, Judgement, rule
from .case import UnitInHa
from .heard import Heard, heard, since

SHARED = f"{GUIDE}: information shared over the failover link"
IN_SYNC = ("Sync Done", "Sync Skipped")
"""Healthy configuration states; skipped means that both configurations were equal already."""
CHECK_CABLE = "Check the cable between the units and the port at each end."
STOP_MONITORING = "or stop monitoring this interface"


@rule("failover-on", Severity.ERROR, "data plane: first line of show failover")
def failover_on(case: UnitInHa) -> Iterator[Judgement]:
    """Failover is on; an output that is not understood says nothing."""
    if case.owner.shown.understood and not case.owner.shown.on:
        yield Judgement("failover is off", "failover is on", "Resume HA in FDM.", subject="data plane")


@rule("link-status", Severity.ERROR, "data plane: Failover LAN Interface and Link of show failover")
def link_status(case: UnitInHa) -> Iterator[Judgement]:
    """Both links run on the ports of the inventory and are up."""
    if case.owner.shown.on:
        shown, intent = case.owner.shown, case.intent
        yield from _link("failover link", shown.failover_link, intent.failover.port)
        yield from _link("state link", shown.state_link, (intent.state or intent.failover).port)


def _link(subject: str, line: LinkLine | None, port: str) -> Iterator[Judgement]:
    if line is None:
        found, expected = "is not configured in the data plane", f"{port} (up)"
        yield Judgement(found, expected, "Check `show failover` on this unit.", subject=subject)
    elif line.port != port:
        yield Judgement(f"runs on {line.port}", f"runs on {port}", CHANGE_LINKS, subject=subject)
    elif not line.up:
        yield Judgement(f"{line.port} is {line.status or 'down'}", f"{port} is up", CHECK_CABLE, subject=subject)


@rule("hello-messages", Severity.ERROR, f"{SHARED}, hello messages")
def hello_messages(case: UnitInHa) -> Iterator[Judgement]:
    """The peer is heard, on the failover link and on every monitored interface of this unit."""
    ears = heard(case.owner)
    if ears in (Heard.NEVER, Heard.NOT_NOW):
        at = since(case.owner)
        yield Judgement(
            "has never received a hello from the other unit"
            if ears is Heard.NEVER
            else "receives no hello from the other unit",
            "hellos from the other unit",
            "Check the failover link's cable, and that both units have the same key."
            if ears is Heard.NEVER
            else "Check that the other unit is switched on, and the failover link's cable.",
            subject=f"peer (lost at {at})" if at else "peer",
        )
    elif ears is Heard.YES:
        for interface in _own_interfaces(case):
            if interface.status.lower() == "normal" and interface.watch == "Waiting":
                yield Judgement(
                    "waits for the peer's first hello on it",
                    "Normal (Monitored)",
                    "Give it a standby address, or stop monitoring it. On a new pair, verify again in a minute.",
                    subject=interface.name,
                    severity=Severity.WARNING,
                )


def _own_interfaces(case: UnitInHa) -> tuple[MonitoredInterface, ...]:
    return case.owner.shown.this_host.interfaces if case.owner.shown.this_host else ()


class Meaning(NamedTuple):
    """What a status of an interface means; ``own``: it is the unit's own, whether or not the peer is heard."""

    severity: Severity
    own: bool
    remedy: str


STATUS = {
    "no link": Meaning(Severity.ERROR, True, f"Check the cable and the device at its other end, {STOP_MONITORING}."),
    "link down": Meaning(
        Severity.ERROR, True, f"The interface is administratively down: enable it in FDM and deploy, {STOP_MONITORING}."
    ),
    "failed": Meaning(
        Severity.ERROR, True, f"Check the interface and the network behind it on both units, {STOP_MONITORING}."
    ),
    "no traffic": Meaning(
        Severity.ERROR,
        False,
        f"Check that the interface receives traffic from the network behind it, {STOP_MONITORING}.",
    ),
    "testing": Meaning(Severity.WARNING, False, "The unit is testing the interface; verify again in a minute."),
    "unknown": Meaning(Severity.WARNING, False, f"Give the interface a standby address, {STOP_MONITORING}."),
}
"""The vendor's table of interface states (cdFMC interface status page; TAC 225852)."""
OTHER = Meaning(Severity.WARNING, False, "Look up this status in the vendor's table of interface states.")
COUNTED = ("Monitored", "Waiting", "Shutdown", "")
"""What stands in brackets: `Not-Monitored` never counts; older releases print nothing."""


@rule(
    "network-link-status",
    Severity.ERROR,
    f"{SHARED}, network link status; cdFMC interface status page, TAC 225852",
)
def network_link_status(case: UnitInHa) -> Iterator[Judgement]:
    """Every interface that is monitored on this unit is normal. The peer reports its own."""
    ears = heard(case.owner)
    for interface in _own_interfaces(case) if case.owner.shown.on else ():
        meaning = STATUS.get(interface.status.lower(), OTHER)
        if interface.status.lower() == "normal" or interface.watch not in COUNTED:
            continue
        if meaning.own or ears is Heard.YES:
            sure = interface.watch in ("Monitored", "Waiting")
            yield Judgement(
                f"is {interface.status} ({interface.watch})" if interface.watch else f"is {interface.status}",
                "Normal (Monitored)",
                meaning.remedy,
                subject=interface.name,
                severity=meaning.severity if sure else Severity.WARNING,
            )


@rule("module-status", Severity.WARNING, "data plane: slot lines of show failover", well_sourced=False)
def module_status(case: UnitInHa) -> Iterator[Judgement]:
    """Every module of this unit is up: the inspection engine (snort), the disk."""
    for slot in case.owner.shown.this_host.slots if case.owner.shown.on and case.owner.shown.this_host else ():
        if slot.status and not slot.status.lower().startswith("up"):
            yield Judgement(
                f"is {slot.status}",
                "up",
                f"Look at {slot.module} on this unit: a unit whose inspection or disk is down fails over.",
                subject=slot.module,
            )


@rule("data-plane-version", Severity.ERROR, "data plane: Version of show failover must be equal")
def data_plane_version(case: UnitInHa) -> Iterator[Judgement]:
    """Both data planes run one version."""
    ours, theirs = case.owner.shown.versions
    if case.owner.shown.on and ours != theirs and "Unknown" not in (ours, theirs):
        yield Judgement(
            f"runs {ours}, its peer {theirs}",
            "one version",
            "Bring both units to the same software.",
            subject="data plane",
        )


@rule(
    "configuration-sync",
    Severity.ERROR,
    f"{SHARED}, configuration replication; Configuration State of show failover state",
)
def replication(case: UnitInHa) -> Iterator[Judgement]:
    """The data plane has its configuration, too: every line of the configuration state says so."""
    shown = case.owner.shown_state
    bad = [line for line in shown.configuration if not line.startswith(IN_SYNC)]
    if shown.understood and (bad or not shown.configuration):
        yield Judgement(
            f"says {', '.join(bad) or 'nothing'}",
            " or ".join(IN_SYNC),
            "Wait until the replication ends and verify again.",
            subject="data plane configuration",
            severity=Severity.ERROR if bad else Severity.WARNING,
        )


@rule("mac-exchange", Severity.WARNING, f"{SHARED}, MAC address exchange; Communication State of show failover state")
def mac_exchange(case: UnitInHa) -> Iterator[Judgement]:
    """The units have exchanged their MAC addresses."""
    shown = case.owner.shown_state
    if shown.understood and not any("mac set" in line.lower() for line in shown.communication):
        yield Judgement(
            f"says {', '.join(shown.communication) or 'nothing'}",
            "Mac set",
            "The units exchange MAC addresses when both are up; verify again in a minute.",
            subject="MAC addresses",
        )


@rule("output-unreadable", Severity.WARNING, "own rule: what is not understood is not known")
def output_unreadable(case: UnitInHa) -> Iterator[Judgement]:
    """What the unit prints is understood; otherwise nothing that it would show is known."""
    for command in case.owner.unread_outputs:
        yield unread_output(command, case.owner.printed(command))


@rule("encryption", Severity.ERROR, "guide: plain text by default; running configuration lines of the data plane")
def encryption(case: UnitInHa) -> Iterator[Judgement]:
    """The links are encrypted where the inventory has a key; the key itself can't be read."""
    keyed = case.owner.encrypted
    if case.intent.encrypted and keyed is False:
        yield Judgement(
            "run as plain text",
            "encrypted links, as the inventory has a failover_key",
            BREAK_FOR_KEY,
            subject="links",
        )
    elif keyed and not case.intent.encrypted:
        yield Judgement(
            "are encrypted, but the inventory has no failover_key",
            "an inventory that has the key",
            "Add the key to the inventory, so that the links stay encrypted when the pair is built again.",
            subject="links",
            severity=Severity.ADVICE,
        )


ON_UNIT = (
    failover_on,
    link_status,
    hello_messages,
    network_link_status,
    module_status,
    data_plane_version,
    replication,
    mac_exchange,
    encryption,
    output_unreadable,
)
