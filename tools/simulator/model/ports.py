# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hardware of ports: whether one is present and has a link, independent of the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..settings import Interface
from .platforms import GIGABIT
from .store import Record

if TYPE_CHECKING:
    from .unit import Unit


@dataclass(slots=True)
class Port:
    """One port. `up_at`: when the link comes up after the port was enabled; None: it waits for nothing."""

    link: str
    present: bool
    capability: list[str]
    link_up_seconds: float = 0.0
    up_at: float | None = None


def build(interface: Interface) -> Port:
    """The hardware that an entry of the units file describes."""
    capability = list(interface.capability) or list(GIGABIT)
    return Port(interface.link, interface.present, capability, interface.link_up_seconds)


def is_up(unit: Unit, record: Record) -> bool:
    """Whether an interface is enabled in the running configuration, is present and has a link.

    An EtherChannel is up when at least one of its members is.
    """
    running = unit.store.running(record.id)
    if running is None or not running.body.get("enabled", True):
        return False
    members = running.body.get("memberInterfaces")
    if members is not None:
        ports = [unit.store.running(member["id"]) for member in members]
        return any(is_up(unit, port) for port in ports if port is not None)
    port = unit.ports.get(str(running.body["hardwareName"]).partition(".")[0])
    return port is None or (port.present and port.link == "UP" and port.up_at is None)


def enabled_since(unit: Unit, before: Mapping[str, Record], at: float) -> None:
    """Let the links of ports that were just enabled come up, each after its own `link_up_seconds`."""
    for record in unit.store.running_list("physicalinterface"):
        port = unit.ports.get(str(record.body["hardwareName"]))
        old = before.get(record.id)
        if port is None or not port.link_up_seconds or not record.body["enabled"]:
            continue
        if old is None or not old.body["enabled"]:
            _start(unit, port, at + port.link_up_seconds)


def _start(unit: Unit, port: Port, up_at: float) -> None:
    port.up_at = up_at

    def come_up(_: float) -> None:
        if port.up_at == up_at:  # else it was disabled and enabled again
            port.up_at = None

    unit.at(up_at, come_up)
