# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task verify reads both units and compares the pair with the inventory."""

from __future__ import annotations

import json

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    DeviceFault,
    LoginRefused,
    NotAllowed,
    NotReady,
    Rejected,
    TlsError,
    Unreachable,
)
from support import fake_client, units

AUTO = {"failover_link": units.LINK | {"port": "auto"}}
LINE = (
    "branch01: as intended: primary active, secondary standby ready, in sync; failover link GigabitEthernet0/2, "
    "combined with the state link"
)


def unit_in_ha(role):
    own = units.joined(role)
    return fake_client.unit(
        role,
        status=own["status"],
        configurations=fake_client.configured(role),
        interfaces=own["interfaces"],
        command={"commandOutput": units.show_failover(role)},
    )


@pytest.fixture
def pair(run):
    """A pair in HA."""
    run.primary, run.secondary = unit_in_ha("primary"), unit_in_ha("secondary")
    return run


ONLY = {"commands": ["show failover"]}


def test_a_pair_in_ha_is_verified(pair):
    result = pair("verify", ONLY)
    assert (result["changed"], result["verified"], "failed" in result) == (False, True, False)
    assert result["msg"] == LINE
    assert pair.lines[0] == LINE
    assert pair.written == []


@pytest.mark.parametrize("stop", [True, False])
def test_an_error_stops_the_task_unless_the_role_does(run, stop):
    result = run("verify", {"stop": stop} | ONLY)
    assert result["verified"] is False
    assert result.get("failed", False) is stop
    assert run.lines[0].startswith(
        "branch01: unhealthy: pair, unit state: primary single, secondary single: not a pair"
    )
    assert result["msg"].startswith("branch01: unhealthy. (1) pair, unit state: ")


def test_the_secondary_of_a_primary_in_ha_may_know_the_primarys_login_only(pair):
    pair("verify", ONLY)
    assert [each["connection"].may_use_peer_login for each in pair.clients] == [False, True]


def test_the_secondary_of_a_single_primary_is_sent_its_own_login_only(run):
    run("verify", {"stop": False} | ONLY)
    assert [each["connection"].may_use_peer_login for each in run.clients] == [False, False]


def test_a_port_that_the_inventory_leaves_open_is_read_off_the_pair(pair):
    assert pair("verify", ONLY, **AUTO)["verified"] is True


@pytest.mark.parametrize("check", [True, False])
def test_in_check_mode_a_plan_that_was_not_carried_out_is_not_verified(run, check):
    run("preflight", check=check)
    before = len(run.clients)
    result = run("verify", {"stop": False} | ONLY, check=check)
    assert result["verified"] is check
    assert (len(run.clients) == before) is check
    if check:
        assert result["msg"] == ("branch01: check mode: the plan was not carried out, so there is nothing to verify")


def test_what_this_run_knows_of_the_hardware_is_not_read_again(pair):
    pair("preflight", {"stop": False})
    before = pair.primary.names.count("system")
    pair("verify", ONLY | {"stop": False})
    assert pair.primary.names.count("system") == before


def test_statistics_are_set_only_if_requested(pair):
    assert "ansible_stats" not in pair("verify", ONLY)
    stats = pair("verify", {"set_stats": True} | ONLY)["ansible_stats"]
    assert stats["data"]["verify"][units.PAIR].keys() == {"verified", "condition", "msg", "findings"}


def test_the_result_has_evidence_units_and_links_and_nothing_that_was_read(pair):
    result = pair("verify", ONLY)
    rows = {row["kind"]: row["verdict"] for row in result["evidence"]}
    assert (result["condition"], rows["unit state"], rows["failover link"]) == ("as_intended", "so", "so")
    assert rows["running configuration"] == "not_known"
    assert result["units"]["secondary"]["state"] == "standby ready"
    assert result["links"]["failover"]["primary"] == {"address": "192.168.10.1/30", "status": "up"}
    assert len(json.dumps(result)) < 8_000


def printing(role, old="", new=""):
    """A unit in HA that prints its running configuration, changed in one place."""
    text = units.capture("show_running_config_failover").replace("failover ipsec pre-shared-key *****\n", "")
    text = text.replace("lan unit primary", f"lan unit {role}")
    assert old in text
    unit = unit_in_ha(role)
    unit.client.script["command"] = {"commandOutput": text.replace(old, new) if old else text}
    return unit


RUNNING = {"commands": ["show running-config failover"], "stop": False}


def test_the_running_configuration_is_what_the_inventory_makes(run):
    run.primary, run.secondary = printing("primary"), printing("secondary")
    result = run("verify", RUNNING)
    assert result["condition"] == "as_intended"
    assert result["evidence"][-1] == {
        "kind": "running configuration",
        "verdict": "so",
        "primary": "prints the predicted lines",
        "secondary": "prints the predicted lines",
    }


def test_other_lines_of_the_running_configuration_are_drift(run):
    run.primary, run.secondary = printing("primary"), printing("secondary", "192.168.10.1 ", "192.168.99.1 ")
    result = run("verify", RUNNING)
    assert (result["condition"], [each["rule"] for each in result["findings"]]) == ("drifted", ["running-config"])
    assert result["findings"][0]["unit"] == "secondary"
    assert run.lines[0].startswith(
        "branch01: drifted: secondary, show running-config failover: prints failover interface"
    )


@pytest.mark.parametrize(
    "error", [Unreachable("no connection"), NotReady("the API is not up"), LoginRefused("refused"), TlsError("expired")]
)
def test_a_unit_that_can_not_be_read_makes_the_pair_unreachable(pair, error):
    pair.secondary.client.script["status"] = error
    result = pair("verify", ONLY | {"stop": False})
    assert (result["condition"], result["verified"]) == ("unreachable", False)
    assert result["findings"][0] | {"rule": "unit-unreachable", "unit": "secondary"} == result["findings"][0]
    assert error.what in result["findings"][0]["found"]
    assert result["units"]["secondary"]["host"] == units.HOSTS["secondary"]
    assert result["units"]["primary"]["state"] == "active"
    assert pair.lines[0].startswith("branch01: unreachable: secondary, unit: could not be read")


@pytest.mark.parametrize("error", [Rejected("unknown"), NotAllowed("not for this user"), DeviceFault("failed")])
def test_a_refused_command_lowers_the_evidence_and_fails_nothing(pair, error):
    pair.secondary.client.script["command"] = error
    result = pair("verify", ONLY)
    assert (result["condition"], "failed" in result) == ("as_intended", False)
    assert {row["verdict"] for row in result["evidence"]} == {"so", "not_known"}


def test_an_inventory_that_can_not_be_used_is_an_error_and_no_condition(pair):
    result = pair("verify", ONLY, failover_link={"port": units.PORT, "netwrok": "192.168.10.0/30"})
    assert result.keys() == {"failed", "msg"}
