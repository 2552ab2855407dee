# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection for the calls of a task; another one where the first can't carry the next call; no write twice."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import errors
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.keep_alive import IDLE_SECONDS
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.transport import Response, Transport
from support.tls_server import ADDRESS, Behaviour, Wire, says, sends

GOOD = says(b"{}")


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def transport(wire: Wire, ca_path: str, time: Time) -> Iterator[Transport]:
    wire.keeps = True
    to = Connection("branch01", "primary", ADDRESS, "hunter2", https_port=wire.port, ca_path=ca_path)
    made = Transport(to, clock=time, largest=1000)
    yield made
    made.close()


def ask(transport: Transport, method: str = "GET") -> Response:
    return transport.send(method, "/api/x", headers={}, body=b"{}", timeout=5.0, where="branch01")


def first_then(wire: Wire, *rest: Behaviour) -> None:
    """The first request gets a good response, the next ones the others, all others a good one."""
    left = [GOOD, *rest]
    wire.behave = lambda line: (left.pop(0) if left else GOOD)(line)


def closes(line: socket.socket) -> None:
    line.shutdown(socket.SHUT_RDWR)
    raise ConnectionError("closed on purpose")


def test_calls_share_a_connection(transport: Transport, wire: Wire) -> None:
    for method in ("GET", "PUT", "POST", "GET", "DELETE"):
        assert ask(transport, method).body == b"{}"
    assert (wire.connections, len(wire.requests)) == (1, 5)


@pytest.mark.parametrize(
    "response",
    [
        says(b"{}", status="404 Not Found"),
        says(b"", status="204 No Content"),
        sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: y\r\n\r\n"),
        sends(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
    ],
)
def test_every_complete_response_leaves_it_open(transport: Transport, wire: Wire, response: Behaviour) -> None:
    wire.behave = response
    ask(transport)
    ask(transport)
    assert wire.connections == 1


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize(
    "response",
    [
        says(b"{}", "Connection: close"),
        sends(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
        sends(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"),
    ],
    ids=["close", "HTTP/1.0", "more than asked for"],
)
def test_a_closed_connection_is_replaced(transport: Transport, wire: Wire, response: Behaviour, method: str) -> None:
    wire.keeps = False
    wire.behave = response
    ask(transport)
    wire.behave = GOOD
    assert ask(transport, method).body == b"{}"
    assert (wire.connections, len(wire.requests)) == (2, 2)


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_another_connection_after_a_response_that_was_not_read(transport: Transport, wire: Wire, method: str) -> None:
    wire.behave = says(b"x" * 5000)
    with pytest.raises(errors.InvalidResponse):
        ask(transport)
    wire.behave = GOOD
    assert ask(transport, method).body == b"{}"
    assert wire.connections == 2


@pytest.mark.parametrize(("seconds", "connections"), [(IDLE_SECONDS - 0.1, 1), (IDLE_SECONDS, 2)])
def test_an_idle_connection_is_not_trusted(
    transport: Transport, wire: Wire, time: Time, seconds: float, connections: int
) -> None:
    ask(transport)
    time.now += seconds
    ask(transport, "PUT")
    assert wire.connections == connections


def test_a_read_is_repeated_where_the_unit_closed_the_connection(transport: Transport, wire: Wire) -> None:
    first_then(wire, closes)
    ask(transport)
    assert ask(transport).body == b"{}"
    assert (wire.connections, len(wire.requests)) == (2, 3)


def test_a_read_is_repeated_once(transport: Transport, wire: Wire) -> None:
    first_then(wire, closes, closes)
    ask(transport)
    with pytest.raises(errors.Unreachable):
        ask(transport)
    assert len(wire.requests) == 3


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_write_is_never_sent_twice(transport: Transport, wire: Wire, method: str) -> None:
    first_then(wire, closes)
    ask(transport)
    with pytest.raises(errors.Unreachable, match="closed without a response") as caught:
        ask(transport, method)
    assert caught.value.sent is True
    assert len(wire.requests) == 2


class Proxy:
    """An HTTP proxy that tunnels each CONNECT to one address, wherever it was to go."""

    def __init__(self, port: int) -> None:
        self.asked: list[bytes] = []
        self._port = port
        self._listener = socket.create_server((ADDRESS, 0))
        self.url = f"http://someone:s%40cret@{ADDRESS}:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.asked.append(client.recv(4096))
                client.sendall(b"HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n")
                unit = socket.create_connection((ADDRESS, self._port))
                for source, sink in ((client, unit), (unit, client)):
                    threading.Thread(target=self._copy, args=(source, sink), daemon=True).start()

    @staticmethod
    def _copy(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError), source, sink:
            while data := source.recv(4096):
                sink.sendall(data)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture
def proxy(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    made = Proxy(wire.port)
    monkeypatch.setenv("https_proxy", made.url)
    yield made
    made.close()


def test_through_a_proxy(transport: Transport, wire: Wire, proxy: Proxy) -> None:
    ask(transport)
    ask(transport, "PUT")
    (asked,) = proxy.asked
    rows = asked.decode().split("\r\n")
    assert rows[0] == f"CONNECT {ADDRESS}:{wire.port} HTTP/1.1"
    assert "Proxy-Authorization: Basic c29tZW9uZTpzQGNyZXQ=" in rows
    assert b"Proxy-Authorization" not in wire.requests[0]


@pytest.mark.parametrize("exception", [ADDRESS, f"{ADDRESS}:PORT", "*", "example.com, 127.0.0.1"])
def test_no_proxy_where_the_environment_excepts_the_host(
    transport: Transport, wire: Wire, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, exception: str
) -> None:
    monkeypatch.setenv("no_proxy", exception.replace("PORT", str(wire.port)))
    ask(transport)
    assert proxy.asked == []
