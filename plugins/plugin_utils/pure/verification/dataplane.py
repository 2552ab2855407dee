# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on what the data plane of a unit of a finished pair prints: links, hellos, interfaces, MAC addresses, key."""

from __future__ import annotations

from collections.abc import Iterator

from ..device.cli_output import LinkLine, read_show_failover_state
from ..finding import Severity
from ..reading import text
from ..rules.rule import GUIDE, Judgement, rule
from .case import UnitInHa

SHARED = f"{GUIDE}: information shared over the failover link"
SHOW = "show failover"
STATE = "show failover state"
IN_SYNC = ("Sync Done", "Sync Skipped")
"""Healthy configuration states; skipped means that both configurations were equal already."""
MEND_LINK = "Check the cable between the units and the port at each end."


def printed(case: UnitInHa) -> bool:
    """True where the unit knows the command, and failover is on."""
    return text(case.owner.command_output.get(SHOW)).startswith("Failover ") and case.owner.shown.on


@rule("failover-on", Severity.ERROR, "data plane: first line of show failover")
def failover_on(case: UnitInHa) -> Iterator[Judgement]:
    """Failover is on; a unit that does not know the command is not judged by it."""
    if text(case.owner.command_output.get(SHOW)).startswith("Failover ") and not case.owner.shown.on:
        yield Judgement("failover is off", "failover is on", "Resume HA in FDM.", subject="data plane")


@rule("link-status", Severity.ERROR, "data plane: Failover LAN Interface and Link of show failover")
def link_status(case: UnitInHa) -> Iterator[Judgement]:
    """Both links run on the wished ports and are up."""
    if printed(case):
        shown, intent = case.owner.shown, case.intent
        yield from _link("failover link", shown.failover_link, intent.failover.port)
        yield from _link("state link", shown.state_link, (intent.state or intent.failover).port)


def _link(subject: str, line: LinkLine | None, port: str) -> Iterator[Judgement]:
    if line is None:
        found, expected = "is not configured in the data plane", f"{port} (up)"
        yield Judgement(found, expected, "Look at `show failover` on this unit.", subject=subject)
    elif line.port != port:
        remedy = "Correct the inventory, or break the pair in FDM and deploy it again."
        yield Judgement(f"runs on {line.port}", f"runs on {port}", remedy, subject=subject)
    elif not line.up:
        yield Judgement(f"{line.port} is {line.status or 'down'}", f"{port} is up", MEND_LINK, subject=subject)


def _mate_is_heard(case: UnitInHa) -> bool:
    other = case.owner.shown.other_host
    return other is not None and other.state.lower() not in ("not detected", "unknown")


@rule("hello-messages", Severity.ERROR, f"{SHARED}, hello messages")
def hello_messages(case: UnitInHa) -> Iterator[Judgement]:
    """The mate is heard, on the failover link and on every monitored interface of this unit."""
    if not printed(case):
        return
    if not _mate_is_heard(case):
        yield Judgement(
            "hears nothing from the other unit",
            "hellos from the other unit",
            "Check the failover link's cable and that both units have the same key.",
            subject="mate",
        )
        return
    for interface in case.owner.shown.this_host.interfaces if case.owner.shown.this_host else ():
        if interface.status.lower() == "normal" and interface.watch == "Waiting":
            yield Judgement(
                "waits for the mate's first hello on it",
                "Normal (Monitored)",
                "Give the interface a standby address, or take it out of monitoring; a new pair needs a moment.",
                subject=interface.name,
                severity=Severity.WARNING,
            )


@rule("network-link-status", Severity.ERROR, f"{SHARED}, network link status")
def network_link_status(case: UnitInHa) -> Iterator[Judgement]:
    """Every interface that is monitored on this unit is normal. The mate's are judged on the mate."""
    if not (printed(case) and _mate_is_heard(case) and case.owner.shown.this_host):
        return
    for interface in case.owner.shown.this_host.interfaces:
        if interface.status.lower() != "normal":
            yield Judgement(
                f"is {interface.status} ({interface.watch})",
                "Normal (Monitored)",
                "Check the cable, or take the interface out of monitoring.",
                subject=interface.name,
                severity=Severity.ERROR if interface.watch == "Monitored" else Severity.WARNING,
            )


@rule("data-plane-version", Severity.ERROR, "data plane: Version of show failover must be equal")
def data_plane_version(case: UnitInHa) -> Iterator[Judgement]:
    """Both data planes run one version."""
    ours, mate = case.owner.shown.versions
    if printed(case) and ours != mate and "Unknown" not in (ours, mate):
        yield Judgement(
            f"runs {ours}, its mate {mate}",
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
    """The data plane has its configuration, too."""
    output = text(case.owner.command_output.get(STATE))
    state = read_show_failover_state(output).configuration
    if output and not state.startswith(IN_SYNC):
        yield Judgement(
            f"says {state or 'nothing'}",
            " or ".join(IN_SYNC),
            "Wait for the replication to end and verify again.",
            subject="data plane configuration",
            severity=Severity.ERROR if state else Severity.WARNING,
        )


@rule("mac-exchange", Severity.WARNING, f"{SHARED}, MAC address exchange; Communication State of show failover state")
def mac_exchange(case: UnitInHa) -> Iterator[Judgement]:
    """The units have exchanged their MAC addresses."""
    output = text(case.owner.command_output.get(STATE))
    state = read_show_failover_state(output).communication
    if output and "mac set" not in state.lower():
        yield Judgement(
            f"says {state or 'nothing'}",
            "Mac set",
            "The units exchange MAC addresses when both are up; verify again in a minute.",
            subject="MAC addresses",
        )


@rule("encryption", Severity.ERROR, "guide: plain text by default; running configuration lines of the data plane")
def encryption(case: UnitInHa) -> Iterator[Judgement]:
    """The links are encrypted where a key is wished; the key itself can't be read."""
    keyed = case.owner.encrypted
    if case.intent.encrypted and keyed is False:
        yield Judgement(
            "run as plain text",
            "encrypted, for failover_key is given",
            "Break the pair in FDM and deploy it again: a key can't be added to a living pair.",
            subject="links",
        )
    elif keyed and not case.intent.encrypted:
        yield Judgement(
            "are encrypted, but the inventory has no failover_key",
            "an inventory that tells",
            "Add the key to the inventory, so that a rebuild keeps it.",
            subject="links",
            severity=Severity.ADVICE,
        )


ON_UNIT = (
    failover_on,
    link_status,
    hello_messages,
    network_link_status,
    data_plane_version,
    replication,
    mac_exchange,
    encryption,
)
