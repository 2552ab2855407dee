# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An inventory of the simulated units: each pair of peers as one host, the unit named first as the primary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from .replay import inventory
from .settings import Unit

NETWORK = "192.168.10.0/30"
"""Network of the failover link. Each pair has its own cable, so all may use the same."""
ANY_KEY = "Rehearsal-Key-1"
"""A unit that replays a transcript takes every key, and a transcript holds none."""


def text(units: Iterable[Unit], port: int, ca: Path) -> str:
    """Return the inventory as YAML."""
    pairs = {_name(*pair): _variables(*pair) for pair in _pairs(list(units))}
    common = {"failover_https_port": port, "failover_ca_path": str(ca.absolute())}
    return yaml.safe_dump({"failover_pairs": {"hosts": pairs, "vars": common}}, sort_keys=False)


def _pairs(units: list[Unit]) -> Iterator[tuple[Unit, Unit]]:
    names = {unit.name: number for number, unit in enumerate(units)}
    for number, unit in enumerate(units):
        if unit.peer is not None and names.get(unit.peer, -1) > number:
            yield unit, units[names[unit.peer]]
    recorded = {(unit.transcript, unit.transcript_unit): unit for unit in units if unit.transcript is not None}
    for (transcript, role), unit in recorded.items():
        if role == "primary" and (transcript, "secondary") in recorded:
            yield unit, recorded[transcript, "secondary"]


def _name(primary: Unit, secondary: Unit) -> str:
    """What stands before -primary and -secondary; both names where they are others."""
    stem = primary.name.removesuffix("-primary")
    usual = (f"{stem}-primary", f"{stem}-secondary") == (primary.name, secondary.name)
    return stem if usual else f"{primary.name}-{secondary.name}"


def _variables(primary: Unit, secondary: Unit) -> dict[str, Any]:
    login = {"username": primary.username, "password": primary.password}
    other = {"username": secondary.username, "password": secondary.password}
    return {
        "failover_units": {
            "primary": {"host": primary.address},
            "secondary": {"host": secondary.address} | {key: other[key] for key in other if other[key] != login[key]},
        },
        "failover_link": {"port": "auto", "network": NETWORK},
        "failover_username": primary.username,
        "failover_password": primary.password,
    } | _recorded(primary)


def _recorded(primary: Unit) -> dict[str, Any]:
    """What the inventory said of the links when the run was recorded."""
    known = {} if primary.transcript is None else inventory(Path(primary.transcript))
    keyed = known.pop("keyed", False)
    return known | ({"failover_key": ANY_KEY} if keyed else {})
