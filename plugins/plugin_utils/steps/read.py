# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a unit: everything the rules need, each part in one call."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from ..fdm.unit_api import Json, UnitApi
from ..pure.device.unit import BAD, RUNNING_FAILOVER, NodeState
from ..pure.reading import records, text

Part = Callable[[UnitApi], Any]
PARTS: dict[str, Part] = {
    "system": UnitApi.system,
    "status": UnitApi.status,
    "configuration": UnitApi.configuration,
    "interfaces": UnitApi.interfaces,
    "etherchannels": UnitApi.etherchannels,
    "bridge_groups": UnitApi.bridge_groups,
    "interface_info": UnitApi.interface_info,
    "pending_changes": UnitApi.pending_changes,
    "deployments": UnitApi.deployments,
    "joins": UnitApi.joins,
    "ntp": UnitApi.ntp,
    "license": UnitApi.license,
}
"""What can be gathered, in the order of the calls."""


def read(
    unit: UnitApi,
    gather: Iterable[str] = tuple(PARTS),
    ports: Iterable[str] = (),
    commands: Iterable[str] = (),
    now: Callable[[], float] = time.time,
) -> Json:
    """The unit's data: each gathered part under its name, subinterfaces of ``ports``, output of ``commands``.

    ``read_at`` is the controller's clock (ms since the epoch) when ``system`` had been answered.
    """
    wanted = frozenset(gather)
    data: Json = {"host": unit.connection.host}
    for name, part in PARTS.items():
        if name in wanted:
            data[name] = part(unit)
            if name == "system":
                data["read_at"] = int(now() * 1000)
    if any(text(each.get("mode")).upper() == "SWITCHPORT" for each in records(data.get("interfaces"))):
        data["vlan_interfaces"] = unit.vlan_interfaces()
    if text(data.get("status", {}).get("nodeState")).upper() in BAD:
        data["configuration_syncs"] = unit.configuration_syncs()
    data["subinterfaces"] = subinterfaces(unit, data, ports)
    lines = dict.fromkeys(commands)
    if "joins" in wanted and text(data.get("status", {}).get("nodeState")) != NodeState.SINGLE:
        lines["show failover"] = None  # names the mate by serial number
        if text(data["status"].get("peerNodeState")) not in (NodeState.ACTIVE, NodeState.STANDBY):
            lines[RUNNING_FAILOVER] = None  # tells whether there is a key, before its mate gets one
    data["commands"] = {line: unit.command(line) for line in lines}
    return data


def subinterfaces(unit: UnitApi, data: Json, ports: Iterable[str]) -> dict[str, list[Json]]:
    """Subinterfaces of the named ports that the unit has, by hardware name."""
    known = {
        text(each.get("hardwareName")): each
        for part in ("interfaces", "etherchannels")
        for each in records(data.get(part))
        if text(each.get("id"))
    }
    return {port: unit.subinterfaces(known[port]) for port in dict.fromkeys(ports) if port in known}
