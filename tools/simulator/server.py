# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Listening: one socket per unit, all on one port, TLS with certificates of a CA made at start."""

from __future__ import annotations

import json
import os
import resource
import socket
import ssl
from collections.abc import Iterable, Sequence
from pathlib import Path

import trustme
from aiohttp import web

from .model.clock import Clock
from .model.fleet import Fleet
from .service import Service
from .settings import Unit

# Addresses in one certificate: many in one make the handshake long, few make the start long.
ADDRESSES_PER_CERTIFICATE = 50
ATTEMPTS = 20


class Server:
    """The fleet behind its sockets. `start` and `stop` belong to one event loop."""

    def __init__(self, units: Sequence[Unit], directory: Path, clock: Clock | None = None) -> None:
        self.units = units
        self.directory = directory
        self.fleet = Fleet(units, clock)
        self.service = Service(self.fleet)
        self.port = 0
        self._runner: web.ServerRunner | None = None

    async def start(self) -> None:
        """Listen for every unit, then write ca.pem, port, pid and, last, ready.json."""
        _raise_file_limit()
        sockets = _bind([unit.address for unit in self.units])
        self.port = sockets[0].getsockname()[1]
        self._runner = web.ServerRunner(web.Server(self.service.handle, access_log=None), shutdown_timeout=0.2)
        await self._runner.setup()
        authority = trustme.CA(organization_name="fdm.failover simulator")
        for start in range(0, len(sockets), ADDRESSES_PER_CERTIFICATE):
            await self._listen(authority, sockets[start : start + ADDRESSES_PER_CERTIFICATE])
        self._write(authority)

    async def stop(self) -> None:
        """Close everything."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _listen(self, authority: trustme.CA, sockets: Sequence[socket.socket]) -> None:
        if self._runner is None:
            return
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*(sock.getsockname()[0] for sock in sockets)).configure_cert(context)
        for sock in sockets:
            await web.SockSite(self._runner, sock, ssl_context=context).start()

    def _write(self, authority: trustme.CA) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        ca = self.directory / "ca.pem"
        authority.cert_pem.write_to_path(str(ca))
        (self.directory / "port").write_text(str(self.port), encoding="ascii")
        (self.directory / "pid").write_text(str(os.getpid()), encoding="ascii")
        units = {
            unit.name: {"address": unit.address, "port": self.port, "username": unit.username} for unit in self.units
        }
        draft = self.directory / "ready.json.draft"
        draft.write_text(json.dumps({"port": self.port, "ca": str(ca), "units": units}), encoding="utf-8")
        draft.replace(self.directory / "ready.json")


def _bind(addresses: Iterable[str]) -> list[socket.socket]:
    """One socket per address, all on one port that is free on each of them."""
    addresses = list(addresses)
    for _ in range(ATTEMPTS):
        sockets: list[socket.socket] = []
        try:
            for address in addresses:
                port = sockets[0].getsockname()[1] if sockets else 0
                sockets.append(socket.create_server((address, port), backlog=128))
        except OSError:
            for sock in sockets:
                sock.close()
            continue
        return sockets
    raise OSError(f"no port is free on all of the {len(addresses)} addresses")


def _raise_file_limit() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
