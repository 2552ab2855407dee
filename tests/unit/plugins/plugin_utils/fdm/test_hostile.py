# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No peer holds a call beyond its timeout, however it drips, and none makes it take more memory than it may."""

from __future__ import annotations

import socket
import threading
import time

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import errors
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.transport import Transport
from support.tls_server import ADDRESS, Behaviour, Wire, drips, sends, stays_silent

TIMEOUT = 0.3
SLACK = 1.0
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
DRIPS: dict[str, Behaviour] = {
    "nothing": stays_silent,
    "status line": drips(b"HTTP/1.1 200 ", b"O"),
    "header": drips(OK + b"X: ", b"y"),
    "headers": drips(OK, b"X: y\r\n"),
    "1xx": drips(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "1xx at full speed": drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500, pause=0),
    "body": drips(OK + b"Content-Length: 100000\r\n\r\n", b" "),
    "body without length": drips(OK + b"\r\n", b" "),
    "chunks": drips(CHUNKED, b"1\r\n \r\n"),
    "chunk size": drips(CHUNKED, b"0"),
    "chunk extension": drips(CHUNKED + b"1;", b"x"),
    "trailer": drips(CHUNKED + b"2\r\n{}\r\n0\r\n", b"X: y\r\n"),
    "trailers at full speed": drips(CHUNKED + b"2\r\n{}\r\n0\r\n", b"X: y\r\n" * 500, pause=0),
}


def held(to: Connection, method: str = "GET") -> tuple[errors.FailoverError, float]:
    """The error of a call, and how long it took beyond its timeout."""
    start = time.monotonic()
    with pytest.raises(errors.FailoverError) as caught:
        Transport(to).send(method, "/api/x", headers={}, body=b"{}", timeout=TIMEOUT, where="branch01")
    return caught.value, time.monotonic() - start - TIMEOUT


def to(wire: Wire, ca_path: str) -> Connection:
    return Connection("branch01", "primary", ADDRESS, "hunter2", https_port=wire.port, ca_path=ca_path)


@pytest.mark.parametrize("behave", DRIPS.values(), ids=DRIPS)
def test_a_slow_response_does_not_exceed_the_timeout(wire: Wire, ca_path: str, behave: Behaviour) -> None:
    wire.behave = behave
    error, beyond = held(to(wire, ca_path))
    assert isinstance(error, (errors.Unreachable, errors.InvalidResponse))
    assert beyond < SLACK


@pytest.mark.parametrize("name", ["status line", "body", "trailer"])
def test_a_write_that_was_dripped_at_may_have_been_done(wire: Wire, ca_path: str, name: str) -> None:
    wire.behave = DRIPS[name]
    error, beyond = held(to(wire, ca_path), "PUT")
    assert isinstance(error, errors.Unreachable)
    assert (error.sent, error.transient) == (True, True)
    assert beyond < SLACK


def test_a_handshake_that_drips(ca_path: str) -> None:
    wire = Wire(None)
    wire.early, wire.behave = True, drips(b"\x16\x03\x03\x40\x00", b"\x02")
    error, beyond = held(to(wire, ca_path))
    wire.close()
    assert isinstance(error, (errors.Unreachable, errors.TlsError))
    assert beyond < SLACK


def test_a_proxy_that_drips(ca_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire(None)
    wire.behave = drips(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n")
    monkeypatch.setenv("https_proxy", f"http://{ADDRESS}:{wire.port}")
    error, beyond = held(Connection("branch01", "primary", "fw.example.com", "hunter2", ca_path=ca_path), "PUT")
    wire.close()
    assert isinstance(error, errors.Unreachable)
    assert error.sent is False
    assert beyond < SLACK


def test_a_name_service_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    silence = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: [silence.wait(3)])
    error, beyond = held(Connection("branch01", "primary", "fw.example.com", "hunter2"))
    silence.set()
    assert isinstance(error, errors.Unreachable)
    assert (error.sent, error.transient) == (False, True)
    assert beyond < SLACK


@pytest.mark.parametrize(
    "response",
    [
        OK + b"Content-Length: 99999999\r\n\r\n" + b" " * 20_000_000,
        CHUNKED + b"1312D00\r\n" + b" " * 20_000_000,
        OK + b"\r\n" + b" " * 20_000_000,
    ],
)
def test_a_body_beyond_the_limit_is_not_read(wire: Wire, ca_path: str, response: bytes) -> None:
    wire.behave = sends(response)
    with pytest.raises(errors.InvalidResponse, match="more than 8388608 bytes"):
        Transport(to(wire, ca_path)).send("GET", "/x", headers={}, body=None, timeout=10, where="branch01")


@pytest.mark.parametrize("text", ["\x1b[2J\x07forged", "a\u202eb", "two\u2028lines", "\x9b31m"])
def test_a_proxys_words_are_one_printable_line(ca_path: str, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    wire = Wire(None)
    wire.behave = sends(b"HTTP/1.1 407 " + text.encode("latin-1", "replace") + b"\r\n\r\n")
    monkeypatch.setenv("https_proxy", f"http://someone:pr0xy-secret@{ADDRESS}:{wire.port}")
    error, _beyond = held(Connection("branch01", "primary", "fw.example.com", "hunter2", ca_path=ca_path))
    wire.close()
    assert "407" in str(error)
    assert str(error).isprintable()
    assert "pr0xy-secret" not in str(error)
