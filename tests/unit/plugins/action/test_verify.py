# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task verify reads both units and compares the pair with the inventory."""

from __future__ import annotations

import pytest
from support import fake_client, units

AUTO = {"failover_link": units.LINK | {"port": "auto"}}
LINE = (
    "branch01: primary active, secondary standby ready, in sync; failover link GigabitEthernet0/2, combined with the "
    "state link"
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
    assert run.lines[1].startswith("branch01, verify: ")


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


def test_statistics_are_set_only_where_they_are_asked_for(pair):
    assert "ansible_stats" not in pair("verify", ONLY)
    stats = pair("verify", {"set_stats": True} | ONLY)["ansible_stats"]
    assert stats["data"]["verify"][units.PAIR].keys() == {"verified", "msg", "findings"}
