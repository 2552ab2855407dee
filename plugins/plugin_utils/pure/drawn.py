# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pair as reports draw it: both units and both links, as small plain data."""

from __future__ import annotations

from typing import Any

from .device.bandwidth import bandwidth, display_bandwidth
from .device.show_failover import LinkLine
from .device.unit import Health, Unit, display_state
from .intent.intent import Intent, Link
from .names import FAILOVER, ROLES, STATE
from .reading import line

LINK_STATE = {"UP": "up", "DOWN": "down"}
"""Spec Interface.linkState, and how reports say it."""


def drawn(intent: Intent, primary: Unit, secondary: Unit) -> dict[str, Any]:
    """The units and the links of a pair, in the shape that a report has (docs/report.schema.json)."""
    units = (primary, secondary)
    links: dict[str, Any] = {"combined": intent.state is None, FAILOVER: None, STATE: None}
    for link in intent.links:
        links[link.kind] = _link(link, intent, units)
    return {"units": {unit.role: _unit(unit) for unit in units}, "links": links}


def _unit(unit: Unit) -> dict[str, str]:
    words = {"host": unit.host, "model": unit.model, "software": unit.software, "serial": unit.serial}
    return {"role": unit.role, "state": shown_state(unit), "health": _health(unit)} | {
        name: line(value) for name, value in words.items()
    }


def shown_state(unit: Unit) -> str:
    """active, standby ready, or another word of the unit; the data plane's word where it is known.

    Empty for a unit that was not read.
    """
    shown = unit.shown.this_host
    if shown is not None and unit.in_ha:
        return line(shown.state.lower())
    return line(display_state(unit.state)) if unit.state else ""


def _health(unit: Unit) -> str:
    """Empty where there is nothing to say: healthy, or not known."""
    bad = "" if unit.health in ("", Health.HEALTHY) else display_state(unit.health)
    return line(", ".join(filter(None, (bad, unit.disabled_reason))))


def _link(link: Link, intent: Intent, units: tuple[Unit, Unit]) -> dict[str, Any]:
    addresses = (link.primary.text, link.secondary.text)
    ends = {
        unit.role: {"address": address, "status": _status(unit, link)}
        for unit, address in zip(units, addresses, strict=True)
    }
    known = {"port": link.port, "name": link.name, "speed": _speed(units, link.port)}
    return known | {"encrypted": _encrypted(intent, units)} | {role: ends[role] for role in ROLES}


def _status(unit: Unit, link: Link) -> str | None:
    """Up, down, or None for not known: as the data plane has it in HA, else as the port has it."""
    if unit.shown.understood and unit.shown.on:
        return _shown_status(unit.shown.failover_link if link.kind == FAILOVER else unit.shown.state_link)
    port = unit.ports.get(link.port)
    return LINK_STATE.get(port.link) if port is not None else None


def _shown_status(shown: LinkLine | None) -> str | None:
    if shown is None or shown.status.lower() == "unknown":
        return None
    return "up" if shown.up else "down"


def _speed(units: tuple[Unit, Unit], port: str) -> str:
    """The slower end's, where both are known; else what the port's name says."""
    known = [unit.ports[port].bandwidth for unit in units if port in unit.ports]
    found = min(filter(None, known), default=bandwidth({"hardwareName": port})[0])
    return display_bandwidth(found) if found else ""


def _encrypted(intent: Intent, units: tuple[Unit, Unit]) -> bool | None:
    """What the units print; before they are in HA, what the inventory wants."""
    known = {unit.encrypted for unit in units if unit.in_ha} - {None}
    if len(known) == 1:
        return known.pop()
    return None if known or any(unit.in_ha or not unit.state for unit in units) else intent.encrypted
