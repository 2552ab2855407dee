# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings that need several pairs: a unit that belongs to two of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .finding import Finding, Severity
from .intent.addresses import read_network

SHARED = "unit-shared"
DEFAULT_PORT = 443


class Place(NamedTuple):
    """One unit of one pair: where it is reached, and its serial number where that is known."""

    pair: str
    role: str
    host: str
    https_port: int = DEFAULT_PORT
    serial: str = ""


def shared_units(places: Iterable[Place]) -> dict[str, tuple[Finding, ...]]:
    """The findings of every pair that shares a unit with another: by its address, or by its serial number."""
    every = list(dict.fromkeys(places))
    found: dict[str, list[Finding]] = {}
    for place in every:
        others = [other for other in every if other.pair != place.pair and _same(place, other)]
        if others:
            found.setdefault(place.pair, []).append(_finding(place, others))
    return {pair: tuple(findings) for pair, findings in found.items()}


def _same(one: Place, other: Place) -> bool:
    """Two known serial numbers decide; without both, the same address and port mean the same unit."""
    if one.serial and other.serial:
        return one.serial == other.serial
    return (spelled(one.host), one.https_port) == (spelled(other.host), other.https_port) and one.host != ""


def spelled(host: str) -> str:
    """A host in one spelling, whether it is an address or a name."""
    read = read_network(host.strip("[]"))
    return host.lower().rstrip(".") if read is None else str(read.ip)


def _finding(place: Place, others: list[Place]) -> Finding:
    where = ", ".join(sorted({f"{other.role} of {other.pair}" for other in others}))
    by_serial = any(place.serial and other.serial == place.serial for other in others)
    known = f"serial number {place.serial}" if by_serial else place.host
    return Finding(
        rule=SHARED,
        severity=Severity.ERROR,
        unit=place.role,
        subject="unit",
        found=f"{known} is also the {where}",
        expected="a unit that belongs to one pair",
        remedy="Correct failover_units of one of the pairs.",
    )
