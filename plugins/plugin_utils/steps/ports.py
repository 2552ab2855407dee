# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enable the ports of a unit that a link will run on."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import InputError, OutcomeUnknown, StaleVersion
from ..fdm.unit_api import Json, UnitApi
from ..pure.device.ports import PortKind, kind_by_spelling
from ..pure.device.unit import NodeState, display_state
from ..pure.reading import flag, text
from ..pure.wording import hint
from . import jobs


def enable(unit: UnitApi, names: Iterable[str], write: bool = True) -> Json:
    """Set ``enabled`` on each named port that is administratively down. Returns changed, and before and after.

    Nothing becomes active before a deployment.
    """
    names = tuple(names)
    there = known(unit, names)
    before, after = {}, {}
    for name in names:
        if name not in there:
            raise InputError(
                f"the unit has no port {name}{hint(name, there)}",
                expected="one of " + ", ".join(sorted(there)),
                remedy="Name a port of this unit by its hardware name.",
                where=unit.connection.label,
            )
        before[name] = {"enabled": flag(there[name].get("enabled"))}
        after[name] = {"enabled": True}
    down = [name for name in before if not before[name]["enabled"]]
    if write and down:
        _refuse_joined(unit)
        for name in down:
            _enable(unit, there[name])
    return {"changed": bool(down), "enabled": down, "diff": {"before": before, "after": after}}


def _refuse_joined(unit: UnitApi) -> None:
    """A pair that has been made since the plan was is left alone: its ports are its own."""
    state = text(unit.status().get("nodeState")).upper()
    if state != NodeState.SINGLE:
        said = f"the unit is {display_state(state)} by now, and a port of its links is down"
        raise jobs.changed_by_others(unit, said, expected="a single unit")


def _enable(unit: UnitApi, interface: Json) -> None:
    """PUT it; where the version moved or the answer was lost, read, judge, and write once more."""
    try:
        unit.write_interface(_enabled(interface))
    except (StaleVersion, OutcomeUnknown):
        name = text(interface.get("hardwareName"))
        again = known(unit, (name,)).get(name)
        if again is not None and not flag(again.get("enabled")):
            unit.write_interface(_enabled(again))


def known(unit: UnitApi, names: Iterable[str]) -> dict[str, Json]:
    """The unit's interfaces by hardware name; its EtherChannels too where one of the names is one."""
    listed = unit.interfaces()
    if PortKind.ETHERCHANNEL in map(kind_by_spelling, names):
        listed += unit.etherchannels()
    return {text(each.get("hardwareName")): each for each in listed}


def _enabled(interface: Json) -> Json:
    """The whole object as read (fields left out would be reset), but without what only the server writes."""
    return {name: value for name, value in interface.items() if name != "links"} | {"enabled": True}
