# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP side of the units: from a request to a call, from an answer to bytes, with the faults in between."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import socket
import struct
from collections.abc import Callable
from typing import Any

from aiohttp import web

from . import control
from .api import Answer, Call, dispatch
from .log import Entry
from .model.errors import message, refusal
from .model.fleet import Fleet
from .model.unit import Unit
from .settings import SILENT_FAULTS, STATUS_FAULTS, Fault

_API = re.compile(r"/api/fdm/(?P<version>[^/]+)(?P<path>/.*)")
HANG_SECONDS = 3600.0
SLOW_SECONDS = 5.0
JOIN = "/devices/default/action/ha/join"
BEFORE = "before"
AFTER = "after"

# Told of each API call before the unit sees it and after the unit has done it, with the unit's name; True breaks the
# connection off there. It may block: the simulated world stands still meanwhile.
Watch = Callable[[str, str, Entry], bool]


class Service:
    """Answers every request of every unit; which unit is meant, the local address tells."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.watch: Watch | None = None

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request, to the API or to the control API."""
        transport = request.transport
        if transport is None:
            return web.Response(status=503)
        unit = self.fleet.at_address(transport.get_extra_info("sockname")[0])
        body = _parse(await request.read())
        self.fleet.settle(unit)
        if request.path.startswith("/simulator/"):
            return _json(control.answer(self.fleet, unit, request.method, request.path, body))
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
        if self._breaks_off(BEFORE, unit, entry):
            return _abort(request)
        response = await self._answer(request, call, entry, fault)
        return _abort(request) if self._breaks_off(AFTER, unit, entry) else response

    def _breaks_off(self, moment: str, unit: Unit, entry: Entry) -> bool:
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
            return _abort(request)
        if absence == "503":
            answer = _unavailable(503, "The service is starting.")
        elif fault is not None and name in STATUS_FAULTS:
            answer = _status_fault(fault)
        else:
            answer = _versions(call) if call.path == "/api/versions" else dispatch(call)
        return await _send(request, call.unit, entry, answer, fault)

    async def _meet(self, call: Call, fault: Fault) -> None:
        """What a fault does before the call is looked at."""
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
        elif fault.fault in ("job-fails", "job-never-ends"):
            call.fate = ("fail" if fault.fault == "job-fails" else "never", fault.message)
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


def _versions(call: Call) -> Answer:
    settings = call.unit.settings
    if not settings.versions_endpoint or call.method != "GET":
        return _unavailable(404, "Not found: /api/versions")
    names = [name for name in settings.api_versions if name != "latest" or settings.versions_list_latest]
    return Answer(200, {"supportedVersions": names})


def _unavailable(status: int, text: str) -> Answer:
    return Answer(status, refusal(status, "General", message(text)).body)


def _status_fault(fault: Fault) -> Answer:
    status = STATUS_FAULTS[fault.fault]
    text = fault.message or {423: "The object is locked.", 429: "Too many requests."}.get(status, "Server error.")
    retry = fault.retry_after if fault.retry_after is not None or status != 429 else 1
    headers = {} if retry is None else {"Retry-After": str(retry)}
    return Answer(status, _unavailable(status, text).body, headers)


async def _send(
    request: web.BaseRequest, unit: Unit, entry: Entry, answer: Answer, fault: Fault | None
) -> web.StreamResponse:
    name = fault.fault if fault else ""
    entry.status = answer.status
    if unit.settings.log_answers:
        entry.answer = answer.body
    if name == "reset-after":
        entry.status = None
        return _abort(request)
    if name == "cut":
        return await _cut(request, answer)
    if name == "huge" and fault is not None:
        return await _huge(request, fault.bytes)
    if name == "not-json":
        return web.Response(text="<html><body><h1>Sign in</h1></body></html>", content_type="text/html")
    if name == "wrong-type":
        return _json(Answer(200, [1, 2, 3]))
    if name == "bad-encoding":
        return web.Response(body=b'{"name": "\xff\xfe\xc3\x28"}', content_type="application/json", charset="utf-8")
    return _json(answer)


def _json(answer: Answer) -> web.Response:
    if answer.body is None:
        return web.Response(status=answer.status, headers=answer.headers)
    return web.json_response(answer.body, status=answer.status, headers=answer.headers)


def _abort(request: web.BaseRequest) -> web.Response:
    """Reset the connection: the client sees ECONNRESET, not an orderly end."""
    if request.transport is not None:
        sock = request.transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response(status=503)


async def _cut(request: web.BaseRequest, answer: Answer) -> web.StreamResponse:
    body = json.dumps(answer.body).encode()
    response = web.StreamResponse(status=answer.status, headers={"Content-Type": "application/json"})
    response.content_length = max(len(body), 2)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


async def _huge(request: web.BaseRequest, size: int) -> web.StreamResponse:
    head, tail, piece = b'{"items": [], "padding": "', b'"}', b"x" * 65_536
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(head) + size + len(tail)
    await response.prepare(request)
    await response.write(head)
    with contextlib.suppress(ConnectionError):  # the client has had enough
        for start in range(0, size, len(piece)):
            await response.write(piece[: size - start])
        await response.write(tail)
    return response
