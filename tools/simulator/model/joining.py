# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The join: its refusals, and its effects.

It refuses the conditions that the vendor's page on configuring and joining names; the texts and codes of the
refusals are this simulator's own.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from . import haconfig, jobs, pair
from .errors import Json, invalid, message
from .ha import SINGLE
from .interfaces import users_of
from .jobs import Fate, Job
from .store import INTERFACE_KINDS, Record

if TYPE_CHECKING:
    from .unit import Unit


def join(unit: Unit, at: float, fate: Fate) -> Job:
    """Start the join job. Raises Refusal with all objections."""
    unit.joins_posted += 1
    wrong = objections(unit)
    if wrong:
        unit.joins_refused += 1
        raise invalid(*wrong)
    return jobs.begin(unit, "join", at, unit.settings.join_seconds, lambda when: _finish(unit, when), fate)


def objections(unit: Unit) -> list[Json]:
    """The objections to a join, one NGFWErrorMessage each."""
    if jobs.running(unit) is not None:
        return [message("Another deployment or HA action is running.", "jobInProgress")]
    if unit.ha.state != SINGLE:
        return [message("The device is in an HA pair already.", "alreadyInHA")]
    found = []
    if unit.store.pending():
        found.append(message("There are pending changes. Deploy or discard them before the join.", "pendingChanges"))
    found += _client_objections(unit)
    body = unit.store.every("haconfiguration")[0].body
    if body["nodeRole"] is None:
        return [*found, message("HA is not configured.", "haNotConfigured", "nodeRole")]
    for link, member in (("failover", "failoverInterface"), ("state", "statefulFailoverInterface")):
        if member == "failoverInterface" or not haconfig.combined(body):
            found += [
                message(text, "invalidFailoverInterface", member) for text in _port_objections(unit, body[member])
            ]
            if not any(haconfig.addresses(body, link)):
                found.append(message(f"The {link} link has no addresses.", "missingAddress", member))
    return found


def _client_objections(unit: Unit) -> list[Json]:
    found = []
    for record in unit.store.candidate.values():
        if record.kind not in INTERFACE_KINDS:
            continue
        name = record.body["name"] or record.body["hardwareName"]
        if record.body["ipv4"]["dhcp"]:
            found.append(message(f"Interface {name} gets its address by DHCP.", "dhcpNotSupportedInHA", "ipv4"))
        if record.body.get("pppoe"):
            found.append(message(f"Interface {name} uses PPPoE.", "pppoeNotSupportedInHA", "pppoe"))
    return found


def _port_objections(unit: Unit, reference: Json) -> list[str]:
    record = unit.store.interface(reference["id"])
    if record is None:
        return ["The failover interface does not exist."]
    body, name = record.body, record.body["hardwareName"]
    port = unit.ports.get(name)
    wrong = {
        "is not a physical interface": not _carries_links(unit, record),
        "has a name": bool(body["name"]),
        "is a management interface": bool(body.get("managementInterface") or body.get("managementOnly")),
        "is disabled": not body.get("enabled", True),
        "is a switch port": body.get("mode") == "SWITCHPORT",
        "is passive": body.get("mode") == "PASSIVE",
        "has an address": body["ipv4"]["ipAddress"]["ipAddress"] is not None,
        "has subinterfaces": bool(unit.store.every("subinterface", record.id)),
        "is not present": port is not None and not port.present,
    }
    for user in users_of(unit, record.id):
        wrong[f"is a member of {user.body['hardwareName']}"] = True
    return [f"{name} {text}." for text, so in wrong.items() if so]


def _carries_links(unit: Unit, record: Record) -> bool:
    if record.kind == "etherchannelinterface":
        return unit.since(5) and unit.settings.etherchannel_link == "accept"
    return record.kind == "physicalinterface"


def _finish(unit: Unit, at: float) -> str | None:
    body = unit.store.every("haconfiguration")[0].content
    overlap = _overlap(unit, body)
    if overlap:
        return f"ERROR: {overlap}\nConfig Error -- failover interface ip"
    unit.ha.running = body
    other = unit.peer()
    if pair.connected(unit, other) and other is not None and other.model != unit.model:
        unit.ha.running = None
        return f"The units differ: this one is a {unit.model}, the other one a {other.model}."
    pair.negotiate(unit, at)
    return None


def _overlap(unit: Unit, body: Json) -> str | None:
    """The data plane refuses a link network that is in use (it treats links like any other interface)."""
    failover = haconfig.networks(body, "failover")
    state = [] if haconfig.combined(body) else haconfig.networks(body, "state")
    if any(_overlaps(one, two) for one in failover for two in state):
        return "The networks of the failover link and the state link overlap."
    for record in unit.store.deployed.values():
        address = record.body.get("ipv4", {}).get("ipAddress", {}) if record.kind in INTERFACE_KINDS else {}
        if not address.get("ipAddress"):
            continue
        data = ipaddress.ip_interface(f"{address['ipAddress']}/{address['netmask']}").network
        if any(_overlaps(data, link) for link in (*failover, *state)):
            return f"{data} of interface {record.body['name']} overlaps with a failover network."
    return None


def _overlaps(
    one: ipaddress.IPv4Network | ipaddress.IPv6Network, two: ipaddress.IPv4Network | ipaddress.IPv6Network
) -> bool:
    if isinstance(one, ipaddress.IPv4Network):
        return isinstance(two, ipaddress.IPv4Network) and one.overlaps(two)
    return isinstance(two, ipaddress.IPv6Network) and one.overlaps(two)
