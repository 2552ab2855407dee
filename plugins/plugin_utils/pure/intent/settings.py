# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inventory says of a pair in HA: failover criteria, and the interfaces that are monitored.

Checked before any unit is called. Times are milliseconds here, MAC addresses are `aabb.ccdd.eeff`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...errors import InputError
from ..reading import none_if_blank
from .addresses import read_network
from .checks import as_mapping, read_flag, refuse_unknown

CRITERIA = "failover_criteria"
INTERFACES = "failover_interfaces"
SECOND = 1000
NUMBER, PERCENTAGE = "NUMBER", "PERCENTAGE"
"""Spec definition HAFailoverConfiguration.interfaceFailureUnit."""


@dataclass(frozen=True, slots=True)
class Range:
    """What a time may be: whole seconds, or milliseconds below a second (0: none)."""

    least_ms: int
    least: int
    most: int

    def takes(self, ms: int) -> bool:
        """Whether a time is in the range."""
        if ms < SECOND:
            return 0 < self.least_ms <= ms
        return ms % SECOND == 0 and self.least * SECOND <= ms <= self.most * SECOND

    @property
    def words(self) -> str:
        """The range for people."""
        seconds = f"{self.least} to {self.most} s"
        return f"{self.least_ms} to 999 ms or {seconds}" if self.least_ms else seconds


TIMES = {
    "peer_poll_time": Range(200, 1, 15),
    "peer_hold_time": Range(800, 1, 45),
    "interface_poll_time": Range(500, 1, 15),
    "interface_hold_time": Range(0, 5, 75),
}
"""Ranges of the data plane (ASA guides); where FDM's own are narrower, the unit refuses in its own words."""
HOLDS = (("peer_hold_time", "peer_poll_time", 3), ("interface_hold_time", "interface_poll_time", 5))
"""A hold time is at least so many times its poll time."""
MOST = {NUMBER: 250, PERCENTAGE: 100}
_TIME = re.compile(r"([0-9]{1,5})(?:\.([0-9]{1,3}))? *(ms|s)?")
_THRESHOLD = re.compile(r"([0-9]{1,4}) *(%)?")
_MAC = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Criteria:
    """Failover criteria; None is left as the unit has it. threshold: a number and its unit."""

    peer_poll_time: int | None = None
    peer_hold_time: int | None = None
    interface_poll_time: int | None = None
    interface_hold_time: int | None = None
    threshold: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class InterfaceIntent:
    """One interface, by hardware or logical name; None is left as the unit has it.

    standby: addresses without prefix, each for the active address in whose network it is; empty: none at all.
    """

    name: str
    monitored: bool | None = None
    standby: tuple[str, ...] | None = None
    mac: str | None = None
    standby_mac: str | None = None


def read_criteria(pair: str, value: Any) -> Criteria | None:
    """Read ``failover_criteria``; None where it is left out. Raises InputError."""
    where = f"{pair}, {CRITERIA}"
    if none_if_blank(value) is None or value == {}:
        return None
    raw = as_mapping(where, value, "peer_poll_time: 500 ms and peer_hold_time: 2 s")
    refuse_unknown(where, raw, (*TIMES, "threshold"))
    times = {name: _time(where, name, none_if_blank(raw.get(name))) for name in TIMES}
    found = Criteria(**times, threshold=_threshold(where, none_if_blank(raw.get("threshold"))))
    for problem in hold_problems(found):
        raise InputError(problem, expected="longer holds", remedy="Correct the times.", where=where)
    return found


def hold_problems(criteria: Criteria) -> Iterator[str]:
    """The rules between the fields that are broken, in words; a field that is None breaks none."""
    for hold, poll, factor in HOLDS:
        long, short = getattr(criteria, hold), getattr(criteria, poll)
        if long is not None and short is not None and long < factor * short:
            yield f"{hold} is {display_time(long)}, less than {factor} times {poll} ({display_time(short)})"


def display_time(ms: int) -> str:
    """A time for people: 500 ms, 2 s."""
    return f"{ms // SECOND} s" if ms % SECOND == 0 else f"{ms} ms"


def _time(where: str, name: str, value: Any) -> int | None:
    """A time in ms; a number without unit is seconds. 1000 ms and 1 s are the same."""
    if value is None:
        return None
    read = None if isinstance(value, bool) else _TIME.fullmatch(str(value).strip().lower())
    ms = -1 if read is None else _milliseconds(*read.groups())
    if not TIMES[name].takes(ms):
        raise InputError(
            f"{name} is {value}",
            expected=TIMES[name].words,
            remedy="Give whole seconds, such as 2 s, or milliseconds below a second, such as 500 ms.",
            where=where,
        )
    return ms


def _milliseconds(whole: str, part: str | None, unit: str | None) -> int:
    if unit == "ms":
        return int(whole) if part is None else -1
    return int(whole) * SECOND + int((part or "0").ljust(3, "0"))


def _threshold(where: str, value: Any) -> tuple[int, str] | None:
    if value is None:
        return None
    read = None if isinstance(value, bool) else _THRESHOLD.fullmatch(str(value).strip())
    unit = PERCENTAGE if read is not None and read[2] else NUMBER
    count = 0 if read is None else int(read[1])
    if not 1 <= count <= MOST[unit]:
        raise InputError(
            f"threshold is {value}",
            expected=f"a number of interfaces from 1 to {MOST[NUMBER]}, or 1% to {MOST[PERCENTAGE]}%",
            remedy="Correct threshold.",
            where=where,
        )
    return count, unit


def display_threshold(threshold: tuple[int, str]) -> str:
    """A threshold for people: 2, 50%."""
    count, unit = threshold
    return f"{count}%" if unit == PERCENTAGE else str(count)


def read_interfaces(pair: str, value: Any) -> tuple[InterfaceIntent, ...]:
    """Read ``failover_interfaces``; empty where it is left out. Raises InputError."""
    where = f"{pair}, {INTERFACES}"
    if none_if_blank(value) is None or value == {}:
        return ()
    raw = as_mapping(where, value, "outside: {monitored: true, standby_address: 198.51.100.2}")
    found = tuple(_interface(f"{where}.{name}", str(name), each) for name, each in raw.items())
    _refuse_twice(where, [address for each in found for address in each.standby or ()], "standby address")
    _refuse_twice(where, [mac for each in found for mac in (each.mac, each.standby_mac) if mac], "MAC address")
    return found


KEYS = ("monitored", "standby_address", "mac_address", "standby_mac_address")


def _interface(where: str, name: str, value: Any) -> InterfaceIntent:
    raw = as_mapping(where, value, "monitored: true")
    refuse_unknown(where, raw, KEYS)
    monitored = none_if_blank(raw.get("monitored"))
    return InterfaceIntent(
        name=name.strip(),
        monitored=None if monitored is None else read_flag(where, "monitored", monitored),
        standby=_standby(where, none_if_blank(raw.get("standby_address"))),
        mac=_mac(where, "mac_address", none_if_blank(raw.get("mac_address"))),
        standby_mac=_mac(where, "standby_mac_address", none_if_blank(raw.get("standby_mac_address"))),
    )


def _standby(where: str, value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    listed = value if isinstance(value, (list, tuple)) else [value]
    return tuple(_address(where, each) for each in listed)


def _address(where: str, value: Any) -> str:
    network = read_network(str(value)) if isinstance(value, str) and "/" not in value and " " not in value else None
    if network is None or network.size != 1:
        raise InputError(
            f"standby_address {value} is no address",
            expected="an address without prefix length, or a list of them",
            remedy="Correct standby_address: the network is that of the active address.",
            where=where,
        )
    return str(network.ip)


def _mac(where: str, name: str, value: Any) -> str | None:
    """A MAC address in any usual notation, as the unit writes it."""
    if value is None:
        return None
    mac = normal_mac(str(value))
    if mac is None or int(mac[:2], 16) & 1 or set(mac) <= {"0", "."}:
        raise InputError(
            f"{name} is {value}",
            expected="a MAC address of one host (neither multicast nor zero), such as 0201.2a01.0001",
            remedy=f"Correct {name}, in quotes.",
            where=where,
        )
    return mac


def normal_mac(value: str) -> str | None:
    """A MAC address in the notation of the unit, lower case; None where it is none."""
    digits = re.sub("[.:-]", "", value.strip().lower())
    return ".".join((digits[:4], digits[4:8], digits[8:])) if _MAC.fullmatch(digits) else None


def _refuse_twice(where: str, values: list[str], what: str) -> None:
    twice = sorted({each for each in values if values.count(each) > 1})
    if twice:
        raise InputError(
            f"the {what} {twice[0]} is given twice",
            expected=f"each {what} once on a pair",
            remedy="Correct one of them.",
            where=where,
        )
