# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes to one unit and back: addresses, sockets, proxies, and one deadline over all of them.

Each read and write gets only what is left of the deadline, so that a peer that sends slowly can't prolong a call.
"""

from __future__ import annotations

import base64
import http.client
import io
import ipaddress
import queue
import socket
import threading
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from ..pure.reading import line

CONNECT_SECONDS = 10.0
"""Seconds that the lookup of a name and the connection may take: TCP has tried four times by then. A unit that is off
would otherwise take the whole time of a call."""

Clock = Callable[[], float]


class NoConnection(TimeoutError):
    """Nothing has answered the attempts to connect."""


class Deadline:
    """The moment at which an exchange must be over."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def within(self, seconds: float) -> Deadline:
        """The end of so many seconds from now, if that comes before this one."""
        return Deadline(self._clock, min(seconds, self.left()))

    def left(self) -> float:
        """Seconds left; raises TimeoutError when there are none."""
        seconds = self._end - self._clock()
        if seconds <= 0:
            raise TimeoutError("the deadline has passed")
        return seconds


class Stream:
    """A socket as http.client wants it, with a deadline over every read and write."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def sendall(self, data: bytes | bytearray | memoryview) -> None:
        """Send all of it."""
        rest = memoryview(data)
        while rest:
            self._sock.settimeout(self._deadline.left())
            rest = rest[self._sock.send(rest) :]

    def makefile(self, _mode: str) -> io.BufferedReader:
        """A file to read the response from."""
        return io.BufferedReader(_Reader(self._sock, self._deadline))

    def close(self) -> None:
        """Do nothing: the code that opened the socket closes it."""


class _Reader(io.RawIOBase):
    """Reads from a socket within the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv_into(buffer)


def dial(host: str, port: int, deadline: Deadline) -> socket.socket:
    """Open a TCP connection to the host, or through the proxy that the environment names for it."""
    proxy = proxy_for(host, port)
    if proxy is None:
        return connect(host, port, deadline)
    sock = connect(proxy.hostname or "", proxy.port or (443 if proxy.scheme == "https" else 80), deadline)
    try:
        _tunnel(sock, proxy, f"[{host}]:{port}" if ":" in host else f"{host}:{port}", deadline)
    except BaseException:
        sock.close()
        raise
    return sock


def proxy_for(host: str, port: int) -> SplitResult | None:
    """The proxy for https in the environment, unless no_proxy names the host."""
    proxy = urllib.request.getproxies().get("https")
    if not proxy or any(urllib.request.proxy_bypass(name) for name in (host, f"{host}:{port}")):
        return None
    return urlsplit(proxy if "://" in proxy else f"http://{proxy}")


def connect(host: str, port: int, deadline: Deadline) -> socket.socket:
    """Connect to the first of the host's addresses that accepts; each gets its part of the time that is left."""
    deadline = deadline.within(CONNECT_SECONDS)
    addresses = _addresses(host, port, deadline)
    problem: OSError = OSError("no address")
    for number, (family, kind, protocol, _name, address) in enumerate(addresses):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(deadline.left() / (len(addresses) - number))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # headers and body of a write are two packets
        except TimeoutError:
            sock.close()
            problem = NoConnection("no connection in time")
        except OSError as error:
            sock.close()
            problem = error
        else:
            return sock
    raise problem


def _addresses(host: str, port: int, deadline: Deadline) -> list[Any]:
    """Look the host up, in a thread, as a resolver knows no time limit."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    outcome: queue.SimpleQueue[list[Any] | Exception] = queue.SimpleQueue()
    threading.Thread(target=_look_up, args=(host, port, outcome.put), daemon=True).start()
    try:
        found = outcome.get(timeout=deadline.left())
    except queue.Empty:
        raise socket.gaierror(socket.EAI_AGAIN, "no response from DNS in time") from None
    if isinstance(found, Exception):
        raise found
    return found


def _look_up(host: str, port: int, done: Callable[[list[Any] | Exception], None]) -> None:
    try:
        done(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError) as error:
        done(error)


def _tunnel(sock: socket.socket, proxy: SplitResult, target: str, deadline: Deadline) -> None:
    """Have the proxy connect to the target; raise OSError with the proxy's words where it does not."""
    stream = Stream(sock, deadline)
    rows = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.username is not None:
        login = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
        rows.append("Proxy-Authorization: Basic " + base64.b64encode(login.encode()).decode())
    stream.sendall("\r\n".join([*rows, "", ""]).encode())
    response = http.client.HTTPResponse(stream, method="CONNECT")  # type: ignore[arg-type]
    response.begin()
    if response.status != 200:
        raise OSError(f"the proxy refuses: {response.status} {line(response.reason)}")
