# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pairs as the simulator sees them: their states, and the calls that their units received."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.testing import Simulator

# Calls other than GET that do not change a unit.
HARMLESS = ("/fdm/token", "/action/command")
JOINED = [("HA_PRIMARY", "HA_ACTIVE_NODE", "IN_SYNC"), ("HA_SECONDARY", "HA_STANDBY_NODE", "IN_SYNC")]


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls that one unit received: their number, and those that write, as `PUT /path`."""

    count: int
    writes: list[str]


@dataclass(frozen=True, slots=True)
class Fleet:
    """All units of the demo. A pair has the units `<pair>-primary` and `<pair>-secondary`."""

    simulator: Simulator

    @property
    def units(self) -> list[str]:
        """Names of the units."""
        return list(self.simulator.server.fleet.settings)

    @property
    def pairs(self) -> list[str]:
        """Names of the pairs."""
        return list(dict.fromkeys(name.rpartition("-")[0] for name in self.units))

    def works(self, pair: str) -> bool:
        """Whether both units of the pair report the expected role and state."""
        states = [self.simulator.unit(f"{pair}-{role}").state() for role in ("primary", "secondary")]
        return [(state["role"], state["state"], state["config_status"]) for state in states] == JOINED

    def take_calls(self) -> dict[str, Calls]:
        """Return the calls since the last time, by unit."""
        taken = {}
        for name in self.units:
            unit = self.simulator.unit(name)
            calls = unit.requests()
            unit.forget()
            writes = [f"{call['method']} {call['path']}" for call in calls if _writes(call["method"], call["path"])]
            taken[name] = Calls(len(calls), writes)
        return taken


def _writes(method: str, path: str) -> bool:
    return method != "GET" and not path.endswith(HARMLESS)
