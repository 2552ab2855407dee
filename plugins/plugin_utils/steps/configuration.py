# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a unit's HA configuration: the rendered link configuration, completed with what only the unit knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Conflict, InputError, OutcomeUnknown, Rejected, StaleVersion
from ..fdm.unit_api import Json, UnitApi
from ..pure.comparison import differences
from ..pure.device.ports import PortKind, kind_by_spelling
from ..pure.device.unit import NodeState, Unit, display_state
from ..pure.intent import ha_configuration
from ..pure.intent.intent import Intent
from ..pure.reading import text
from . import jobs, read

NEEDED = ("status", "configuration", "interfaces")


def write(
    unit: UnitApi, intent: Intent, role: str, rendered: Mapping[str, Any], key: str | None, put: bool = True
) -> Json:
    """PUT the configuration unless the unit has it already. Returns changed, version, before and after (key hidden).

    version is that of the object as this leaves it, empty where the unit does not tell: the join holds it against
    what it finds.

    A key can't be read back, so with a key a single unit's configuration is written each time. A unit that already is
    in HA is never written: raises Conflict if it differs.
    """
    snapshot = _look(unit, intent, role)
    different = differences(snapshot, intent)
    if snapshot.state != NodeState.SINGLE:
        return _living(unit, snapshot, different)
    if _settled(snapshot, intent, key):
        return {"changed": False, "version": _version(snapshot), "msg": "the unit has this configuration already"}
    sent = _body(unit, snapshot, rendered, key)
    diff = {
        "before": _shown(snapshot),
        "after": ha_configuration.masked(sent) | {each: rendered[each] for each in [each.interface for each in ha_configuration.FIELDS.values()]},
    }
    version = _put(unit, intent, role, rendered, key, sent) if put else _version(snapshot)
    said = "; ".join(f"{what}: {so} -> {to}" for what, so, to in different) or "the key is written once more"
    return {"changed": True, "version": version, "diff": diff, "msg": said}


def _settled(snapshot: Unit, intent: Intent, key: str | None) -> bool:
    """True where nothing is left to write: the links are there, and there is no key to set or to take away."""
    return not differences(snapshot, intent) and key is None and not snapshot.configuration.get("keyed")


def _look(unit: UnitApi, intent: Intent, role: str) -> Unit:
    parts = (*NEEDED, "etherchannels") if PortKind.ETHERCHANNEL in map(kind_by_spelling, intent.ports) else NEEDED
    return Unit(role, read.read(unit, parts))


def _body(unit: UnitApi, snapshot: Unit, rendered: Mapping[str, Any], key: str | None) -> Json:
    parts = ("interfaces", "etherchannels")
    objects = {text(each.get("hardwareName")): each for part in parts for each in snapshot.data.get(part, ())}
    try:
        return ha_configuration.body(rendered, snapshot.configuration, objects, key)
    except InputError as error:
        error.where = f"{unit.connection.label}, {error.where}"
        raise


def _put(unit: UnitApi, intent: Intent, role: str, rendered: Mapping[str, Any], key: str | None, sent: Json) -> str:
    """Write it; where the version moved or the answer was lost, read, judge, write once more. Returns the version."""
    try:
        return _written(unit, sent)
    except (Rejected, OutcomeUnknown) as error:
        again = _look(unit, intent, role)
        if again.state == NodeState.SINGLE and isinstance(error, Rejected) and not isinstance(error, StaleVersion):
            _refuse_joining(unit)
            raise
    if again.state != NodeState.SINGLE:
        _living(unit, again, differences(again, intent))
    elif not _settled(again, intent, key):
        return _written(unit, _body(unit, again, rendered, key))
    return _version(again)


def _refuse_joining(unit: UnitApi) -> None:
    """A unit on its way into HA takes no configuration, and does not say so clearly."""
    if jobs.running(unit.joins()) is not None:
        raise jobs.changed_by_others(
            unit, "a join is running that this run did not start, and the unit takes no configuration"
        )


def _written(unit: UnitApi, sent: Json) -> str:
    answer = unit.write_configuration(sent)
    return text((sent if answer is None else answer).get("version"))


def _version(snapshot: Unit) -> str:
    return text(snapshot.configuration.get("version"))


def _living(unit: UnitApi, snapshot: Unit, different: tuple[tuple[str, str, str], ...]) -> Json:
    real = [f"{what} is {so}, wished {to}" for what, so, to in different if what != "role"]
    if real:
        raise Conflict(
            f"the unit is {display_state(snapshot.state)} in a pair with other links ({'; '.join(real)})",
            expected="a single unit, or one with the links of the inventory",
            remedy="Correct the inventory, or break the pair in FDM and deploy it again.",
            where=unit.connection.label,
        )
    return {"changed": False, "msg": f"the unit is {display_state(snapshot.state)} with these links already"}


def _shown(snapshot: Unit) -> Json:
    """The configuration for people: without links and key, ports by their hardware names as in what is rendered."""
    found = snapshot.configuration
    shown = {name: value for name, value in found.items() if name not in ("links", "keyed")}
    for name in [each.interface for each in ha_configuration.FIELDS.values()]:
        port = ha_configuration.port_of(found.get(name), snapshot.hardware_names)
        shown |= {name: {"hardwareName": port}} if port else {}
    return shown | ({"sharedKey": "(hidden)"} if found.get("keyed") else {})
