# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The output of the data plane's commands, in the layouts of captures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from simulator.offline import Offline, address


def run(rig: Offline, unit: str, command: str) -> list[str]:
    body = {"commandInput": command, "type": "Command"}
    status, answer = rig.call(unit, "POST", "/action/command", body)
    assert status == 200
    return [line.strip() for line in answer["commandOutput"].splitlines()]


@pytest.fixture
def pair(rig: Offline) -> Offline:
    rig.pair_up("one", "two", sharedKey="Secret-1")
    return rig


def test_failover_is_off_before_the_join(rig: Offline) -> None:
    lines = run(rig, "one", "show failover")
    assert lines[:3] == ["Failover Off", "Failover unit Secondary", "Failover LAN Interface: not Configured"]


def test_show_failover_of_both(pair: Offline) -> None:
    one, two = run(pair, "one", "show failover"), run(pair, "two", "show failover")
    assert one[:3] == [
        "Failover On",
        "Failover unit Primary",
        "Failover LAN Interface: failover-link GigabitEthernet0/2 (up)",
    ]
    assert "This host: Primary - Active" in one
    assert "Other host: Secondary - Standby Ready" in one
    assert "This host: Secondary - Standby Ready" in two
    assert one.count("Interface outside (203.0.113.1): Normal (Monitored)") == 1
    assert "Link : failover-link GigabitEthernet0/2 (up)" in one


def test_show_failover_without_a_peer(rig: Offline) -> None:
    rig.join("one", "primary")
    rig.advance(1.5)
    lines = run(rig, "one", "show failover")
    assert "Other host: Secondary - Failed" in lines
    assert "Interface outside (0.0.0.0): Unknown (Waiting)" in lines
    assert "Comm Failure" in " ".join(run(rig, "one", "show failover state"))


def test_show_failover_during_the_import(rig: Offline) -> None:
    rig.join("one", "primary")
    rig.advance(1.5)
    rig.join("two", "secondary")
    rig.advance(1.6)
    lines = run(rig, "one", "show failover")
    assert "Other host: Secondary - Sync Config" in lines
    assert "Interface outside (203.0.113.2): Normal (Monitored)" in lines
    assert "Interface config Syncing" in run(rig, "one", "show failover state")


def test_a_data_port_without_link_shows(pair: Offline) -> None:
    pair.patch("two", interfaces={"GigabitEthernet0/1": {"link": "DOWN"}})
    lines = run(pair, "one", "show failover")
    assert "Interface inside (203.0.113.130): No Link (Waiting)" in lines
    assert "Interface inside (203.0.113.129): Normal (Waiting)" in lines


def test_show_failover_state(pair: Offline) -> None:
    assert "Sync Done" in run(pair, "one", "show failover state")
    assert "Sync Done - STANDBY" in run(pair, "two", "show failover state")
    assert "Mac set" in run(pair, "one", "show failover state")


def test_both_units_have_the_same_lines_except_for_the_role(pair: Offline) -> None:
    one, two = run(pair, "one", "show running-config failover"), run(pair, "two", "show running-config failover")
    assert one == [
        "failover",
        "failover lan unit primary",
        "failover lan interface failover-link GigabitEthernet0/2",
        "failover replication http",
        "failover link failover-link GigabitEthernet0/2",
        "failover interface ip failover-link 192.168.10.1 255.255.255.252 standby 192.168.10.2",
        "failover ipsec pre-shared-key *****",
    ]
    assert two == [line.replace("unit primary", "unit secondary") for line in one]


def test_a_separate_state_link_has_lines_of_its_own(rig: Offline) -> None:
    for name in ("one", "two"):
        rig.enable(name, "GigabitEthernet0/3")
        port = rig.port(name, "GigabitEthernet0/3")
        state = {
            "statefulFailoverInterface": {"id": port["id"], "type": port["type"]},
            "primaryStatefulFailoverIPv4": address("192.168.10.5"),
            "secondaryStatefulFailoverIPv4": address("192.168.10.6"),
        }
        assert rig.join(name, "primary" if name == "one" else "secondary", **state)[0] == 200
        rig.advance(3)
    lines = run(rig, "one", "show running-config failover")
    assert "failover link stateful-failover-link GigabitEthernet0/3" in lines
    assert "failover interface ip stateful-failover-link 192.168.10.5 255.255.255.252 standby 192.168.10.6" in lines


def test_show_interface_ip_brief(pair: Offline) -> None:
    lines = run(pair, "two", "show interface ip brief")
    assert any(line.split() == ["GigabitEthernet0/2", "192.168.10.2", "YES", "unset", "up", "up"] for line in lines)
    assert any(line.startswith("GigabitEthernet0/9") and "administratively down" in line for line in lines)


METHODS = [
    ({"name": "wan", "ipv4": "198.51.100.1/24"}, "", ["198.51.100.1", "YES", "manual"]),
    ({"name": "wan", "dhcp": True}, "", ["unassigned", "YES", "DHCP"]),
    ({"name": "wan", "dhcp": True, "lease": "198.51.100.9"}, "", ["198.51.100.9", "YES", "DHCP"]),
    ({"subinterfaces": [{"id": 7, "dhcp": True}]}, ".7", ["unassigned", "YES", "DHCP"]),
    ({"subinterfaces": [{"id": 7, "dhcp": True, "lease": "198.51.100.9"}]}, ".7", ["198.51.100.9", "YES", "DHCP"]),
    ({"subinterfaces": [{"id": 7}]}, ".7", ["unassigned", "YES", "unset"]),
]


@pytest.mark.parametrize(("words", "suffix", "columns"), METHODS)
def test_the_method_column(
    make: Callable[..., Offline], words: dict[str, Any], suffix: str, columns: list[str]
) -> None:
    rig = make(interfaces=[{"hardware": "GigabitEthernet0/5", "enabled": True, **words}])
    rows = {line.split()[0]: line.split() for line in run(rig, "one", "show interface ip brief")}
    assert rows[f"GigabitEthernet0/5{suffix}"] == [f"GigabitEthernet0/5{suffix}", *columns, "up", "up"]


def test_the_output_of_a_command_is_a_setting(make: Callable[..., Offline]) -> None:
    rig = make(commands={"show managers": "Managed by a manager.\n"})
    assert run(rig, "one", "show managers") == ["Managed by a manager."]
    rig.patch("one", commands={})
    assert run(rig, "one", "show managers") == ["Managed locally."]


def test_a_unit_that_never_heard_its_peer_says_so(rig: Offline) -> None:
    rig.join("one", "primary")
    rig.advance(1.5)
    serial = rig.state("one")["serial"]
    assert f"Serial Number: Ours {serial}, Mate Unknown" in run(rig, "one", "show failover")


def test_a_unit_whose_peer_went_away_still_knows_it(pair: Offline) -> None:
    serials = [pair.state(name)["serial"] for name in ("one", "two")]
    pair.patch("two", powered_off=True)
    lines = run(pair, "one", "show failover")
    assert f"Serial Number: Ours {serials[0]}, Mate {serials[1]}" in lines
    assert "Interface outside (203.0.113.2): Unknown (Monitored)" in lines


def test_the_history_has_every_state(pair: Offline) -> None:
    text = " ".join(run(pair, "two", "show failover history"))
    assert text.index("Negotiation") < text.index("Sync Config") < text.index("Standby Ready")


@pytest.mark.parametrize("command", ["show fail", "configure terminal", "reload"])
def test_other_commands_are_not_understood(rig: Offline, command: str) -> None:
    assert run(rig, "one", command)[-1] == "ERROR: % Invalid input detected at '^' marker."


def test_each_unit_has_its_own_clock(make: Callable[..., Offline]) -> None:
    rig = make(one={"clock_skew_seconds": 600.0})
    times = [rig.call(name, "GET", "/operational/systeminfo/default")[1]["currentTime"] for name in ("one", "two")]
    assert times[0] - times[1] == 600_000
