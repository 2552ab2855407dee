# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that arrive so slowly that they never end, written to the connection byte by byte."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterator

from aiohttp import web

from .api import Answer
from .fault_kinds import Fault

INTERVAL_SECONDS = 1.0
# The connection is closed after this many pieces.
MOST_PIECES = 100_000
_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"


async def send(request: web.BaseRequest, answer: Answer, fault: Fault) -> None:
    """Write one piece every `seconds` until the client closes the connection."""
    pause = INTERVAL_SECONDS if fault.seconds is None else fault.seconds
    pieces = _PIECES[fault.fault](json.dumps(answer.body).encode())
    for piece in itertools.islice(pieces, MOST_PIECES):
        if request.transport is None or request.transport.is_closing():
            return
        request.transport.write(piece)
        await asyncio.sleep(pause)


def _status(_: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 O"
    yield from itertools.repeat(b"K")


def _headers(_: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    yield from (f"X-Piece-{number}: x\r\n".encode() for number in itertools.count())


def _continue(_: bytes) -> Iterator[bytes]:
    yield from itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n")


def _chunks(body: bytes) -> Iterator[bytes]:
    """The size of the first chunk gets an extension that never ends."""
    yield _CHUNKED + f"{len(body):x};piece=".encode()
    yield from itertools.repeat(b"x")


def _trailers(body: bytes) -> Iterator[bytes]:
    yield _CHUNKED + f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n"
    yield from (f"X-Piece-{number}: x\r\n".encode() for number in itertools.count())


_PIECES = {
    "slow-status": _status,
    "slow-headers": _headers,
    "endless-continue": _continue,
    "slow-chunks": _chunks,
    "slow-trailers": _trailers,
}
