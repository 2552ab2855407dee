# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The only file that speaks HTTP: one request, one answer, through Ansible's own urls.

Knows nothing of FDM. Retries, tokens and the meaning of a status are for others.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ansible.module_utils.urls import Request

from ..errors import FailoverError, InputError, InvalidResponse, TlsError, Unreachable
from .connection import Connection

LARGEST_ANSWER = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_HOSTNAME_MISMATCH = frozenset({62, 64})  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
_OUT_OF_DATE = frozenset({9, 10})  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED

Opener = Callable[..., Any]
"""Like ``ansible.module_utils.urls.Request().open``: (method, url, **options) -> response, or raises HTTPError."""


class Send(Protocol):
    """Sends one request and returns its answer, whatever the status; raises FailoverError if there is none."""

    def __call__(
        self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None, timeout: float, where: str
    ) -> Response: ...


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers (names in lower case) and body (decompressed) of one reply."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Transport:
    """Requests to one unit: https, the connection's trust, proxies of the environment, no redirects, no netrc.

    opener replaces Ansible's; clock gives seconds; largest is the limit of a body in bytes.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        opener: Opener | None = None,
        clock: Callable[[], float] = time.monotonic,
        largest: int = LARGEST_ANSWER,
    ) -> None:
        self._connection = connection
        self._open = opener or _open
        self._clock = clock
        self._largest = largest

    def send(
        self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None, timeout: float, where: str
    ) -> Response:
        """Send one request to an absolute path and return its answer, whatever the status.

        Raise Unreachable, TlsError, InvalidResponse (no usable answer) or InputError (nothing that could be sent).
        """
        tracked = _TrackedBody(body) if method != "GET" else None
        try:
            response = self._response(method, path, dict(headers), tracked, timeout)
            return self._answer(response, timeout, where)
        except FailoverError:
            raise
        except Exception as error:  # urllib, http.client, ssl and socket share no narrower base
            failure = _translated(error, self._connection, where, sent=tracked is None or tracked.taken)
        raise failure  # outside the handler, so without context: a library's error may quote what was sent

    def reach(self, seconds: float, where: str) -> None:
        """Raise Unreachable unless the unit takes a TCP connection within that time; behind a proxy that says nothing.

        A request has one limit for the connection and for the answer, so it is slow to find that nobody is there.
        """
        host = self._connection.host.strip("[]")
        if "https" in urllib.request.getproxies() and not urllib.request.proxy_bypass(host):
            return
        try:
            socket.create_connection((host, self._connection.https_port), timeout=seconds).close()
        except (OSError, UnicodeError) as error:
            failure = _translated(error, self._connection, where, sent=False)
        else:
            return
        raise failure

    def _response(
        self, method: str, path: str, headers: dict[str, str], tracked: _TrackedBody | None, timeout: float
    ) -> Any:
        if tracked is not None:
            headers["Content-Length"] = str(tracked.size)
        try:
            return self._open(
                method,
                self._connection.origin + path,
                data=tracked,
                headers=headers,
                timeout=timeout,
                validate_certs=self._connection.validate_certs,
                ca_path=self._connection.ca_path,
                follow_redirects="none",  # a token goes to the unit, and nowhere else
                use_netrc=False,  # a netrc entry would take the place of the token
                decompress=False,
            )
        except urllib.error.HTTPError as refusal:
            return refusal

    def _answer(self, response: Any, timeout: float, where: str) -> Response:
        headers = {name.lower(): value for name, value in response.headers.items()}
        try:
            body = self._read(response, timeout, where)
        finally:
            response.close()
        answer = Response(response.getcode(), headers, self._decompress(body, headers, where))
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > len(body):
            raise _cut(f"{len(body)} of {length} bytes", where)
        if answer.status == 200 and not body and not length and "transfer-encoding" not in headers:
            raise _cut("a status without length or body", where)  # http.client takes cut headers for all there are
        return answer

    def _read(self, response: Any, timeout: float, where: str) -> bytes:
        """Read to the end, within the size, and within a time that a trickle can't stretch for ever."""
        body = bytearray()
        latest = self._clock() + 4 * timeout
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > self._largest:
                raise _too_large(self._largest, where)
            if self._clock() > latest:
                raise _cut(f"a trickle, {len(body)} bytes in {4 * timeout:.0f} s", where)
        return bytes(body)

    def _decompress(self, body: bytes, headers: Mapping[str, str], where: str) -> bytes:
        """Undo gzip, which nobody asked for, but a proxy may apply."""
        coding = headers.get("content-encoding", "identity").strip().lower()
        if coding == "identity" or not body:
            return body
        if coding not in ("gzip", "x-gzip"):
            raise InvalidResponse("a body compressed in an unknown way", expected="JSON", where=where)
        inflater = zlib.decompressobj(wbits=31)
        plain = inflater.decompress(body, self._largest + 1)
        if len(plain) > self._largest:
            raise _too_large(self._largest, where)
        if not inflater.eof:
            raise _cut(f"{len(body)} bytes of a longer gzip stream", where)
        return plain


class _TrackedBody(io.BytesIO):
    """The body of a write, that knows whether it was fetched.

    http.client fetches it after connection, TLS and headers. Not fetched proves that the unit has not got the
    request; fetched leaves it open.
    """

    def __init__(self, body: bytes | None) -> None:
        super().__init__(body or b"")
        self.size = len(body or b"")
        self.taken = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.taken = True
        return super().read(size)


def _open(method: str, url: str, **options: Any) -> Any:
    """A new Request each time: its cookies would otherwise outlive a login."""
    return Request().open(method, url, **options)


def _translated(error: Exception, connection: Connection, where: str, *, sent: bool) -> FailoverError:
    """Say what a library's error means; sent tells whether the unit may have the request."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if reason is error and connection.ca_path and _is_about_a_file(error):
        remedy = "Name a PEM file that Ansible may read with ca_path (failover_ca_path)."
        return InputError(f"ca_path {connection.ca_path} can't be used", remedy=remedy, where=where)
    if isinstance(reason, ssl.SSLError) and not isinstance(reason, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return _untrusted(reason, where)
    if isinstance(reason, http.client.IncompleteRead):
        return _cut("the beginning of a longer answer", where)
    if isinstance(reason, zlib.error):
        return InvalidResponse("a body that is not gzip, though it says so", expected="JSON", where=where)
    if isinstance(reason, OSError):
        return _unreachable(reason, connection, where, sent=sent)
    if isinstance(reason, (http.client.InvalidURL, UnicodeError)):
        return InputError(f"the address {connection.host!r} can't be used", remedy="Correct host.", where=where)
    remedy = "Check that host and https_port lead to the unit's FDM, and proxies in the environment."
    what = f"something else ({type(reason).__name__})"
    return InvalidResponse(what, expected="HTTP", remedy=remedy, where=where)


def _is_about_a_file(error: Exception) -> bool:
    """Whether this is a certificate file that is missing, or holds none; a connection's errors are never these."""
    if isinstance(error, ssl.SSLError):
        return getattr(error, "library", "") in ("X509", "PEM", "ASN1")
    return isinstance(error, (FileNotFoundError, IsADirectoryError, PermissionError))


def _unreachable(reason: OSError, connection: Connection, where: str, *, sent: bool) -> Unreachable:
    if isinstance(reason, socket.gaierror):
        remedy = "Correct host or the name service."
        return Unreachable(f"the name {connection.host} is not known", remedy=remedy, where=where, transient=False)
    remedy = f"Check that {connection.host}:{connection.https_port} can be reached from here."
    if isinstance(reason, TimeoutError):
        return Unreachable("no answer in time", remedy=remedy, where=where, sent=sent)
    if isinstance(reason, ConnectionRefusedError):
        return Unreachable("connection refused", remedy=remedy, where=where, sent=False)
    if isinstance(reason, (ConnectionError, ssl.SSLError)):
        return Unreachable("the connection was closed without an answer", remedy=remedy, where=where, sent=sent)
    detail = reason.strerror or str(reason)  # a proxy's refusal has no strerror: "Tunnel connection failed: 407 ..."
    return Unreachable(f"no connection ({detail[:100]})", remedy=remedy, where=where, sent=sent)


def _untrusted(reason: ssl.SSLError, where: str) -> TlsError:
    if not isinstance(reason, ssl.SSLCertVerificationError):
        what = f"no TLS could be agreed ({getattr(reason, 'reason', None) or 'unknown reason'})"
        return TlsError(what, remedy="Check that host and https_port lead to the unit's FDM.", where=where)
    code, said = getattr(reason, "verify_code", 0), getattr(reason, "verify_message", "no reason given")
    if code in _HOSTNAME_MISMATCH:
        what = "the certificate is for another name or address"
        remedy = "Use the name in the certificate as host, or renew the certificate; or set validate_certs: false."
    elif code in _OUT_OF_DATE:
        what = f"the certificate is out of date ({said})"
        remedy = "Renew it and check the clocks; or set validate_certs: false."
    else:
        what = f"the certificate is not trusted ({said})"
        remedy = "Name the authority's PEM file with ca_path (failover_ca_path); or set validate_certs: false."
    return TlsError(what, remedy=remedy, where=where)


def _cut(what: str, where: str) -> InvalidResponse:
    return InvalidResponse(what, expected="a whole answer", remedy="Try again.", where=where, transient=True)


def _too_large(largest: int, where: str) -> InvalidResponse:
    return InvalidResponse(f"more than {largest} bytes", expected="an answer of sensible size", where=where)
