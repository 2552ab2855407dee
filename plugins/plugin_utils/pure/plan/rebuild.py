# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a pair has to be rebuilt, and how it will look to the rules once it is broken.

The links and the key of a pair in HA can't be changed, and a key can't be read back: a new key has to be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...errors import Conflict
from ..comparison import as_in_use, link_differences
from ..device.cli_output import SHOW_INTERFACES, SHOW_MANAGERS
from ..device.unit import NodeState, Unit, display_state
from ..intent.ha_configuration import link_ports
from ..intent.intent import Intent
from ..names import NODE_ROLE, PRIMARY, SECONDARY, other_of
from ..reading import mapping, text
from .breaks import state_words

IDENTITY = ("id", "version", "type", "name")
OUTAGE = (
    "from the break until both units are in sync the pair has no redundancy; the secondary is away while it imports "
    "the primary's configuration"
)


def as_if_single(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a unit in HA as the rules will see it after a break: no pair, no links, no join."""
    unit = Unit("", data)
    links = frozenset(filter(None, link_ports(unit.configuration, unit.hardware_names).values()))
    printed = {line: unit.printed(line) for line in (SHOW_INTERFACES, SHOW_MANAGERS) if unit.printed(line)}
    if SHOW_INTERFACES in printed:
        printed[SHOW_INTERFACES] = _without(printed[SHOW_INTERFACES], links)
    return {
        **data,
        "status": {"nodeState": NodeState.SINGLE},
        "configuration": {name: unit.configuration[name] for name in IDENTITY if name in unit.configuration},
        "joins": [],
        "commands": printed,
    }


def _without(output: str, ports: frozenset[str]) -> str:
    """The addresses of the old links are not used after the break."""
    return "\n".join(row for row in output.splitlines() if row.partition(" ")[0] not in ports)


def reasons(intent: Intent, units: tuple[Unit, Unit], key_change: str, done: Iterable[str]) -> list[str]:
    """Why the pair has to be rebuilt; empty where nothing differs. ``key_change`` names a change of the key."""
    wanted = as_in_use(intent, units)
    found = dict.fromkeys(
        f"{each.what}: {each.found} -> {each.expected}" for unit in units for each in link_differences(unit, wanted)
    )
    words = {True: "a key", False: "plain text"}
    said = [unit.encrypted for unit in units if unit.encrypted is not None]
    if said and said[0] != intent.encrypted:
        found[f"encryption: {words[said[0]]} -> {words[intent.encrypted]}"] = None
    if key_change and key_change not in done:
        found[f"the key is new ({key_change})"] = None
    return list(found)


def replacement(units: Mapping[str, Unit | None], replaced: str, hosts: tuple[str, str], pair: str) -> None:
    """Refuse what would wipe the survivor, or what is no replacement; raises Conflict.

    The configuration of the primary wins. So the survivor has to be listed as primary and the new unit as secondary,
    whatever the roles were before: a secondary that survives becomes the new primary.
    """
    primary, secondary = units[PRIMARY], units[SECONDARY]
    if secondary is not None and secondary.in_ha and not (primary is not None and primary.in_ha):
        raise _exchange(secondary, hosts, pair)
    if primary is None or not primary.in_ha:
        raise Conflict(
            f"the primary is {state_words(primary)}, the secondary {state_words(secondary)}",
            expected="the survivor in HA and listed as primary, the new unit single and listed as secondary",
            remedy="Correct failover_units. Where neither unit is in HA, fdm.failover.deploy makes the pair: the "
            "primary's configuration replaces the secondary's.",
            where=pair,
        )
    _refuse_role_of_survivor(primary, replaced, hosts[0], pair)
    _refuse_survivor(primary, pair)
    if secondary is None or secondary.in_ha:
        raise Conflict(
            f"the new unit ({hosts[1]}) is {state_words(secondary)}",
            expected="a new unit of the same model and release that is set up, answers and is single",
            remedy="Disconnect the old unit, set up the new one, give its address to "
            "failover_units.secondary, and run again. The pair is not broken until then.",
            where=pair,
        )


def _refuse_role_of_survivor(survivor: Unit, replaced: str, host: str, pair: str) -> None:
    had = SECONDARY if survivor.node_role == NODE_ROLE[SECONDARY] else PRIMARY
    if had == replaced:
        raise Conflict(
            f"replace_unit is {replaced}, and the unit that survives has that role",
            expected=f"replace_unit: {other_of(replaced)}",
            remedy=f"Correct replace_unit if {host} is the unit that survives.",
            where=pair,
        )


def _refuse_survivor(primary: Unit, pair: str) -> None:
    if primary.state == NodeState.ACTIVE and primary.peer_state not in (NodeState.ACTIVE, NodeState.STANDBY):
        return
    raise Conflict(
        f"the survivor is {display_state(primary.state)}, and its peer {display_state(primary.peer_state)}",
        expected="an active survivor whose peer is gone",
        remedy="Make it active (resume or reset it), disconnect the unit to be replaced, and run again.",
        where=pair,
    )


def _exchange(survivor: Unit, hosts: tuple[str, str], pair: str) -> Conflict:
    gone = PRIMARY if survivor.node_role == NODE_ROLE[SECONDARY] else SECONDARY
    return Conflict(
        f"the unit that survives ({hosts[1]}) is listed as secondary: the configuration of the unit listed as primary "
        "would replace its own",
        expected="the survivor as primary, the new unit as secondary",
        remedy=f"Exchange them in failover_units (primary: {{host: {hosts[1]}}}, secondary: {{host: the new unit's "
        f"address}}), and run again with replace_unit: {gone}.",
        where=pair,
    )


def refuse_active_secondary(units: Mapping[str, Unit | None], pair: str) -> None:
    """Raise Conflict where the secondary is active: a break disables the interfaces of the standby unit, here the
    primary, and then the primary's configuration would replace the secondary's."""
    secondary = units[SECONDARY]
    if secondary is not None and secondary.state == NodeState.ACTIVE:
        raise Conflict(
            "the secondary is active, and a break disables the interfaces of the standby unit",
            expected="the primary active, whose configuration both units get",
            remedy="Run fdm.failover.switch with switch_to: primary, then run again.",
            where=pair,
        )


def is_in_ha(units: Mapping[str, Unit | None]) -> bool:
    """Whether any unit that answers is in HA."""
    return any(unit is not None and unit.in_ha for unit in units.values())


def are_single(units: Mapping[str, Unit | None]) -> bool:
    """Whether both units say that they are single."""
    return all(unit is not None and unit.state == NodeState.SINGLE for unit in units.values())


def serials_of(known: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Serial numbers by role, from SystemInformation."""
    return {role: text(mapping(each).get("serialNumber")) for role, each in known.items()}
