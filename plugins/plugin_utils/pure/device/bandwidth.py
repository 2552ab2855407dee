# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bandwidth of a port in Mb/s, from the best source the unit offers.

Order of trust, this collection's own: the configured speed, the capability (spec definition InterfaceInfoEntry), the
flags of the interface, its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..reading import flag, records, text, texts

SPEED = {"TEN": 10, "HUNDRED": 100, "THOUSAND": 1_000, "TEN_THOUSAND": 10_000}
"""Spec definition InterfaceSpeedType; every other value is not a number (AUTO, NO_NEGOTIATE, IGNORE, SFP_DETECT)."""
NAME = (
    (re.compile(r"^TenGigabitEthernet"), 10_000),
    (re.compile(r"^GigabitEthernet"), 1_000),
    (re.compile(r"^FastEthernet"), 100),
)
FAST_PLATFORM = re.compile(r"(?<!\d)(3130|3140|4[12]\d\d|93\d\d)(?!\d)")
"""Platforms whose combined link needs 10 Gb/s; all others need 1 Gb/s (FTD guide, interface for the failover link)."""


def bandwidth(interface: Mapping[str, Any], capability: Iterable[str] = ()) -> tuple[int | None, str]:
    """Bandwidth in Mb/s (None where nothing tells) and its source: speed, capability, flag, name or unknown."""
    speed = text(interface.get("speedType")).upper()
    if speed in SPEED:
        return SPEED[speed], "speed"
    able = [SPEED[each.upper()] for each in capability if each.upper() in SPEED]
    if able:
        return max(able), "capability"
    for name, value in (("tenGigabitInterface", 10_000), ("gigabitInterface", 1_000)):
        if flag(interface.get(name)):
            return value, "flag"
    hardware = text(interface.get("hardwareName"))
    named = next((value for pattern, value in NAME if pattern.match(hardware)), None)
    return named, "name" if named else "unknown"


def platform_minimum(model: str) -> int | None:
    """Smallest bandwidth of a failover link on a platform, Mb/s; None where the unit does not tell its model."""
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
