# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions on a pair (deploy, switch, suspend, resume, break), and what units do without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from simulator.offline import PORTS, Offline

ACTION = "/devices/default/action/ha"


def codes(answer: tuple[int, Any]) -> tuple[int, list[str]]:
    return answer[0], [message["code"] for message in answer[1]["error"]["messages"]]


def states(rig: Offline) -> tuple[str, str]:
    return rig.state("one")["state"], rig.state("two")["state"]


@pytest.fixture
def pair(rig: Offline) -> Offline:
    rig.pair_up("one", "two")
    assert states(rig) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE")
    return rig


def test_the_standby_refuses_changes(pair: Offline) -> None:
    port = pair.port("two", "GigabitEthernet0/5")
    refused = [
        pair.call("two", "PUT", f"{PORTS}/{port['id']}", port | {"name": "new"}),
        pair.call("two", "POST", "/operational/deploy"),
        pair.call("two", "POST", f"{ACTION}/join"),
        pair.call("two", "DELETE", "/jobs"),
    ]
    assert [codes(answer) for answer in refused] == [(422, ["notAllowedOnStandby"])] * 4


def test_the_status_of_that_refusal_is_a_setting(make: Callable[..., Offline]) -> None:
    rig = make(standby_status=409)
    rig.pair_up("one", "two")
    assert codes(rig.call("two", "POST", "/operational/deploy")) == (409, ["notAllowedOnStandby"])


def test_a_deployment_on_the_active_unit_reaches_the_standby(pair: Offline) -> None:
    port = pair.port("one", "GigabitEthernet0/5")
    pair.call("one", "PUT", f"{PORTS}/{port['id']}", port | {"name": "new"})
    pair.call("one", "POST", "/operational/deploy")
    pair.advance(1)
    assert pair.port("two", "GigabitEthernet0/5")["name"] == "new"
    assert (pair.state("two")["role"], states(pair)[1]) == ("HA_SECONDARY", "HA_STANDBY_NODE")


def test_the_port_of_a_link_cannot_be_named(pair: Offline) -> None:
    port = pair.port("one", "GigabitEthernet0/2")
    answer = pair.call("one", "PUT", f"{PORTS}/{port['id']}", port | {"name": "new"})
    assert codes(answer) == (422, ["interfaceInFailoverUse"])


@pytest.mark.parametrize("unit", ["one", "two"])
def test_a_switch_exchanges_the_states_not_the_roles(pair: Offline, unit: str) -> None:
    assert pair.call(unit, "POST", f"{ACTION}/failover")[1]["type"] == "hastatus"
    pair.advance(0.5)
    assert states(pair) == ("HA_STANDBY_NODE", "HA_ACTIVE_NODE")
    assert pair.state("one")["role"] == "HA_PRIMARY"


def test_a_switch_needs_a_healthy_pair(pair: Offline) -> None:
    pair.patch("two", powered_off=True)
    assert codes(pair.call("one", "POST", f"{ACTION}/failover")) == (422, ["haActionNotAllowed"])


def test_suspending_the_active_unit_suspends_both(pair: Offline) -> None:
    answer = pair.call("one", "POST", f"{ACTION}/suspend")[1]
    assert [answer[name] for name in ("nodeState", "peerNodeState", "configStatus", "haHealthStatus")] == [
        "HA_SUSPENDED_NODE", "HA_UNKNOWN_NODE", "UNKNOWN", "CRITICAL",
    ]  # fmt: skip
    assert states(pair) == ("HA_SUSPENDED_NODE", "HA_SUSPENDED_NODE")


def test_suspending_the_standby_unit_leaves_the_active_one(pair: Offline) -> None:
    pair.call("two", "POST", f"{ACTION}/suspend")
    assert states(pair) == ("HA_ACTIVE_NODE", "HA_SUSPENDED_NODE")
    assert pair.state("one")["peer_state"] == "HA_DISABLED_NODE"


def test_resuming_brings_both_back(pair: Offline) -> None:
    pair.call("one", "POST", f"{ACTION}/suspend")
    assert pair.call("one", "POST", f"{ACTION}/resume")[1]["nodeState"] == "HA_DISABLED_NODE"
    pair.advance(10)
    assert states(pair) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE")


def test_resuming_the_standby_alone(pair: Offline) -> None:
    pair.call("two", "POST", f"{ACTION}/suspend")
    pair.call("two", "POST", f"{ACTION}/resume")
    pair.advance(10)
    assert states(pair) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE")


def test_a_break_on_the_active_unit_dissolves_the_pair_and_disables_the_other(pair: Offline) -> None:
    job = pair.call("one", "POST", f"{ACTION}/break")[1]
    pair.advance(1)
    assert pair.call("one", "GET", f"{ACTION}/break/{job['id']}")[1]["state"] == "DEPLOYED"
    assert states(pair) == ("SINGLE_NODE", "SINGLE_NODE")
    assert pair.state("one")["interfaces"]["GigabitEthernet0/0"]["enabled"]
    other = pair.state("two")["interfaces"]["GigabitEthernet0/0"]
    assert (other["enabled"], other["name"]) == (False, "outside")
    assert pair.state("one")["ha_configuration"]["nodeRole"] is None


def test_a_break_can_put_the_other_on_its_standby_addresses(pair: Offline) -> None:
    pair.call("one", "POST", f"{ACTION}/break", {"interfaceOption": "ENABLE_WITH_STANDBY_IP"})
    pair.advance(1)
    other = pair.state("two")["interfaces"]["GigabitEthernet0/0"]
    assert (other["enabled"], other["ipv4"]["ipAddress"]["ipAddress"]) == (True, "203.0.113.2")


def test_a_break_can_clear_the_interfaces_of_both(pair: Offline) -> None:
    pair.call("one", "POST", f"{ACTION}/break?clearIntfs=true")
    pair.advance(1)
    for unit in ("one", "two"):
        assert pair.state(unit)["interfaces"]["GigabitEthernet0/0"]["name"] is None


def test_a_break_on_the_standby_needs_an_option_and_affects_only_the_standby(pair: Offline) -> None:
    assert codes(pair.call("two", "POST", f"{ACTION}/break")) == (422, ["invalidField"])
    pair.call("two", "POST", f"{ACTION}/break", {"interfaceOption": "DISABLE_INTERFACES"})
    pair.advance(1)
    assert states(pair) == ("HA_ACTIVE_NODE", "SINGLE_NODE")


def test_no_break_while_the_units_synchronize(rig: Offline) -> None:
    rig.join("one", "primary")
    rig.advance(1.5)
    rig.join("two", "secondary")
    rig.advance(1.5)
    assert codes(rig.call("one", "POST", f"{ACTION}/break")) == (422, ["haActionNotAllowed"])


def test_a_pair_can_be_joined_again_after_a_break(pair: Offline) -> None:
    pair.call("one", "POST", f"{ACTION}/break")
    pair.advance(1)
    pair.pair_up("one", "two")
    assert states(pair) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE")


def test_the_standby_takes_over_when_the_active_unit_fails(pair: Offline) -> None:
    pair.patch("one", powered_off=True)
    assert pair.state("two")["state"] == "HA_ACTIVE_NODE"


def test_without_a_cable_both_are_active_and_with_it_they_are_a_pair_again(pair: Offline) -> None:
    pair.patch("one", unplugged=True)
    assert states(pair) == ("HA_ACTIVE_NODE", "HA_ACTIVE_NODE")
    pair.patch("one", unplugged=False)
    pair.advance(10)
    assert states(pair) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE")


def test_a_reset_puts_a_failed_unit_back(rig: Offline) -> None:
    rig.join("one", "primary")
    rig.advance(1.5)
    rig.join("two", "secondary")
    rig.advance(2)
    rig.patch("two", unplugged=True)
    rig.advance(5)
    rig.patch("two", unplugged=False)
    rig.login("two")
    assert rig.call("two", "POST", f"{ACTION}/reset")[0] == 200
    rig.advance(5)
    assert states(rig) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE")


def test_one_deployment_at_a_time(rig: Offline) -> None:
    assert rig.call("one", "POST", "/operational/deploy", {})[0] == 200
    assert codes(rig.call("one", "POST", "/operational/deploy")) == (422, ["jobInProgress"])


def test_criteria_are_checked_and_staged(rig: Offline) -> None:
    path = "/devices/default/ha/failoverconfigurations"
    body = rig.call("one", "GET", path)[1]["items"][0]
    half = {"value": 500, "timeUnit": "MILLISECONDS", "type": "time"}
    assert (
        codes(rig.call("one", "PUT", f"{path}/{body['id']}", body | {"peerPollTime": half | {"value": 50}}))[0] == 422
    )
    assert rig.call("one", "PUT", f"{path}/{body['id']}", body | {"peerPollTime": half})[0] == 200
    assert [change["type"] for change in rig.state("one")["pending"]] == ["hafailoverconfiguration"]


def test_finished_jobs_can_be_deleted(rig: Offline) -> None:
    rig.call("one", "POST", "/operational/deploy")
    rig.advance(1)
    assert rig.call("one", "GET", "/jobs")[1]["paging"]["count"] == 1
    assert rig.call("one", "DELETE", "/jobs") == (204, None)
    assert rig.call("one", "GET", "/jobs")[1]["items"] == []


def test_an_import_can_delete_the_jobs(make: Callable[..., Offline]) -> None:
    rig = make(jobs_survive_import=False)
    rig.pair_up("one", "two")
    assert rig.call("two", "GET", "/devices/default/action/ha/join")[1]["items"] == []


def test_a_break_forgets_what_only_a_pair_has(pair: Offline) -> None:
    port = pair.port("one", "GigabitEthernet0/0")
    watched = port | {"monitorInterface": True, "macAddress": "0201.2a01.0001", "standbyMacAddress": "0201.2a01.0002"}
    pair.call("one", "PUT", f"/devices/default/interfaces/{port['id']}", watched)
    pair.call("one", "POST", "/operational/deploy")
    pair.advance(1)
    pair.call("one", "POST", f"{ACTION}/break")
    pair.advance(1)
    for unit in ("one", "two"):
        left = pair.state(unit)["interfaces"]["GigabitEthernet0/0"]
        assert (left["monitorInterface"], left["macAddress"], left["standbyMacAddress"]) == (False, None, None)
        assert left["ipv4"]["ipAddress"]["standbyIpAddress"] is None


def test_a_break_without_a_peer_disables_the_interfaces_of_the_only_unit_there_is(pair: Offline) -> None:
    pair.patch("two", powered_off=True)
    pair.call("one", "POST", f"{ACTION}/break", {"interfaceOption": "DISABLE_INTERFACES"})
    pair.advance(1)
    assert not pair.state("one")["interfaces"]["GigabitEthernet0/0"]["enabled"]


def test_a_break_takes_one_of_the_two_options(pair: Offline) -> None:
    both = pair.call("one", "POST", f"{ACTION}/break?clearIntfs=false", {"interfaceOption": "DISABLE_INTERFACES"})
    assert codes(both) == (422, ["invalidField"])


def test_a_standby_unit_that_is_managed_over_a_data_interface_is_lost_with_a_break(
    make: Callable[..., Offline],
) -> None:
    rig = make(two={"management_address": "127.0.9.12"})
    rig.patch("two", management_address="127.0.1.12")  # over the management interface while the pair is made
    rig.pair_up("one", "two")
    rig.patch("two", management_address="127.0.9.12")
    rig.call("one", "POST", f"{ACTION}/break")
    rig.advance(1)
    assert rig.unit("two").absence(rig.clock.now()) == "reset"
