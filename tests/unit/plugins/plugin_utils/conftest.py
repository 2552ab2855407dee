# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit that answers from a script, for tests of what is said to it and made of its answers."""

from __future__ import annotations

import io
import json
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import BadStatusLine, IncompleteRead, RemoteDisconnected
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.client import Client
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection


class Reply(io.BytesIO):
    """What an opener returns: status, headers, body."""

    def __init__(self, status: int = 200, body: Any = b"", **headers: str) -> None:
        super().__init__(body if isinstance(body, bytes) else json.dumps(body).encode())
        self.status = status
        self.headers = {"Content-Type": "application/json", "Content-Length": str(len(self.getvalue()))} | headers

    def getcode(self) -> int:
        return self.status


@dataclass
class Lost:
    """An answer that never came; sent: the request itself had gone out."""

    error: Exception
    sent: bool = True


@dataclass
class Asked:
    """One request as it reached the opener."""

    method: str
    url: str
    body: Any
    headers: dict[str, str]
    options: dict[str, Any]

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.url).query))


@dataclass
class ScriptedUnit:
    """An opener. Token calls take their replies from `logins`, all others from `replies`; an empty `logins` grants."""

    replies: list[Any] = field(default_factory=list)
    logins: list[Any] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    granted: int = 0
    now: float = 1000.0
    naps: list[float] = field(default_factory=list)

    def __call__(self, method: str, url: str, *, data: Any, headers: dict[str, str], **options: Any) -> Any:
        logging_in = url.endswith("/fdm/token")
        script = self.logins if logging_in else self.replies
        reply = script.pop(0) if script or not logging_in else self.grant()
        if isinstance(reply, Lost) and not reply.sent:
            self.asked.append(Asked(method, url, None, headers, options))
            raise reply.error
        sent = data.read() if data is not None else b""
        self.asked.append(Asked(method, url, json.loads(sent) if sent else None, headers, options))
        if isinstance(reply, Lost):
            raise reply.error
        return reply

    def grant(self, **more: Any) -> Reply:
        self.granted += 1
        number = self.granted
        tokens = {"access_token": f"access-{number}", "refresh_token": f"refresh-{number}"}
        lives = {"expires_in": 1800, "refresh_expires_in": 2400, "token_type": "Bearer"}
        return Reply(200, tokens | lives | more)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    @property
    def calls(self) -> list[tuple[str, str]]:
        """Method and path of every request but the logins."""
        return [(a.method, a.path) for a in self.asked if not a.path.endswith("/fdm/token")]

    @property
    def grants(self) -> list[str]:
        """Grant types asked for, in order."""
        return [a.body["grant_type"] for a in self.asked if a.body and a.path.endswith("/fdm/token")]


@pytest.fixture
def unit() -> ScriptedUnit:
    return ScriptedUnit()


@pytest.fixture
def connection() -> Connection:
    return Connection("branch01", "primary", "192.0.2.11", "correct horse")


@pytest.fixture
def connect(unit: ScriptedUnit, connection: Connection) -> Callable[..., Client]:
    """A client of the fake unit; its waits take no time and have no jitter."""

    def make(to: Connection = connection, **options: Any) -> Client:
        return Client(to, opener=unit, clock=unit.clock, sleep=unit.sleep, random=lambda: 0.5, **options)

    return make


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


@pytest.fixture
def lost() -> type[Lost]:
    return Lost


@pytest.fixture
def failures() -> dict[str, Exception]:
    """Errors as http.client raises them, by what happened."""
    return {
        "refused": ConnectionRefusedError(111, "Connection refused"),
        "timed out": TimeoutError("timed out"),
        "reset": ConnectionResetError(104, "Connection reset by peer"),
        "no answer": RemoteDisconnected("Remote end closed connection without response"),
        "cut": IncompleteRead(b"{", 10),
        "unknown": socket.gaierror(-2, "Name or service not known"),
        "untrusted": ssl.SSLCertVerificationError(1, "self-signed certificate"),
        "not HTTP": BadStatusLine("SSH-2.0 password=correct horse"),
    }
