# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HA status and the HA actions."""

from __future__ import annotations

from collections.abc import Callable

from ..model import actions, joining
from ..model.errors import Json, invalid, message, not_found
from ..model.jobs import Job, as_status, shown
from ..model.pair import status
from ..model.unit import Unit
from .operations import with_link
from .router import Answer, Call, register, route

ACTIONS = "/devices/default/action/ha"


def has_ha(unit: Unit) -> bool:
    """Whether the release has HA: from 6.3 (API v2) on."""
    return unit.since(2)


@route("GET", "/devices/default/operational/ha/status/{objId}", has_ha)
def ha_status(call: Call) -> Answer:
    """The state of the unit, and what it knows of its peer."""
    if call.params["objId"] != "default":
        raise not_found(call.params["objId"])
    return Answer(200, with_link(call, status(call.unit), call.path))


@route("POST", f"{ACTIONS}/join", has_ha)
def join(call: Call) -> Answer:
    """Start the join; the body is empty, or has members without effect."""
    return _started(call, joining.join(call.unit, call.now, call.fate))


@route("POST", f"{ACTIONS}/break", has_ha)
def break_(call: Call) -> Answer:
    """Dissolve the pair: `clearIntfs` in the query (v2 to v4), `interfaceOption` in the body (v5 and later)."""
    body = call.body if isinstance(call.body, dict) else {}
    job = actions.break_(call.unit, call.now, _flag(call, "clearIntfs"), body.get("interfaceOption"), call.fate)
    return _started(call, job)


def _flag(call: Call, name: str) -> bool | None:
    value = call.query.get(name)
    if value is not None and value.lower() not in ("true", "false"):
        raise invalid(message(f"{name} must be true or false", "invalidQuery", name))
    return None if value is None else value.lower() == "true"


def _started(call: Call, job: Job) -> Answer:
    return Answer(200, _job(call, job))


def _job(call: Call, job: Job) -> Json:
    return with_link(call, as_status(call.unit, job), f"{ACTIONS}/{job.kind}/{job.id}")


def _list(kind: str) -> Callable[[Call], Answer]:
    def answer(call: Call) -> Answer:
        items = [_job(call, job) for job in reversed(shown(call.unit, kind))]
        return call.page(items)

    return answer


def _read(kind: str) -> Callable[[Call], Answer]:
    def answer(call: Call) -> Answer:
        for job in shown(call.unit, kind):
            if job.id == call.params["objId"]:
                return Answer(200, _job(call, job))
        raise not_found(call.params["objId"])

    return answer


def _act(action: Callable[[Unit, float], Json]) -> Callable[[Call], Answer]:
    return lambda call: Answer(200, with_link(call, action(call.unit, call.now), f"{call.path}/default"))


for _kind in ("join", "break"):
    register("GET", f"{ACTIONS}/{_kind}", _list(_kind), has_ha)
    register("GET", f"{ACTIONS}/{_kind}/{{objId}}", _read(_kind), has_ha)
for _name, _action in (
    ("suspend", actions.suspend),
    ("resume", actions.resume),
    ("failover", actions.switch),
    ("reset", actions.reset),
):
    register("POST", f"{ACTIONS}/{_name}", _act(_action), has_ha)
