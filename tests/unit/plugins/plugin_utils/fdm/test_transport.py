# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real sockets and real TLS: every way in which a response can fail to arrive."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import trustme
from ansible_collections.fdm.failover.plugins.plugin_utils import errors
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm import wire as sockets
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.transport import Response, Transport
from support import tls_server
from support.tls_server import Behaviour, Wire, ends, listening, resets, says, sends, stays_silent

ADDRESS = tls_server.ADDRESS
WHERE = "branch01, primary (127.0.0.1), PUT /x"


def connection(wire: Wire, ca_path: str | None, **fields: Any) -> Connection:
    plain = Connection("branch01", "primary", ADDRESS, "hunter2", https_port=wire.port, ca_path=ca_path)
    return replace(plain, **fields)


def send(to: Connection, method: str = "PUT", *, timeout: float = 5.0, **options: Any) -> Response:
    body = b'{"a": 1}' if method == "PUT" else None
    headers = {"Authorization": "Bearer t0ken", "Content-Type": "application/json"}
    transport = Transport(to, **options)
    return transport.send(method, "/api/x", headers=headers, body=body, timeout=timeout, where=WHERE)


@pytest.fixture
def drops(ca_path: str) -> Iterator[Connection]:
    """A unit that is not there: a queue of connections that is full lets the kernel drop what comes."""
    with ExitStack() as stack:
        silent = stack.enter_context(socket.create_server((ADDRESS, 0), backlog=0))
        port = silent.getsockname()[1]
        for _ in range(8):
            one = stack.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex((ADDRESS, port))
        yield Connection("branch01", "primary", ADDRESS, "hunter2", https_port=port, ca_path=ca_path)


class TestResponses:
    """What arrives, arrives as it is, whatever the status."""

    @pytest.mark.parametrize("status", ["200 OK", "204 No Content", "401 No", "404 No", "422 No", "503 No"])
    def test_any_status(self, wire: Wire, ca_path: str, status: str) -> None:
        body = b"" if status.startswith("204") else b'{"a": "b"}'
        wire.behave = says(body, "X-Thing: y", status=status)
        response = send(connection(wire, ca_path))
        assert (response.status, response.body, response.headers["x-thing"]) == (int(status[:3]), body, "y")

    def test_the_request(self, wire: Wire, ca_path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "netrc").write_text(f"machine {ADDRESS} login someone password else")
        (tmp_path / "netrc").chmod(0o600)
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        send(connection(wire, ca_path))
        head, _, body = wire.requests[0].partition(b"\r\n\r\n")
        rows = head.decode().split("\r\n")
        assert rows[0] == "PUT /api/x HTTP/1.1"
        assert {"Authorization: Bearer t0ken", "Content-Type: application/json", "Content-Length: 8"} < set(rows)
        assert body == b'{"a": 1}'

    @pytest.mark.parametrize("method", ["POST", "DELETE"])
    def test_a_write_without_a_body(self, wire: Wire, ca_path: str, method: str) -> None:
        send(connection(wire, ca_path), method)
        assert b"\r\nContent-Length: 0\r\n" in wire.requests[0]

    def test_a_body_in_chunks(self, wire: Wire, ca_path: str) -> None:
        wire.behave = sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{}\n\r\n1\r\n\n\r\n0\r\n\r\n")
        assert send(connection(wire, ca_path)).body == b"{}\n\n"

    def test_a_body_that_ends_with_the_connection(self, wire: Wire, ca_path: str) -> None:
        wire.behave = sends(b"HTTP/1.0 200 OK\r\n\r\n{}")
        assert send(connection(wire, ca_path)).body == b"{}"

    def test_gzip_that_was_not_requested(self, wire: Wire, ca_path: str) -> None:
        wire.behave = says(gzip.compress(b'{"a": 1}'), "Content-Encoding: gzip")
        assert send(connection(wire, ca_path)).body == b'{"a": 1}'
        assert b"gzip" not in wire.requests[0]

    def test_a_redirect_is_not_followed(self, wire: Wire, ca_path: str) -> None:
        wire.behave = says(b"", f"Location: https://{ADDRESS}:{wire.port}/elsewhere", status="302 Found")
        assert send(connection(wire, ca_path), "GET").status == 302
        assert len(wire.requests) == 1


class TestInvalidResponses:
    """What is not a complete, usable response."""

    @pytest.mark.parametrize(
        ("behave", "words", "transient"),
        [
            (says(b'{"a": ', length=100), "6 of 100 bytes", True),
            (sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"), "longer response", True),
            (says(gzip.compress(b"x" * 999)[:20], "Content-Encoding: gzip"), "gzip stream", True),
            (says(b"hunter2", "Content-Encoding: gzip"), "not gzip", False),
            (says(b"hunter2", "Content-Encoding: br"), "unknown way", False),
            (says(b"x" * 2000), "more than 1000 bytes", False),
            (says(gzip.compress(b"x" * 2000), "Content-Encoding: gzip"), "more than 1000 bytes", False),
            (sends(b"SSH-2.0-hunter2\r\n"), "not HTTP .*; expected HTTP", False),
            (sends(b"HTTP/1.1 200 OK\r\n" + b"X: hunter2\r\n" * 200 + b"\r\n"), "not HTTP", False),
        ],
    )
    def test_invalid(self, wire: Wire, ca_path: str, behave: Behaviour, words: str, transient: bool) -> None:
        wire.behave = behave
        with pytest.raises(errors.InvalidResponse, match=words) as caught:
            send(connection(wire, ca_path), largest=1000)
        assert caught.value.transient is transient
        assert "hunter2" not in str(caught.value)
        assert caught.value.__cause__ is caught.value.__context__ is None


class TestUnreachable:
    """No response; and whether the unit may have the request."""

    @pytest.mark.parametrize(
        ("behave", "early", "words", "sent"),
        [
            (resets, True, "closed without a response", False),
            (ends, True, "closed without a response", False),
            (stays_silent, True, "no complete response in time", False),
            (resets, False, "closed without a response", True),
            (ends, False, "closed without a response", True),
            (stays_silent, False, "no complete response in time", True),
            (sends(b"HTTP/1.1 200 OK\r\nContent-Le"), False, "a status without length", True),
        ],
    )
    @pytest.mark.parametrize("method", ["PUT", "POST"])
    def test_sent_or_not(
        self, wire: Wire, ca_path: str, behave: Behaviour, early: bool, words: str, sent: bool, method: str
    ) -> None:
        wire.behave, wire.early = behave, early
        with pytest.raises((errors.Unreachable, errors.InvalidResponse), match=words) as caught:
            send(connection(wire, ca_path), method, timeout=0.2)
        assert getattr(caught.value, "sent", True) is sent

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_packets_that_are_dropped(self, drops: Connection, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
        """A call does not spend all of its time on a unit that is not there."""
        monkeypatch.setattr(sockets, "CONNECT_SECONDS", 0.3)
        start = time.monotonic()
        with pytest.raises(errors.Unreachable, match="no connection in time") as caught:
            send(drops, method, timeout=60)
        assert (caught.value.sent, caught.value.transient) == (False, True)
        assert time.monotonic() - start < 5

    def test_refused(self, wire: Wire, ca_path: str) -> None:
        nobody = replace(connection(wire, ca_path), https_port=1)
        with pytest.raises(errors.Unreachable, match=r"connection refused\. Check that 127.0.0.1:1 can be") as caught:
            send(nobody)
        assert (caught.value.sent, caught.value.transient) == (False, True)

    def test_a_name_that_does_not_resolve(self, ca_path: str) -> None:
        with pytest.raises(errors.Unreachable, match=r"the name unit\.invalid can't be resolved") as caught:
            send(Connection("branch01", "primary", "unit.invalid", "hunter2", ca_path=ca_path))
        assert (caught.value.sent, caught.value.transient) == (False, False)

    def test_a_proxy_that_refuses(self, ca_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
        proxy = Wire(None)
        proxy.behave = says(b"", status="407 Proxy Authentication Required")
        monkeypatch.setenv("https_proxy", f"http://{ADDRESS}:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        with pytest.raises(errors.Unreachable, match="407") as caught:
            send(Connection("branch01", "primary", "fw.example.com", "hunter2", ca_path=ca_path))
        assert caught.value.sent is False
        proxy.close()


class TestReach:
    """Whether anybody takes a connection at all."""

    def test_a_listener(self, wire: Wire, ca_path: str) -> None:
        Transport(connection(wire, ca_path)).reach(5.0, "branch01")

    def test_no_listener(self, wire: Wire, ca_path: str) -> None:
        nobody = replace(connection(wire, ca_path), https_port=1)
        with pytest.raises(errors.Unreachable, match=r"^branch01: connection refused\. Check that .* can be reached"):
            Transport(nobody).reach(5.0, "branch01")

    def test_packets_that_are_dropped(self, drops: Connection) -> None:
        start = time.monotonic()
        with pytest.raises(errors.Unreachable, match="no connection in time"):
            Transport(drops).reach(0.3, "branch01")
        assert time.monotonic() - start < 5

    def test_a_proxy_answers_for_everybody(self, ca_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
        monkeypatch.delenv("no_proxy", raising=False)
        to = Connection("branch01", "primary", "192.0.2.11", "hunter2", ca_path=ca_path)
        Transport(to).reach(0.1, "branch01")


class TestTrust:
    """Certificates: what is wrong with one, and what to do."""

    def test_unknown_authority(self, wire: Wire, tmp_path: Path) -> None:
        other = tmp_path / "other.pem"
        trustme.CA().cert_pem.write_to_path(other)
        with pytest.raises(errors.TlsError, match=r"not trusted .*ca_path .failover_ca_path.*validate_certs: false"):
            send(connection(wire, str(other)))
        assert wire.requests == []

    def test_no_authority_but_the_systems(self, wire: Wire) -> None:
        with pytest.raises(errors.TlsError, match="not trusted"):
            send(connection(wire, None))

    def test_unchecked_on_request(self, wire: Wire) -> None:
        assert send(connection(wire, None, validate_certs=False)).status == 200

    @pytest.mark.parametrize("name", ["192.0.2.11", "fw.example.com"])
    def test_another_name(self, authority: trustme.CA, ca_path: str, name: str) -> None:
        for wire in listening(authority.issue_cert(name)):
            with pytest.raises(errors.TlsError, match=r"another name or address\. Use the name in the certificate"):
                send(connection(wire, ca_path))

    def test_out_of_date(self, authority: trustme.CA, ca_path: str) -> None:
        past = datetime(2020, 1, 1, tzinfo=timezone.utc)
        for wire in listening(authority.issue_cert(ADDRESS, not_before=past, not_after=past.replace(year=2021))):
            with pytest.raises(errors.TlsError, match=r"out of date .*expired.*check the clocks"):
                send(connection(wire, ca_path))

    def test_no_tls_at_all(self, ca_path: str) -> None:
        plain = Wire(None)
        plain.behave, plain.early = sends(b"HTTP/1.1 400 Bad Request\r\n\r\n"), True
        with pytest.raises(errors.TlsError, match="the TLS handshake failed"):
            send(connection(plain, ca_path))
        plain.close()

    @pytest.mark.parametrize("text", [None, "", "this is no certificate", "-----BEGIN CERTIFICATE-----\nx"])
    def test_a_ca_path_that_cannot_be_used(self, wire: Wire, tmp_path: Path, text: str | None) -> None:
        path = tmp_path / "ca.pem"
        if text is not None:
            path.write_text(text)
        with pytest.raises(errors.InputError, match=f"ca_path {path} can't be used"):
            send(connection(wire, str(path)))
