# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator inside a test: a thread with its own event loop, on loopback addresses, for a bounded time.

with running({"units": [{"name": "one", "address": "127.0.1.11"}]}, tmp_path) as simulator:
    one = simulator.unit("one")
    one.fault(fault="http-503", call=3)
    ...
    assert one.state()["state"] == "SINGLE_NODE"
"""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .model.clock import Clock
from .reading import parse
from .server import Server
from .service import Watch

LIFETIME = 600.0
START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class UnitControl:
    """One unit of a running simulator: its address and login, and the control API as methods."""

    name: str
    address: str
    port: int
    username: str
    password: str
    context: ssl.SSLContext

    @property
    def url(self) -> str:
        """https://address:port"""
        return f"https://{self.address}:{self.port}"

    def requests(self) -> list[dict[str, Any]]:
        """The API calls that the unit received."""
        return list(self._call("GET", "/requests"))

    def forget(self) -> None:
        """Clear the log of calls."""
        self._call("DELETE", "/requests")

    def state(self) -> dict[str, Any]:
        """The true state of the unit."""
        return dict(self._call("GET", "/state"))

    def fault(self, fault: str, **where: Any) -> None:
        """Arm a fault; `where` as in the units file (call, method, path, times, seconds, ...)."""
        self._call("POST", "/faults", {"fault": fault, **where})

    def clear_faults(self) -> None:
        """Disarm all faults."""
        self._call("DELETE", "/faults")

    def patch(self, **changes: Any) -> None:
        """Change the unit, for example ``unplugged=True``."""
        self._call("PATCH", "/unit", changes)

    def reset(self) -> None:
        """Reset the unit to the units file."""
        self._call("POST", "/reset")

    def api(self, method: str, path: str, body: Any = None, token: str | None = None, version: str = "latest") -> Any:
        """One API call: (status, parsed body). For tests of the simulator itself."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self._open(method, f"/api/fdm/{version}{path}", body, headers)

    def login(self) -> str:
        """An access token."""
        grant = {"grant_type": "password", "username": self.username, "password": self.password}
        return str(self.api("POST", "/fdm/token", grant)[1]["access_token"])

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        status, answer = self._open(method, f"/simulator{path}", body, {})
        if status >= 400:
            raise ValueError(answer["error"])
        return answer

    def _open(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **headers}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=self.context)
        )
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")


@dataclass(frozen=True, slots=True)
class Simulator:
    """A running simulator; `ca` is the path of the CA certificate."""

    server: Server
    ca: Path
    context: ssl.SSLContext

    @property
    def port(self) -> int:
        """The port of every unit."""
        return self.server.port

    def unit(self, name: str) -> UnitControl:
        """One unit by name."""
        unit = self.server.fleet.settings[name]
        return UnitControl(name, unit.address, self.port, unit.username, unit.password, self.context)

    def watch(self, watch: Watch | None) -> None:
        """Call ``watch`` before and after the unit carries out each API call; it may close the connection."""
        self.server.service.watch = watch


@contextmanager
def running(
    units: Mapping[str, Any], directory: Path, clock: Clock | None = None, lifetime: float = LIFETIME
) -> Iterator[Simulator]:
    """Run the units (a units file as mapping) until the block ends, at most `lifetime` seconds."""
    server = Server(parse(units), directory, clock)
    loop, ready = asyncio.new_event_loop(), threading.Event()
    problems: list[BaseException] = []
    thread = threading.Thread(
        target=_serve, args=(server, loop, ready, problems, lifetime), name="simulator", daemon=True
    )
    thread.start()
    ready.wait(START_SECONDS)
    if problems:
        raise problems[0]
    ca = directory / "ca.pem"
    try:
        yield Simulator(server, ca, ssl.create_default_context(cafile=str(ca)))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def _serve(
    server: Server,
    loop: asyncio.AbstractEventLoop,
    ready: threading.Event,
    problems: list[BaseException],
    lifetime: float,
) -> None:
    """Run the server in this thread until the loop is stopped; `problems` gets what stopped its start."""
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(server.start())
    except BaseException as error:  # raised in the test's thread
        problems.append(error)
        return
    finally:
        ready.set()
    loop.call_later(lifetime, loop.stop)
    loop.run_forever()
    loop.run_until_complete(server.stop())
