# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bytes of an answer, undamaged or damaged by a fault."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
from collections.abc import Awaitable, Callable

from aiohttp import web

from . import drip, editing
from .api import Answer
from .fault_kinds import DRIP_FAULTS, Fault

NOT_JSON = "<html><body><h1>Sign in</h1></body></html>"
BAD_ENCODING = b'{"name": "\xff\xfe\xc3\x28"}'

Send = Callable[[web.BaseRequest, Answer, Fault], Awaitable[web.StreamResponse]]


async def send(request: web.BaseRequest, answer: Answer, fault: Fault | None) -> web.StreamResponse:
    """Send an answer, damaged if the fault says so."""
    if fault is None or fault.fault not in _SPECIAL:
        return as_json(answer)
    return await _SPECIAL[fault.fault](request, answer, fault)


def as_json(answer: Answer) -> web.Response:
    """An undamaged answer."""
    if answer.raw is not None:
        kind = "application/octet-stream"
        return web.Response(body=answer.raw, status=answer.status, headers=answer.headers, content_type=kind)
    if answer.body is None:
        return web.Response(status=answer.status, headers=answer.headers)
    return web.json_response(answer.body, status=answer.status, headers=answer.headers)


def abort(request: web.BaseRequest) -> web.Response:
    """Reset the connection: the client sees ECONNRESET, not an orderly end."""
    if request.transport is not None:
        sock = request.transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response(status=503)


async def _lost(request: web.BaseRequest, _: Answer, __: Fault) -> web.StreamResponse:
    return abort(request)


async def _not_json(_: web.BaseRequest, __: Answer, ___: Fault) -> web.StreamResponse:
    return web.Response(text=NOT_JSON, content_type="text/html")


async def _wrong_type(_: web.BaseRequest, __: Answer, ___: Fault) -> web.StreamResponse:
    return as_json(Answer(200, [1, 2, 3]))


async def _bad_encoding(_: web.BaseRequest, __: Answer, ___: Fault) -> web.StreamResponse:
    return web.Response(body=BAD_ENCODING, content_type="application/json", charset="utf-8")


async def _deep(_: web.BaseRequest, answer: Answer, fault: Fault) -> web.StreamResponse:
    text = editing.nested(answer.body, fault.depth)
    return web.Response(text=text, status=answer.status, content_type="application/json")


async def _set_members(_: web.BaseRequest, answer: Answer, fault: Fault) -> web.StreamResponse:
    return as_json(Answer(answer.status, editing.with_members(answer.body, fault.members), answer.headers))


async def _drip(request: web.BaseRequest, answer: Answer, fault: Fault) -> web.StreamResponse:
    await drip.send(request, answer, fault)
    return abort(request)


async def _cut(request: web.BaseRequest, answer: Answer, _: Fault) -> web.StreamResponse:
    body = json.dumps(answer.body).encode()
    response = web.StreamResponse(status=answer.status, headers={"Content-Type": "application/json"})
    response.content_length = max(len(body), 2)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


async def _huge(request: web.BaseRequest, _: Answer, fault: Fault) -> web.StreamResponse:
    head, tail, piece = b'{"items": [], "padding": "', b'"}', b"x" * 65_536
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(head) + fault.bytes + len(tail)
    await response.prepare(request)
    await response.write(head)
    with contextlib.suppress(ConnectionError):  # the client stopped reading
        for start in range(0, fault.bytes, len(piece)):
            await response.write(piece[: fault.bytes - start])
        await response.write(tail)
    return response


_SPECIAL: dict[str, Send] = {
    "reset-after": _lost,
    "cut": _cut,
    "not-json": _not_json,
    "wrong-type": _wrong_type,
    "huge": _huge,
    "bad-encoding": _bad_encoding,
    "deep-json": _deep,
    "set-members": _set_members,
    **dict.fromkeys(DRIP_FAULTS, _drip),
}
