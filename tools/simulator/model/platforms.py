# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hardware platforms: ports, speeds, modes (public facts per platform; names as the units print them)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

GIGABIT = ("AUTO", "TEN", "HUNDRED", "THOUSAND")
TEN_GIGABIT = ("AUTO", "THOUSAND", "TEN_THOUSAND")
TWENTYFIVE_GIGABIT = (*TEN_GIGABIT, "TWENTYFIVE_THOUSAND")


@dataclass(frozen=True, slots=True)
class Ports:
    """A row of ports: `prefix` with the numbers from `first` to `last`."""

    prefix: str
    first: int
    last: int
    capability: tuple[str, ...] = GIGABIT
    mode: str = "ROUTED"
    speed: str = "AUTO"


@dataclass(frozen=True, slots=True)
class Platform:
    """One kind of unit."""

    model: str
    model_id: str
    management: str
    rows: tuple[Ports, ...]
    vlan_interfaces: bool = False


def _ethernet(model: str, number: str, *rows: Ports, vlan: bool = False) -> Platform:
    return Platform(model, number, "Management1/1", rows, vlan)


def _fpr2100(number: str, last: int) -> Platform:
    return _ethernet(f"Cisco Firepower {number} Threat Defense", number, Ports("Ethernet1/", 1, last))


def _fpr3100(number: str, capability: tuple[str, ...] = TEN_GIGABIT) -> Platform:
    copper = Ports("Ethernet1/", 1, 8, GIGABIT[1:], speed="THOUSAND")
    fibre = Ports("Ethernet1/", 9, 16, capability, speed="AUTO")
    return _ethernet(f"Cisco Secure Firewall {number} Threat Defense", number, copper, fibre)


def _with_switch(model: str, number: str) -> Platform:
    routed, switched = Ports("Ethernet1/", 1, 1), Ports("Ethernet1/", 2, 8, mode="SWITCHPORT")
    return _ethernet(model, number, routed, switched, vlan=True)


def _cloud(name: str) -> Platform:
    ports = Ports("TenGigabitEthernet0/", 0, 3, TEN_GIGABIT)
    return Platform(f"Cisco Firepower Threat Defense for {name}", "75", "Management0/0", (ports,))


PLATFORMS: dict[str, Platform] = {
    "ftdv": Platform(
        "Cisco Firepower Threat Defense for VMWare", "75", "Management0/0", (Ports("GigabitEthernet0/", 0, 9),)
    ),
    "ftdv-10g": Platform(
        "Cisco Firepower Threat Defense for KVM",
        "75",
        "Management0/0",
        (Ports("TenGigabitEthernet0/", 0, 9, TEN_GIGABIT),),
    ),
    "ftdv-aws": _cloud("AWS"),
    "ftdv-azure": _cloud("Azure"),
    "asa5516": Platform("Cisco ASA5516-X Threat Defense", "5516", "Management1/1", (Ports("GigabitEthernet1/", 1, 8),)),
    "asa5525": Platform("Cisco ASA5525-X Threat Defense", "5525", "Management0/0", (Ports("GigabitEthernet0/", 0, 7),)),
    "fpr1010": _with_switch("Cisco Firepower 1010 Threat Defense", "1010"),
    "fpr1120": _ethernet("Cisco Firepower 1120 Threat Defense", "1120", Ports("Ethernet1/", 1, 12)),
    "fpr1140": _ethernet("Cisco Firepower 1140 Threat Defense", "1140", Ports("Ethernet1/", 1, 12)),
    "fpr1210": _with_switch("Cisco Secure Firewall 1210 Threat Defense", "1210"),
    "fpr2110": _fpr2100("2110", 12),
    "fpr2120": _fpr2100("2120", 12),
    "fpr2130": _fpr2100("2130", 16),
    "fpr2140": _fpr2100("2140", 16),
    "fpr3105": _fpr3100("3105"),
    "fpr3110": _fpr3100("3110"),
    "fpr3120": _fpr3100("3120"),
    "fpr3130": _fpr3100("3130", TWENTYFIVE_GIGABIT),
    "fpr3140": _fpr3100("3140", TWENTYFIVE_GIGABIT),
}


def default_interfaces(platform: Platform) -> list[dict[str, Any]]:
    """The interface entries, as in the units file, of a unit that is set up and has no other configuration.

    The first data port is `outside`, the second `inside` (where it is routed), both with a static and a standby
    address; all other ports are un-named and administratively down.
    """
    entries: list[dict[str, Any]] = [_management(platform)]
    for row in platform.rows:
        entries += [_port(row, number) for number in range(row.first, row.last + 1)]
    data = [entry for entry in entries[1:] if entry["mode"] == "ROUTED"]
    data[0].update(name="outside", enabled=True, ipv4="203.0.113.1/25", ipv4_standby="203.0.113.2", monitor=True)
    if len(data) > 1:
        data[1].update(name="inside", enabled=True, ipv4="203.0.113.129/25", ipv4_standby="203.0.113.130", monitor=True)
    return entries


def _management(platform: Platform) -> dict[str, Any]:
    return {
        "hardware": platform.management,
        "name": "diagnostic",
        "management": True,
        "enabled": True,
        "mode": "ROUTED",
        "capability": list(GIGABIT),
    }


def _port(row: Ports, number: int) -> dict[str, Any]:
    return {
        "hardware": f"{row.prefix}{number}",
        "mode": row.mode,
        "enabled": row.mode == "SWITCHPORT",
        "speed": row.speed,
        "capability": list(row.capability),
        "ten_gigabit": "TEN_THOUSAND" in row.capability,
    }
