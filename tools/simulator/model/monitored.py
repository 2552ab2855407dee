# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface lines of `show failover`.

Words as in the vendor's interface status table: `Link Down` is administratively down, `No Link` has no signal;
`Waiting` is monitored without hearing the peer, `Shutdown` monitored and administratively down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ha import ACTIVE
from .store import Record

if TYPE_CHECKING:
    from .unit import Unit


def named(unit: Unit) -> list[Record]:
    """The named data interfaces of the running configuration."""
    records = (record for record in unit.store.deployed.values() if "ipv4" in record.body)
    return [record for record in records if record.body["name"] and not record.body.get("managementInterface")]


def lines(unit: Unit, host: Unit, other: Unit | None) -> list[str]:
    """The lines of one host as `unit` prints them; `other` is the host that it should hear, if it is there."""
    return [_line(record, _address(host, record), *_status(host, other, record)) for record in named(unit)]


def lines_of_silent_peer(unit: Unit) -> list[str]:
    """The lines of a peer that is not heard: one that was heard before keeps its addresses (captures)."""
    found = []
    for record in named(unit):
        standby = record.body["ipv4"]["ipAddress"]["standbyIpAddress"]
        known = unit.ha.met and standby is not None
        watched = ("Monitored" if known else "Waiting") if record.body["monitorInterface"] else "Not-Monitored"
        found.append(_line(record, standby if known else None, "Unknown", watched))
    return found


def _line(record: Record, address: str | None, word: str, watched: str) -> str:
    return f"\t\t  Interface {record.body['name']} ({address or '0.0.0.0'}): {word} ({watched})"


def _address(host: Unit, record: Record) -> str | None:
    member = "ipAddress" if host.ha.state == ACTIVE else "standbyIpAddress"
    address: str | None = record.body["ipv4"]["ipAddress"][member]
    return address


def _status(host: Unit, other: Unit | None, record: Record) -> tuple[str, str]:
    """Link state and monitoring state, as in `No Link (Waiting)`."""
    enabled, up = _own(host, record)
    word = "Normal" if up else "No Link" if enabled else "Link Down"
    if not record.body["monitorInterface"]:
        return word, "Not-Monitored"
    if not enabled:
        return word, "Shutdown"
    addressed = record.body["ipv4"]["ipAddress"]["standbyIpAddress"] is not None
    heard = up and addressed and other is not None and _own(other, record)[1]
    return word, "Monitored" if heard else "Waiting"


def _own(host: Unit, record: Record) -> tuple[bool, bool]:
    """Whether the same interface of a host is enabled, and up: before an import its ids are its own."""
    port = host.store.running_port(str(record.body["hardwareName"]))
    return (False, False) if port is None else (bool(port.body.get("enabled", True)), host.port_up(port))
