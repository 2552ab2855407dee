# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a unit's HA configuration: the rendered body, completed with what only the unit knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Conflict, InputError, OutcomeUnknown, Rejected, StaleVersion
from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.device.unit import NodeState, Unit, display_state
from ..pure.intent import ha_configuration
from ..pure.intent.desired import Desired
from ..pure.intent.ha_configuration import Difference
from ..pure.reading import records, text
from ..pure.rules.ha import CHANGE_LINKS
from . import jobs
from .before_join import Checks
from .result import StepResult


def write(api: UnitApi, unit: Unit, desired: Desired, checks: Checks, put: bool = True) -> StepResult:
    """PUT the configuration unless the unit has it already; ``unit`` is as this run last read it.

    The unit's status, joins and pending changes are read first, and its ports and networks are checked again. A unit
    refuses a write whose version has moved, so a configuration that was read before need not be read again; nor need
    the joins where it was unset, since a join needs another one.

    A key can't be read back, so with a key a single unit's configuration is written each time. A unit in HA is never
    written: raises Conflict if its links differ.
    """
    unit = _read(api, unit, again=not unit.configuration)
    found = desired.differences(unit.configuration, unit.hardware_names)
    if unit.state != NodeState.SINGLE:
        return _in_ha(api, unit, found)
    if unit.join is not None:
        return _joining(api, unit, desired)
    checks.refuse_unfit(api, unit)
    checks.refuse_pending(api, unit)
    if _is_stored(unit, desired):
        return {"changed": False, "version": _version(unit), "msg": "the unit has this configuration already"}
    sent = _body(api, unit, desired)
    version, first = _put(api, unit, desired, checks, sent) if put else (_version(unit), False)
    said = "; ".join(f"{each.what}: {each.found} -> {each.expected}" for each in found)
    diff = {"before": _shown(unit), "after": ha_configuration.masked(sent) | _ports(desired)}
    msg = said or "the key is written again"
    return {"changed": True, "version": version, "first": first, "diff": diff, "msg": msg}


def _read(api: UnitApi, unit: Unit, again: bool = True) -> Unit:
    """``again``: the configuration too; a unit in HA may hold another one than before its join."""
    data: dict[str, Any] = {"status": api.status()}
    single = Unit(unit.role, data).state == NodeState.SINGLE
    if again or not single:
        data["configuration"] = api.configuration()
    if single:
        data["pending_changes"] = api.pending_changes()
        if again or not (ha_configuration.is_unset(unit.configuration) and _version(unit)):
            data["joins"] = api.joins()
    return Unit(unit.role, dict(unit.data) | data)


def _is_stored(unit: Unit, desired: Desired) -> bool:
    """True where nothing is left to write: everything is stored, and there is no key to set or to remove."""
    return desired.key is None and not desired.differences(unit.configuration, unit.hardware_names)


def _joining(api: UnitApi, unit: Unit, desired: Desired) -> StepResult:
    """A join that runs with exactly what this run would write needs no write; the task ``join`` compares it again."""
    now = Unit(unit.role, dict(unit.data) | {"configuration": api.configuration()})
    if not _is_stored(now, desired):
        _refuse_running_join(api, now)
    return {"changed": False, "version": _version(now), "msg": "the unit joins with this configuration already"}


def _refuse_running_join(api: UnitApi, unit: Unit) -> None:
    """A unit joins with the configuration that it has at that moment, so nothing is written while a join runs."""
    if unit.join is not None:
        raise jobs.changed_by_others(
            api, "a join is running that this run did not start", expected="no join while the configuration is written"
        )


def _body(api: UnitApi, unit: Unit, desired: Desired) -> Json:
    listed = (each for part in ("interfaces", "etherchannels") for each in records(unit.data.get(part)))
    try:
        return desired.body(unit.configuration, {text(each.get("hardwareName")): each for each in listed})
    except InputError as error:
        error.where = f"{api.connection.label}, {error.where}"
        raise


def _put(api: UnitApi, unit: Unit, desired: Desired, checks: Checks, sent: Json) -> tuple[str, bool]:
    """Write it; where the version moved or the response was lost, read, check, write once more.

    Returns the version, and whether the unit had nothing to join with until this write.
    """
    try:
        return _written(api, sent), ha_configuration.is_unset(unit.configuration) and bool(_version(unit))
    except (Rejected, OutcomeUnknown) as error:
        again = _read(api, unit)
        if again.state == NodeState.SINGLE:
            _refuse_running_join(api, again)
            if isinstance(error, Rejected) and not isinstance(error, StaleVersion):
                raise
    if again.state != NodeState.SINGLE:
        _in_ha(api, again, desired.differences(again.configuration, again.hardware_names))
    elif not _is_stored(again, desired):
        checks.refuse_pending(api, again)
        return _written(api, _body(api, again, desired)), False
    return _version(again), False


def _written(api: UnitApi, sent: Json) -> str:
    response = api.write_configuration(sent)
    return text((sent if response is None else response).get("version"))


def _version(unit: Unit) -> str:
    return text(unit.configuration.get("version"))


def _in_ha(api: UnitApi, unit: Unit, found: tuple[Difference, ...]) -> StepResult:
    real = [each for each in found if each.what not in ("role", "key")]
    if real:
        said = "; ".join(f"{each.what} is {each.found}, expected {each.expected}" for each in real)
        raise Conflict(
            f"the unit is {display_state(unit.state)} in a pair with other links ({said})",
            expected="a single unit, or one with the links of the inventory",
            remedy=CHANGE_LINKS,
            where=api.connection.label,
        )
    return {"changed": False, "msg": f"the unit is {display_state(unit.state)} with these links already"}


def _ports(desired: Desired) -> dict[str, Any]:
    fields = ha_configuration.FIELDS.values()
    return {each.interface: {"hardwareName": ha_configuration.rendered_port(desired.rendered, each)} for each in fields}


def _shown(unit: Unit) -> Mapping[str, Any]:
    """The configuration for people: without links and key, ports by their hardware names as in what is rendered."""
    found = unit.configuration
    shown = {name: value for name, value in found.items() if name not in ("links", "keyed")}
    ports = ha_configuration.link_ports(found, unit.hardware_names)
    for kind, fields in ha_configuration.FIELDS.items():
        shown |= {fields.interface: {"hardwareName": ports[kind]}} if ports[kind] else {}
    return shown | ({"sharedKey": "(hidden)"} if found.get("keyed") else {})
