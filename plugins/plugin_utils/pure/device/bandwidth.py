# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bandwidth of a port in Mb/s, from the best source that the unit offers.

The order of the sources is this collection's own: configured speed, capability (spec definition InterfaceInfoEntry),
flags of the interface, name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..reading import flag, records, text, texts

DIGITS = {
    "ONE": 1,
    "TWO": 2,
    "THREE": 3,
    "FOUR": 4,
    "FIVE": 5,
    "SIX": 6,
    "SEVEN": 7,
    "EIGHT": 8,
    "NINE": 9,
    "TEN": 10,
    "TWENTY": 20,
    "THIRTY": 30,
    "FORTY": 40,
    "FIFTY": 50,
    "SIXTY": 60,
    "SEVENTY": 70,
    "EIGHTY": 80,
    "NINETY": 90,
}
NO_NUMBER = frozenset({"", "AUTO", "NO_NEGOTIATE", "IGNORE", "SFP_DETECT", "DETECT_SFP"})
"""Words of the spec definition InterfaceSpeedType, and of later releases, that name no speed."""
WORD = re.compile("|".join(sorted((*DIGITS, "HUNDRED", "THOUSAND"), key=len, reverse=True)))
NAME = (
    (re.compile(r"^TenGigabitEthernet"), 10_000),
    (re.compile(r"^GigabitEthernet"), 1_000),
    (re.compile(r"^FastEthernet"), 100),
)
FAST_PLATFORM = re.compile(r"(?<!\d)(3130|3140|4[12]\d\d|93\d\d|9000)(?!\d)")
"""Platforms whose combined link needs 10 Gb/s; all others need 1 Gb/s (FTD guide, interface for the failover link). A
9300 calls itself "Firepower 9000 Series SM-36"."""


def speed(word: str) -> int | None:
    """Mb/s of a number in words, such as TEN_THOUSAND or TWENTYFIVE_THOUSAND; None for any other word."""
    bare = word.upper().replace("_", "")
    parts = WORD.findall(bare)
    if not parts or "".join(parts) != bare:
        return None
    thousands = below = 0
    for part in parts:
        if part == "THOUSAND":
            thousands, below = thousands + max(below, 1) * 1_000, 0
        else:
            below = max(below, 1) * 100 if part == "HUNDRED" else below + DIGITS[part]
    return thousands + below


def bandwidth(interface: Mapping[str, Any], capability: Iterable[str] = ()) -> tuple[int | None, str]:
    """Bandwidth in Mb/s (None if no source reports one) and its source: speed, capability, flag, name or unknown.

    A word that can't be read makes the bandwidth unknown: a weaker source would be a guess.
    """
    configured = text(interface.get("speedType")).upper()
    if configured not in NO_NUMBER:
        return speed(configured), "speed" if speed(configured) else "unknown"
    able = [speed(each) for each in capability if each.upper() not in NO_NUMBER]
    if able:
        known = [each for each in able if each]
        return (max(known), "capability") if len(known) == len(able) else (None, "unknown")
    for name, value in (("tenGigabitInterface", 10_000), ("gigabitInterface", 1_000)):
        if flag(interface.get(name)):
            return value, "flag"
    hardware = text(interface.get("hardwareName"))
    named = next((value for pattern, value in NAME if pattern.match(hardware)), None)
    return named, "name" if named else "unknown"


def platform_minimum(model: str) -> int | None:
    """Smallest bandwidth of a failover link on a platform, Mb/s; None if the unit reports no model."""
    return None if not model else 10_000 if FAST_PLATFORM.search(model) else 1_000


def capabilities(interface_info: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Speed capability by hardware name, from the spec definition InterfaceInfo."""
    return {
        text(entry.get("hardwareName")): texts(entry.get("speedCapability"))
        for entry in records(interface_info.get("interfaceInfoList"))
        if text(entry.get("hardwareName"))
    }


def display_bandwidth(mbps: int | None) -> str:
    """A bandwidth for people: 1 Gb/s, 100 Mb/s, unknown."""
    if mbps is None:
        return "unknown bandwidth"
    return f"{mbps // 1000} Gb/s" if mbps >= 1000 and mbps % 1000 == 0 else f"{mbps} Mb/s"
