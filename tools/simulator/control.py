# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control API under /simulator/: for tests only; it needs no token, is not logged, and no fault strikes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import changes
from .api import Answer
from .fault_kinds import Fault
from .model.fleet import Fleet
from .model.jobs import as_status
from .model.pair import status
from .model.unit import Unit
from .reading import SettingsError, build


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
    verbs: dict[str, Callable[[], None]] = {
        "DELETE /requests": unit.log.clear,
        "POST /faults": lambda: _add_faults(unit, body),
        "DELETE /faults": unit.faults.clear,
        "POST /reset": lambda: fleet.reset(unit.name),
        "PATCH /unit": lambda: changes.patch(unit, changes.mapping(body)),
    }
    if what not in verbs:
        return Answer(404, {"error": f"unknown control call {what}; expected one of those in README.md."})
    verbs[what]()
    fleet.settle(fleet.unit(unit.name))
    return Answer(204)


def _add_faults(unit: Unit, body: Any) -> None:
    for entry in body if isinstance(body, list) else [body]:
        unit.faults.add(build(Fault, changes.mapping(entry), "fault"))


def state(unit: Unit, now: float) -> dict[str, Any]:
    """The true state of a unit, secrets included."""
    return _identity(unit, now) | _high_availability(unit) | _configuration(unit) | _history(unit, now)


def _identity(unit: Unit, now: float) -> dict[str, Any]:
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
    }


def _high_availability(unit: Unit) -> dict[str, Any]:
    ha = status(unit)
    return {
        "role": ha["nodeRole"],
        "state": ha["nodeState"],
        "peer_state": ha["peerNodeState"],
        "config_status": ha["configStatus"],
        "health": ha["haHealthStatus"],
        "disabled_reason": unit.ha.reason,
    }


def _configuration(unit: Unit) -> dict[str, Any]:
    return {
        "ha_configuration": unit.store.every("haconfiguration")[0].body,
        "criteria": unit.store.every("hafailoverconfiguration")[0].body,
        "ha_running": unit.ha.running,
        "failover_port": unit.link_port("failover"),
        "state_port": unit.link_port("state"),
        "interfaces": {record.body["hardwareName"]: _port(unit, record.body) for record in _interfaces(unit)},
        "pending": [
            {"change": how, "type": record.kind, "name": record.body.get("hardwareName") or record.body.get("name")}
            for how, record in unit.store.pending()
        ],
    }


def _history(unit: Unit, now: float) -> dict[str, Any]:
    return {
        "jobs": [{"kind": job.kind, **as_status(unit, job)} for job in unit.jobs],
        "imports": len(unit.ha.syncs),
        "config_files": sorted(unit.config_files),
        "joins_posted": unit.joins_posted,
        "joins_refused": unit.joins_refused,
        "calls": unit.log.count,
        "sessions": len(unit.tokens.live(now)),
    }


def _interfaces(unit: Unit) -> list[Any]:
    return [record for record in unit.store.deployed.values() if "hardwareName" in record.body]


def _port(unit: Unit, body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "linkState": "UP" if unit.port_up(unit.store.deployed[body["id"]]) else "DOWN"}
