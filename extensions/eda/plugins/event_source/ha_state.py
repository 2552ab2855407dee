# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Watches the HA state of pairs, and emits an event when that of a unit changes. It reads, and never writes to a unit.

Arguments:
  pairs: for each pair by name, its failover_* variables (docs/inventory.md); needed are failover_units and the login
  interval: seconds between two readings, 60 if left out, at least 10
  parallel: units that are read at a time, 10 if left out

  - fdm.failover.ha_state:
      pairs:
        branch01:
          failover_units: {primary: {host: 192.0.2.11}, secondary: {host: 192.0.2.12}}
          failover_password: "{{ FDM_PASSWORD }}"
      interval: 60

An event, all text:
  ha_state: {pair: branch01, unit: primary, state: HA_STANDBY_NODE, previous: HA_ACTIVE_NODE,
             peer_state: HA_ACTIVE_NODE, reason: ""}

``state`` is what the unit reports, or UNREACHABLE, LOGIN_REFUSED or UNKNOWN with the reason. The first reading of a
unit makes no event. A unit that refuses the login is not asked again, because further attempts can lock the account.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

try:
    importlib.import_module("ansible_collections.fdm.failover")
except ImportError:  # a rulebook runs outside Ansible, and Ansible's own loader would stop it from finding its filters
    sys.path.append(str(Path(__file__).absolute().parents[7]))

from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    FailoverError,
    InputError,
    LoginRefused,
    NotReady,
    TlsError,
    Unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.client import Client
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.unit_api import UnitApi
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.names import ROLES
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.reading import text
from ansible_collections.fdm.failover.plugins.plugin_utils.variables import Variables

INTERVAL, SHORTEST, PARALLEL = 60, 10, 10
UNREACHABLE, LOGIN_REFUSED, UNKNOWN = "UNREACHABLE", "LOGIN_REFUSED", "UNKNOWN"


class Source(Protocol):
    """Where the HA status of a unit comes from."""

    def status(self) -> Mapping[str, Any]:
        """HAStatus, as the unit answers it."""

    def close(self) -> None:
        """Revoke the login."""


class UnitSource:
    """One unit over its API, with one login for as long as it is watched."""

    def __init__(self, pair: str, variables: Mapping[str, Any], role: str) -> None:
        own = Variables({**variables, "inventory_hostname": pair}, template=lambda value: value)
        self._client = Client(own.connection({"unit": role}, in_ha=True))

    def status(self) -> Mapping[str, Any]:
        """HAStatus, as the unit answers it."""
        return UnitApi(self._client).status()

    def close(self) -> None:
        """Revoke the login."""
        self._client.logout()


@dataclass
class Watched:
    """One unit that is watched, and what it was when it was read last; ``state`` is empty before that."""

    pair: str
    role: str
    source: Source
    state: str = ""

    def read(self) -> dict[str, str] | None:
        """Read the unit; return what changed since the last reading, or None."""
        if self.state == LOGIN_REFUSED:
            return None
        previous, found = self.state, self._observe()
        self.state = found["state"]
        if previous in ("", self.state):
            return None
        return {"pair": self.pair, "unit": self.role, "previous": previous, **found}

    def _observe(self) -> dict[str, str]:
        try:
            status = self.source.status()
        except LoginRefused as error:
            return {"state": LOGIN_REFUSED, "peer_state": "", "reason": str(error)}
        except (Unreachable, NotReady, TlsError) as error:
            return {"state": UNREACHABLE, "peer_state": "", "reason": str(error)}
        except FailoverError as error:
            return {"state": UNKNOWN, "peer_state": "", "reason": str(error)}
        states = [text(status.get(name)).upper() for name in ("nodeState", "peerNodeState")]
        return {"state": states[0] or UNKNOWN, "peer_state": states[1], "reason": ""}


async def main(queue: Any, args: Mapping[str, Any]) -> None:
    """Read all units again and again, and put a change of state into the queue of the rulebook."""
    interval = _number(args, "interval", INTERVAL, SHORTEST)
    parallel = asyncio.Semaphore(_number(args, "parallel", PARALLEL, 1))
    units = _units(args.get("pairs"))
    try:
        while True:
            for event in await asyncio.gather(*(_read(unit, parallel) for unit in units)):
                if event is not None:
                    await queue.put({"ha_state": event})
            await asyncio.sleep(interval)
    finally:
        for unit in units:
            unit.source.close()


async def _read(unit: Watched, parallel: asyncio.Semaphore) -> dict[str, str] | None:
    async with parallel:
        return await asyncio.to_thread(unit.read)


def _units(pairs: Any) -> list[Watched]:
    if not isinstance(pairs, Mapping) or not pairs or not all(isinstance(each, Mapping) for each in pairs.values()):
        raise InputError(
            "pairs is not given as variables by pair" if pairs else "no pairs are given",
            expected="the failover_* variables of each pair by its name",
            remedy="Correct the argument pairs of the source.",
            where="fdm.failover.ha_state",
        )
    return [Watched(name, role, UnitSource(name, own, role)) for name, own in pairs.items() for role in ROLES]


def _number(args: Mapping[str, Any], name: str, default: int, least: int) -> int:
    value = str(args.get(name, default)).strip()
    if not value.isascii() or not value.isdecimal() or int(value) < least:
        raise InputError(
            f"{name} is {value!r}",
            expected=f"a whole number, at least {least}",
            remedy=f"Correct the argument {name} of the source.",
            where="fdm.failover.ha_state",
        )
    return int(value)
