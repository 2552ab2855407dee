# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One HTTP request, one response, over HTTPS.

Knows nothing of FDM. Retries, tokens and the meaning of a status are handled elsewhere; sockets are in wire.py,
certificates in trust.py, the open connection in keep_alive.py, the meaning of errors in failures.py.
"""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..errors import FailoverError, InvalidResponse
from ..pure.reading import line
from . import wire
from .connection import Connection
from .failures import cut, too_large, translated
from .keep_alive import KeepAlive

LARGEST_RESPONSE = 8 * 1024 * 1024
"""Bytes of a body, compressed or not. A page of 100 interfaces has about 200 kB; JSON takes 20 times its size in
memory."""
_CHUNK = 64 * 1024

Opener = Callable[..., Any]
"""Like ``KeepAlive.open``: (method, url, data=, headers=, timeout=) -> response with headers, getcode(), read(n),
close()."""


class Send(Protocol):
    """Sends one request and returns its response, whatever the status; raises FailoverError if there is none."""

    def __call__(
        self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None, timeout: float, where: str
    ) -> Response: ...


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers (names in lower case, values of one line) and body (decompressed)."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Transport:
    """Requests to one unit, over one connection that is kept open.

    opener replaces KeepAlive; clock gives seconds; largest is the limit of a body in bytes.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        opener: Opener | None = None,
        clock: Callable[[], float] = time.monotonic,
        largest: int = LARGEST_RESPONSE,
    ) -> None:
        self._connection = connection
        self._keep_alive = KeepAlive(connection, clock)
        self._open = opener or self._keep_alive.open
        self._clock = clock
        self._largest = largest

    def send(
        self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None, timeout: float, where: str
    ) -> Response:
        """Send one request to an absolute path and return its response, whatever the status, within the timeout.

        Raise Unreachable, TlsError, InvalidResponse (no usable response) or InputError (nothing that could be sent).
        """
        tracked = _TrackedBody(body) if method != "GET" else None
        try:
            return self._exchange(method, path, dict(headers), tracked, timeout, where)
        except FailoverError as error:
            error.where = error.where or where
            raise
        except Exception as error:  # http.client, ssl and socket share no narrower base
            failure = translated(error, self._connection, where, sent=tracked is None or tracked.taken)
        raise failure  # outside the handler, so without context: a library's error may quote what was sent

    def reach(self, seconds: float, where: str) -> None:
        """Raise Unreachable unless the unit takes a TCP connection within that time; behind a proxy that says nothing.

        A request has one limit for the connection and for the response, so it is slow to find that no unit is there.
        """
        host, port = self._connection.address, self._connection.https_port
        if wire.proxy_for(host, port) is not None:
            return
        try:
            wire.connect(host, port, wire.Deadline(self._clock, seconds)).close()
        except (OSError, UnicodeError) as error:
            failure = translated(error, self._connection, where, sent=False)
        else:
            return
        raise failure

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        self._keep_alive.close()

    def _exchange(
        self, method: str, path: str, headers: dict[str, str], tracked: _TrackedBody | None, timeout: float, where: str
    ) -> Response:
        if tracked is not None:
            headers["Content-Length"] = str(tracked.size)
        url = self._connection.origin + path
        response = self._open(method, url, data=tracked, headers=headers, timeout=timeout)
        try:
            return self._response(response, where)
        finally:
            response.close()

    def _response(self, response: Any, where: str) -> Response:
        headers = {name.lower(): line(value) for name, value in response.headers.items()}
        body = self._read(response, where)
        whole = Response(response.getcode(), headers, self._decompress(body, headers, where))
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > len(body):
            raise cut(f"{len(body)} of {length} bytes", where)
        if whole.status == 200 and not body and not length and "transfer-encoding" not in headers:
            raise cut("a status without length or body", where)  # http.client takes cut headers for all there are
        return whole

    def _read(self, response: Any, where: str) -> bytes:
        body = bytearray()
        while chunk := response.read(_CHUNK):
            body += chunk
            if len(body) > self._largest:
                raise too_large(self._largest, where)
        return bytes(body)

    def _decompress(self, body: bytes, headers: Mapping[str, str], where: str) -> bytes:
        """Undo gzip: it is not requested, but a proxy may apply it."""
        coding = headers.get("content-encoding", "identity").strip().lower()
        if coding == "identity" or not body:
            return body
        if coding not in ("gzip", "x-gzip"):
            raise InvalidResponse("a body compressed in an unknown way", expected="JSON", where=where)
        inflater = zlib.decompressobj(wbits=31)
        plain = inflater.decompress(body, self._largest + 1)
        if len(plain) > self._largest:
            raise too_large(self._largest, where)
        if not inflater.eof:
            raise cut(f"{len(body)} bytes of a longer gzip stream", where)
        return plain


class _TrackedBody(io.BytesIO):
    """The body of a write, that knows whether it was fetched.

    http.client fetches it after connection, TLS and headers. Not fetched: the unit can't have got the request;
    fetched: it may have.
    """

    def __init__(self, body: bytes | None) -> None:
        super().__init__(body or b"")
        self.size = len(body or b"")
        self.taken = False

    def read(self, size: int | None = -1, /) -> bytes:
        """The body's bytes."""
        self.taken = True
        return super().read(size)
