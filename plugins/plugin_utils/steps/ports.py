# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enable the ports of a unit that a link will run on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..errors import InputError
from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.device.capacity import member_ports
from ..pure.device.ports import PortKind, kind_by_spelling
from ..pure.device.unit import NodeState, Unit, display_state
from ..pure.reading import records, text
from ..pure.wording import hint
from . import jobs
from .result import StepResult
from .writing import write_object

Check = Callable[[Unit], None]
"""Raises Conflict where a unit, as it is now, can't be used as planned."""


def enable(api: UnitApi, unit: Unit, names: Iterable[str], check: Check, write: bool = True) -> StepResult:
    """Set ``enabled`` on each named port that is administratively down, members of an EtherChannel first.

    ``unit``: as this run has read and checked it. A unit refuses a write whose version has moved, so what is enabled is
    what was checked; where it moved, the unit is read and checked again. Nothing becomes active before a deployment.
    """
    wanted = with_members(unit, names)
    for name in wanted:
        _refuse_unknown(api, unit, name)
    down = [name for name in wanted if not unit.ports[name].enabled]
    if write and down:
        _refuse_in_ha(api)
        for name in down:
            _enable(api, unit, name, check)
    return {
        "changed": bool(down),
        "enabled": down,
        "diff": {
            "before": {name: {"enabled": unit.ports[name].enabled} for name in wanted},
            "after": {name: {"enabled": True} for name in wanted},
        },
    }


def with_members(unit: Unit, names: Iterable[str]) -> list[str]:
    """The ports, each EtherChannel after those of its members that the unit has: a link needs both enabled."""
    wanted: list[str] = []
    for name in names:
        members = member_ports(unit, unit.ports[name]) if name in unit.ports else ()
        wanted += [*(port.hardware for port in members), name]
    return list(dict.fromkeys(wanted))


def _refuse_unknown(api: UnitApi, unit: Unit, name: str) -> None:
    if name not in unit.ports:
        raise InputError(
            f"the unit has no port {name}{hint(name, unit.ports)}",
            expected="one of " + ", ".join(sorted(unit.ports)),
            remedy="Name a port of this unit by its hardware name.",
            where=api.connection.label,
        )


def _refuse_in_ha(api: UnitApi) -> None:
    """A pair that formed after the plan was made is left alone: its ports are in use."""
    state = text(api.status().get("nodeState")).upper()
    if state != NodeState.SINGLE:
        found = f"the unit is {display_state(state)} now, and a port of its links is administratively down"
        raise jobs.changed_by_others(api, found, expected="a single unit")


def _enable(api: UnitApi, unit: Unit, name: str, check: Check) -> None:
    def missing() -> Json | None:
        again = Unit(unit.role, dict(unit.data) | interfaces(api, unit.ports))
        check(again)
        _refuse_unknown(api, again, name)
        return None if again.ports[name].enabled else _enabled(interface_of(again.data, name))

    write_object(api.write_interface, _enabled(interface_of(unit.data, name)), missing)


def interfaces(api: UnitApi, names: Iterable[str]) -> dict[str, list[Json]]:
    """The unit's interfaces as unit data; its EtherChannels too where one of the names is one."""
    data = {"interfaces": api.interfaces()}
    if PortKind.ETHERCHANNEL in map(kind_by_spelling, names):
        data["etherchannels"] = api.etherchannels()
    return data


def interface_of(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The unit's own object of a port."""
    listed = (each for part in ("interfaces", "etherchannels") for each in records(data.get(part)))
    return next((each for each in listed if text(each.get("hardwareName")) == name), {})


def _enabled(interface: Mapping[str, Any]) -> Json:
    """The whole object as read (fields left out would be reset), but without what only the unit writes."""
    return {name: value for name, value in interface.items() if name != "links"} | {"enabled": True}
