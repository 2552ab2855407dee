# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read and write the settings that a pair has beside its links: criteria, monitoring, standby addresses, MACs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from ..errors import Conflict
from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.comparison import changed_fields
from ..pure.device.ports import PortKind
from ..pure.device.unit import RUNNING_FAILOVER, Unit
from ..pure.interface_settings import Edit, Owned, owned, put_back, repair, settings_of
from ..pure.reading import records, text
from ..pure.snapshot import (
    CRITERIA_FIELDS,
    Snapshot,
    criteria_body,
    criteria_differences,
    kept_configuration,
    kept_criteria,
)
from ..pure.wording import shorten
from . import deployment, read
from .waiting import Wait
from .writing import write_object

PARTS = ("system", "status", "configuration", "interfaces", "etherchannels", "bridge_groups")
PARENTS = (PortKind.PHYSICAL, PortKind.ETHERCHANNEL)
OWN_FIELDS = frozenset(
    {"enabled", "name", "ipv4", "ipv6", "monitorInterface", "macAddress", "standbyMacAddress", *CRITERIA_FIELDS}
)
"""What this collection changes on an interface, and of the criteria."""


def read_interfaces(api: UnitApi, data: Json) -> None:
    """Add the interfaces of a unit to its data, subinterfaces of every port too."""
    data |= {name: read.PARTS[name](api) for name in PARTS[3:] if name not in data}
    if any(text(each.get("mode")).upper() == "SWITCHPORT" for each in records(data["interfaces"])):
        data["vlan_interfaces"] = api.vlan_interfaces()
    ports = Unit("", data).ports.values()
    parents = [port.hardware for port in ports if port.kind in PARENTS and not port.management]
    data["subinterfaces"] = read.subinterfaces(api, data, parents)


def read_settings(api: UnitApi) -> Json:
    """Everything of one unit that a snapshot holds, as unit data with ``criteria``."""
    data: Json = dict(read.read(api, PARTS, commands=(RUNNING_FAILOVER,)))
    read_interfaces(api, data)
    return data | {"criteria": api.criteria()}


def as_snapshot(pair: str, taken: str, role: str, data: Mapping[str, Any], serials: Mapping[str, str]) -> Snapshot:
    """The settings of a unit as a snapshot of its pair."""
    unit = Unit(role, data)
    criteria = kept_criteria(data["criteria"])
    return Snapshot(pair, taken, role, serials, kept_configuration(unit), criteria, tuple(settings_of(data)))


def restore(
    api: UnitApi, snapshot: Snapshot, wait: Callable[[], Wait], write: bool = True
) -> tuple[list[str], list[str]]:
    """Put back on the active unit what a snapshot holds, in one deployment. Returns changes and what was left out.

    The HA configuration is not touched, so no key is sent.
    """
    data: Json = {}
    read_interfaces(api, data)
    edits, notes = put_back(owned(data), snapshot.interfaces)
    criteria = api.criteria()
    differences = criteria_differences(criteria, snapshot.criteria) if criteria else []
    changes = [f"{edit.hardware}: {'; '.join(edit.changes)}" for edit in edits] + differences
    if write:
        ids = _ids(data) | {text(criteria.get("id"))}
        refuse_others(api, ids)
        if differences:
            _write_criteria(api, criteria, snapshot)
        _write(api, edits, lambda there: put_back(there, snapshot.interfaces)[0])
        deploy(api, ids, wait)
    return changes, notes


def repair_interfaces(api: UnitApi, snapshot: Snapshot, wait: Callable[[], Wait]) -> list[str]:
    """Give a single unit its interfaces back where the break took them, and deploy. Returns the changes."""
    data: Json = {}
    read_interfaces(api, data)
    edits = repair(owned(data), snapshot.interfaces)
    _write(api, edits, lambda there: repair(there, snapshot.interfaces))
    deploy(api, _ids(data), wait)
    return [f"{edit.hardware}: {'; '.join(edit.changes)}" for edit in edits]


def _ids(data: Json) -> frozenset[str]:
    return frozenset(text(each.interface.get("id")) for each in owned(data).values())


def _write_criteria(api: UnitApi, criteria: Json, snapshot: Snapshot) -> None:
    def missing() -> Json | None:
        now = api.criteria()
        return criteria_body(now, snapshot.criteria) if criteria_differences(now, snapshot.criteria) else None

    write_object(api.write_criteria, criteria_body(criteria, snapshot.criteria), missing)


def _write(api: UnitApi, edits: Iterable[Edit], again: Callable[[Mapping[str, Owned]], list[Edit]]) -> None:
    """PUT each edit; ``again`` gives those that are still missing."""

    def missing(edit: Edit) -> Edit | None:
        data: Json = {}
        read_interfaces(api, data)
        return next((left for left in again(owned(data)) if left.hardware == edit.hardware), None)

    for edit in edits:
        write_object(lambda each: api.write_interface(each.body, each.parent), edit, partial(missing, edit))


def refuse_others(api: UnitApi, ids: frozenset[str]) -> None:
    """Raise Conflict where other users' changes are pending: a deployment would activate them too."""
    others = [each for each in deployment.pending_of(api) if _is_foreign(each, ids)]
    if others:
        names = [text(each.get("entityName")) or text(each.get("entityType")) for each in others]
        raise Conflict(
            f"other users' changes are pending ({shorten(names)})",
            expected="nothing pending but the interfaces and criteria of the pair",
            remedy="Deploy or discard them in FDM, then run again.",
            where=api.connection.label,
        )


def _is_foreign(change: Json, ids: frozenset[str]) -> bool:
    """Whether a pending change is none of this collection's, as far as the unit says what it changes (from 6.6 on)."""
    fields = changed_fields(change)
    return text(change.get("entityId")) not in ids or bool(fields and fields - OWN_FIELDS)


def deploy(api: UnitApi, ids: frozenset[str], wait: Callable[[], Wait]) -> None:
    """Deploy these objects if anything of them is pending, and wait for the end."""
    deployment.settle(api, True, wait, check=lambda: refuse_others(api, ids))
