# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects as a unit returns them: links, full references, masked secrets, the state of ports."""

from __future__ import annotations

from ..model import fields
from ..model.errors import Json
from ..model.haconfig import LINKS, MASK, address_members
from ..model.store import INTERFACE_KINDS, Record
from ..model.unit import Unit
from .router import Call

_V6_MEMBERS = ("pppoe",)


def render(call: Call, record: Record, path: str) -> Json:
    """The answer for one object, found under `path`."""
    unit, body = call.unit, dict(record.body)
    if record.kind in INTERFACE_KINDS:
        _interface(unit, record, body)
    if record.kind == "haconfiguration":
        _ha(unit, body)
    if "token" in body:
        body["token"] = None
    body["links"] = {"self": call.link(path)}
    return body


def reference(unit: Unit, value: Json | None) -> Json | None:
    """A reference with version and name; with hardwareName from release 6.6 (v5) on."""
    record = unit.store.interface(value["id"]) if value else None
    if record is None:
        return value
    parts = {"version": record.body["version"], "name": record.body["name"]}
    if unit.since(5):
        parts["hardwareName"] = record.body["hardwareName"]
    return parts | {"id": record.id, "type": record.kind}


def _interface(unit: Unit, record: Record, body: Json) -> None:
    if record.kind != "bridgegroupinterface":
        body["linkState"] = "UP" if unit.port_up(record) else "DOWN"
    for name in ("memberInterfaces", "selectedInterfaces"):
        if name in body:
            body[name] = [reference(unit, part) for part in body[name]]
    if not unit.since(6):
        for name in _V6_MEMBERS:
            body.pop(name, None)
    elif record.kind == "physicalinterface":
        port = unit.ports.get(str(body["hardwareName"]))
        body["present"] = port is None or port.present


def _ha(unit: Unit, body: Json) -> None:
    for name in ("failoverInterface", "statefulFailoverInterface"):
        body[name] = reference(unit, body[name])
    for name in (name for link in LINKS for name in address_members(link)):
        if body[name] is not None and name.endswith("4"):
            body[name] = body[name] | {"netmask": _netmask(unit, body[name]["netmask"])}
    masked = body["sharedKey"] is not None or unit.settings.mask_empty_key
    body["sharedKey"] = MASK if masked else None


def _netmask(unit: Unit, netmask: str) -> str:
    length = fields.prefix_length(netmask)
    if length is None or unit.settings.netmask_form == "as-sent":
        return netmask
    return fields.dotted(length) if unit.settings.netmask_form == "dotted" else str(length)
