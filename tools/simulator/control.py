# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control API under /simulator/: for tests only; no token is asked for, nothing is logged, no fault strikes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from .api import Answer
from .model import jobs, seed
from .model.fleet import Fleet
from .model.ha import status
from .model.jobs import as_status
from .model.unit import Unit
from .reading import SettingsError, build, convert
from .settings import Fault, Interface, Licence, Ntp, PendingChange
from .settings import Unit as UnitSettings

# Members of a PATCH that are plain values of the unit, and those that replace a setting of the same name.
VALUES = {
    "username": str,
    "password": str,
    "software": str,
    "model": str,
    "setup_complete": bool,
    "powered_off": bool,
    "unplugged": bool,
}
_SETTINGS = frozenset(
    {
        "join_seconds",
        "deploy_seconds",
        "break_seconds",
        "switch_seconds",
        "negotiate_seconds",
        "away_seconds",
        "sync_seconds",
        "away_as",
        "page_cap",
        "password_follows",
        "jobs_survive_import",
        "masked_key",
        "mask_empty_key",
        "netmask_form",
        "log_answers",
        "login_error",
        "failed_state",
        "standby_status",
        "serial",
        "hostname",
    }
)


def answer(fleet: Fleet, unit: Unit, method: str, path: str, body: Any) -> Answer:
    """The answer to one control call."""
    try:
        return _answer(fleet, unit, f"{method} {path.removeprefix('/simulator')}", body)
    except SettingsError as error:
        return Answer(400, {"error": str(error)})


def _answer(fleet: Fleet, unit: Unit, what: str, body: Any) -> Answer:
    if what == "GET /requests":
        return Answer(200, unit.log.as_list())
    if what == "GET /state":
        return Answer(200, state(unit, fleet.clock.now()))
    changes: dict[str, Callable[[], None]] = {
        "DELETE /requests": unit.log.clear,
        "POST /faults": lambda: _add_faults(unit, body),
        "DELETE /faults": unit.faults.clear,
        "POST /reset": lambda: fleet.reset(unit.name),
        "PATCH /unit": lambda: patch(unit, _mapping(body)),
    }
    if what not in changes:
        return Answer(404, {"error": f"There is no control call {what}."})
    changes[what]()
    fleet.settle(fleet.unit(unit.name))
    return Answer(204)


def _add_faults(unit: Unit, body: Any) -> None:
    for entry in body if isinstance(body, list) else [body]:
        unit.faults.add(build(Fault, _mapping(entry), "fault"))


def state(unit: Unit, now: float) -> dict[str, Any]:
    """What the unit really is, secrets included."""
    ha = status(unit)
    running = {record.body["hardwareName"]: _port(unit, record.body) for record in _interfaces(unit)}
    return {
        "name": unit.name,
        "address": unit.settings.address,
        "serial": unit.settings.serial,
        "username": unit.username,
        "password": unit.password,
        "model": unit.model,
        "software": unit.software,
        "setup_complete": unit.setup_complete,
        "powered_off": unit.powered_off,
        "unplugged": unit.unplugged,
        "away": unit.absence(now) is not None,
        "role": ha["nodeRole"],
        "state": ha["nodeState"],
        "peer_state": ha["peerNodeState"],
        "config_status": ha["configStatus"],
        "health": ha["haHealthStatus"],
        "disabled_reason": unit.ha.reason,
        "ha_configuration": unit.store.every("haconfiguration")[0].body,
        "ha_running": unit.ha.running,
        "failover_port": unit.link_port("failover"),
        "state_port": unit.link_port("state"),
        "interfaces": running,
        "pending": [
            {"change": how, "type": record.kind, "name": record.body.get("hardwareName") or record.body.get("name")}
            for how, record in unit.store.pending()
        ],
        "jobs": [{"kind": job.kind, **as_status(unit, job)} for job in unit.jobs],
        "imports": len(unit.ha.syncs),
        "joins_posted": unit.joins_posted,
        "joins_refused": unit.joins_refused,
        "calls": unit.log.count,
        "sessions": len(unit.tokens.live(now)),
    }


def patch(unit: Unit, changes: Mapping[str, Any]) -> None:
    """Change what a unit is, as somebody else would, or as the world would. Raises SettingsError."""
    for name, value in changes.items():
        if name in VALUES:
            setattr(unit, name, convert(value, VALUES[name], name))
        elif name in _SETTINGS:
            unit.settings = dataclasses.replace(unit.settings, **_setting(name, value))
        elif name == "interfaces":
            for hardware, entry in _mapping(value).items():
                _patch_interface(unit, hardware, _mapping(entry))
        elif name == "pending_changes":
            _patch_pending(unit, value)
        elif name == "let_jobs_end":
            jobs.let_end(unit, unit.clock.now())
        elif name in ("token_seconds", "refresh_seconds"):
            setattr(unit.tokens, name.removeprefix("token_"), convert(value, float, name))
        else:
            _patch_system(unit, name, value)


def _setting(name: str, value: Any) -> dict[str, Any]:
    row = {"name": "x", "address": "127.0.0.1", name: value}
    settings = build(UnitSettings, row, "unit")
    return {name: getattr(settings, name)}


def _patch_interface(unit: Unit, hardware: str, entry: Mapping[str, Any]) -> None:
    """Change a port and its running configuration; the words are those of the units file."""
    old = unit.store.port(hardware)
    known = next((row for row in unit.settings.interfaces if row.hardware == hardware), None)
    if old is None or known is None:
        raise SettingsError(f"interfaces: there is no {hardware}.")
    changed: Interface = build(Interface, {"hardware": hardware, **entry}, hardware)
    merged = dataclasses.replace(known, **{name: getattr(changed, name) for name in entry})
    rows = [merged if row is known else row for row in unit.settings.interfaces]
    unit.settings = dataclasses.replace(unit.settings, interfaces=rows)
    port = unit.ports[hardware]
    port.link, port.present = merged.link, merged.present
    if set(entry) - {"link", "present"}:
        before, after = seed.physical(known), seed.physical(merged)
        different = {name: value for name, value in after.items() if before[name] != value}
        unit.store.replace(old, old.content | different, staged=False)


def _patch_pending(unit: Unit, value: Any) -> None:
    for change in convert(value, list[PendingChange], "pending_changes"):
        unit.store.create(change.type, {"name": change.name})


def _patch_system(unit: Unit, name: str, value: Any) -> None:
    if name == "clock_skew_seconds":
        unit.clock_skew = convert(value, float, name)
    elif name == "licence":
        unit.licence = build(Licence, _mapping(value), name)
    elif name == "ntp":
        ntp = build(Ntp, _mapping(value), name)
        record = unit.store.every("ntp")[0]
        unit.store.replace(record, record.content | {"enabled": ntp.enabled, "ntpServers": ntp.servers}, staged=False)
    else:
        raise SettingsError(f"unit: there is no {name!r} to change.")


def _interfaces(unit: Unit) -> list[Any]:
    return [record for record in unit.store.deployed.values() if "hardwareName" in record.body]


def _port(unit: Unit, body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "linkState": "UP" if unit.port_up(unit.store.deployed[body["id"]]) else "DOWN"}


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise SettingsError(f"expected an object, found {value!r}.")
    return value
