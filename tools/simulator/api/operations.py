# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Information of a unit: system, ports, license, pending changes; deployments and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import actions, cli, system
from ..model.errors import Json, invalid, message, not_found
from ..model.jobs import as_error, as_status, shown
from ..model.store import Record
from .router import Answer, Call, route

DEPLOY = "/operational/deploy"
STATUSES = "/license/smartagentstatuses"
_LISTS = ("valuesAdded", "valuesUpdated", "valuesDeleted", "referencesAdded", "referencesDeleted")
_DIFFERENCE = {"created": "entitycreate", "updated": "entityupdate", "deleted": "entitydelete"}


def with_link(call: Call, body: Json, path: str) -> Json:
    """An answer with its own address."""
    return body | {"links": {"self": call.link(path)}}


def _singleton(call: Call, body: Json) -> Answer:
    if call.params["objId"] != "default":
        raise not_found(call.params["objId"])
    return Answer(200, with_link(call, body, call.path))


@route("GET", "/operational/systeminfo/{objId}")
def system_information(call: Call) -> Answer:
    """Model, software, serial number, time."""
    return _singleton(call, system.information(call.unit, call.now))


@route("GET", "/operational/interfaceinfo/{objId}")
def interface_information(call: Call) -> Answer:
    """What each port can do."""
    return _singleton(call, system.interface_information(call.unit))


@route("GET", STATUSES)
def license_statuses(call: Call) -> Answer:
    """The one license status, as a list."""
    item = with_link(call, system.license_status(call.unit, call.now), f"{STATUSES}/default")
    return call.page([item])


@route("GET", f"{STATUSES}/{{objId}}")
def license_status(call: Call) -> Answer:
    """The license status."""
    return _singleton(call, system.license_status(call.unit, call.now))


@route("GET", "/operational/pendingchanges")
def pending_changes(call: Call) -> Answer:
    """What is changed and not deployed."""
    items = [_difference(call, how, record) for how, record in call.unit.pending()]
    return call.page(items)


@route("GET", DEPLOY)
def deployments(call: Call) -> Answer:
    """The deployments so far, newest first."""
    jobs = reversed(shown(call.unit, "deploy"))
    items = [with_link(call, as_status(call.unit, job), f"{DEPLOY}/{job.id}") for job in jobs]
    return call.page(items)


@route("POST", DEPLOY)
def deploy(call: Call) -> Answer:
    """Start a deployment; a body is not needed."""
    job = actions.deploy(call.unit, call.now, call.fate)
    return Answer(200, with_link(call, as_status(call.unit, job), f"{DEPLOY}/{job.id}"))


@route("GET", f"{DEPLOY}/{{objId}}")
def deployment(call: Call) -> Answer:
    """One deployment."""
    for job in shown(call.unit, "deploy"):
        if job.id == call.params["objId"]:
            return Answer(200, with_link(call, as_status(call.unit, job), call.path))
    raise not_found(call.params["objId"])


@route("GET", "/operational/deploymenterrors/{objId}")
def deployment_error(call: Call) -> Answer:
    """The data plane's error of a failed job."""
    for job in shown(call.unit):
        if job.id == call.params["objId"] and job.cli_error is not None:
            return Answer(200, with_link(call, as_error(job), call.path))
    raise not_found(call.params["objId"])


@route("POST", "/action/command")
def command(call: Call) -> Answer:
    """A command of the data plane."""
    body = call.object()
    text = body.get("commandInput")
    if not isinstance(text, str) or not 1 <= len(text) <= 1024 or "<" in text:
        raise invalid(message("commandInput must have 1 to 1024 characters, no HTML", "invalidField", "commandInput"))
    if str(body.get("type", "")).lower() != "command":
        raise invalid(message("type must be Command", "invalidType", "type"))
    answer = {
        "commandInput": text,
        "commandOutput": cli.run(call.unit, text, call.now),
        "timeOut": body.get("timeOut"),
        "id": "default",
        "type": "command",
    }
    return Answer(200, with_link(call, answer, f"{call.path}/default"))


def _difference(call: Call, how: str, record: Record) -> Json:
    shown_name = call.unit.settings.pending_names == "shown"
    name = (record.body.get("name") or record.body.get("hardwareName")) if shown_name else None
    item: Json = {"entityId": record.id, "entityType": record.kind, "entityName": name, "type": "baseentitydiff"}
    if call.unit.since(5):
        item["type"] = _DIFFERENCE[how]
        item |= _values(call, how, record)
    return with_link(call, item, f"{call.path}/{record.id}")


def _values(call: Call, how: str, record: Record) -> Json:
    """Five lists of changed fields (capture of release 6.6); references have lists of their own."""
    before = call.unit.store.running(record.id) if how != "created" else None
    old = {} if before is None else before.content
    new = {} if how == "deleted" else record.content
    lists: dict[str, list[Json]] = {name: [] for name in _LISTS}
    for field in sorted({*old, *new} - {"id", "type"}):
        for part, was, is_ in _field_changes(field, old.get(field), new.get(field)):
            lists[part].append({"fieldName": field, "oldValue": was, "newValue": is_, "type": "valueupdate"})
    return dict(lists)


def _field_changes(field: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """The changes of one field: (the list it belongs to, old value, new value)."""
    if field in ("memberInterfaces", "selectedInterfaces"):
        yield from (("referencesAdded", None, part) for part in new or () if part not in (old or ()))
        yield from (("referencesDeleted", part, None) for part in old or () if part not in (new or ()))
    elif old != new:
        yield "valuesAdded" if old is None else "valuesDeleted" if new is None else "valuesUpdated", old, new
