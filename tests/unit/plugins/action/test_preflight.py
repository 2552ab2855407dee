# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task preflight reads both units, shows a table and the plan, and keeps what the tasks that write need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ansible import constants
from ansible_collections.fdm.failover.plugins.plugin_utils import forks
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Unreachable
from ansible_collections.fdm.failover.plugins.plugin_utils.run_record import RunRecords
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.waiting import Wait
from support import fake_client, units

AUTO = {"failover_link": units.LINK | {"port": "auto"}}
KEY = {"failover_key": "s3cret-0f-the-links"}


def in_ha(run, **primary):
    """Have the tasks reach a pair in HA."""
    joined = {"joins": [units.join()]}
    run.primary = fake_client.unit(
        configurations=fake_client.configured(),
        interfaces=units.joined()["interfaces"],
        command={"commandOutput": units.show_failover("primary")},
        **({"status": units.active()} | joined | primary),
    )
    run.secondary = fake_client.unit(
        "secondary",
        status=units.standby(),
        configurations=fake_client.configured("secondary"),
        interfaces=units.joined("secondary")["interfaces"],
        command={"commandOutput": units.show_failover("secondary")},
        **joined,
    )


def rules(result):
    return {each["rule"]: each["severity"] for each in result["findings"]}


def test_a_table_and_the_plan_are_shown(run):
    result = run("preflight", {"clock_skew": 10**9})
    assert (result["ready"], result["changed"]) == (True, False)
    assert result["ports"] == {"failover": units.PORT}
    assert rules(result)["plain-text"] == "advice"
    table, plan = run.lines
    assert table.startswith("branch01, preflight: ")
    assert plan.splitlines() == [
        "branch01, plan:",
        "  1. primary: write the configuration of the links",
        "  2. primary: join",
        "  3. primary: wait until it is active",
        "  4. secondary: write the configuration of the links",
        "  5. secondary: join (the primary's configuration replaces its own; it is unavailable during that time)",
        "  6. both: wait until one is active, one standby, and both in sync",
    ]
    assert [each["step"] for each in result["plan"]["steps"]] == [
        *("configure", "join", "wait-active", "configure", "join", "wait-sync")
    ]
    assert run.written == []


def test_a_port_that_is_chosen_is_shown_with_the_reason(run):
    result = run("preflight", **AUTO)
    assert result["ports"] == {"failover": units.PORT}
    assert [each["port"] for each in result["choices"]] == [units.PORT]
    assert f"branch01, failover link: {units.PORT} ({result['choices'][0]['reason']})" in run.lines


@pytest.mark.parametrize("stop", [True, False])
def test_an_error_stops_the_task_unless_the_role_does(run, stop):
    run.primary.client.script["interfaces"] = units.interfaces(**{units.PORT: {"name": "dmz"}})
    result = run("preflight", {"stop": stop}, **KEY)
    assert result.get("failed", False) is stop
    assert (result["ready"], result["plan"]["verdict"]) == (False, "blocked")
    assert "plan" not in run.lines[-1]
    assert result["msg"].startswith("branch01: 1 error, so nothing is written to any unit. (1) primary, ")


@pytest.mark.parametrize(
    ("arguments", "severities"),
    [
        ({}, {"clock-skew": "error", "port-link-down": "warning", "pending-changes": "error"}),
        (
            {"clock_skew": 10**10, "require_link": True, "pending_changes": "deploy"},
            {"port-link-down": "error", "pending-changes": "warning"},
        ),
        (
            {"waive": ["clock-skew", "pending-changes"]},
            {"clock-skew": "warning", "port-link-down": "warning", "pending-changes": "warning"},
        ),
    ],
)
def test_the_options_decide_how_severe_a_finding_is(run, arguments, severities):
    run.primary.client.script |= {
        "interfaces": units.interfaces(**{units.PORT: {"linkState": "DOWN"}}),
        "pending_changes": [units.pending(entityType="NetworkObject", entityId="n1")],
        "system": units.unit()["system"] | {"currentTime": 1},
    }
    found = rules(run("preflight", {"stop": False} | arguments, **KEY))
    known = ("clock-skew", "port-link-down", "pending-changes")
    assert {rule: severity for rule, severity in found.items() if rule in known} == severities


def test_an_unknown_rule_is_refused_in_one_sentence(run):
    result = run("preflight", {"waive": ["port-nmaed"]})
    assert result["failed"] is True
    assert "preflight_waive names port-nmaed (did you mean port-named?)" in result["msg"]


def test_nothing_is_left_to_do_on_a_pair_in_ha(run):
    in_ha(run)
    result = run("preflight", {"clock_skew": 10**9})
    assert (result["ready"], result["plan"]["verdict"], result["plan"]["steps"]) == (True, "finished", [])
    assert run.lines[-1].startswith("branch01, preflight: nothing is left to do (")


IMPORTING = {"peerNodeState": "HA_UNKNOWN_NODE", "configStatus": "PRIMARY_IMPORTING_CONFIG"}


def test_a_secondary_that_imports_is_waited_for_and_may_know_the_primarys_login_only(run):
    in_ha(run, status=(units.active(**IMPORTING), units.active()))
    run.secondary.client.script["status"] = (Unreachable("refused"), units.standby())
    assert run("preflight", {"clock_skew": 10**9})["ready"] is True
    assert [line.rpartition(" (")[0] for line in run.lines[:2]] == [
        "branch01, secondary (192.0.2.12): away (no connection)",
        "branch01, secondary (192.0.2.12): away (no connection) -> answers",
    ]
    assert [each["connection"].may_use_peer_login for each in run.clients] == [False, True]


def test_a_secondary_that_stays_away_ends_with_the_option_to_raise(run):
    in_ha(run, status=units.active(**IMPORTING))
    run.secondary.client.script["status"] = Unreachable("refused")
    result = run("preflight", {"wait_timeout": 0})
    assert result["failed"] is True
    assert result["msg"].endswith("or raise preflight_absence_timeout.")


MANY = {"ansible_forks": 1, "ansible_play_batch": ["branch01", "branch02"]}
LATER = {"ready": False, "waiting": True, "findings": [], "plan": {}, "ports": {}, "changed": False}


@pytest.fixture
def importing(run, monkeypatch):
    """A pair whose secondary imports, and is never waited for at once."""
    monkeypatch.setattr(forks, "FIRST_HOLD", 0.0)
    monkeypatch.setattr(forks, "SHORTEST_ROUND", 0.0)
    in_ha(run, status=units.active(**IMPORTING))
    run.secondary.client.script["status"] = Unreachable("refused")
    return run


def test_where_other_pairs_need_the_fork_the_wait_goes_on_in_a_later_task(importing):
    options = {"share_fork": True, "clock_skew": 10**9}
    for _turn in range(2):
        result = importing("preflight", options, **MANY)
        assert result | LATER == result
        assert "still away (no connection) (0 of 1200 s)" in result["msg"]
    assert len(importing.lines) == 1  # the wait went on: its state is said once
    importing.primary.client.script["status"] = units.active()
    importing.secondary.client.script["status"] = units.standby()
    done = importing("preflight", options, **MANY)
    assert (done["ready"], done["waiting"], done["plan"]["verdict"]) == (True, False, "finished")


def test_what_was_rendered_before_stays_while_the_secondary_is_waited_for(importing):
    importing("render", {"template": "ha_configuration.json.j2"})
    importing("preflight", {"share_fork": True}, **MANY)
    [record] = Path(constants.DEFAULT_LOCAL_TMP).glob("fdm-record-*")
    assert json.loads(record.read_text(encoding="utf-8"))["rendered"].keys() == {"primary", "secondary"}


def test_all_turns_of_a_wait_count_for_its_limit(importing, monkeypatch):
    options, memory = {"share_fork": True, "wait_timeout": 100}, Wait.memory
    monkeypatch.setattr(Wait, "memory", lambda self: memory(self) | {"start": self.start - 100.0})
    assert importing("preflight", options, **MANY)["waiting"] is True
    assert "was not reached within 100 s" in importing("preflight", options, **MANY)["msg"]
    assert RunRecords(constants.DEFAULT_LOCAL_TMP).waiting() == 0


@pytest.mark.parametrize("role", ["primary", "secondary"])
def test_a_unit_that_does_not_answer_is_tried_again_after_the_other_pairs(run, monkeypatch, role):
    monkeypatch.setattr(forks, "FIRST_HOLD", 0.0)
    unit = run.primary if role == "primary" else run.secondary
    label = f"branch01, {role} ({units.HOSTS[role]})"
    unit.client.script["status"] = Unreachable("no connection in time", where=f"{label}, GET /status")
    result = run("preflight", {"share_fork": True}, **MANY)
    assert result | LATER == result
    said = f"{label}, GET /status: no connection in time; the pair is checked after the others"
    assert (result["msg"], run.lines) == (said, [said])
    assert [each["connection"].timeout for each in run.clients] == [10.0] * len(run.clients)
    del run.clients[:]
    later = run("preflight", {"share_fork": True, "clock_skew": 10**9}, **MANY)
    assert (later["failed"], later["msg"]) == (True, f"{label}, GET /status: no connection in time.")
    assert [(each["time_left"], each["connection"].timeout) for each in run.clients] == [(None, 30.0)] * len(
        run.clients
    )
    assert RunRecords(constants.DEFAULT_LOCAL_TMP).waiting() == 0


@pytest.mark.parametrize(("options", "task_vars"), [({}, MANY), ({"share_fork": True}, {})])
def test_a_unit_that_does_not_answer_is_an_error_where_no_other_pair_waits(run, options, task_vars):
    run.primary.client.script["status"] = Unreachable("refused")
    assert run("preflight", options, **task_vars) == {"failed": True, "msg": "refused.", "unit_unreachable": True}
    assert [each["time_left"] for each in run.clients] == [None]


@pytest.mark.parametrize("task_vars", [MANY, {}])
def test_a_task_that_shares_no_fork_waits_to_the_end(importing, task_vars):
    result = importing("preflight", {"wait_timeout": 0}, **task_vars)
    assert (result["failed"], "raise preflight_absence_timeout" in result["msg"]) == (True, True)


def test_a_secondary_of_a_single_primary_must_not_be_away(run):
    run.secondary.client.script["status"] = Unreachable("refused")
    assert run("preflight") == {"failed": True, "msg": "refused.", "unit_unreachable": True}
    assert run.lines == []


def test_statistics_are_set_only_if_requested(run):
    assert "ansible_stats" not in run("preflight")
    stats = run("preflight", {"set_stats": True})["ansible_stats"]
    assert (stats["per_host"], stats["aggregate"]) == (False, True)
    assert stats["data"]["preflight"][units.PAIR].keys() == {"ready", "msg", "findings", "plan"}


def test_what_was_rendered_before_preflight_stays(run):
    run("render", {"template": "ha_configuration.json.j2"})
    run("preflight")
    run("apply", {"phase": "primary"})
    assert "write_configuration" in run.primary.written


def test_the_result_has_what_a_report_draws_and_nothing_that_was_read(run):
    result = run("preflight", {"stop": False}, **KEY)
    assert result["units"]["primary"]["host"] == units.HOSTS["primary"]
    assert result["links"]["failover"]["port"] == units.PORT
    assert result["plan"]["sentences"][-1] == "both: wait until one is active, one standby, and both in sync"
    assert len(json.dumps(result)) < 8_000
    assert not {"interfaces", "commands", "configuration"} & set(result)


def test_of_a_pair_that_is_refused_only_what_is_wrong_is_shown(run):
    run.primary.client.script["interfaces"] = units.interfaces(**{units.PORT: {"name": "dmz"}})
    run("preflight", {"stop": False})
    assert "port-named" in run.lines[0]
    assert "plain-text" not in "".join(run.lines)
