# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All units of a file. A unit is created when it is first used, so two thousand units cost little."""

from __future__ import annotations

from collections.abc import Iterable

from ..settings import Unit as Settings
from . import joined, pair
from .clock import Clock, RealClock
from .unit import Unit


class Fleet:
    """The units by name and by address, and their clock."""

    def __init__(self, settings: Iterable[Settings], clock: Clock | None = None) -> None:
        self.clock: Clock = clock or RealClock()
        self.settings = {unit.name: unit for unit in settings}
        self._by_address = {unit.address: unit.name for unit in self.settings.values()}
        self._units: dict[str, Unit] = {}

    def unit(self, name: str) -> Unit:
        """A unit by name. Raises KeyError."""
        if name not in self._units:
            unit = self._units[name] = Unit(self.settings[name], self.clock, self.unit)
            if unit.settings.joined is not None:
                joined.fill(unit, unit.settings.joined)
        return self._units[name]

    def at_address(self, address: str) -> Unit:
        """A unit by its own address. Raises KeyError."""
        return self.unit(self._by_address[address])

    def reset(self, name: str) -> None:
        """Reset a unit to the units file."""
        self._units.pop(name, None)

    def settle(self, unit: Unit) -> None:
        """Run everything that is due, on a unit and its peer, in order."""
        now = self.clock.now()
        both = [unit, *([peer] if (peer := unit.peer()) is not None else [])]
        while True:
            due = [(when, side) for side in both if (when := side.due()) is not None and when <= now]
            if not due:
                break
            when, side = min(due, key=lambda entry: entry[0])
            side.step()
            pair.reconcile(unit, when)
        pair.reconcile(unit, now)
