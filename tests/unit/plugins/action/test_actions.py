# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each action is thin: options in, one step, result out."""

from __future__ import annotations

from functools import partial

import pytest
from ansible_collections.fdm.failover.plugins.action import logout
from ansible_collections.fdm.failover.plugins.plugin_utils import task
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Unreachable
from support import fake_client, units

RENDERED = {
    "nodeRole": "HA_PRIMARY",
    "failoverInterface": {"hardwareName": units.PORT},
    "statefulFailoverInterface": {"hardwareName": units.PORT},
}
PRIMARY = {"unit": "primary"}
AUTO = {"failover_link": units.LINK | {"port": "auto"}}
STAGED = {"pending_changes": [units.pending()]}
DOWN = {units.PORT: {"enabled": False}}


@pytest.fixture
def on(run):
    """Have tasks reach this unit."""

    def reach(role="primary", **script):
        run.unit = fake_client.unit(role, **script)
        return run.unit

    return reach


# ----- judge


def test_judge_shows_a_table_and_the_plan(run):
    result = run("judge", {"primary": units.unit(), "secondary": units.unit("secondary")})
    assert result["ready"] is True
    assert result["changed"] is False
    assert [each["rule"] for each in result["findings"]] == ["plain-text"]
    assert result["ports"] == {"failover": units.PORT}
    table, plan = run.lines
    assert table.startswith("branch01, preflight: 1 advice\n")
    assert plan.splitlines() == [
        "branch01, plan:",
        "  1. primary: write the configuration of the links",
        "  2. primary: join",
        "  3. primary: wait until it is active",
        "  4. secondary: write the configuration of the links",
        "  5. secondary: join (the primary's configuration replaces its own; it is unavailable during that time)",
        "  6. both: wait until one is active, one standby, and both in sync",
    ]


def test_judge_says_which_port_it_chose(run):
    result = run("judge", {"primary": units.unit(), "secondary": units.unit("secondary")}, **AUTO)
    assert result["ports"] == {"failover": units.PORT}
    assert [each["port"] for each in result["choices"]] == [units.PORT]
    assert f"branch01, failover link: {units.PORT} ({result['choices'][0]['reason']})" in run.lines


def test_judge_does_not_fail_over_a_finding(run):
    taken = units.unit(interfaces=units.interfaces(**{units.PORT: {"name": "dmz"}}))
    result = run("judge", {"primary": taken, "secondary": units.unit("secondary")}, failover_key="s3cret")
    assert "failed" not in result
    assert (result["ready"], result["plan"]["verdict"]) == (False, "blocked")
    assert "plan" not in run.lines[-1]
    assert result["msg"].startswith("branch01: 1 error, so nothing is written to any unit. (1) primary, ")


@pytest.mark.parametrize(
    ("arguments", "rules"),
    [
        ({}, {"clock-skew": "error", "port-link-down": "warning", "pending-changes": "error"}),
        (
            {"clock_skew": 3600, "require_link": True, "pending_changes": "deploy"},
            {"port-link-down": "error", "pending-changes": "warning"},
        ),
        (
            {"waive": ["clock-skew", "pending-changes"]},
            {"clock-skew": "warning", "port-link-down": "warning", "pending-changes": "warning"},
        ),
    ],
)
def test_judge_hands_its_settings_on(run, arguments, rules):
    primary = units.unit(
        interfaces=units.interfaces(**{units.PORT: {"linkState": "DOWN"}}),
        pending_changes=[units.pending(entityType="NetworkObject", entityId="n1")],
        read_at=units.READ_AT - 600_000,
    )
    result = run("judge", {"primary": primary, "secondary": units.unit("secondary")} | arguments, failover_key="s3cret")
    assert {each["rule"]: each["severity"] for each in result["findings"]} == rules


def test_judge_refuses_an_unknown_rule_in_one_sentence(run):
    asked = {"primary": units.unit(), "secondary": units.unit("secondary"), "waive": ["port-nmaed"]}
    result = run("judge", asked)
    assert result["failed"] is True
    assert "preflight_waive names port-nmaed (did you mean port-named?)" in result["msg"]


def test_judge_says_that_nothing_is_left_to_do(run):
    result = run("judge", {"primary": units.joined(), "secondary": units.joined("secondary")})
    assert (result["ready"], result["plan"]["verdict"]) == (True, "finished")
    assert run.lines[-1] == "branch01, plan: nothing is left to do"


# ----- prove


def test_prove_a_finished_pair(run):
    result = run("prove", {"primary": units.joined(), "secondary": units.joined("secondary")})
    line = (
        "branch01: primary active, secondary standby ready, in sync; failover link GigabitEthernet0/2, combined with "
        "the state link"
    )
    assert result == {"changed": False, "msg": line, "summary": "no findings", "proved": True, "findings": []}
    assert run.lines == [line]


def test_prove_does_not_fail_over_a_finding(run):
    result = run("prove", {"primary": units.unit(), "secondary": units.unit("secondary")})
    assert ("failed" in result, result["proved"]) == (False, False)
    assert run.lines[1].startswith("branch01, verify: ")


@pytest.mark.parametrize(("check", "proved"), [(True, True), (False, False)])
def test_prove_judges_no_pair_whose_plan_check_mode_did_not_carry_out(run, check, proved):
    asked = {"primary": units.unit(), "secondary": units.unit("secondary"), "plan": {"steps": [{"step": "join"}]}}
    assert run("prove", asked, check=check)["proved"] is proved


@pytest.mark.parametrize("ports", [{}, {"failover": units.PORT}], ids=["read off the pair", "told"])
def test_prove_knows_an_open_port(run, ports):
    asked = {"primary": units.joined(), "secondary": units.joined("secondary"), "ports": ports}
    assert run("prove", asked, **AUTO)["proved"] is True


# ----- unit_info


def test_unit_info_reads_what_was_asked(run, on):
    unit = on()
    result = run("unit_info", PRIMARY | {"gather": ["status"], "commands": ["show managers"]})
    assert result["unit"] | {"host": "", "commands": {}} == {
        "host": "",
        "status": units.status(),
        "subinterfaces": {},
        "commands": {},
    }
    assert unit.names == ["status", "command"]
    assert result["changed"] is False


def test_unit_info_waits_for_a_unit_that_may_be_away(run, on, monkeypatch):
    monkeypatch.setattr(task, "Wait", partial(task.Wait, sleep=lambda _seconds: None))
    on(status=(Unreachable("refused"), units.status()))
    asked = PRIMARY | {"gather": ["status"]}
    assert run("unit_info", asked | {"absence": True})["unit"]["status"] == units.status()
    assert [line.rpartition(" (")[0] for line in run.lines] == [
        "branch01, primary (192.0.2.11): away (no connection)",
        "branch01, primary (192.0.2.11): away (no connection) -> answers",
    ]
    on(status=Unreachable("refused"))
    assert run("unit_info", asked) == {"failed": True, "msg": "refused."}


# ----- port, configuration, deployment, join, wait


@pytest.mark.parametrize("check", [False, True])
def test_port(run, on, check):
    unit = on(interfaces=units.interfaces(**DOWN))
    result = run("port", PRIMARY | {"ports": [units.PORT]}, check=check)
    assert (result["changed"], result["enabled"]) == (True, [units.PORT])
    assert unit.written == ([] if check else ["write_interface"])


@pytest.mark.parametrize("check", [False, True])
def test_configuration(run, on, check):
    unit = on()
    asked = PRIMARY | {"configuration": RENDERED, "ports": {"failover": units.PORT}}
    result = run("configuration", asked, check=check, diff=True, failover_key="s3cret-0f-the-links", **AUTO)
    assert result["changed"] is True
    assert result["diff"]["after"]["sharedKey"] == "(hidden)"
    assert "s3cret-0f-the-links" not in str(result)
    sent = [body["sharedKey"] for body in unit.bodies("write_configuration")]
    assert sent == ([] if check else ["s3cret-0f-the-links"])


def test_configuration_has_to_know_its_unit(run):
    result = run("configuration", {"host": "192.0.2.11", "configuration": RENDERED})
    assert result == {
        "failed": True,
        "msg": "unit is not given; expected primary or secondary. Say which unit of the pair this is.",
    }


@pytest.mark.parametrize(
    ("arguments", "check", "names"),
    [
        ({}, False, ["deployments", "pending_changes", "start_deployment", "deployment"]),
        ({"wait": False}, False, ["deployments", "pending_changes", "start_deployment"]),
        ({}, True, ["deployments", "pending_changes"]),
    ],
)
def test_deployment(run, on, arguments, check, names):
    unit = on(**STAGED, deployment=units.deployment())
    assert run("deployment", PRIMARY | arguments, check=check)["changed"] is True
    assert unit.names == names


def test_deployment_of_nothing(run, on):
    on()
    assert run("deployment", PRIMARY) == {"changed": False, "job": "", "msg": "nothing to deploy"}


def test_what_a_deployment_of_another_left_undone_is_deployed_after_it(run, on):
    running = units.deployment("DEPLOYING", id="of another")
    unit = on(**STAGED, deployments=([running], [units.deployment(id="of another")]), deployment=units.deployment())
    result = run("deployment", PRIMARY)
    assert (result["changed"], result["msg"]) == (True, f"deploys {units.PORT}")
    assert unit.written == ["start_deployment"]


@pytest.mark.parametrize("check", [False, True])
def test_join(run, on, check):
    unit = on()
    result = run("join", PRIMARY, check=check)
    assert (result["changed"], unit.written) == (True, [] if check else ["start_join"])


@pytest.mark.parametrize(
    ("arguments", "script", "state"),
    [
        ({"until": "deployed", "job": "x"}, {"deployment": units.deployment()}, "deployed"),
        (
            {"until": "active", "job": "x"},
            {"join": units.join(), "status": units.active()},
            "active, peer standby, in sync",
        ),
        ({"until": "in_sync"}, {"status": units.active()}, "active, peer standby, in sync"),
    ],
)
def test_wait(run, on, arguments, script, state):
    on(**script)
    result = run("wait", PRIMARY | arguments)
    assert (result["changed"], result["state"], result["seconds"]) == (False, state, 0.0)
    assert run.lines == [f"branch01, primary (192.0.2.11): {state} (0 s)"]


def test_wait_has_nothing_to_wait_for_in_check_mode(run, on):
    unit = on()
    result = run("wait", PRIMARY | {"until": "active"}, check=True)
    assert result == {"changed": False, "msg": "check mode: nothing to wait for"}
    assert unit.names == []


def test_wait_ends_with_the_units_words(run, on):
    on(join=units.join("DEPLOY_FAILED", statusMessage="Mate not found"))
    result = run("wait", PRIMARY | {"until": "active", "job": "x"})
    assert result["failed"] is True
    assert "(Mate not found)" in result["msg"]


# ----- logout


def test_logout_gives_the_token_back(run, monkeypatch):
    asked = []

    class Client:
        def __init__(self, connection, _store):
            asked.append(connection.label)

        def logout(self):
            asked.append("logout")

    monkeypatch.setattr(logout, "Client", Client)
    assert run("logout", PRIMARY) == {"changed": False}
    assert asked == ["branch01, primary (192.0.2.11)", "logout"]
