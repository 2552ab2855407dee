# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs in HA: healthy ones, and for every finding of verify one that is broken in this way alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.intent import Intent
from support import units
from support.units import Json

SHOW, STATE, RUNNING = "show failover", "show failover state", "show running-config failover"
KEY: Json = {"failover_key": "s3cret"}
AWAY: Json = {"answers": False}
"""A unit that does not answer, which verify tolerates in a declared upgrade."""
RUNNING_ENCRYPTED = units.capture("show_running_config_failover")
RUNNING_PLAIN = RUNNING_ENCRYPTED.replace("failover ipsec pre-shared-key *****\n", "")
COMPLAINT = "\nshow running-config failover\n     ^\nERROR: % Invalid input detected at '^' marker.\n"


def printed_by(role: str = "primary", changes: Json | None = None, **commands: str) -> dict[str, str]:
    """What the commands print on a unit of a healthy pair, but for these."""
    suffix = "" if role == "primary" else "_secondary"
    running = RUNNING_ENCRYPTED if changes and "failover_key" in changes else RUNNING_PLAIN
    healthy = {
        SHOW: units.show_failover(role, units.intent(**(changes or {}))),
        STATE: units.capture(f"show_failover_state{suffix}"),
        RUNNING: running.replace("failover lan unit primary", f"failover lan unit {role}"),
    }
    return healthy | {name.replace("_", " "): output for name, output in commands.items()}


OTHER_VERSION = units.show_failover("secondary").replace("Ours 9.16(2)7", "Ours 9.22(1)1")


def interfaces(role: str) -> list[Json]:
    """The interfaces of a unit in HA, with virtual MAC addresses."""
    return [each | units.MACS for each in units.interfaces(role, blank=False)]


def pair(
    changes: Json | None = None, primary: Json | None = None, secondary: Json | None = None
) -> tuple[Intent, Unit, Unit]:
    """A healthy pair with the links of the variables, but for these parts."""
    intent = units.intent(**(changes or {}))
    first = {"commands": printed_by("primary", changes), "interfaces": interfaces("primary")} | (primary or {})
    second = {"commands": printed_by("secondary", changes), "interfaces": interfaces("secondary")} | (secondary or {})
    return (
        intent,
        Unit("primary", units.joined("primary", intent, **first)),
        Unit("secondary", {} if secondary == AWAY else units.joined("secondary", intent, **second)),
    )


def shown(old: str, new: str, role: str = "primary", count: int = -1) -> Json:
    """`show failover` with one thing changed."""
    healthy = units.show_failover(role)
    assert old in healthy
    return {role: {"commands": printed_by(role) | {SHOW: healthy.replace(old, new, count)}}}


def printed(command: str, output: str, role: str = "primary") -> Json:
    """One command with another output."""
    return {role: {"commands": printed_by(role) | {command: output}}}


INTERFACE = "Interface inside (198.51.100.1): Normal (Monitored)"
THEIRS = ("Interface outside (203.0.113.2): Normal (Monitored)", "Interface inside (198.51.100.2): Normal (Monitored)")


def interface(status: str, role: str = "primary") -> Json:
    """`show failover` with another status of the interface inside of this host."""
    own = INTERFACE if role == "primary" else INTERFACE.replace("100.1", "100.2")
    return shown(own, own.replace("Normal (Monitored)", status), role)


def unheard(state: str, *, met: bool, status: str, reason: str = "None") -> Json:
    """What the primary prints of a peer in this state: met before or not, its interfaces of this status."""
    text = units.show_failover().replace("Other host: Secondary - Standby Ready", f"Other host: Secondary - {state}")
    for line in THEIRS:
        text = text.replace(line, line.replace("Normal (Monitored)", status))
    if not met:
        text = text.replace("Mate 9.16(2)7", "Mate Unknown").replace("Mate 9A5E4D3C2B1", "Mate Unknown")
    told = units.capture("show_failover_state").replace("Standby Ready  Comm Failure", f"{state}  {reason}")
    return {"primary": {"commands": printed_by() | {SHOW: text, STATE: told}}}


FINE: list[Json] = [
    {},
    {"changes": KEY},
    {"changes": {"failover_state_link": units.STATE_LINK}},
    {"changes": {"failover_link": {"port": units.PORT, "network": "2001:db8::/64"}}},
    {"primary": {"commands": {}}, "secondary": {"commands": {}}},
    {"primary": {"configuration": {}}},
    {"primary": {"status": units.active(haHealthStatus="")}},
    {"primary": {"configuration": units.configuration("primary", units.intent(), nodeRole="HA_SECONDARY")}},
    interface("Normal (Not-Monitored)"),
    interface("No Link (Not-Monitored)"),
    interface("Link Down (Not-Monitored)"),
    shown("Mate 9.16(2)7", "Mate Unknown"),
    unheard("Failed", met=True, status="No Link (Monitored)"),
    unheard("Failed", met=True, status="Normal (Waiting)"),
    printed(STATE, units.capture("show_failover_state").replace("Sync Done", "Sync Skipped")),
    printed(STATE, units.capture("show_failover_state").replace("Sync Done", "Sync Done - STANDBY")),
    printed(STATE, units.capture("show_failover_state").replace("Sync Done", "Sync Done\n\tSync Done - STANDBY")),
]
"""Pairs about which nothing is said."""
SINGLE: Json = {
    "status": units.status(),
    "configuration": units.configuration("secondary"),
    "commands": {},
}
ALONE = units.standby(nodeState="HA_FAILED_NODE", disabledReason="HA state progression failed")
Case = tuple[Json, tuple[str, str, str, str, str]]
UPGRADE = {"failover_upgrade": True}
BROKEN: list[Case] = [
    (
        {
            "primary": {"status": units.standby(nodeRole="HA_PRIMARY")},
            "secondary": {"status": units.active(nodeRole="HA_SECONDARY")},
        },
        ("unit-state", "warning", "pair", "unit state", "primary standby, secondary active"),
    ),
    (
        {"secondary": {"status": ALONE}},
        (
            "unit-failed",
            "error",
            "pair",
            "HA state",
            "primary is active; secondary is failed (HA state progression failed)",
        ),
    ),
    (
        {"secondary": {"status": units.active(nodeRole="HA_SECONDARY")}},
        ("split-brain", "error", "pair", "HA state", "both units are active"),
    ),
    (
        {"secondary": {"status": units.standby(nodeRole="HA_PRIMARY")}},
        ("roles-inverted", "error", "secondary", "HA role", "has the role primary"),
    ),
    (
        {"primary": {"status": units.active(configStatus="OUT_OF_SYNC")}},
        ("configuration-sync", "error", "primary", "configuration", "is out of sync"),
    ),
    (
        {"primary": {"status": units.active(haHealthStatus="CRITICAL")}},
        ("health", "error", "primary", "health", "reports critical"),
    ),
    (
        {"secondary": {"status": units.standby(haHealthStatus="PROCESSING")}},
        ("health", "warning", "secondary", "health", "reports processing"),
    ),
    (
        {"primary": {"configuration": units.configuration("primary", units.intent(), failoverName="fover")}},
        ("link-drift", "error", "primary", "name of the failover link", "is fover"),
    ),
    (
        printed(SHOW, units.capture("show_failover_unconfigured")),
        ("failover-on", "error", "primary", "data plane", "failover is off"),
    ),
    (
        shown("LAN Interface: failover-link GigabitEthernet0/2 (up)", "LAN Interface: failover-link Ethernet1/1 (up)"),
        ("link-status", "error", "primary", "failover link", "runs on Ethernet1/1"),
    ),
    (
        shown("Link : failover-link GigabitEthernet0/2 (up)", "Link : failover-link GigabitEthernet0/2 (Failed)"),
        ("link-status", "error", "primary", "state link", "GigabitEthernet0/2 is Failed"),
    ),
    (
        shown("Link : failover-link GigabitEthernet0/2 (up)", "Link : Unconfigured.", "secondary"),
        ("link-status", "error", "secondary", "state link", "is not configured in the data plane"),
    ),
    (
        {
            "secondary": {
                "system": units.unit("secondary")["system"] | {"softwareVersion": "7.6.1-291"},
                "status": units.standby(configStatus="OUT_OF_SYNC"),
                "commands": printed_by("secondary") | {SHOW: OTHER_VERSION},
            }
        },
        ("software-differs", "error", "pair", "software", "7.0.1-84 on the primary, 7.6.1-291 on the secondary"),
    ),
    (
        {"secondary": {"system": units.unit("secondary")["system"] | {"softwareVersion": "7.0.1-91"}}},
        ("software-differs", "warning", "pair", "software", "7.0.1-84 on the primary, 7.0.1-91 on the secondary"),
    ),
    (
        shown("Mate 9.16(2)7", "Mate 9.16(2)11"),
        ("data-plane-version", "error", "primary", "data plane", "runs 9.16(2)7, its peer 9.16(2)11"),
    ),
    (
        unheard("Not Detected", met=False, status="Unknown (Waiting)"),
        ("hello-messages", "error", "primary", "peer", "has never received a hello from the other unit"),
    ),
    (
        unheard("Failed", met=False, status="Unknown (Waiting)"),
        ("hello-messages", "error", "primary", "peer", "has never received a hello from the other unit"),
    ),
    (
        unheard("Failed", met=True, status="Unknown (Monitored)", reason="Comm Failure"),
        (
            "hello-messages",
            "error",
            "primary",
            "peer (lost at 17:31:43 UTC Feb 14 2025)",
            "receives no hello from the other unit",
        ),
    ),
    (
        unheard("Failed", met=True, status="Unknown (Monitored)"),
        ("hello-messages", "error", "primary", "peer", "receives no hello from the other unit"),
    ),
    (
        interface("Normal (Waiting)"),
        ("hello-messages", "warning", "primary", "inside", "waits for the peer's first hello on it"),
    ),
    (
        interface("No Link (Monitored)", "secondary"),
        ("network-link-status", "error", "secondary", "inside", "is No Link (Monitored)"),
    ),
    (
        interface("No Link (Waiting)"),
        ("network-link-status", "error", "primary", "inside", "is No Link (Waiting)"),
    ),
    (
        interface("Link Down (Monitored)"),
        ("network-link-status", "error", "primary", "inside", "is Link Down (Monitored)"),
    ),
    (
        interface("Link Down (Shutdown)"),
        ("network-link-status", "warning", "primary", "inside", "is Link Down (Shutdown)"),
    ),
    (
        interface("Failed (Monitored)"),
        ("network-link-status", "error", "primary", "inside", "is Failed (Monitored)"),
    ),
    (
        interface("No Traffic (Monitored)"),
        ("network-link-status", "error", "primary", "inside", "is No Traffic (Monitored)"),
    ),
    (
        interface("Testing (Monitored)"),
        ("network-link-status", "warning", "primary", "inside", "is Testing (Monitored)"),
    ),
    (
        interface("Unknown (Waiting)"),
        ("network-link-status", "warning", "primary", "inside", "is Unknown (Waiting)"),
    ),
    (
        interface("A New State (Monitored)"),
        ("network-link-status", "warning", "primary", "inside", "is A New State (Monitored)"),
    ),
    (
        shown("slot 1: snort rev (1.0)  status (up)", "slot 1: snort rev (1.0)  status (down)", count=1),
        ("module-status", "warning", "primary", "snort", "is down"),
    ),
    (
        {"primary": {"interfaces": [units.interface("Ethernet1/1", name="outside"), *interfaces("primary")[1:]]}},
        (
            "virtual-mac-missing",
            "advice",
            "primary",
            "virtual MAC addresses",
            "outside: no virtual MAC addresses",
        ),
    ),
    (
        printed(SHOW, COMPLAINT),
        (
            "output-unreadable",
            "warning",
            "primary",
            "show failover",
            "its output could not be read (ERROR: % Invalid input detected at '^' marker.)",
        ),
    ),
    (
        printed(RUNNING, "Command not allowed", "secondary"),
        (
            "output-unreadable",
            "warning",
            "secondary",
            "show running-config failover",
            "its output could not be read (Command not allowed)",
        ),
    ),
    (
        {"primary": {"interfaces": [*interfaces("primary"), units.interface("Ethernet1/8", mode="SWITCHPORT")]}},
        (
            "switch-ports",
            "warning",
            "primary",
            "switch ports",
            "Ethernet1/8: switch ports, which forward on both units at once",
        ),
    ),
    (
        printed(STATE, units.capture("show_failover_state").replace("Sync Done", "Sync Done\n\tSync Required")),
        ("configuration-sync", "error", "primary", "data plane configuration", "says Sync Required"),
    ),
    (
        {"secondary": {"status": units.standby(nodeState="HA_SUSPENDED_NODE", configStatus="UNKNOWN")}},
        ("suspended", "error", "pair", "HA state", "primary is active; secondary is suspended"),
    ),
    (
        {"secondary": {"status": units.standby(nodeState="HA_DISABLED_NODE", configStatus="UNKNOWN")}},
        ("unit-disabled", "error", "pair", "HA state", "primary is active; secondary is disabled"),
    ),
    (
        {"secondary": {"status": units.standby(nodeState="A_NEW_STATE", configStatus="UNKNOWN")}},
        ("state-unknown", "error", "pair", "HA state", "primary is active; secondary is a new state"),
    ),
    (
        {
            "primary": {"status": units.status(), "configuration": units.configuration(), "commands": {}},
            "secondary": {"status": units.active(nodeRole="HA_SECONDARY", peerNodeState="HA_FAILED_NODE")},
        },
        ("primary-single", "error", "pair", "HA state", "primary is single; secondary is active"),
    ),
    (
        {"secondary": {"status": units.status(), "configuration": units.configuration("secondary"), "commands": {}}},
        (
            "already-paired-elsewhere",
            "error",
            "primary",
            "HA state",
            "is active, and its peer is standby, but the secondary is single",
        ),
    ),
    (
        {"primary": {"status": units.active(peerNodeState="HA_FAILED_NODE")}, "secondary": SINGLE},
        ("unit-state", "error", "pair", "unit state", "primary active, secondary single"),
    ),
    (
        shown("Mate 9A5E4D3C2B1", "Mate 9AANOTHER"),
        (
            "already-paired-elsewhere",
            "error",
            "primary",
            "HA state",
            "is paired with the unit of serial number 9AANOTHER",
        ),
    ),
    (
        printed(STATE, units.capture("show_failover_state").replace("Sync Done", "Sync Required")),
        ("configuration-sync", "error", "primary", "data plane configuration", "says Sync Required"),
    ),
    (
        printed(STATE, units.capture("show_failover_state").replace("\tSync Done\n", "")),
        ("configuration-sync", "warning", "primary", "data plane configuration", "says nothing"),
    ),
    (
        printed(STATE, units.capture("show_failover_state").replace("\tMac set\n", "")),
        ("mac-exchange", "warning", "primary", "MAC addresses", "says nothing"),
    ),
    (
        {"changes": KEY, "primary": {"commands": printed_by(changes=KEY) | {RUNNING: RUNNING_PLAIN}}},
        ("encryption", "error", "primary", "links", "run as plain text"),
    ),
    (
        printed(RUNNING, RUNNING_ENCRYPTED, "secondary"),
        ("encryption", "advice", "secondary", "links", "are encrypted, but the inventory has no failover_key"),
    ),
    (
        printed(RUNNING, RUNNING_ENCRYPTED.replace("ipsec pre-shared-key", "key")),
        ("encryption", "advice", "primary", "links", "are encrypted, but the inventory has no failover_key"),
    ),
    (
        {
            "changes": {"failover_criteria": {"peer_poll_time": "500 ms"}},
            "primary": {"settings": {"criteria": units.criteria()}},
        },
        ("criteria-drift", "error", "primary", "peer_poll_time", "is 1 s"),
    ),
    (
        {
            "changes": {"failover_interfaces": {"outside": {"standby_address": "203.0.113.2"}}},
            "primary": {"settings": {"interfaces": units.interfaces()}},
        },
        ("interface-drift", "error", "primary", "outside", "standby_address of 203.0.113.1/24 is none"),
    ),
    (
        {
            "changes": {"failover_interfaces": {"outsid": {"monitored": True}}},
            "primary": {"settings": {"interfaces": units.interfaces()}},
        },
        (
            "interface-drift",
            "error",
            "primary",
            "interfaces",
            "the unit has no interface outsid (did you mean outside?)",
        ),
    ),
    (
        {
            "changes": UPGRADE,
            "secondary": {"system": units.fixture("system", softwareVersion="7.2.4-165", serialNumber="9A5E4D3C2B1")},
        },
        (
            "upgrade-under-way",
            "warning",
            "pair",
            "software",
            "7.0.1-84 on the primary, 7.2.4-165 on the secondary: only one unit is upgraded",
        ),
    ),
    (
        {"changes": UPGRADE, "secondary": AWAY},
        ("upgrade-unit-away", "warning", "secondary", "unit", "does not answer"),
    ),
    (
        {"changes": UPGRADE},
        ("upgrade-finished", "advice", "pair", "software", "both units run 7.0.1-84 and are in sync"),
    ),
]
"""A pair, and the one finding on it: rule, severity, unit, subject, what is so."""


def numbered(names: Iterable[str]) -> list[str]:
    """Names as ids of cases that stay when a case is added elsewhere: a name, then name-2, name-3."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found


BROKEN_IDS = numbered(finding[0] for _parts, finding in BROKEN)
