# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory that describes a pair in HA, from what its units report: a deploy with it changes nothing.

The key can't be read, so a vaulted variable stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..errors import Conflict
from .device.unit import Unit, display_state
from .intent.ha_configuration import FIELDS, link_address, link_ports
from .intent.intent import DEFAULT_NAME, VARIABLE
from .interface_settings import Saved, settings_of
from .names import FAILOVER, NODE_ROLE, PRIMARY, ROLES, SECONDARY, STATE
from .reading import mapping, text
from .snapshot import criteria_variable

KEPT_UNIT_KEYS = ("host", "https_port", "validate_certs", "ca_path", "fingerprint", "timeout", "retries")
"""What of a unit's own settings is written again: no login."""


class Adopted(NamedTuple):
    """The variables of the pair, and what could not be read or described."""

    variables: dict[str, Any]
    notes: list[str]


def roles_on_units(units: Mapping[str, Unit], pair: str) -> dict[str, str]:
    """The role that the inventory gives to each unit, by the role it has; raises Conflict where that is not known."""
    found = {role: unit.node_role for role, unit in units.items()}
    for known in (dict(zip(ROLES, ROLES, strict=True)), {PRIMARY: SECONDARY, SECONDARY: PRIMARY}):
        if all(found[listed] == NODE_ROLE[role] for role, listed in known.items()):
            return known
    said = ", ".join(
        f"{role} is {display_state(unit.state)}, role {unit.node_role or 'none'}" for role, unit in units.items()
    )
    raise Conflict(
        f"there is no pair to read ({said})",
        expected="two units in HA, one with the role primary and one with the role secondary",
        remedy="Check the addresses in failover_units. fdm.failover.deploy makes a new pair.",
        where=pair,
    )


def adopt(
    pair: str, listed: Mapping[str, Mapping[str, Any]], units: Mapping[str, Unit], data: Mapping[str, Any]
) -> Adopted:
    """The variables of a pair. listed: failover_units as the inventory has it; units: by its roles there; data: of the
    active unit, with its interfaces and criteria."""
    roles, notes = roles_on_units(units, pair), []
    if roles[PRIMARY] != PRIMARY:
        notes.append("primary and secondary are exchanged in failover_units: roles are assigned once and never change")
    unit = Unit(roles[PRIMARY], data)
    variables: dict[str, Any] = {
        "failover_units": {role: _unit(listed[roles[role]]) for role in ROLES},
        **_links(unit, notes),
        **_key(pair, unit, notes),
    }
    criteria = criteria_variable(mapping(data.get("criteria")))
    interfaces = {
        each["name"]: _interface(each) for each in settings_of(data) if each["name"] and not _managed(unit, each)
    }
    variables |= {"failover_criteria": criteria} if criteria else {}
    return Adopted(variables | ({"failover_interfaces": interfaces} if interfaces else {}), notes)


def _unit(listed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: listed[name] for name in KEPT_UNIT_KEYS if listed.get(name) is not None}


def _links(unit: Unit, notes: list[str]) -> dict[str, Any]:
    ports = link_ports(unit.configuration, unit.hardware_names)
    combined = ports[STATE] in ("", ports[FAILOVER])
    found = {VARIABLE[FAILOVER]: _link(unit, FAILOVER, ports[FAILOVER])}
    if not combined:
        return found | {VARIABLE[STATE]: _link(unit, STATE, ports[STATE])}
    name = text(unit.configuration.get(FIELDS[STATE].name))
    if name not in ("", DEFAULT_NAME[STATE], found[VARIABLE[FAILOVER]].get("name", DEFAULT_NAME[FAILOVER])):
        notes.append(f"the state half of the combined link is called {name}, which the inventory can't say")
    return found


def _link(unit: Unit, kind: str, port: str) -> dict[str, Any]:
    found: dict[str, Any] = {"port": port}
    for role in ROLES:
        address = link_address(unit.configuration, FIELDS[kind], role)
        found[f"{role}_address"] = "" if address is None else address.text
    name = text(unit.configuration.get(FIELDS[kind].name))
    return found | ({"name": name} if name != DEFAULT_NAME[kind] else {})


def _key(pair: str, unit: Unit, notes: list[str]) -> dict[str, str]:
    if unit.encrypted is False:
        return {}
    placeholder = f"vault_{re.sub('[^0-9A-Za-z_]', '_', pair)}_failover_key"
    known = "the links are encrypted" if unit.encrypted else "whether the links are encrypted is not known"
    without = "" if unit.encrypted else ", or remove failover_key if they are plain text"
    notes.append(f"{known}, and the key can't be read from a unit: put it into a vault as {placeholder}{without}")
    return {"failover_key": "{{ " + placeholder + " }}"}


def _managed(unit: Unit, each: Saved) -> bool:
    port = unit.ports.get(each["hardware"])
    return port is not None and port.management


def _interface(each: Saved) -> dict[str, Any]:
    standby = [
        address for address in (each["standby_address"], *(one["standby_address"] for one in each["ipv6"])) if address
    ]
    found: dict[str, Any] = {"monitored": each["monitored"]}
    if standby:
        found["standby_address"] = standby[0] if len(standby) == 1 else standby
    macs = {"mac_address": each["mac"], "standby_mac_address": each["standby_mac"]}
    return found | {name: mac for name, mac in macs.items() if mac}
