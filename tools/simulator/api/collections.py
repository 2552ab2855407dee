# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collections of configuration objects in one table: list, read, create, change, delete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..model import haconfig, interfaces, system
from ..model.errors import Json, invalid, invalid_uuid, message, no_object, not_allowed, not_found, stale_version
from ..model.ha import SINGLE
from ..model.store import INTERFACE_KINDS, Record
from ..model.unit import Unit
from .render import render
from .router import Answer, Call, always, register

# The members that a POST or PUT results in: (unit, body as sent, object as it is, parent's id).
Prepare = Callable[[Unit, Json, "Record | None", "str | None"], Json]


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection; `methods` are those of list and object together, `parent` the kind that owns the objects."""

    path: str
    kind: str
    prepare: Prepare
    methods: str = "GET PUT"
    parent: str | None = None
    exists: Callable[[Unit], bool] = always


def _interface(kind: str) -> Prepare:
    return lambda unit, body, current, parent: interfaces.prepare(unit, kind, body, current, parent)


def _ha(unit: Unit, body: Json, current: Record | None, _: str | None) -> Json:
    joining = any(job.kind == "join" and job.running for job in unit.jobs)
    if unit.ha.state != SINGLE or (joining and unit.settings.put_during_join == "refuse"):
        raise not_allowed("The HA configuration cannot be modified once the device is in HA mode.", "alreadyInHA")
    return haconfig.as_stored(unit, haconfig.prepare(unit, body, _present(current)))


def _criteria(_: Unit, body: Json, current: Record | None, __: str | None) -> Json:
    return haconfig.prepare_criteria(body, _present(current))


def _system(kind: str) -> Prepare:
    return lambda _, body, __, ___: system.prepare(kind, body)


def _present(current: Record | None) -> Record:
    if current is None:
        raise not_found("object")
    return current


def _has_etherchannels(unit: Unit) -> bool:
    return unit.since(4)


def _has_ha(unit: Unit) -> bool:
    return unit.since(2)


def _has_vlans(unit: Unit) -> bool:
    return unit.platform.vlan_interfaces


_PORTS = "/devices/default/interfaces"
_CHANNELS = "/devices/default/etherchannelinterfaces"
_SUB = "{parentId}/subinterfaces"
_ALL = "GET POST PUT DELETE"

COLLECTIONS = (
    Collection(_PORTS, "physicalinterface", _interface("physicalinterface")),
    Collection(f"{_PORTS}/{_SUB}", "subinterface", _interface("subinterface"), _ALL, "physicalinterface"),
    Collection(
        _CHANNELS, "etherchannelinterface", _interface("etherchannelinterface"), _ALL, exists=_has_etherchannels
    ),
    Collection(
        f"{_CHANNELS}/{_SUB}",
        "subinterface",
        _interface("subinterface"),
        _ALL,
        "etherchannelinterface",
        _has_etherchannels,
    ),
    Collection(
        "/devices/default/bridgegroupinterfaces", "bridgegroupinterface", _interface("bridgegroupinterface"), _ALL
    ),
    Collection(
        "/devices/default/vlaninterfaces", "vlaninterface", _interface("vlaninterface"), _ALL, exists=_has_vlans
    ),
    Collection("/devices/default/ha/configurations", "haconfiguration", _ha, exists=_has_ha),
    Collection("/devices/default/ha/failoverconfigurations", "hafailoverconfiguration", _criteria, exists=_has_ha),
    Collection("/devicesettings/default/ntp", "ntp", _system("ntp")),
    Collection("/devicesettings/default/managementips", "managementip", _system("managementip")),
    Collection("/license/smartagentconnections", "smartagentconnection", _system("smartagentconnection"), _ALL),
    Collection("/license/smartlicenses", "license", _system("license"), "GET POST DELETE"),
)


def _list(collection: Collection, call: Call) -> Answer:
    records = call.unit.store.every(collection.kind, _parent(collection, call))
    items = [render(call, record, f"{call.path}/{record.id}") for record in records]
    return call.page(items)


def _read(collection: Collection, call: Call) -> Answer:
    return Answer(200, render(call, _record(collection, call), call.path))


def _create(collection: Collection, call: Call) -> Answer:
    body = call.object()
    parent = _parent(collection, call)
    _check_type(collection, body)
    made = collection.prepare(call.unit, body, None, parent)
    record = call.unit.store.create(collection.kind, made, parent)
    return Answer(200, render(call, record, f"{call.path}/{record.id}"))


def _change(collection: Collection, call: Call) -> Answer:
    record, body = _record(collection, call), call.object()
    _check_type(collection, body)
    if body.get("id") != record.id:
        raise invalid_uuid(body.get("id"), "id")
    if body.get("version") is None:
        raise invalid(message("version cannot be null", "invalidField", "version"))
    if body["version"] != record.body["version"]:
        raise stale_version()
    made = collection.prepare(call.unit, body, record, record.parent)
    if all(record.body.get(name) == value for name, value in made.items() if name != "version"):
        return Answer(204)
    return Answer(200, render(call, call.unit.store.replace(record, made), call.path))


def _delete(collection: Collection, call: Call) -> Answer:
    record = _record(collection, call)
    users = interfaces.users_of(call.unit, record.id) if collection.kind in INTERFACE_KINDS else []
    if users or call.unit.ha.uses(record.id):
        raise not_allowed("The object is in use and cannot be deleted.", "deleteObjWithRel")
    call.unit.store.delete(record)
    return Answer(204)


def _parent(collection: Collection, call: Call) -> str | None:
    if collection.parent is None:
        return None
    identifier = call.params["parentId"]
    if call.unit.store.get(collection.parent, identifier) is None:
        raise no_object(call.method, identifier)
    return identifier


def _record(collection: Collection, call: Call) -> Record:
    parent = _parent(collection, call)
    record = call.unit.store.get(collection.kind, call.params["objId"])
    if record is None or (parent is not None and record.parent != parent):
        raise no_object(call.method, call.params["objId"])
    return record


def _check_type(collection: Collection, body: Json) -> None:
    if body.get("type") != collection.kind:
        raise invalid(message(f"type must be {collection.kind}", "invalidType", "type"))


_WAYS = (
    ("GET", "", _list),
    ("POST", "", _create),
    ("GET", "/{objId}", _read),
    ("PUT", "/{objId}", _change),
    ("DELETE", "/{objId}", _delete),
)


def _bind(collection: Collection, way: Callable[[Collection, Call], Answer]) -> Callable[[Call], Answer]:
    return lambda call: way(collection, call)


for _collection in COLLECTIONS:
    for _method, _suffix, _way in _WAYS:
        if _method in _collection.methods.split():
            register(_method, _collection.path + _suffix, _bind(_collection, _way), _collection.exists)
