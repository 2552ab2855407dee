# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be written so that the active unit has the settings of the inventory, and what prevents it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..intent.ha_configuration import Difference
from ..intent.intent import Intent
from ..intent.settings import InterfaceIntent
from ..reading import mapping, text
from . import checks, criteria, interfaces
from .checks import Ground
from .interfaces import Interface

CRITERIA = "failover criteria"


@dataclass(frozen=True)
class Edit:
    """One object that has to be written: how it differs, and its whole body. ``parent``: of a subinterface."""

    subject: str
    differences: tuple[Difference, ...]
    body: dict[str, Any]
    parent: Mapping[str, Any] | None = None

    @property
    def is_criteria(self) -> bool:
        """Whether it is the failover criteria, not an interface."""
        return self.subject == CRITERIA

    @property
    def before(self) -> dict[str, str]:
        """The present values, by setting."""
        return {each.what: each.found for each in self.differences}

    @property
    def after(self) -> dict[str, str]:
        """The expected values, by setting."""
        return {each.what: each.expected for each in self.differences}

    @property
    def words(self) -> str:
        """What is written, in one line."""
        changes = ", ".join(f"{each.what} {each.found} -> {each.expected}" for each in self.differences)
        return f"{self.subject}: {changes}"


@dataclass(frozen=True)
class Settings:
    """The settings of the inventory beside the data of the active unit. ``taken``: addresses used elsewhere."""

    intent: Intent
    data: Mapping[str, Any]
    taken: Iterable[str] = ()

    @property
    def ground(self) -> Ground:
        """What the interface settings are compared with."""
        found = interfaces.read_interfaces(self.data)
        return Ground(found, mapping(self.data.get("configuration")), self.taken)

    @property
    def held_criteria(self) -> Mapping[str, Any]:
        """The criteria of the unit."""
        return mapping(self.data.get("criteria"))

    def problems(self) -> list[str]:
        """Everything that rules out these settings on this unit."""
        ground, found = self.ground, []
        if self.intent.criteria is not None:
            found += criteria.problems(self.intent.criteria, self.held_criteria)
            found += [] if text(self.held_criteria.get("id")) else ["the unit has no failover criteria"]
        return [*found, *(problem for each in self.intent.interfaces for problem in checks.problems(each, ground))]

    def edits(self) -> list[Edit]:
        """What has to be written; empty where the unit has all settings."""
        return list(self._edits())

    def _edits(self) -> Iterator[Edit]:
        if self.intent.criteria is not None:
            different = criteria.differences(self.intent.criteria, self.held_criteria)
            if different:
                yield Edit(CRITERIA, different, criteria.body(self.intent.criteria, self.held_criteria))
        for wanted, interface in self._interfaces():
            different = interface_differences(wanted, interface)
            if different:
                yield Edit(wanted.name, different, interfaces.body(wanted, interface), interface.parent)

    def _interfaces(self) -> Iterator[tuple[InterfaceIntent, Interface]]:
        ground = self.ground
        for wanted in self.intent.interfaces:
            found = ground.named(wanted.name)
            if len(found) == 1:
                yield wanted, found[0]

    def ids(self) -> dict[str, str]:
        """The objects that the inventory has settings for: their names by id."""
        known = {interface.id: wanted.name for wanted, interface in self._interfaces() if interface.id}
        own = text(self.held_criteria.get("id")) if self.intent.criteria is not None else ""
        return known | ({own: CRITERIA} if own else {})


def interface_differences(wanted: InterfaceIntent, interface: Interface) -> tuple[Difference, ...]:
    """How an interface differs from the inventory, in the inventory's words."""
    found = []
    if wanted.monitored is not None and wanted.monitored != interface.monitored:
        found.append(Difference("monitored", _yes(interface.monitored), _yes(wanted.monitored)))
    found += _address_differences(wanted.standby, interface)
    for what, want, has in zip(
        ("mac_address", "standby_mac_address"), (wanted.mac, wanted.standby_mac), interface.macs, strict=True
    ):
        if want is not None and want != has:
            found.append(Difference(what, has or "none", want))
    return tuple(found)


def _address_differences(standby: tuple[str, ...] | None, interface: Interface) -> Iterator[Difference]:
    if standby is None:
        return
    for own, has in interface.addresses:
        want = interfaces.standby_for(own, standby)
        if want != has and (want or not standby):
            yield Difference(f"standby_address of {own.text}", has or "none", want or "none")


def _yes(value: bool) -> str:
    return "true" if value else "false"
