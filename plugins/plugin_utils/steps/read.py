# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a unit: everything the rules need, each part in one call, nothing twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypedDict, cast

from ..errors import DeviceFault, InvalidResponse, Locked, NotAllowed, NotFound
from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.device.ports import PortKind, kind_by_spelling, read_ports
from ..pure.device.unit import BAD, RUNNING_FAILOVER, NodeState
from ..pure.intent.ha_configuration import FIELDS, is_unset
from ..pure.intent.intent import Intent
from ..pure.reading import mapping, records, text

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


IN_HA_PARTS = frozenset(PARTS) - {"ntp", "license", "bridge_groups"}
"""What preflight reads of a pair in HA: no rule needs the rest then."""
CONFIGURATION_PARTS = ("status", "configuration", "interfaces", "etherchannels", "bridge_groups")
"""What the task ``configuration`` reads where preflight has not."""
BRIEF = "show interface ip brief"
MANAGERS = "show managers"
SHOW_FAILOVER = "show failover"
EVIDENCE = (SHOW_FAILOVER, "show failover state", RUNNING_FAILOVER)
"""Show commands that verify reads."""


class UnitData(TypedDict, total=False):
    """What was read of one unit: each part as the unit answered it, subinterfaces by port, output by command.

    ``settings``: what the inventory's settings are compared with, read apart from the rest.

    ``read_at`` is the controller's clock (ms since the epoch) when ``system`` was answered.
    """

    host: str
    read_at: int
    system: Json
    status: Json
    configuration: Json
    interfaces: list[Json]
    etherchannels: list[Json]
    bridge_groups: list[Json]
    vlan_interfaces: list[Json]
    interface_info: Json
    pending_changes: list[Json]
    deployments: list[Json]
    joins: list[Json]
    ntp: list[Json]
    license: list[Json]
    configuration_syncs: list[Json]
    settings: Json
    subinterfaces: dict[str, list[Json]]
    object_counts: dict[str, int]
    commands: dict[str, str]


def read(
    api: UnitApi,
    gather: Iterable[str] = tuple(PARTS),
    ports: Iterable[str] = (),
    commands: Iterable[str] = (),
    now: Callable[[], float] = time.time,
) -> UnitData:
    """The unit's data: each gathered part under its name, subinterfaces of ``ports``, output of ``commands``."""
    data: Json = {"host": api.connection.host}
    _gather(api, data, gather, now)
    _add_what_states_ask_for(api, data)
    data["subinterfaces"] = subinterfaces(api, data, ports)
    lines = [*commands, *(_ha_commands(data) if "joins" in data and "status" in data else ())]
    data["commands"] = {line: api.command(line) for line in dict.fromkeys(lines)}
    return cast("UnitData", data)


def _gather(api: UnitApi, data: Json, gather: Iterable[str], now: Callable[[], float] = time.time) -> None:
    wanted = frozenset(gather) - data.keys()
    for name, part in PARTS.items():
        if name in wanted:
            data[name] = part(api)
            if name == "system":
                data["read_at"] = int(now() * 1000)


def _cannot_join(data: Mapping[str, Any]) -> bool:
    """True for a single unit that has nothing to join with, so that no join can run."""
    return state_of(data) == NodeState.SINGLE and is_unset(data.get("configuration"))


def _add_what_states_ask_for(api: UnitApi, data: Json) -> None:
    """VLAN interfaces where there are switch ports; imports of the configuration where the unit takes no part."""
    if any(text(each.get("mode")).upper() == "SWITCHPORT" for each in records(data.get("interfaces"))):
        data["vlan_interfaces"] = api.vlan_interfaces()
    if state_of(data) in BAD:
        data["configuration_syncs"] = api.configuration_syncs()


def state_of(data: Mapping[str, Any]) -> str:
    """Spec HAStatus.nodeState; empty where the status was not read."""
    return text(mapping(data.get("status")).get("nodeState")).upper()


def subinterfaces(api: UnitApi, data: Mapping[str, Any], ports: Iterable[str]) -> dict[str, list[Json]]:
    """Subinterfaces of the named ports that the unit has, by hardware name: one call a port."""
    known = {
        text(each.get("hardwareName")): each
        for part in ("interfaces", "etherchannels")
        for each in records(data.get(part))
        if text(each.get("id"))
    }
    return {port: api.subinterfaces(known[port]) for port in dict.fromkeys(ports) if port in known}


def read_for_preflight(
    api: UnitApi, ports: Iterable[str], status: Json, pair_in_ha: bool, count_objects: bool = False
) -> UnitData:
    """What the rules need of one unit, its status being read already; less where both units are in HA.

    ``count_objects``: also how large its configuration is.
    """
    data: Json = {"host": api.connection.host, "status": status}
    _gather(api, data, (IN_HA_PARTS if pair_in_ha else PARTS.keys()) - {"joins"})
    if not _cannot_join(data):
        _gather(api, data, ("joins",))
    _add_what_states_ask_for(api, data)
    data["subinterfaces"] = {} if pair_in_ha else subinterfaces(api, data, ports)
    if count_objects and not pair_in_ha:
        data["object_counts"] = api.object_counts()
    data["commands"] = {line: api.command(line) for line in _preflight_commands(data, pair_in_ha)}
    return cast("UnitData", data)


def _preflight_commands(data: Mapping[str, Any], pair_in_ha: bool) -> list[str]:
    return [*([BRIEF] if pair_in_ha else [BRIEF, MANAGERS]), *_ha_commands(data)]


def _ha_commands(data: Mapping[str, Any]) -> list[str]:
    """``show failover`` names the peer by serial number; the running configuration tells whether there is a key."""
    return [] if state_of(data) == NodeState.SINGLE else [SHOW_FAILOVER, RUNNING_FAILOVER]


def read_settings(api: UnitApi, intent: Intent) -> dict[str, Any]:
    """What the settings of the inventory are compared with: criteria; every interface, where it names one."""
    data: Json = {}
    if intent.criteria is not None:
        data["criteria"] = api.criteria()
    if intent.interfaces:
        _gather(api, data, ("configuration", "interfaces", "etherchannels", "bridge_groups"))
        data["vlan_interfaces"] = api.vlan_interfaces()
        data["subinterfaces"] = subinterfaces(api, data, _parents(data))
    return data


def _parents(data: Mapping[str, Any]) -> list[str]:
    """The ports that may have subinterfaces: neither management, nor a member of an EtherChannel or bridge group."""
    ports = read_ports(data).values()
    kinds = (PortKind.PHYSICAL, PortKind.ETHERCHANNEL)
    return [port.hardware for port in ports if port.kind in kinds and not port.management and not port.member_of]


def read_evidence(
    api: UnitApi, intent: Intent, commands: Iterable[str] = EVIDENCE, system: Json | None = None
) -> UnitData:
    """What verify needs of one unit. Interfaces are read only where the configuration's references don't name the
    ports, EtherChannels only where a link runs on one, settings only of the active unit; ``system`` where it is known
    already."""
    data: Json = {"host": api.connection.host} | ({"system": system} if system else {})
    _gather(api, data, ("system", "status", "configuration"))
    if not all(text(mapping(each).get("hardwareName")) for each in _references(data)):
        _gather(api, data, ("interfaces",))
    if PortKind.ETHERCHANNEL in map(kind_by_spelling, intent.ports):
        _gather(api, data, ("etherchannels",))
    if state_of(data) == NodeState.ACTIVE:
        data |= {"settings": held} if (held := read_settings(api, intent)) else {}
    _add_what_states_ask_for(api, data)
    data["commands"] = {line: _printed(api, line) for line in dict.fromkeys(commands)}
    return cast("UnitData", data)


def _printed(api: UnitApi, line: str) -> str:
    """Output of a command; empty where the unit does not let this user run it, or fails to: then less is known."""
    try:
        return api.command(line)
    except (NotAllowed, NotFound, Locked, DeviceFault, InvalidResponse):
        return ""


def _references(data: Mapping[str, Any]) -> list[Any]:
    configuration = mapping(data.get("configuration"))
    return [configuration.get(fields.interface) for fields in FIELDS.values()]
