# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proof after the change: both units held against the wish and against each other.

Each kind of information that crosses the failover link has its rule: unit state, hello messages, network link status,
MAC address exchange, configuration replication.
"""

from __future__ import annotations

from collections.abc import Iterator

from .failover_output import LinkLine, read_show_failover_state
from .finding import ADVICE, ERROR, PAIR, WARNING, Finding, in_order
from .reading import text
from .rules.pair import spoken
from .snapshot import ACTIVE, STANDBY, Unit
from .table import plural
from .wish import Wish

HEALTHY_CONFIGURATION = ("Sync Done", "Sync Skipped")
RUNNING_CONFIGURATION = "show running-config failover"


def verdict(wish: Wish, primary: Unit, secondary: Unit) -> tuple[Finding, ...]:
    """Findings on a pair that should be finished; no error means proved."""
    units = (primary, secondary)
    found = [*_states(primary, secondary)]
    for unit in units:
        found += [
            *_status(unit),
            *_drift(unit, wish),
            *_shown(unit, wish),
            *_replication(unit),
            *_encryption(unit, wish),
        ]
    return in_order(found)


def _states(primary: Unit, secondary: Unit) -> Iterator[Finding]:
    states = (primary.state, secondary.state)
    told = f"primary {spoken(primary.state)}, secondary {spoken(secondary.state)}"
    if states == (STANDBY, ACTIVE):
        yield Finding(
            "unit-state",
            WARNING,
            PAIR,
            "unit state",
            told,
            "the primary active, the secondary standby",
            "Nothing is broken: the pair has switched. Find out why; switch back in a maintenance window.",
        )
    elif states != (ACTIVE, STANDBY):
        because = " ".join(unit.disabled_reason for unit in (primary, secondary) if unit.disabled_reason)
        yield Finding(
            "unit-state",
            ERROR,
            PAIR,
            "unit state",
            f"{told}{f' ({because})' if because else ''}",
            "one active, one standby",
            "Run deploy again; it says what is in the way.",
        )


def _status(unit: Unit) -> Iterator[Finding]:
    wished = {"primary": "HA_PRIMARY", "secondary": "HA_SECONDARY"}[unit.role]
    if unit.node_role and unit.node_role != wished:
        yield Finding(
            "roles-inverted",
            ERROR,
            unit.role,
            "HA role",
            f"has the role {spoken(unit.node_role)}",
            f"the role {unit.role}",
            "Exchange primary and secondary in failover_units.",
        )
    if unit.state in (ACTIVE, STANDBY) and unit.config_status != "IN_SYNC":
        yield Finding(
            "configuration-sync",
            ERROR,
            unit.role,
            "configuration",
            f"is {spoken(unit.config_status)}",
            "in sync",
            "Wait for the replication to end; if it does not, compare the software of both units and look at "
            "`show failover history`.",
        )
    if unit.health not in ("HEALTHY", ""):
        yield Finding(
            "health",
            WARNING if unit.health == "PROCESSING" else ERROR,
            unit.role,
            "health",
            f"reports {spoken(unit.health)}",
            "healthy",
            "Look at `show failover` on this unit.",
        )


def _drift(unit: Unit, wish: Wish) -> Iterator[Finding]:
    if not unit.configuration:
        return
    for what, so, wished in unit.differences(wish):
        if what != "role":
            yield Finding(
                "link-drift",
                ERROR,
                unit.role,
                what,
                f"is {so}",
                f"is {wished}",
                "Correct the inventory, or break the pair in FDM and deploy it again.",
            )


def _shown(unit: Unit, wish: Wish) -> Iterator[Finding]:
    shown = unit.shown
    if not text(unit.command_output.get("show failover")).startswith("Failover "):
        return
    if not shown.on:
        yield Finding(
            "failover-on",
            ERROR,
            unit.role,
            "data plane",
            "failover is off",
            "failover is on",
            "Resume HA in FDM.",
        )
        return
    yield from _link(unit, "failover link", shown.failover_link, wish.failover.port)
    yield from _link(unit, "state link", shown.state_link, (wish.state or wish.failover).port)
    yield from _hellos(unit)
    ours, mate = shown.versions
    if ours != mate and "Unknown" not in (ours, mate):
        yield Finding(
            "data-plane-version",
            ERROR,
            unit.role,
            "data plane",
            f"runs {ours}, its mate {mate}",
            "one version",
            "Bring both units to the same software.",
        )


def _link(unit: Unit, subject: str, line: LinkLine | None, port: str) -> Iterator[Finding]:
    if line is None:
        yield Finding(
            "link-status",
            ERROR,
            unit.role,
            subject,
            "is not configured in the data plane",
            f"{port} (up)",
            "Look at `show failover` on this unit.",
        )
    elif line.port != port:
        yield Finding(
            "link-status",
            ERROR,
            unit.role,
            subject,
            f"runs on {line.port}",
            f"runs on {port}",
            "Correct the inventory, or break the pair in FDM and deploy it again.",
        )
    elif not line.up:
        yield Finding(
            "link-status",
            ERROR,
            unit.role,
            subject,
            f"{line.port} is {line.status or 'down'}",
            f"{port} is up",
            "Check the cable between the units and the port at each end.",
        )


def _hellos(unit: Unit) -> Iterator[Finding]:
    """Hellos: the mate is detected, and monitored interfaces hear the mate's; link status of each of them."""
    shown = unit.shown
    if shown.other_host is None or shown.other_host.state.lower() in ("not detected", "unknown"):
        yield Finding(
            "hello-messages",
            ERROR,
            unit.role,
            "mate",
            "hears nothing from the other unit",
            "hellos from the other unit",
            "Check the failover link's cable and that both units have the same key.",
        )
        return
    for host in filter(None, (shown.this_host, shown.other_host)):
        for interface in host.interfaces:
            where = f"{interface.name} of the {host.role}"
            if interface.status.lower() != "normal":
                yield Finding(
                    "network-link-status",
                    ERROR if interface.watch == "Monitored" else WARNING,
                    unit.role,
                    where,
                    f"is {interface.status} ({interface.watch})",
                    "Normal (Monitored)",
                    "Check the cable, or take the interface out of monitoring.",
                )
            elif interface.watch == "Waiting":
                yield Finding(
                    "hello-messages",
                    WARNING,
                    unit.role,
                    where,
                    "waits for the mate's first hello on it",
                    "Normal (Monitored)",
                    "Give the interface a standby address, or take it out of monitoring; a new pair needs a moment.",
                )


def _replication(unit: Unit) -> Iterator[Finding]:
    output = text(unit.command_output.get("show failover state"))
    if not output:
        return
    shown = read_show_failover_state(output)
    if not shown.configuration.startswith(HEALTHY_CONFIGURATION):
        yield Finding(
            "configuration-sync",
            WARNING if not shown.configuration else ERROR,
            unit.role,
            "data plane configuration",
            f"says {shown.configuration or 'nothing'}",
            " or ".join(HEALTHY_CONFIGURATION),
            "Wait for the replication to end and verify again.",
        )
    if "mac set" not in shown.communication.lower():
        yield Finding(
            "mac-exchange",
            WARNING,
            unit.role,
            "MAC addresses",
            f"says {shown.communication or 'nothing'}",
            "Mac set",
            "The units exchange MAC addresses when both are up; verify again in a minute.",
        )


def _encryption(unit: Unit, wish: Wish) -> Iterator[Finding]:
    words = [line.split()[:2] for line in text(unit.command_output.get(RUNNING_CONFIGURATION)).splitlines()]
    if ["failover", "lan"] not in words:  # a unit that does not know the command repeats it in its complaint
        return
    encrypted = ["failover", "ipsec"] in words or ["failover", "key"] in words
    if wish.encrypted and not encrypted:
        yield Finding(
            "encryption",
            ERROR,
            unit.role,
            "links",
            "run as plain text",
            "encrypted, for failover_key is given",
            "Break the pair in FDM and deploy it again: a key can't be added to a living pair.",
        )
    elif encrypted and not wish.encrypted:
        yield Finding(
            "encryption",
            ADVICE,
            unit.role,
            "links",
            "are encrypted, but the inventory has no failover_key",
            "an inventory that tells",
            "Add the key to the inventory, so that a rebuild keeps it.",
        )


def headline(wish: Wish, primary: Unit, secondary: Unit, findings: tuple[Finding, ...]) -> str:
    """One line on the pair for the end of a run."""
    links = f"failover link {wish.failover.port}" + (
        ", combined with the state link" if wish.state is None else f", state link {wish.state.port}"
    )
    states = ", ".join(f"{unit.role} {spoken_state(unit)}" for unit in (primary, secondary))
    sync = "in sync" if all(unit.config_status == "IN_SYNC" for unit in (primary, secondary)) else "not in sync"
    bad = [finding for finding in findings if finding.severity == ERROR]
    word = "encrypted" if wish.encrypted else "plain text"
    return f"{wish.pair}: {states}, {sync}; {links}, {word}" + (f"; {plural(len(bad), 'error')}" if bad else "")


def spoken_state(unit: Unit) -> str:
    """active, standby ready, or whatever else the unit says; the data plane's word where it was asked."""
    shown = unit.shown.this_host
    return shown.state.lower() if shown is not None else spoken(unit.state)
