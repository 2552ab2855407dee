# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`show failover`, `show failover state` and `show failover history`, in the layouts of captures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import haconfig, monitored, pair
from .clock import lina_time
from .errors import Json
from .ha import ACTIVE, OUT, UNKNOWN, WORDS
from .system import lina_version

if TYPE_CHECKING:
    from .unit import Unit

RULE = "=" * 74
ROLES = {"HA_PRIMARY": "Primary", "HA_SECONDARY": "Secondary", None: "Secondary"}
STATISTICS = ("General", "sys cmd", "up time", "RPC services", "TCP conn", "UDP conn", "ARP tbl", "Xlate_Timeout")


def show_failover(unit: Unit, now: float) -> str:
    """`show failover`."""
    lines = [*_head(unit), *_criteria(unit)]
    if unit.ha.running is None:
        return "\n".join([*lines, "MAC Address Move Notification Interval not set", ""])
    peer, known = pair.heard_peer(unit), pair.known(unit)
    theirs = (lina_version(known), known.settings.serial) if known else ("Unknown", "Unknown")
    last = unit.ha.last_failover or (unit.ha.history[-1].at if unit.ha.history else unit.started)
    lines += [
        "MAC Address Move Notification Interval not set",
        "failover replication http",
        f"Version: Ours {lina_version(unit)}, Mate {theirs[0]}",
        f"Serial Number: Ours {unit.settings.serial}, Mate {theirs[1]}",
        f"Last Failover at: {lina_time(unit.wall(last))}",
        *_this_host(unit, peer, now),
        *_other_host(unit, peer, now),
        *_statistics(unit, peer),
    ]
    return "\n".join([*lines, ""])


def show_failover_state(unit: Unit, _: float) -> str:
    """`show failover state`."""
    mine, theirs = _roles(unit)
    state = WORDS[unit.ha.state]
    other = WORDS[pair.peer_state(unit)]
    seen = pair.heard_peer(unit)
    rows = [("This host  -", mine, state, "None", ""), ("Other host -", theirs, other, *_failure(unit))]
    lines = ["", f"{'':15}{'State':15}{'Last Failure Reason':25}Date/Time"]
    for title, role, word, reason, when in rows:
        lines += [f"{title:15}{role}", f"{'':15}{word:15}{reason:25}{when}".rstrip()]
    lines += ["", "====Configuration State===", *_configuration_state(unit, seen)]
    return "\n".join([*lines, "====Communication State===", *(["\tMac set"] if seen else []), ""])


def show_failover_history(unit: Unit, _: float) -> str:
    """`show failover history`."""
    lines = [RULE, f"{'From State':27}{'To State':27}Reason", RULE]
    for event in unit.ha.history:
        before = "Not Detected" if event.before in OUT else WORDS[event.before]
        lines += [lina_time(unit.wall(event.at)), f"{before:27}{WORDS[event.after]:27}{event.reason}", ""]
    return "\n".join([*lines, RULE, ""])


def _roles(unit: Unit) -> tuple[str, str]:
    return ("Primary", "Secondary") if unit.ha.primary else ("Secondary", "Primary")


def _head(unit: Unit) -> list[str]:
    lines = [
        "Failover Off" if unit.ha.state in OUT else "Failover On",
        f"Failover unit {ROLES[unit.ha.role]}",
    ]
    if unit.ha.running is None:
        return [*lines, "Failover LAN Interface: not Configured", "Reconnect timeout 0:00:00"]
    name, port = unit.ha.running["failoverName"], unit.link_port("failover")
    return [*lines, f"Failover LAN Interface: {name} {port} ({_link(unit, 'failover')})", "Reconnect timeout 0:00:00"]


def _link(unit: Unit, link: str) -> str:
    return "up" if unit.link_up(link) else "Failed - No Switchover" if link == "failover" else "Failed"


def _criteria(unit: Unit) -> list[str]:
    body = next(iter(unit.store.running_list("hafailoverconfiguration"))).body
    watched = sum(record.body["monitorInterface"] for record in monitored.named(unit))
    percent = "%" if body["interfaceFailureUnit"] == "PERCENTAGE" else ""
    return [
        f"Unit Poll frequency {_time(body['peerPollTime'])}, holdtime {_time(body['peerHoldTime'])}",
        f"Interface Poll frequency {_time(body['interfacePollTime'])}, holdtime {_time(body['interfaceHoldTime'])}",
        f"Interface Policy {body['interfaceFailureThreshold']}{percent}",
        f"Monitored Interfaces {watched} of 1285 maximum",
    ]


def _time(value: Json) -> str:
    return f"{value['value']} {str(value['timeUnit']).lower()}"


def _this_host(unit: Unit, peer: Unit | None, now: float) -> list[str]:
    return [
        f"\tThis host: {_roles(unit)[0]} - {WORDS[unit.ha.state]}",
        f"\t\tActive time: {int(unit.ha.active_for(now))} (sec)",
        f"\t\tslot 0: FTD hw/sw rev (/{lina_version(unit)}) status (Up Sys)",
        *monitored.lines(unit, unit, peer),
        f"\t\tslot 1: snort rev (1.0)  status ({unit.settings.snort})",
        "\t\tslot 2: diskstatus rev (1.0)  status (up)",
    ]


def _other_host(unit: Unit, peer: Unit | None, now: float) -> list[str]:
    seconds = int(peer.ha.active_for(now)) if peer else 0
    lines = [f"\tOther host: {_roles(unit)[1]} - {WORDS[pair.peer_state(unit)]}", f"\t\tActive time: {seconds} (sec)"]
    if peer is None:
        return [*lines, *monitored.lines_of_silent_peer(unit)]
    lines.append(f"\t\tslot 0: FTD hw/sw rev (/{lina_version(peer)}) status (Up Sys)")
    ends = [
        f"\t\tslot 1: snort rev (1.0)  status ({peer.settings.snort})",
        "\t\tslot 2: diskstatus rev (1.0)  status (up)",
    ]
    return [*lines, *monitored.lines(unit, peer, unit), *ends]


def _statistics(unit: Unit, peer: Unit | None) -> list[str]:
    body = unit.ha.running or {}
    name = body["failoverName"] if haconfig.combined(body) else body["statefulFailoverName"]
    lines = [
        "",
        "Stateful Failover Logical Update Statistics",
        f"\tLink : {name} {unit.link_port('state')} ({_link(unit, 'state')})",
        "\tStateful Obj \txmit       xerr       rcv        rerr      ",
    ]
    count = 20 if peer else 0
    return lines + [f"\t{title:15}\t{count:<11}{0:<11}{count:<11}{0:<10}" for title in STATISTICS]


def _failure(unit: Unit) -> tuple[str, str]:
    state = pair.peer_state(unit)
    if state in (UNKNOWN, "HA_DISABLED_NODE") or pair.heard_peer(unit) is not None:
        return unit.ha.last_failure, ""
    return "Comm Failure", lina_time(unit.wall(unit.ha.since))


def _configuration_state(unit: Unit, peer: Unit | None) -> list[str]:
    if peer is None:
        return []
    status = pair.config_status(unit)
    word = {"IN_SYNC": "Sync Done", "OUT_OF_SYNC": "Sync Required"}.get(status, "Interface config Syncing")
    return [f"\t{word}{'' if unit.ha.state == ACTIVE else ' - STANDBY'}"]
