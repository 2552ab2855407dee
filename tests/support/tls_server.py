# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tiny TLS server on loopback that answers as it is told: late, in drops, with nonsense, or well."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator

import trustme

Behaviour = Callable[[socket.socket], None]
ADDRESS = "127.0.0.1"


class Wire:
    """A listener that hands each connection, its request read, to a behaviour.

    early: before TLS; keeps: goes on with the next request on the same connection; connections counts them.
    """

    def __init__(self, tls: ssl.SSLContext | None) -> None:
        self.behave: Behaviour = says(b"{}")
        self.early = False
        self.keeps = False
        self.connections = 0
        self.requests: list[bytes] = []
        self._tls = tls
        self._listener = socket.create_server((ADDRESS, 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Listen no longer."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                raw, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            with raw, contextlib.suppress(OSError):
                self._serve(raw)

    def _serve(self, raw: socket.socket) -> None:
        if self.early:
            self.behave(raw)
            return
        with self._tls.wrap_socket(raw, server_side=True) if self._tls else raw as line:
            while True:
                self.requests.append(_request(line))
                self.behave(line)
                if not self.keeps:
                    return


def _request(line: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        part = line.recv(4096)
        if not part:
            raise ConnectionError("the client has closed")
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:")]
    while len(body) < sum(lengths):
        body += line.recv(4096)
    return head + b"\r\n\r\n" + body


def says(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> Behaviour:
    """A whole response."""
    rows = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers, "", ""]
    return lambda line: line.sendall("\r\n".join(rows).encode() + body)


def sends(data: bytes) -> Behaviour:
    """These bytes."""
    return lambda line: line.sendall(data)


def resets(line: socket.socket) -> None:
    """Reset the connection."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def stays_silent(line: socket.socket) -> None:
    """Read, and say nothing."""
    line.settimeout(5)
    while line.recv(4096):
        pass


def ends(line: socket.socket) -> None:
    """Close without a word."""


def drips(first: bytes, drop: bytes, *, pause: float = 0.02, seconds: float = 5.0) -> Behaviour:
    """Send the first bytes at once, then drop by drop, until the client has had enough."""

    def behave(line: socket.socket) -> None:
        line.sendall(first)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(pause)
            line.sendall(drop)

    return behave


def listening(certificate: trustme.LeafCert) -> Iterator[Wire]:
    """A server with the certificate."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(tls)
    wire = Wire(tls)
    yield wire
    wire.close()
