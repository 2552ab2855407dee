# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit's data as a unit would have answered it, with what a test wants to be different.

`from support import units`. Each object is a JSON file of `fixtures/`; keyword arguments replace members of it.

    units.unit()                                                     single; a primary has two named ports
    units.unit("secondary", interfaces=[units.interface(...)])       any part of the data replaced
    units.joined("primary")                                          active in a finished pair
    units.case(primary=units.unit(interfaces=...), failover_key="k")   what the rules judge, from data and variables
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.ha_configuration import link_values
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.intent import Intent, read_intent, with_ports
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.rule import PairContext, Settings

Json = dict[str, Any]
FIXTURES = Path(__file__).parent / "fixtures"
PAIR = "branch01"
PORT, STATE_PORT, FREE_PORT = "GigabitEthernet0/2", "GigabitEthernet0/3", "GigabitEthernet0/4"
MANAGEMENT = "Management0/0"
HOSTS = {"primary": "192.0.2.11", "secondary": "192.0.2.12"}
SERIALS = {"primary": "9A1B2C3D4E5", "secondary": "9A5E4D3C2B1"}
MACS = {"macAddress": "000c.f142.4cde", "standbyMacAddress": "000c.f142.4cdf"}
READ_AT = 1767225600000
LINK = {"port": PORT, "network": "192.168.10.0/30"}
STATE_LINK = {"port": STATE_PORT, "network": "192.168.10.4/30"}


@cache
def _read(name: str) -> str:
    return (FIXTURES / name).read_text(encoding="utf-8")


def fixture(name: str, /, **members: Any) -> Json:
    """A fresh copy of a JSON fixture, with these members replaced."""
    found: Json = json.loads(_read(f"{name}.json"))
    return found | copy.deepcopy(members)


def capture(name: str) -> str:
    """What a command printed: a text fixture."""
    return _read(f"{name}.txt")


def identifier(role: str, name: str) -> str:
    """The id of an object: the same in every test, another on every unit."""
    return str(uuid5(NAMESPACE_OID, f"{role}/{name}"))


def reference(interface: Mapping[str, Any], hardware: bool = True) -> Json:
    """A reference to an interface; `hardware`: as releases from 6.6 on answer it."""
    members = ("version", "name", "hardwareName", "id", "type") if hardware else ("version", "name", "id", "type")
    return {name: interface[name] for name in members}


# ----- interfaces


def ipv4(
    address: str | None, netmask: str | None = "255.255.255.0", dhcp: bool = False, standby: str | None = None
) -> Json:
    """InterfaceIPv4; without an address, as an un-named interface has it."""
    empty: Json = fixture("interface")["ipv4"]
    inner = empty["ipAddress"] | (
        {"ipAddress": address, "netmask": netmask, "standbyIpAddress": standby} if address else {}
    )
    kind = {"ipType": "DHCP", "dhcp": True} if dhcp else {}
    return empty | kind | {"ipAddress": inner, "addressNull": address is None}


def ipv6(*addresses: str) -> Json:
    """InterfaceIPv6 with these addresses ("2001:db8::1/64")."""
    listed = [{"ipAddress": each, "standbyIpAddress": None, "type": "haipv6address"} for each in addresses]
    empty: Json = fixture("interface")["ipv6"]
    return empty | {"enabled": True, "ipAddresses": listed}


def interface(hardware: str = PORT, role: str = "primary", address: str | None = None, **members: Any) -> Json:
    """PhysicalInterface: free, enabled and up unless the members say otherwise."""
    own = {"hardwareName": hardware, "id": identifier(role, hardware)} | ({"ipv4": ipv4(address)} if address else {})
    return fixture("interface", **(own | members))


def etherchannel(*members: str, number: int = 1, role: str = "primary", **changes: Any) -> Json:
    """EtherChannelInterface with these hardware names as members."""
    listed = [reference(interface(each, role)) for each in members]
    name = f"Port-channel{number}"
    own = {"hardwareName": name, "etherChannelID": number, "id": identifier(role, name), "memberInterfaces": listed}
    return fixture("etherchannel", **(own | changes))


def bridge_group(*members: str, number: int = 1, role: str = "primary", **changes: Any) -> Json:
    """BridgeGroupInterface with these hardware names as members."""
    listed = [reference(interface(each, role), hardware=False) for each in members]
    name = f"BVI{number}"
    own = {"hardwareName": name, "bridgeGroupId": number, "id": identifier(role, name), "selectedInterfaces": listed}
    return fixture("bridge_group", **(own | changes))


def interfaces(role: str = "primary", blank: bool | None = None, **by_port: Mapping[str, Any]) -> list[Json]:
    """The interfaces of a unit: outside, inside, three free ports, management.

    A secondary is `blank` (no names, no addresses) unless told otherwise. `**{PORT: {"enabled": False}}` changes
    members of one of them.
    """
    bare = role == "secondary" if blank is None else blank
    every: dict[str, Json] = {
        "GigabitEthernet0/0": {} if bare else {"name": "outside", "ipv4": ipv4("203.0.113.1")},
        "GigabitEthernet0/1": {} if bare else {"name": "inside", "ipv4": ipv4("198.51.100.1")},
        PORT: {},
        STATE_PORT: {},
        FREE_PORT: {},
        MANAGEMENT: {"name": "diagnostic", "managementInterface": True, "managementOnly": True},
    }
    return [interface(name, role, **(members | dict(by_port.get(name, {})))) for name, members in every.items()]


def interface_info(listed: list[Json], *speeds: str) -> Json:
    """InterfaceInfo of these interfaces, all of one speed capability."""
    entries = [
        {
            "interfaceId": each["id"],
            "hardwareName": each["hardwareName"],
            "speedCapability": ["AUTO", *(speeds or ("THOUSAND",))],
            "duplexCapability": ["AUTO", "HALF", "FULL"],
            "interfacePresent": True,
            "id": each["id"],
            "type": "interfaceinfoentry",
        }
        for each in listed
    ]
    return {"interfaceInfoList": entries, "id": "default", "type": "interfaceinfo"}


# ----- high availability


def criteria(**members: Any) -> Json:
    """HAFailoverConfiguration: the data plane's defaults."""
    return fixture("criteria", **members)


def status(state: str = "SINGLE_NODE", peer: str = "HA_UNKNOWN_NODE", /, **members: Any) -> Json:
    """HAStatus."""
    return fixture("status", **({"nodeState": state, "peerNodeState": peer} | members))


def active(**members: Any) -> Json:
    """HAStatus of the active primary of a finished pair."""
    told = {"nodeRole": "HA_PRIMARY", "configStatus": "IN_SYNC"}
    return status("HA_ACTIVE_NODE", "HA_STANDBY_NODE", **(told | members))


def standby(**members: Any) -> Json:
    """HAStatus of the standby secondary of a finished pair."""
    told = {"nodeRole": "HA_SECONDARY", "configStatus": "IN_SYNC"}
    return status("HA_STANDBY_NODE", "HA_ACTIVE_NODE", **(told | members))


def configuration(role: str = "primary", wished: Intent | None = None, **members: Any) -> Json:
    """HAConfiguration as `unit_info` gives it (without key): blank, or with the links of a intent."""
    answered = fixture("configuration", id=identifier(role, "HA"))
    del answered["sharedKey"]
    links = {} if wished is None else _links(role, wished)
    return answered | {"keyed": wished is not None and wished.encrypted} | links | copy.deepcopy(members)


def _links(role: str, wished: Intent) -> Json:
    values = link_values(with_ports(wished, {"failover": PORT, "state": STATE_PORT}), role)
    members: Json = {"nodeRole": values["role"]}
    for field, half in (("failover", "Failover"), ("statefulFailover", "StatefulFailover")):
        link = values["failover" if field == "failover" else "state"]
        members[f"{field}Name"] = link["name"]
        members[f"{field}Interface"] = reference(interface(link["port"], role))
        members |= {f"{unit}{half}IPv{link['version']}": _address(link, unit) for unit in HOSTS}
    return members


def _address(link: Json, unit: str) -> Json:
    if link["version"] == 4:
        return {"ipAddress": link[unit]["ip"], "netmask": link[unit]["netmask"], "type": "ipv4address"}
    return {"ipAddress": link[unit]["text"], "type": "ipv6address"}


def deployment(state: str = "DEPLOYED", /, **members: Any) -> Json:
    """DeploymentStatus; QUEUED and DEPLOYING have no end yet."""
    return fixture("deployment", **(_ended(state) | members))


def join(state: str = "DEPLOYED", /, **members: Any) -> Json:
    """JoinHAStatus; QUEUED and DEPLOYING have no end yet."""
    return fixture("join", **(_ended(state) | members))


def _ended(state: str) -> Json:
    running = {"endTime": -1, "statusMessage": None} if state in ("QUEUED", "DEPLOYING") else {}
    return {"state": state} | running


def pending(hardware: str = PORT, role: str = "primary", **members: Any) -> Json:
    """A pending change of an interface, or of whatever the members say."""
    return fixture("pending_change", **({"entityId": identifier(role, hardware), "entityName": hardware} | members))


# ----- whole units and pairs


def unit(role: str = "primary", **parts: Any) -> Json:
    """The data of the task `unit_info`: a single unit, ready to be paired."""
    listed = parts.get("interfaces", interfaces(role))
    data: Json = {
        "host": HOSTS[role],
        "read_at": READ_AT,
        "system": fixture("system", serialNumber=SERIALS[role], ipv4=HOSTS[role]),
        "status": status(),
        "configuration": configuration(role),
        "interfaces": listed,
        "etherchannels": [],
        "bridge_groups": [],
        "interface_info": interface_info(listed),
        "pending_changes": [],
        "deployments": [deployment()],
        "joins": [],
        "ntp": [fixture("ntp")],
        "license": [fixture("license")],
        "subinterfaces": {PORT: []},
        "commands": {},
    }
    return data | parts


def joined(role: str = "primary", wished: Intent | None = None, **parts: Any) -> Json:
    """A unit of a pair in HA with the links of the intent: the primary active, the secondary standby."""
    has = {
        "interfaces": [each | MACS for each in interfaces(role, blank=False)],  # the secondary has the primary's
        "status": active() if role == "primary" else standby(),
        "configuration": configuration(role, wished or intent()),
        "joins": [join()],
        "commands": {"show failover": show_failover(role, wished or intent())},
    }
    return unit(role, **(has | parts))


def show_failover(role: str = "primary", wished: Intent | None = None) -> str:
    """`show failover` of a unit of a finished pair (captured on the primary), its links being those of the intent."""
    made = wished or intent()
    text = capture("show_failover" if role == "primary" else "show_failover_secondary")
    state = made.state or made.failover
    return text.replace("fover GigabitEthernet0/7", f"{made.failover.name} {made.failover.port}", 1).replace(
        "fover GigabitEthernet0/7", f"{state.name} {state.port}"
    )


def variables(**changes: Any) -> Json:
    """The `failover_*` variables of a pair with a combined link and no key, as plain data; None leaves one out."""
    told = {
        "failover_units": {role: {"host": host} for role, host in HOSTS.items()},
        "failover_link": dict(LINK),
        "failover_password": "correct horse",
    }
    return {name: value for name, value in (told | changes).items() if value is not None}


def intent(**changes: Any) -> Intent:
    """The intent that the variables make: `intent(failover_state_link=STATE_LINK, failover_key="...")`."""
    return read_intent(PAIR, variables(**changes))


def case(
    primary: Mapping[str, Any] | None = None,
    secondary: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
    **changes: Any,
) -> PairContext:
    """What the rules judge: data of both units, and `failover_*` variables as changed."""
    both = Unit("primary", primary or unit("primary")), Unit("secondary", secondary or unit("secondary"))
    in_ha = all(each.state not in ("", "SINGLE_NODE") for each in both)
    key = changes.get("failover_key")
    return PairContext(intent(**changes), *both, in_ha=in_ha, key=key, settings=settings or Settings())
