# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP side of the units: from a request to a call and to its answer, with the faults in between."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from . import changes, control, editing
from .api import Answer, Call, dispatch, outside
from .fault_kinds import JOB_FAULTS, REFUSAL_FAULTS, SILENT_FAULTS, STATUS_FAULTS, Fault
from .log import Entry
from .model.errors import message, refusal
from .model.fleet import Fleet
from .model.jobs import Fate
from .model.unit import Unit
from .replay import Replay, load
from .responses import abort, as_json, send

_API = re.compile(r"/api/fdm/(?P<version>[^/]+)(?P<path>/.*)")
HANG_SECONDS = 3600.0
SLOW_SECONDS = 5.0
JOIN = "/devices/default/action/ha/join"
BEFORE = "before"
AFTER = "after"

# Called for each API call before and after the unit carries it out, with the unit's name; True closes the connection
# at that point. It may block: the simulation stands still until it returns.
Watch = Callable[[str, str, Entry], bool]


class Service:
    """Answers every request of every unit; the local address says which unit is meant."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.watch: Watch | None = None
        self.replays = {
            name: Replay(load(Path(unit.transcript)), unit.transcript_unit)
            for name, unit in fleet.settings.items()
            if unit.transcript is not None
        }

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request, to the API or to the control API."""
        transport = request.transport
        if transport is None:
            return web.Response(status=503)
        unit = self.fleet.at_address(transport.get_extra_info("sockname")[0])
        body = _parse(await request.read())
        self.fleet.settle(unit)
        if request.path.startswith("/simulator/"):
            return as_json(control.answer(self.fleet, unit, request.method, request.path, body))
        return await self._serve(request, unit, body)

    async def _serve(self, request: web.BaseRequest, unit: Unit, body: Any) -> web.StreamResponse:
        headers = {name: value for name, value in request.headers.items() if name.lower() != "authorization"}
        now = self.fleet.clock.now()
        entry = unit.log.add(now - unit.started, request.method, request.path, dict(request.query), headers, body)
        match = _API.fullmatch(request.path)
        call = Call(
            unit,
            request.method,
            match["path"] if match else request.path,
            match["version"] if match else "",
            request.host,
            dict(request.query),
            body,
            now,
            request.headers.get("Authorization"),
        )
        fault = unit.faults.strike(entry.n, call.method, call.path)
        entry.fault = fault.fault if fault else None
        if self._closes(BEFORE, unit, entry):
            return abort(request)
        response = await self._answer(request, call, entry, fault)
        return abort(request) if self._closes(AFTER, unit, entry) else response

    def _closes(self, moment: str, unit: Unit, entry: Entry) -> bool:
        return self.watch is not None and self.watch(moment, unit.name, entry)

    async def _answer(
        self, request: web.BaseRequest, call: Call, entry: Entry, fault: Fault | None
    ) -> web.StreamResponse:
        if fault is not None:
            await self._meet(call, fault)
        absence = call.unit.absence(call.now)
        name = fault.fault if fault else ""
        if absence is not None:
            entry.fault = entry.fault or "away"
        if absence == "reset" or name in SILENT_FAULTS:
            if name == "hang" and absence is None and fault is not None:
                await asyncio.sleep(HANG_SECONDS if fault.seconds is None else fault.seconds)
            return abort(request)
        if absence == "503":
            answer = _unavailable(503, "The service is starting.")
        elif fault is not None and name in STATUS_FAULTS | REFUSAL_FAULTS:
            answer = _status_fault(fault, call)
        else:
            given = self._given(call, request.path)
            if given is None:
                return abort(request)
            answer = given
        entry.status = None if name == "reset-after" else answer.status
        if call.unit.settings.log_answers:
            entry.answer = answer.body
        return await send(request, answer, fault)

    def _given(self, call: Call, path: str) -> Answer | None:
        """The unit's own answer, or that of the unit whose transcript it replays; None where that one gave none."""
        replay = self.replays.get(call.unit.name)
        if replay is None:
            return outside.answer(call) or dispatch(call)
        return replay.answer(call.method, path, call.query, call.body)

    async def _meet(self, call: Call, fault: Fault) -> None:
        """What a fault does before the call is carried out."""
        unit = call.unit
        if fault.fault == "slow":
            await asyncio.sleep(SLOW_SECONDS if fault.seconds is None else fault.seconds)
            call.now = self.fleet.clock.now()
            self.fleet.settle(unit)
        elif fault.fault == "dead-token":
            unit.tokens.kill_all()
        elif fault.fault == "stale-version":
            record = unit.store.candidate.get(call.path.rpartition("/")[2])
            if record is not None:
                staged = unit.store.deployed.get(record.id) is not record
                unit.store.replace(record, record.body, staged=staged)
        elif fault.fault in JOB_FAULTS:
            call.fate = Fate(JOB_FAULTS[fault.fault], fault.message, tuple(fault.cli_lines))
        elif fault.fault == "patch":
            changes.patch(unit, fault.changes)
            self.fleet.settle(unit)
        elif fault.fault == "away-for-long":
            seconds = HANG_SECONDS if fault.seconds is None else fault.seconds
            if call.method == "POST" and call.path == JOIN:
                unit.next_away = seconds
            else:
                unit.go_away(call.now, seconds)


def _parse(raw: bytes) -> Any:
    if not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")


def _unavailable(status: int, text: str) -> Answer:
    return Answer(status, refusal(status, "General", message(text)).body)


def _status_fault(fault: Fault, call: Call) -> Answer:
    status = (STATUS_FAULTS | REFUSAL_FAULTS)[fault.fault]
    if fault.message == "":  # a refusal without a text
        return Answer(status)
    usual = {423: "The object is locked.", 429: "Too many requests."}.get(status, "Server error.")
    text = fault.message or usual
    if fault.fault == "echo":
        text = f"The request is not valid: {editing.echo(call.body, fault.form)}"
    retry = fault.retry_after if fault.retry_after is not None or status != 429 else 1
    headers = {} if retry is None else {"Retry-After": str(retry)}
    return Answer(status, _unavailable(status, text).body, headers)
