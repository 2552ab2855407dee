# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a callback knows of the hosts of a run: which there are, their variables, and which of these are secret."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from ansible.template import Templar

from ..pure.device.unit import Unit
from ..pure.drawn import drawn
from ..pure.names import ROLES
from ..variables import Variables, plain


class Hosts:
    """The hosts of each play, and their variables, read only for those that are asked for."""

    def __init__(self) -> None:
        self._play: Any = None
        self._names: list[str] | None = None
        self._plays: dict[str, Any] = {}

    def play_starts(self, play: Any) -> None:
        """The next results belong to this play."""
        self._play, self._names = play, None

    def of_this_play(self) -> list[str]:
        """Every host of the play, those of later batches too."""
        if self._names is None:
            inventory = self._play.get_variable_manager()._inventory
            self._names = [host.get_name() for host in inventory.get_hosts(self._play.hosts, ignore_restrictions=True)]
            self._plays |= dict.fromkeys(self._names, self._play)
        return self._names

    def options(self, name: str, wanted: Iterable[str]) -> dict[str, Any]:
        """Variables of a host, templated; those that are not defined are left out."""
        variables, templar = self._variables(name)
        return {each: plain(templar.template(variables[each])) for each in wanted if each in variables}

    def secrets(self, name: str) -> set[str]:
        """Every secret among the variables of a host that can be read."""
        read = self._pair(name)
        looks: list[Callable[[], object]] = [read.key, *(partial(read.connection, {"unit": role}) for role in ROLES)]
        for look in looks:
            with suppress(Exception):  # an inventory that can't be used: what could be read is known
                look()
        return read.secrets

    def intended(self, name: str) -> dict[str, Any]:
        """The pair as the inventory has it, for a drawing of units that were not read; empty where it can't be used."""
        read = self._pair(name)
        with suppress(Exception):  # an inventory that can't be used is what the report is about
            first, second = (Unit(role, {"host": host}) for role, host in zip(ROLES, read.addresses(), strict=True))
            return drawn(read.intent(), first, second)
        return {}

    def _pair(self, name: str) -> Variables:
        variables, templar = self._variables(name)
        return Variables(variables, templar.template)

    def _variables(self, name: str) -> tuple[dict[str, Any], Any]:
        play = self._plays[name]
        manager = play.get_variable_manager()
        host = manager._inventory.get_host(name)
        variables = manager.get_vars(play=play, host=host)
        return variables, Templar(loader=manager._loader, variables=variables)
