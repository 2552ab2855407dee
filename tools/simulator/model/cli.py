# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of the data plane, in the layouts of captures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import fields, haconfig
from .errors import Json
from .ha import OUT, SINGLE
from .show_failover import ROLES, show_failover, show_failover_history, show_failover_state
from .store import Record

if TYPE_CHECKING:
    from .unit import Unit


def run(unit: Unit, text: str, now: float) -> str:
    """What a command prints; abbreviations are not understood."""
    name = " ".join(text.split())
    if name in unit.settings.commands:
        return unit.settings.commands[name]
    command = COMMANDS.get(name)
    if command is None:
        return f"\n{text}\n{' ' * text.find(' ')}^\nERROR: % Invalid input detected at '^' marker.\n"
    return command(unit, now)


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
    """The address that an interface has on this unit, and the method by which it got it.

    A unit that was standby when it was suspended has lost its interface configuration (cdFMC, suspend and resume).
    """
    body = unit.ha.running
    if body is not None and unit.ha.uses(record.id):
        link = "failover" if body["failoverInterface"]["id"] == record.id else "state"
        own = haconfig.addresses(body, link)[0 if unit.ha.primary else 1]
        return (own or "unassigned").partition("/")[0], "unset"
    if record.body["ipv4"]["dhcp"]:
        return unit.lease(str(record.body["hardwareName"])) or "unassigned", "DHCP"
    if unit.ha.state in OUT - {SINGLE} and not unit.ha.was_active:
        return "unassigned", "unset"
    address = record.body["ipv4"]["ipAddress"]["standbyIpAddress" if unit.standby() else "ipAddress"]
    return ("unassigned", "unset") if address is None else (str(address), "manual")


def _brief(name: str, address: str, method: str, status: str, protocol: str) -> str:
    return f"{name:27}{address:16}{'YES':4}{method:7}{status:22}{protocol}"
