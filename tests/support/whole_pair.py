# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pair in HA with everything that a break can take, and what must be true of it after work on it."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from simulator.model.addresses import ipv4, ipv6
from simulator.model.store import INTERFACE_KINDS
from support.in_memory_deploy import ROLES, Site
from support.in_memory_pair import site

INTERFACES = [
    {
        "hardware": "GigabitEthernet0/0",
        "name": "outside",
        "ipv4": "203.0.113.1/24",
        "ipv4_standby": "203.0.113.2",
        "ipv6": "2001:db8:1::1/64",
        "ipv6_standby": "2001:db8:1::2",
        "enabled": True,
        "monitor": True,
        "mac": "0201.2a01.0001",
    },
    {
        "hardware": "GigabitEthernet0/1",
        "name": "inside",
        "ipv4": "192.0.2.1/24",
        "ipv4_standby": "192.0.2.2",
        "enabled": True,
        "subinterfaces": [
            {"id": 10, "name": "dmz", "ipv4": "198.51.100.1/24", "ipv4_standby": "198.51.100.2", "monitor": True}
        ],
    },
]
CRITERIA = {
    "peerPollTime": {"value": 500, "timeUnit": "MILLISECONDS", "type": "time"},
    "peerHoldTime": {"value": 2, "timeUnit": "SECONDS", "type": "time"},
    "interfaceFailureThreshold": 2,
}
BLANK = {"name": None, "enabled": False, "monitorInterface": False, "macAddress": None, "standbyMacAddress": None}
KEEPS = ("name", "enabled", "monitorInterface", "ipv4", "ipv6", "macAddress", "standbyMacAddress")


def whole_pair(active: str = "primary", **units: Mapping[str, Any]) -> Site:
    """A pair in HA with named interfaces on ports and a subinterface, monitored, with standby and MAC addresses, and
    failover criteria of its own."""
    held = {"interfaces": INTERFACES}
    of = site(active, **{role: held | dict(units.get(role, {})) for role in ROLES}, both=units.get("both", {}))
    for role in ROLES:
        store = of.rig.unit(role).store
        criteria = store.every("hafailoverconfiguration")[0]
        store.replace(criteria, criteria.content | CRITERIA, staged=False)
        outside = next(each for each in store.every("physicalinterface") if each.body["name"] == "outside")
        store.replace(outside, outside.content | {"standbyMacAddress": "0201.2a01.0002"}, staged=False)
    return of


def settings(of: Site, role: str) -> dict[str, Any]:
    """What of a unit must not be lost: its named interfaces as they run, and the criteria."""
    store = of.rig.unit(role).store
    named = [each.body for each in store.deployed.values() if each.kind in INTERFACE_KINDS and each.body["name"]]
    criteria = store.every("hafailoverconfiguration")[0].content
    found = {str(body["hardwareName"]): {name: body.get(name) for name in KEEPS} for body in named}
    found["criteria"] = {name: criteria[name] for name in CRITERIA}
    return copy.deepcopy(found)


def in_use(of: Site, role: str) -> dict[str, Any]:
    """Which named interfaces of a unit are enabled, and their addresses: what traffic needs."""
    named = {name: each for name, each in settings(of, role).items() if name != "criteria"}
    return {
        name: (
            each["enabled"],
            each["ipv4"]["ipAddress"]["ipAddress"],
            [address["ipAddress"] for address in each["ipv6"]["ipAddresses"] or ()],
        )
        for name, each in named.items()
    }


def left_over(of: Site, directory: Path) -> list[str]:
    """What a run that has ended must not leave: exports on a unit, notes of unfinished work, files others can read."""
    found = [f"{role}: {name}" for role in ROLES for name in of.rig.unit(role).config_files]
    folder = directory / "snapshots"
    found += [str(path) for path in folder.rglob("unfinished-*")]
    return found + [str(path) for path in folder.rglob("*") if path.stat().st_mode & 0o077]


def kept_settings(directory: Path) -> list[dict[str, Any]]:
    """The files of HA settings, oldest first."""
    found = sorted((directory / "snapshots" / "branch01").glob("2*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in found]


def with_new_box(of: Site, role: str) -> Site:
    """The same pair, after one of its units died and a new, blank one was put at its address: the other is active."""
    clock = of.rig.clock.now()
    new, other = (of.rig.unit(each) for each in (role, next(each for each in ROLES if each != role)))
    new.ha.leave(clock, "a new unit")
    new.settings = replace(new.settings, serial="NEW0000000A")
    for record in list(new.store.candidate.values()):
        if record.kind == "subinterface":
            new.store.delete(record, staged=False)
        elif record.kind == "physicalinterface" and not record.body["managementInterface"]:
            new.store.replace(record, record.content | BLANK | {"ipv4": ipv4(), "ipv6": ipv6()}, staged=False)
    other.ha.met = False
    other.ha.enter("HA_ACTIVE_NODE", clock, "HELLO not heard from peer")
    other.ha.was_active = True
    return of
