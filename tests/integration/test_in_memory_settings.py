# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Failover criteria and interface settings on simulated pairs: written to the active unit, once, and found again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Conflict, FailoverError
from support.in_memory_deploy import ROLES, Asked, Killed, Reply, Site, well_said
from support.in_memory_faults import FAULTS, kill_at, strike
from support.in_memory_pair import ACTION, broken_requests, settings, settings_in_turns, site, states, writes

CRITERIA = {"peer_poll_time": "500 ms", "peer_hold_time": 2, "interface_poll_time": 2, "threshold": "50%"}
OUTSIDE = {
    "monitored": True,
    "standby_address": "203.0.113.3",
    "mac_address": "02:01:2a:01:00:01",
    "standby_mac_address": "0201.2a01.0002",
}
BOTH = {"failover_criteria": CRITERIA, "failover_interfaces": {"outside": OUTSIDE}}
MORE = {
    "interfaces": [
        {
            "hardware": "GigabitEthernet0/5",
            "enabled": True,
            "subinterfaces": [{"id": 20, "vlan": 20, "name": "dmz", "ipv4": "198.51.100.1/25", "enabled": True}],
        },
        {
            "hardware": "GigabitEthernet0/6",
            "name": "lab",
            "ipv4": "198.51.100.129/25",
            "ipv6": "2001:db8:6::1/64",
            "enabled": True,
        },
        {"hardware": "GigabitEthernet0/7", "name": "transit", "ipv4": "192.0.2.200/31", "enabled": True},
    ],
    "etherchannels": [
        {"id": 1, "members": ["GigabitEthernet0/3", "GigabitEthernet0/4"], "name": "core", "ipv4": "192.0.2.1/25"}
    ],
}
DEPLOY = "/operational/deploy"


def running(of: Site, role: str, hardware: str) -> dict[str, Any]:
    """An interface as the unit runs it."""
    record = of.rig.unit(role).store.running_port(hardware)
    assert record is not None
    return record.body


def criteria(of: Site, role: str) -> dict[str, Any]:
    """The criteria as the unit runs them."""
    return next(iter(of.rig.unit(role).store.running_list("hafailoverconfiguration"))).body


Task = Callable[[Site, Mapping[str, Any]], dict[str, Any]]
IN_ONE_TASK_OR_MORE = pytest.mark.parametrize("task", [settings, settings_in_turns])
"""With other pairs in the play, the deployment is waited for in later tasks."""


@IN_ONE_TASK_OR_MORE
@pytest.mark.parametrize("active", ROLES)
def test_everything_is_written_to_the_active_unit_deployed_once_and_found_on_both(active: str, task: Task) -> None:
    """Traps 10, 11 and 17: the active unit alone is written to, one deployment for all edits, a second run nothing."""
    of = site(active)
    result = task(of, BOTH)
    assert (result["changed"], result["unit"]) == (True, active)
    assert {unit for unit, _method, _path in writes(of)} == {active}
    assert [path for _unit, method, path in writes(of) if method == "POST"] == [DEPLOY]
    assert [method for _unit, method, _path in writes(of)] == ["PUT", "PUT", "POST"]
    for role in ROLES:
        held = running(of, role, "GigabitEthernet0/0")
        assert (held["monitorInterface"], held["macAddress"], held["standbyMacAddress"]) == (
            True,
            "0201.2a01.0001",
            "0201.2a01.0002",
        )
        assert held["ipv4"]["ipAddress"]["standbyIpAddress"] == "203.0.113.3"
        assert criteria(of, role)["peerPollTime"] == {"value": 500, "timeUnit": "MILLISECONDS", "type": "time"}
        assert criteria(of, role)["interfaceFailureUnit"] == "PERCENTAGE"
    calls = len(of.asked)
    again = settings(of, BOTH)
    assert (again["changed"], writes(of, calls)) == (False, [])
    assert f"the {active} is active and has all settings" in again["msg"]


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        ({"peer_poll_time": "1000 ms"}, {"value": 1, "timeUnit": "SECONDS"}),
        ({"peer_poll_time": 1}, {"value": 1000, "timeUnit": "MILLISECONDS"}),
        ({"peer_hold_time": "15"}, {"value": 15, "timeUnit": "SECONDS"}),
    ],
)
def test_a_unit_that_spells_a_time_otherwise_has_it_all_the_same(wanted: dict[str, Any], held: dict[str, Any]) -> None:
    """Trap 12: 1000 ms and 1 s are the same."""
    of, field = site(), {"peer_poll_time": "peerPollTime", "peer_hold_time": "peerHoldTime"}[next(iter(wanted))]

    def spelled(asked: Asked, reply: Reply) -> Reply:
        if not asked.path.endswith("/ha/failoverconfigurations"):
            return reply
        body = json.loads(reply.getvalue())
        body["items"][0][field] = held
        return Reply(200, json.dumps(body).encode())

    of.after = spelled
    assert settings(of, {"failover_criteria": wanted})["changed"] is False


@pytest.mark.parametrize("mac", ["0201.2A01.0001", "02:01:2A:01:00:01", "02-01-2a-01-00-01", "02012a010001"])
def test_a_unit_that_spells_a_mac_address_otherwise_has_it_all_the_same(mac: str) -> None:
    """Trap 12."""
    of = site()
    settings(of, BOTH)
    wanted = {"failover_interfaces": {"outside": {"mac_address": mac}}}
    assert settings(of, wanted)["changed"] is False


@IN_ONE_TASK_OR_MORE
def test_a_unit_that_stores_only_a_part_of_what_was_sent_does_not_count_as_done(task: Task) -> None:
    """Trap 12: what the unit has after the deployment is compared, not what it answered."""
    of = site()

    def keeps_the_old(asked: Asked, reply: Reply) -> Reply:
        if asked.method == "GET" and asked.path == "/devices/default/interfaces":
            body = json.loads(reply.getvalue())
            for item in body["items"]:
                item["standbyMacAddress"] = None
            return Reply(200, json.dumps(body).encode())
        return reply

    of.after = keeps_the_old
    with pytest.raises(Conflict, match=r"stores other settings than were sent \(outside: standby_mac_address none"):
        task(of, BOTH)


def test_the_key_is_never_sent_in_an_edit_that_is_not_about_it() -> None:
    """Trap 13."""
    of, sent = site(), []
    of.rig.watch(lambda call, _answer: sent.append((call.method, call.path, json.dumps(call.body))))
    settings(of, BOTH)
    bodies = [body for method, _path, body in sent if method != "GET"]
    assert bodies
    assert not any("sharedKey" in body for body in bodies)
    assert not any("/ha/configurations" in path for method, path, _body in sent if method != "GET")


def test_one_deployment_for_all_edits_of_a_run() -> None:
    """Trap 17: frequent deployments cause failovers."""
    of = site(both=MORE)
    many = {
        "outside": OUTSIDE,
        "inside": {"monitored": True},
        "lab": {"monitored": True, "standby_address": ["198.51.100.130", "2001:db8:6::2"]},
        "dmz": {"monitored": True, "standby_address": "198.51.100.2"},
        "Port-channel1": {"monitored": True, "standby_address": "192.0.2.2"},
    }
    settings(of, {"failover_criteria": CRITERIA, "failover_interfaces": many})
    assert len([path for _unit, _method, path in writes(of) if path == DEPLOY]) == 1


@pytest.mark.parametrize(
    ("name", "hardware"),
    [
        ("GigabitEthernet0/0", "GigabitEthernet0/0"),
        ("dmz", "GigabitEthernet0/5.20"),
        ("GigabitEthernet0/5.20", "GigabitEthernet0/5.20"),
        ("core", "Port-channel1"),
        ("Port-channel1", "Port-channel1"),
    ],
)
def test_subinterfaces_and_etherchannels_have_settings_too(name: str, hardware: str) -> None:
    """Trap 18: by logical name or by hardware name."""
    of = site(both=MORE)
    macs = {"mac_address": "0201.2a01.00aa", "standby_mac_address": "0201.2a01.00ab"}
    settings(of, {"failover_interfaces": {name: {"monitored": True} | macs}})
    for role in ROLES:
        held = running(of, role, hardware)
        assert (held["monitorInterface"], held["macAddress"], held["standbyMacAddress"]) == (True, *macs.values())
    assert settings(of, {"failover_interfaces": {name: {"monitored": True} | macs}})["changed"] is False


def test_vlan_interfaces_have_settings_too_and_a_bridge_group_has_no_mac_addresses() -> None:
    """Trap 18: what has no such setting is said."""
    vlan = {"vlan_interfaces": [{"vlan": 30, "name": "users", "ipv4": "198.51.100.1/24", "enabled": True}]}
    of = site(both={"platform": "fpr1010"} | vlan, primary=fpr("primary"), secondary=fpr("secondary"))
    wanted = {"users": {"monitored": True, "standby_address": "198.51.100.9"}}
    settings(of, {"failover_interfaces": wanted})
    assert running(of, "secondary", "Vlan30")["ipv4"]["ipAddress"]["standbyIpAddress"] == "198.51.100.9"
    bridge = {"bridge_groups": [{"id": 1, "members": ["GigabitEthernet0/5"], "name": "bvi", "ipv4": "198.51.100.1/24"}]}
    of = site(both=bridge)
    with pytest.raises(Conflict, match="bvi: is a bridge group, which has no MAC addresses of its own"):
        settings(of, {"failover_interfaces": {"bvi": OUTSIDE | {"standby_address": "198.51.100.2"}}})
    settings(of, {"failover_interfaces": {"bvi": {"monitored": True, "standby_address": "198.51.100.2"}}})
    assert running(of, "secondary", "BVI1")["ipv4"]["ipAddress"]["standbyIpAddress"] == "198.51.100.2"


def fpr(role: str) -> dict[str, Any]:
    joined = {"role": role, "active": role == "primary", "port": "Ethernet1/3"}
    return {
        "joined": joined | {"primary_address": "192.168.10.1/30", "secondary_address": "192.168.10.2/30"},
        "interfaces": [{"hardware": "Ethernet1/3", "mode": "ROUTED", "enabled": True}],
    }


def test_ipv6_standby_addresses_and_their_removal() -> None:
    of = site(both=MORE)
    settings(of, {"failover_interfaces": {"lab": {"standby_address": ["2001:db8:6::2", "198.51.100.130"]}}})
    held = running(of, "secondary", "GigabitEthernet0/6")
    assert held["ipv6"]["ipAddresses"][0]["standbyIpAddress"] == "2001:db8:6::2"
    assert held["ipv4"]["ipAddress"]["standbyIpAddress"] == "198.51.100.130"
    settings(of, {"failover_interfaces": {"lab": {"standby_address": "198.51.100.131"}}})
    held = running(of, "primary", "GigabitEthernet0/6")
    assert held["ipv6"]["ipAddresses"][0]["standbyIpAddress"] == "2001:db8:6::2"
    settings(of, {"failover_interfaces": {"lab": {"standby_address": []}}})
    held = running(of, "primary", "GigabitEthernet0/6")
    assert held["ipv6"]["ipAddresses"][0]["standbyIpAddress"] is None
    assert held["ipv4"]["ipAddress"]["standbyIpAddress"] is None


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"outsid": {"monitored": True}}, r"the unit has no interface outsid \(did you mean outside\?\)"),
        ({"GigabitEthernet0/2": {"monitored": True}}, "carries the failover link or the state link"),
        ({"GigabitEthernet0/3": {"monitored": True}}, "has no name"),
        ({"Management0/0": {"monitored": True}}, "is a management interface"),
        (
            {"outside": {"standby_address": "198.51.100.9"}},
            r"is not in the network of its active address \(203.0.113.1/25",
        ),
        ({"outside": {"standby_address": "203.0.113.1"}}, "203.0.113.1 is its active address"),
        ({"outside": {"standby_address": "203.0.113.127"}}, "203.0.113.127 is the broadcast address"),
        ({"outside": {"standby_address": "203.0.113.0"}}, "203.0.113.0 is the network address"),
        ({"outside": {"standby_address": ["203.0.113.3", "203.0.113.4"]}}, "203.0.113.4 is the second one"),
        ({"outside": {"standby_address": "2001:db8::2"}}, "2001:db8::2 is not in the network"),
        ({"transit": {"standby_address": "192.0.2.201"}}, "has no room for a standby address"),
        ({"core": {"standby_address": "192.0.2.2"}, "lab": {"standby_address": "192.0.2.2"}}, "is given twice"),
        ({"outside": {"mac_address": "0201.2a01.0001"}}, "mac_address is given without standby_mac_address"),
        ({"outside": {"standby_mac_address": "0201.2a01.0001"}}, "standby_mac_address is given without mac_address"),
        (
            {"outside": {"mac_address": "0301.2a01.0001"}},
            "mac_address is 0301.2a01.0001; expected a MAC address of one host",
        ),
    ],
)
def test_what_a_pair_cannot_have_is_refused_before_anything_is_written(wanted: dict[str, Any], says: str) -> None:
    of = site(both=MORE)
    with pytest.raises(FailoverError, match=says) as error:
        settings(of, {"failover_interfaces": wanted})
    assert well_said(str(error.value))
    assert writes(of) == []


def test_addresses_and_macs_that_are_used_elsewhere_on_the_pair_are_refused() -> None:
    of = site(both=MORE)
    settings(of, {"failover_interfaces": {"outside": OUTSIDE}})
    with pytest.raises(Conflict, match=r"inside: the MAC address 0201\.2a01\.0001 is used by outside"):
        settings(of, {"failover_interfaces": {"inside": OUTSIDE | {"standby_address": None}}})
    wide = {"hardware": "GigabitEthernet0/8", "name": "wide", "ipv4": "192.168.0.1/16", "enabled": True}
    of = site(both={"interfaces": [wide]})
    with pytest.raises(Conflict, match=r"192\.168\.10\.2 is used by the failover link or the state link"):
        settings(of, {"failover_interfaces": {"wide": {"standby_address": "192.168.10.2"}}})


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"interface_poll_time": 15}, "interface_hold_time is 25 s, less than 5 times interface_poll_time"),
        ({"peer_hold_time": "900 ms"}, "peer_hold_time is 900 ms, less than 3 times peer_poll_time"),
    ],
)
def test_a_time_that_does_not_fit_what_the_unit_keeps_is_refused(wanted: dict[str, Any], says: str) -> None:
    of = site()
    with pytest.raises(Conflict, match=says):
        settings(of, {"failover_criteria": wanted})
    assert writes(of) == []


def test_at_the_edges_the_units_own_words_decide() -> None:
    of = site()
    with pytest.raises(FailoverError, match="interfaceFailureThreshold must be between 1 and 211"):
        settings(of, {"failover_criteria": {"threshold": 230}})


def test_other_users_changes_are_deployed_only_if_allowed() -> None:
    of = site()
    of.rig.patch("primary", pending_changes=[{"name": "web", "type": "accessrule"}])
    with pytest.raises(Conflict, match=r"other users' changes are pending \(web\).*settings_pending_changes"):
        settings(of, BOTH)
    assert writes(of) == []
    assert settings(of, BOTH, everything=True)["changed"]


@pytest.mark.parametrize(
    "staged", [{"description": "somebody's"}, {"ipv4": "203.0.113.77/25", "ipv4_standby": "203.0.113.2"}]
)
def test_other_users_changes_of_the_same_interface_are_deployed_only_if_allowed(staged: dict[str, Any]) -> None:
    of = site()
    of.rig.patch("primary", staged={"GigabitEthernet0/0": staged})
    with pytest.raises(Conflict, match="other users' changes are pending"):
        settings(of, BOTH)
    assert writes(of) == []


def test_a_dry_run_says_what_would_be_written_where() -> None:
    of = site("secondary")
    result = settings(of, BOTH, write=False)
    assert (result["changed"], result["unit"], writes(of)) == (True, "secondary", [])
    assert result["diff"]["before"]["outside"] == {
        "standby_address of 203.0.113.1/25": "203.0.113.2",
        "mac_address": "none",
        "standby_mac_address": "none",
    }
    assert result["diff"]["after"]["failover criteria"]["threshold"] == "50%"


SWITCHING = f"{ACTION}failover"


@IN_ONE_TASK_OR_MORE
@pytest.mark.parametrize("call", range(1, 60))
def test_a_switch_between_any_two_calls_ends_with_the_settings_on_both_units(call: int, task: Task) -> None:
    """Trap 11: what the standby refuses is written to the unit that is active now, and the result names it."""
    of = site()

    def someone_switches(asked: Asked) -> None:
        if asked.number == call:
            of.rig.call("primary", "POST", SWITCHING)
            of.rig.advance(1)

    of.before = someone_switches
    result = task(of, BOTH)
    active = "secondary" if call <= len(of.asked) else "primary"
    assert result["unit"] == active
    for role in ROLES:
        assert running(of, role, "GigabitEthernet0/0")["macAddress"] == "0201.2a01.0001"
        assert criteria(of, role)["interfaceFailureUnit"] == "PERCENTAGE"
    assert sorted(states(of).values()) == ["active", "standby"]


def ended(of: Site, task: Task = settings) -> str | None:
    try:
        task(of, BOTH)
    except FailoverError as error:
        return str(error)
    except Killed:
        return None
    return ""


def finished(of: Site) -> bool:
    held = [running(of, role, "GigabitEthernet0/0")["macAddress"] for role in ROLES]
    pending = [of.rig.state(role)["pending"] for role in ROLES]
    return held == ["0201.2a01.0001"] * 2 and pending == [[], []]


@IN_ONE_TASK_OR_MORE
@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_a_run_killed_at_any_call_is_finished_by_the_next(done: bool, task: Task) -> None:
    for call in range(1, 60):
        of = site()
        kill_at(of, call, done)
        assert ended(of, task) in (None, "")
        of.before, of.after = lambda _asked: None, lambda _asked, reply: reply
        assert ended(of) == "", f"killed at {call}"
        assert finished(of), f"killed at {call}"


@IN_ONE_TASK_OR_MORE
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_call_ends_well_or_is_said(fault: str, task: Task) -> None:
    for call in range(1 + len(fault) % 3, 60, 3):
        of = site()
        strike(of, fault, call, 1 + call % 3)
        said = ended(of, task)
        assert said is not None
        assert not said or well_said(said), said
        of.untroubled()
        assert ended(of) == "", f"{fault} at call {call}"
        assert finished(of), f"{fault} at call {call}"


def test_every_request_is_valid() -> None:
    of = site(both=MORE)
    broken = broken_requests(of)
    names: dict[str, Any] = {
        "outside": OUTSIDE,
        "lab": {"standby_address": "2001:db8:6::2"},
        "dmz": {"monitored": True, "standby_address": "198.51.100.2"},
        "core": {"monitored": True, "standby_address": "192.0.2.2"},
    }
    settings(of, {"failover_criteria": CRITERIA, "failover_interfaces": names})
    assert len(writes(of)) == 6
    assert broken == []


def test_settings_of_a_pair_that_does_not_exist_are_refused() -> None:
    of = Site()
    with pytest.raises(Conflict, match=r"deploy is not possible now: .*Form the pair first: run fdm.failover.deploy"):
        settings(of, BOTH)
