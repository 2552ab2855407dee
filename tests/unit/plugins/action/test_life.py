# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tasks on a pair in HA: what they return, what they refuse before any call, and check mode."""

from __future__ import annotations

import pytest
from support import fake_client, units

STATES = {"primary": units.active(), "secondary": units.standby()}
SWITCHED = {"primary": units.standby(nodeRole="HA_PRIMARY"), "secondary": units.active(nodeRole="HA_SECONDARY")}
SETTINGS = {"failover_criteria": {"threshold": 2}}


def in_ha(run, states=STATES, **script):
    run.primary = fake_client.unit(status=states["primary"], **script)
    run.secondary = fake_client.unit("secondary", status=states["secondary"], **script)


def test_pair_info_says_which_unit_is_active(run):
    in_ha(run, SWITCHED)
    result = run("pair_info")
    assert (result["changed"], result["pair"]["active"], result["pair"]["standby"]) == (False, "secondary", "primary")
    assert result["pair"]["primary"]["state"] == "HA_STANDBY_NODE"
    assert result["msg"] == "branch01: primary is standby, secondary is active, in sync"


def test_only_a_secondary_whose_primary_is_in_ha_may_get_the_primarys_login(run):
    run("pair_info")
    assert [client["connection"].may_use_peer_login for client in run.clients] == [False, False]
    in_ha(run)
    run("pair_info")
    assert run.clients[-1]["connection"].may_use_peer_login


@pytest.mark.parametrize(
    ("task", "options", "msg"),
    [
        ("switch", {"to": "other"}, "branch01: would switch: the secondary becomes active, the primary standby"),
        ("suspend", {}, "branch01: would suspend the primary: the active unit keeps the traffic, and no failover is"),
        ("drill", {}, "branch01: would switch from the primary to the secondary, and back"),
    ],
)
def test_a_dry_run_says_what_would_be_done(run, task, options, msg):
    in_ha(run, deployments=[])
    result = run(task, options, check=True, diff=True)
    assert result["changed"]
    assert result["msg"].startswith(msg)
    assert result["diff"]["before"] == {"primary": "active", "secondary": "standby"}
    assert run.written == []


def test_a_drill_outside_a_window_is_refused_before_any_call(run):
    result = run("drill")
    assert result["failed"]
    assert result["msg"].startswith("branch01: a drill switches the active unit twice, and no maintenance window is")
    assert "Set drill_window_confirmed to true" in result["msg"]
    assert run.clients == []


@pytest.mark.parametrize(
    ("task", "options"), [("switch", {"to": "other"}), ("suspend", {}), ("resume", {}), ("reset", {}), ("drill", {})]
)
def test_a_pair_that_is_not_made_is_refused_with_what_to_do(run, task, options):
    result = run(task, options | ({"window_confirmed": True} if task == "drill" else {}))
    assert result["failed"]
    assert result["msg"].endswith("expected a pair in HA. Form the pair first: run fdm.failover.deploy.")
    assert run.written == []


@pytest.mark.parametrize("check", [False, True])
def test_settings_that_are_not_defined_ask_no_unit(run, check):
    result = run("settings", check=check)
    assert (result["changed"], result["msg"]) == (False, "branch01: the inventory has no settings")
    assert run.clients == []


def test_settings_out_of_range_are_refused_before_any_call(run):
    result = run("settings", failover_criteria={"peer_poll_time": "50 ms"})
    assert result["failed"]
    assert result["msg"] == (
        "branch01, failover_criteria: peer_poll_time is 50 ms; expected 200 to 999 ms or 1 to 15 s. Give whole "
        "seconds, such as 2 s, or milliseconds below a second, such as 500 ms."
    )
    assert run.clients == []


def test_settings_go_to_the_active_unit_in_check_mode_too(run):
    in_ha(run, SWITCHED, criteria=[units.criteria()])
    result = run("settings", check=True, diff=True, **SETTINGS)
    assert (result["unit"], result["changed"]) == ("secondary", True)
    assert result["diff"] == {
        "before": {"failover criteria": {"threshold": "1"}},
        "after": {"failover criteria": {"threshold": "2"}},
    }
    assert "criteria" in run.secondary.names
    assert "criteria" not in run.primary.names
    assert run.written == []


def test_settings_of_a_pair_that_a_dry_run_would_make_are_not_compared(run):
    run("preflight", check=True, **SETTINGS)
    calls = len(run.clients)
    result = run("settings", check=True, **SETTINGS)
    assert result["msg"] == "branch01: check mode: the pair does not exist yet, so it has no settings"
    assert len(run.clients) == calls
