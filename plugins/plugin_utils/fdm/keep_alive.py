# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP/1.1 over one TLS connection to a unit, kept open from call to call."""

from __future__ import annotations

import http.client
import io
import ssl
from collections.abc import Mapping
from functools import partial
from typing import cast
from urllib.parse import urlsplit

from . import trust
from .connection import Connection
from .wire import Clock, Deadline, Stream, dial

IDLE_SECONDS = 4.0
"""A connection that was idle for longer is not used again: web servers close idle connections from 5 s on, and a write
that meets a closing connection leaves open whether it was done."""
CLOSED = (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError)
"""What a peer's close looks like (http.client.RemoteDisconnected is a ConnectionError)."""


class HttpResponse(http.client.HTTPResponse):
    """A response that knows whether it was read to its end."""

    complete = False

    def read(self, amt: int | None = None) -> bytes:
        """Up to so many bytes of the body; empty at its end."""
        part = super().read(amt)
        self.complete = not part
        return part


class _HttpConnection(http.client.HTTPConnection):
    response_class = HttpResponse
    default_port = 443
    auto_open = 0

    def getresponse(self) -> HttpResponse:
        """The response, which is of the class above."""
        return cast(HttpResponse, super().getresponse())


class KeepAlive:
    """Calls to one unit, one after the other. No redirects, no netrc, no cookies: a token goes to the unit alone."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._tls: ssl.SSLSocket | None = None
        self._used = 0.0
        self._last: HttpResponse | None = None

    def open(
        self, method: str, url: str, *, data: io.BytesIO | None, headers: Mapping[str, str], timeout: float
    ) -> HttpResponse:
        """Send one request and return the response, its body still to be read, all of it within the timeout.

        A connection that the unit closed before its response is opened again, once, for what has no data: a write is
        never sent twice.
        """
        deadline = Deadline(self._clock, timeout)
        target = urlsplit(url)
        path = target.path + (f"?{target.query}" if target.query else "")
        reused = self._usable()
        try:
            return self._exchange(method, path, data, headers, deadline)
        except CLOSED:
            self.close()
            if data is not None or not reused:
                raise
        return self._exchange(method, path, data, headers, deadline)

    def close(self) -> None:
        """Close the connection, if there is one."""
        tls, self._tls, self._last = self._tls, None, None
        if tls is not None:
            tls.close()

    def _exchange(
        self, method: str, path: str, data: io.BytesIO | None, headers: Mapping[str, str], deadline: Deadline
    ) -> HttpResponse:
        if self._tls is None:
            self._tls = self._connect(deadline)
        request = _HttpConnection(self._connection.address, self._connection.https_port)
        request.sock = Stream(self._tls, deadline)
        try:
            request.request(method, path, body=data, headers=dict(headers))
            response = request.getresponse()
        except BaseException:
            self.close()
            raise
        self._last, self._used = response, self._clock()
        return response

    def _connect(self, deadline: Deadline) -> ssl.SSLSocket:
        to = self._connection
        return trust.secure(to, partial(dial, to.address, to.https_port, deadline), deadline)

    def _usable(self) -> bool:
        """Whether the connection can carry another request; one that can't is closed."""
        last = self._last
        good = (
            self._tls is not None
            and last is not None
            and last.complete
            and not last.will_close
            and self._clock() - self._used < IDLE_SECONDS
            and _silent(self._tls)
        )
        if not good:
            self.close()
        return good


def _silent(tls: ssl.SSLSocket) -> bool:
    """Whether the peer has neither closed the connection nor sent unexpected data."""
    tls.settimeout(0)
    try:
        tls.recv(1)
    except (ssl.SSLWantReadError, BlockingIOError):
        return True
    except OSError:
        pass
    return False
