# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The data plane's command line, in the layouts of captures (``show failover`` and its kin)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import fields, haconfig, pair
from .clock import lina_time
from .errors import Json
from .ha import ACTIVE, OUT, UNKNOWN, WORDS
from .store import Record
from .system import lina_version

if TYPE_CHECKING:
    from .unit import Unit

RULE = "=" * 74
ROLES = {"HA_PRIMARY": "Primary", "HA_SECONDARY": "Secondary", None: "Secondary"}
STATISTICS = ("General", "sys cmd", "up time", "RPC services", "TCP conn", "UDP conn", "ARP tbl", "Xlate_Timeout")


def run(unit: Unit, text: str, now: float) -> str:
    """What a command prints; abbreviations are not understood."""
    command = COMMANDS.get(" ".join(text.split()))
    if command is None:
        return f"\n{text}\n{' ' * text.find(' ')}^\nERROR: % Invalid input detected at '^' marker.\n"
    return command(unit, now)


def show_failover(unit: Unit, now: float) -> str:
    """`show failover`."""
    lines = [*_head(unit), *_criteria(unit)]
    if unit.ha.running is None:
        return "\n".join([*lines, "MAC Address Move Notification Interval not set", ""])
    other, mate = unit.peer(), pair.mate(unit)
    theirs = (lina_version(other), other.settings.serial) if mate and other else ("Unknown", "Unknown")
    last = unit.ha.last_failover or (unit.ha.history[-1].at if unit.ha.history else unit.started)
    lines += [
        "MAC Address Move Notification Interval not set",
        "failover replication http",
        f"Version: Ours {lina_version(unit)}, Mate {theirs[0]}",
        f"Serial Number: Ours {unit.settings.serial}, Mate {theirs[1]}",
        f"Last Failover at: {lina_time(unit.wall(last))}",
        *_this_host(unit, mate, now),
        *_other_host(unit, mate, now),
        *_statistics(unit, mate),
    ]
    return "\n".join([*lines, ""])


def show_failover_state(unit: Unit, _: float) -> str:
    """`show failover state`."""
    mine, theirs = _roles(unit)
    state = WORDS[unit.ha.state]
    other = WORDS[pair.peer_state(unit)]
    seen = pair.mate(unit)
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


def show_running_failover(unit: Unit, _: float) -> str:
    """`show running-config failover`."""
    body = unit.ha.running
    if body is None:
        return "no failover\n"
    port = unit.link_port("failover")
    combined = haconfig.combined(body)
    state_name = body["failoverName"] if combined else body["statefulFailoverName"]
    lines = [
        "no failover" if unit.ha.state in OUT else "failover",
        f"failover lan unit {ROLES[body['nodeRole']].lower()}",
        f"failover lan interface {body['failoverName']} {port}",
        "failover replication http",
        f"failover link {state_name} {unit.link_port('state')}",
        *_link_addresses(body, "failover", body["failoverName"]),
    ]
    if not combined:
        lines += _link_addresses(body, "state", state_name)
    if body["sharedKey"]:
        lines.append("failover ipsec pre-shared-key *****")
    return "\n".join([*lines, ""])


def show_interface_brief(unit: Unit, _: float) -> str:
    """`show interface ip brief`."""
    lines = [f"{'Interface':27}{'IP-Address':16}{'OK?':4}{'Method':7}{'Status':22}Protocol"]
    lines.append(_brief("Internal-Control0/0", "127.0.1.1", "unset", "up", "up"))
    lines.append(_brief("Internal-Data0/1", "169.254.1.1", "unset", "up", "up"))
    for record in unit.store.deployed.values():
        if record.kind not in ("physicalinterface", "etherchannelinterface", "subinterface", "vlaninterface"):
            continue
        address, method = _address(unit, record)
        up = "up" if unit.port_up(record) else "down"
        status = up if record.body["enabled"] else "administratively down"
        lines.append(_brief(str(record.body["hardwareName"]), address, method, status, up))
    return "\n".join([*lines, ""])


def show_managers(_: Unit, __: float) -> str:
    """`show managers`."""
    return "Managed locally.\n"


def show_version(unit: Unit, _: float) -> str:
    """`show version`, the first lines."""
    return (
        f"-------------------[ {unit.settings.hostname} ]--------------------\n"
        f"Model                     : {unit.model} ({unit.platform.model_id}) Version {unit.software}\n"
    )


COMMANDS: dict[str, Callable[[Unit, float], str]] = {
    "show failover": show_failover,
    "show failover state": show_failover_state,
    "show failover history": show_failover_history,
    "show running-config failover": show_running_failover,
    "show interface ip brief": show_interface_brief,
    "show managers": show_managers,
    "show version": show_version,
}


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
    percent = "%" if body["interfaceFailureUnit"] == "PERCENTAGE" else ""
    return [
        f"Unit Poll frequency {_time(body['peerPollTime'])}, holdtime {_time(body['peerHoldTime'])}",
        f"Interface Poll frequency {_time(body['interfacePollTime'])}, holdtime {_time(body['interfaceHoldTime'])}",
        f"Interface Policy {body['interfaceFailureThreshold']}{percent}",
        f"Monitored Interfaces {sum(record.body['monitorInterface'] for record in _named(unit))} of 1285 maximum",
    ]


def _time(value: Json) -> str:
    return f"{value['value']} {str(value['timeUnit']).lower()}"


def _named(unit: Unit) -> list[Record]:
    records = (record for record in unit.store.deployed.values() if "ipv4" in record.body)
    return [record for record in records if record.body["name"] and not record.body.get("managementInterface")]


def _this_host(unit: Unit, mate: Unit | None, now: float) -> list[str]:
    return [
        f"\tThis host: {_roles(unit)[0]} - {WORDS[unit.ha.state]}",
        f"\t\tActive time: {int(unit.ha.active_for(now))} (sec)",
        f"\t\tslot 0: FTD hw/sw rev (/{lina_version(unit)}) status (Up Sys)",
        *_monitored(unit, unit, mate),
        "\t\tslot 1: snort rev (1.0)  status (up)",
        "\t\tslot 2: diskstatus rev (1.0)  status (up)",
    ]


def _other_host(unit: Unit, mate: Unit | None, now: float) -> list[str]:
    known = pair.peer_state(unit)
    seconds = int(mate.ha.active_for(now)) if mate else 0
    lines = [f"\tOther host: {_roles(unit)[1]} - {WORDS[known]}", f"\t\tActive time: {seconds} (sec)"]
    if mate is None:
        return [*lines, *_monitored(unit, None, None)]
    lines.append(f"\t\tslot 0: FTD hw/sw rev (/{lina_version(mate)}) status (Up Sys)")
    ends = ["\t\tslot 1: snort rev (1.0)  status (up)", "\t\tslot 2: diskstatus rev (1.0)  status (up)"]
    return [*lines, *_monitored(unit, mate, unit), *ends]


def _monitored(unit: Unit, host: Unit | None, mate: Unit | None) -> list[str]:
    """The interface lines of one host; `mate` is the one that it should hear on them."""
    lines = []
    for record in _named(unit):
        address = record.body["ipv4"]["ipAddress"]
        active = host is not None and host.ha.state == ACTIVE
        shown = "0.0.0.0" if host is None else (address["ipAddress"] if active else address["standbyIpAddress"])
        word = "Unknown" if host is None else "Normal" if _up(host, record) else "No Link"
        heard = mate is not None and address["standbyIpAddress"] is not None and _up(mate, record)
        watched = "Monitored" if heard else "Waiting"
        watched = watched if record.body["monitorInterface"] else "Not-Monitored"
        lines.append(f"\t\t  Interface {record.body['name']} ({shown or '0.0.0.0'}): {word} ({watched})")
    return lines


def _up(host: Unit, record: Record) -> bool:
    """Whether the same interface is up on a host: before an import its ids are its own."""
    port = host.store.running_port(str(record.body["hardwareName"]))
    return port is not None and host.port_up(port)


def _statistics(unit: Unit, mate: Unit | None) -> list[str]:
    body = unit.ha.running or {}
    name = body["failoverName"] if haconfig.combined(body) else body["statefulFailoverName"]
    lines = [
        "",
        "Stateful Failover Logical Update Statistics",
        f"\tLink : {name} {unit.link_port('state')} ({_link(unit, 'state')})",
        "\tStateful Obj \txmit       xerr       rcv        rerr      ",
    ]
    count = 20 if mate else 0
    return lines + [f"\t{title:15}\t{count:<11}{0:<11}{count:<11}{0:<10}" for title in STATISTICS]


def _failure(unit: Unit) -> tuple[str, str]:
    state = pair.peer_state(unit)
    if state in (UNKNOWN, "HA_DISABLED_NODE") or pair.mate(unit) is not None:
        return unit.ha.last_failure, ""
    return "Comm Failure", lina_time(unit.wall(unit.ha.since))


def _configuration_state(unit: Unit, mate: Unit | None) -> list[str]:
    if mate is None:
        return []
    status = pair.config_status(unit)
    word = {"IN_SYNC": "Sync Done", "OUT_OF_SYNC": "Sync Required"}.get(status, "Interface config Syncing")
    return [f"\t{word}{'' if unit.ha.state == ACTIVE else ' - STANDBY'}"]


def _link_addresses(body: Json, link: str, name: str) -> list[str]:
    primary4, secondary4, primary6, secondary6 = (body[member] for member in haconfig.address_members(link))
    lines = []
    if primary4:
        netmask = fields.dotted(fields.prefix_length(primary4["netmask"]) or 0)
        lines.append(
            f"failover interface ip {name} {primary4['ipAddress']} {netmask} standby {secondary4['ipAddress']}"
        )
    if primary6:
        standby = str(secondary6["ipAddress"]).partition("/")[0]
        lines.append(f"failover interface ip {name} {primary6['ipAddress']} standby {standby}")
    return lines


def _address(unit: Unit, record: Record) -> tuple[str, str]:
    body = unit.ha.running
    if body is not None and unit.ha.uses(record.id):
        link = "failover" if body["failoverInterface"]["id"] == record.id else "state"
        own = haconfig.addresses(body, link)[0 if unit.ha.primary else 1]
        return (own or "unassigned").partition("/")[0], "unset"
    address = record.body["ipv4"]["ipAddress"]
    name = "standbyIpAddress" if unit.standby() else "ipAddress"
    if address[name] is None:
        return "unassigned", "unset"
    return str(address[name]), "manual"


def _brief(name: str, address: str, method: str, status: str, protocol: str) -> str:
    return f"{name:27}{address:16}{'YES':4}{method:7}{status:22}{protocol}"
