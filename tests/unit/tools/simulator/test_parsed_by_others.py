# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`show failover` of the simulator, read by a parser that this project did not write (ntc-templates)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ntc_templates.parse import parse_output
from simulator.offline import Offline, address

DEDICATED = {
    "primaryStatefulFailoverIPv4": address("192.168.10.5"),
    "secondaryStatefulFailoverIPv4": address("192.168.10.6"),
}


def parsed(rig: Offline, unit: str, command: str = "show failover") -> list[dict[str, Any]]:
    body = {"commandInput": command, "type": "Command"}
    printed = rig.call(unit, "POST", "/action/command", body)[1]["commandOutput"]
    return list(parse_output(platform="cisco_asa", command=command, data=printed))


def paired(rig: Offline, dedicated: bool) -> None:
    """A pair with a combined link, or with a dedicated state link on GigabitEthernet0/3."""
    for name in ("one", "two"):
        state: dict[str, Any] = {}
        if dedicated:
            rig.enable(name, "GigabitEthernet0/3")
            port = rig.port(name, "GigabitEthernet0/3")
            state = DEDICATED | {"statefulFailoverInterface": {"id": port["id"], "type": port["type"]}}
        assert rig.join(name, "primary" if name == "one" else "secondary", **state)[0] == 200
        rig.advance(4)
    rig.login("two")


@pytest.mark.parametrize("dedicated", [False, True])
@pytest.mark.parametrize(("unit", "role"), [("one", "Primary"), ("two", "Secondary")])
def test_a_healthy_pair(rig: Offline, unit: str, role: str, dedicated: bool) -> None:
    paired(rig, dedicated)
    (found,) = parsed(rig, unit)
    states = ("Active", "Standby Ready") if role == "Primary" else ("Standby Ready", "Active")
    assert (found["state"], found["role"]) == ("On", role)
    assert (found["lan_intf_name"], found["lan_intf"], found["lan_intf_state"]) == (
        "failover-link",
        "GigabitEthernet0/2",
        "up",
    )
    assert (found["service_state"], found["service_state_mate"]) == ([states[0]], [states[1]])
    assert found["sw_version"] == found["sw_version_mate"] == "9.16(1)84"
    assert found["interfaces"] == found["interfaces_mate"] == ["outside", "inside"]
    assert found["interfaces_status"] == found["interfaces_status_mate"] == ["Normal", "Normal"]
    assert found["interfaces_state"] == found["interfaces_state_mate"] == ["Monitored", "Monitored"]


CHANGES: list[tuple[dict[str, Any], list[str], list[str]]] = [
    ({"link": "DOWN"}, ["No Link"], ["Waiting"]),
    ({"enabled": False}, ["Link Down"], ["Shutdown"]),
    ({"monitor": False}, ["Normal"], ["Not-Monitored"]),
    ({"monitor": False, "link": "DOWN"}, ["No Link"], ["Not-Monitored"]),
    ({"ipv4_standby": None}, ["Normal"], ["Waiting"]),
]


@pytest.mark.parametrize(("change", "status", "state"), CHANGES)
def test_the_state_of_an_interface(rig: Offline, change: dict[str, Any], status: list[str], state: list[str]) -> None:
    paired(rig, dedicated=False)
    rig.patch("one", interfaces={"GigabitEthernet0/1": change})
    (found,) = parsed(rig, "one")
    assert (found["interfaces_status"][1:], found["interfaces_state"][1:]) == (status, state)


def test_a_peer_that_was_never_heard(rig: Offline) -> None:
    rig.join("one", "primary")
    rig.advance(1.5)
    (found,) = parsed(rig, "one")
    assert (found["service_state"], found["service_state_mate"]) == (["Active"], ["Failed"])
    assert found["sw_version_mate"] == "Unknown"
    assert (found["interfaces_status_mate"], found["interfaces_state_mate"]) == (["Unknown"] * 2, ["Waiting"] * 2)


def test_a_peer_that_went_away(make: Callable[..., Offline]) -> None:
    rig = make()
    rig.pair_up("one", "two")
    rig.patch("two", powered_off=True)
    (found,) = parsed(rig, "one")
    assert (found["service_state"], found["service_state_mate"]) == (["Active"], ["Failed"])
    assert found["sw_version_mate"] == found["sw_version"]
    assert (found["interfaces_status_mate"], found["interfaces_state_mate"]) == (["Unknown"] * 2, ["Monitored"] * 2)
    assert (found["interfaces_status"], found["interfaces_state"]) == (["Normal"] * 2, ["Waiting"] * 2)


def test_a_service_that_is_down(make: Callable[..., Offline]) -> None:
    rig = make(two={"snort": "down"})
    rig.pair_up("one", "two")
    (found,) = parsed(rig, "one")
    assert (found["ssp_status"], found["ssp_status_mate"]) == (["Up", "up", "up"], ["Up", "down", "up"])


def test_show_interface_ip_brief(make: Callable[..., Offline]) -> None:
    rig = make(
        interfaces=[
            {"hardware": "GigabitEthernet0/4", "enabled": True, "dhcp": True, "lease": "198.51.100.9"},
            {
                "hardware": "GigabitEthernet0/5",
                "enabled": True,
                "subinterfaces": [{"id": 7, "name": "v", "dhcp": True}],
            },
        ]
    )
    rows = {row["interface"]: row for row in parsed(rig, "one", "show interface ip brief")}
    found = {name: (row["ip_address"], row["status"], row["proto"]) for name, row in rows.items()}
    assert found["GigabitEthernet0/0"] == ("203.0.113.1", "up", "up")
    assert found["GigabitEthernet0/2"] == ("unassigned", "administratively down", "down")
    assert found["GigabitEthernet0/4"] == ("198.51.100.9", "up", "up")
    assert found["GigabitEthernet0/5.7"] == ("unassigned", "up", "up")
