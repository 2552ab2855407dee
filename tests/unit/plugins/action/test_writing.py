# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tasks that write follow the plan of this run, or their options; in check mode they write nothing."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import StaleVersion, Unreachable
from ansible_collections.fdm.failover.plugins.plugin_utils.play_units import PlayUnits
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.fleet import Place
from support import fake_client, units
from support.tasks import TEMPLATES

PRIMARY = {"unit": "primary"}
PLANNED = PRIMARY | {"planned": True}
TEMPLATE = {"template": "ha_configuration.json.j2"}
AUTO = {"failover_link": units.LINK | {"port": "auto"}}
STAGED = {"pending_changes": [units.pending()]}
DOWN = {units.PORT: {"enabled": False}}
KEY = "s3cret-0f-the-links"
LABEL = "branch01, primary (192.0.2.11)"


@pytest.fixture
def on(run):
    """Have tasks reach this unit as the primary."""

    def reach(role="primary", **script):
        run.primary = fake_client.unit(role, **script)
        return run.primary

    return reach


@pytest.fixture
def checked(run, on):
    """Have a pair checked and rendered in this run; what is written to it is left to the test."""

    def prepare(check=False, variables=None, **script):
        unit = on(**script)
        assert run("preflight", {"stop": False}, check=check, **(variables or {}))["ready"]
        run("render", TEMPLATE, check=check, **(variables or {}))
        unit.client.calls.clear()
        run.lines.clear()
        return unit

    return prepare


# ----- unit_info


def test_unit_info_reads_what_was_requested(run, on):
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


def test_unit_info_waits_for_a_unit_that_may_be_away(run, on):
    on(status=(Unreachable("refused"), units.status()))
    arguments = PRIMARY | {"gather": ["status"]}
    assert run("unit_info", arguments | {"tolerate_absence": True})["unit"]["status"] == units.status()
    assert [line.rpartition(" (")[0] for line in run.lines] == [
        f"{LABEL}: away (no connection)",
        f"{LABEL}: away (no connection) -> answers",
    ]
    on(status=Unreachable("refused"))
    assert run("unit_info", arguments) == {"failed": True, "msg": "refused.", "unit_unreachable": True}


# ----- port


@pytest.mark.parametrize("check", [False, True])
def test_port_enables_the_named_ports(run, on, check):
    unit = on(interfaces=units.interfaces(**DOWN))
    result = run("port", PRIMARY | {"ports": [units.PORT]}, check=check)
    assert (result["changed"], result["enabled"]) == (True, [units.PORT])
    assert unit.written == ([] if check else ["write_interface"])


@pytest.mark.parametrize("check", [False, True])
def test_port_enables_the_ports_of_the_plan(run, checked, check):
    unit = checked(check, interfaces=units.interfaces(**DOWN))
    result = run("port", PLANNED, check=check)
    assert (result["changed"], result["enabled"]) == (True, [units.PORT])
    assert unit.names == ([] if check else ["status", "write_interface"])


def test_port_checks_a_port_again_that_changed_since_preflight(run, checked):
    unit = checked(interfaces=units.interfaces(**DOWN))
    named = units.interfaces(**{units.PORT: {"enabled": False, "name": "dmz"}})
    unit.client.script |= {"write_interface": StaleVersion("the version has moved"), "interfaces": named}
    result = run("port", PLANNED)
    assert result["failed"] is True
    assert f'{LABEL}: {units.PORT}: is named "dmz"' in result["msg"]
    assert unit.written == ["write_interface"]


def test_port_needs_ports_or_the_plan(run):
    assert run("port", PRIMARY) == {
        "failed": True,
        "msg": f"{LABEL}: no ports are given; expected hardware names, or planned: true. Name the ports to enable.",
    }


# ----- configuration


@pytest.mark.parametrize("check", [False, True])
def test_configuration_writes_what_is_given(run, on, check):
    unit = on()
    rendered = run("render", TEMPLATE, failover_key=KEY)["primary"]
    arguments = PRIMARY | {"configuration": rendered, "ports": {"failover": units.PORT}}
    result = run("configuration", arguments, check=check, diff=True, failover_key=KEY, **AUTO)
    assert result["changed"] is True
    assert result["diff"]["after"]["sharedKey"] == "(hidden)"
    assert KEY not in str(result)
    assert [body["sharedKey"] for body in unit.bodies("write_configuration")] == ([] if check else [KEY])


@pytest.mark.parametrize("check", [False, True])
def test_configuration_writes_what_was_rendered(run, checked, check):
    unit = checked(check, variables={"failover_key": KEY})
    result = run("configuration", PLANNED, check=check, diff=True, failover_key=KEY)
    assert (result["changed"], KEY in str(result)) == (True, False)
    assert [body["sharedKey"] for body in unit.bodies("write_configuration")] == ([] if check else [KEY])
    assert unit.names == ["status", "pending_changes", *([] if check else ["write_configuration"])]


def test_configuration_writes_a_field_that_only_the_template_adds(run, on, tmp_path):
    own = tmp_path / "own.json.j2"
    source = (TEMPLATES / "ha_configuration.json.j2").read_text().rstrip()
    own.write_text(source[: source.rindex("}")] + ', "failoverPollInterval": 5}')
    unit = on(configurations=fake_client.configured())
    run("preflight", {"stop": False}, failover_key=KEY)
    run("render", {"template": str(own)}, failover_key=KEY)
    run("configuration", PLANNED, failover_key=KEY)
    assert [body["failoverPollInterval"] for body in unit.bodies("write_configuration")] == [5]


def test_the_ports_of_the_secondary_are_checked_again_after_the_primary_has_joined(run, checked):
    checked()
    unit = run.secondary
    run("wait", {"unit": "secondary", "planned": True, "until": "links_up"})
    unit.client.script["interfaces"] = units.interfaces("secondary", **{units.PORT: {"name": "dmz"}})
    result = run("configuration", {"unit": "secondary", "planned": True})
    assert f'branch01, secondary (192.0.2.12): {units.PORT}: is named "dmz"' in result["msg"]
    assert unit.written == []


def test_configuration_has_to_know_unit_and_configuration(run):
    for arguments in ({"host": "192.0.2.11", "configuration": {}}, PRIMARY):
        assert run("configuration", arguments) == {
            "failed": True,
            "msg": (
                "branch01: unit or configuration is not given; expected the unit and its rendered configuration, or "
                "planned: true. Give unit, and the configuration of that unit as fdm.failover.render returns it."
            ),
        }


def test_configuration_is_not_written_where_this_run_has_not_rendered(run, on):
    unit = on()
    run("preflight")
    result = run("configuration", PLANNED, render_configurations={"primary": {"nodeRole": "HA_PRIMARY"}})
    assert result["failed"] is True
    assert result["msg"].startswith("branch01, primary: no configuration was rendered for this pair in this run")
    assert unit.written == []


# ----- deployment


@pytest.mark.parametrize(
    ("arguments", "check", "names"),
    [
        ({}, False, ["deployments", "pending_changes", "start_deployment", "deployment"]),
        ({"wait": False}, False, ["deployments", "pending_changes", "start_deployment"]),
        ({}, True, ["deployments", "pending_changes"]),
    ],
)
def test_deployment_deploys_what_is_staged(run, on, arguments, check, names):
    unit = on(**STAGED, deployment=units.deployment())
    assert run("deployment", PRIMARY | arguments, check=check)["changed"] is True
    assert unit.names == names


def test_deployment_of_nothing_changes_nothing(run, on):
    on()
    assert run("deployment", PRIMARY) == {"changed": False, "job": "", "msg": "nothing to deploy"}


def test_deployment_deploys_what_another_users_deployment_left_out(run, on):
    running = units.deployment("DEPLOYING", id="of another")
    unit = on(**STAGED, deployments=([running], [units.deployment(id="of another")]), deployment=units.deployment())
    result = run("deployment", PRIMARY)
    assert (result["changed"], result["msg"]) == (True, f"deploying {units.PORT}")
    assert unit.written == ["start_deployment"]


def test_a_planned_deployment_is_started_here_and_waited_for_by_its_job(run, checked):
    unit = checked(interfaces=units.interfaces(**DOWN))
    unit.client.script |= STAGED | {"start_deployment": units.deployment("QUEUED", id="ours")}
    assert run("deployment", PLANNED | {"wait": False})["job"] == "ours"
    unit.client.script |= {"deployment": (units.deployment("DEPLOYING"), units.deployment()), "pending_changes": []}
    result = run("wait", PLANNED | {"until": "deployed"})
    assert (result["changed"], result["state"]) == (False, "deployed")
    assert unit.names[-2:] == ["deployment", "deployment"]


def test_a_planned_deployment_refuses_other_users_changes(run, checked):
    unit = checked(interfaces=units.interfaces(**DOWN))
    unit.client.script["pending_changes"] = [
        units.pending(),
        units.pending(entityType="NetworkObject", entityName="servers", entityId="x"),
    ]
    result = run("deployment", PLANNED | {"wait": False})
    assert result["failed"] is True
    assert f"{LABEL}: other users' changes are now pending (servers)" in result["msg"]
    assert unit.written == []


def test_a_planned_deployment_in_check_mode_is_what_the_run_would_deploy(run, checked):
    unit = checked(check=True, interfaces=units.interfaces(**DOWN))
    result = run("deployment", PLANNED | {"wait": False}, check=True)
    assert (result["changed"], result["msg"]) == (True, f"would deploy {units.PORT}")
    assert unit.written == []


# ----- join


@pytest.mark.parametrize("check", [False, True])
def test_join_starts_a_join(run, on, check):
    unit = on()
    result = run("join", PRIMARY, check=check)
    assert (result["changed"], unit.written) == (True, [] if check else ["start_join"])


def configured(run, checked, **script):
    """A unit that this run has configured."""
    unit = checked(**script)
    run("configuration", PLANNED)
    unit.client.calls.clear()
    return unit


def test_a_planned_join_compares_what_the_unit_stores(run, checked):
    unit = configured(run, checked)
    unit.client.script["configurations"] = fake_client.configured()
    assert run("join", PLANNED)["changed"] is True
    assert unit.names == ["status", "joins", "configurations", "start_join", "configurations"]


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (
            {"statefulFailoverInterface": units.reference(units.interface(units.FREE_PORT))},
            "the unit stores another HA",
        ),
        ({"version": "newer"}, "the HA configuration was changed after this run wrote it, so the unit does not join"),
    ],
    ids=["another port", "another version"],
)
def test_a_planned_join_of_something_else_than_was_written_is_refused(run, checked, stored, words):
    unit = configured(run, checked)
    unit.client.script["configurations"] = fake_client.configured(**stored)
    result = run("join", PLANNED)
    assert (result["failed"], unit.written) == (True, [])
    assert words in result["msg"]


def test_another_runs_join_after_this_run_has_written_is_a_conflict(run, checked):
    unit = configured(run, checked)
    unit.client.script |= {"configurations": fake_client.configured(), "joins": [units.join("DEPLOYING")]}
    result = run("join", PLANNED)
    assert "another run started the join of this unit after this run configured it" in result["msg"]
    assert unit.written == []


def test_a_planned_join_in_check_mode_compares_nothing(run, checked):
    unit = checked(check=True)
    run("configuration", PLANNED, check=True)
    assert run("join", PLANNED, check=True)["msg"] == "would join"
    assert unit.written == []


# ----- wait


@pytest.mark.parametrize(
    ("arguments", "script", "state"),
    [
        ({"until": "deployed", "job": "x"}, {"deployment": units.deployment()}, "deployed"),
        (
            {"until": "active", "job": "x"},
            {"join": units.join(), "status": units.active()},
            "active, peer standby, in sync",
        ),
        ({"until": "in_sync"}, {"status": units.active(), "joins": []}, "active, peer standby, in sync"),
        ({"until": "links_up"}, {}, "links up"),
    ],
)
def test_wait_returns_the_state_and_the_seconds(run, on, arguments, script, state):
    on(**script)
    result = run("wait", PRIMARY | arguments)
    assert (result["changed"], result["state"], result["seconds"]) == (False, state, 0.0)
    assert run.lines == [f"{LABEL}: {state} (0 s)"]


@pytest.mark.parametrize("until", ["deployed", "links_up", "active", "in_sync"])
def test_wait_has_nothing_to_wait_for_in_check_mode(run, on, until):
    unit = on()
    result = run("wait", PLANNED | {"until": until}, check=True)
    assert result == {"changed": False, "msg": "check mode: nothing to wait for"}
    assert unit.names == []


def test_wait_ends_with_the_units_words(run, on):
    on(join=units.join("DEPLOY_FAILED", statusMessage="Peer not found"))
    result = run("wait", PRIMARY | {"until": "active", "job": "x"})
    assert result["failed"] is True
    assert "(Peer not found)" in result["msg"]


OPTIONS = {
    "deployed": "apply_deploy_timeout",
    "links_up": "apply_link_timeout",
    "active": "apply_join_timeout",
    "in_sync": "apply_sync_timeout",
}


@pytest.mark.parametrize(("until", "option"), OPTIONS.items())
def test_a_time_out_names_the_option_to_raise(run, on, until, option):
    on(
        deployment=units.deployment("QUEUED"),
        join=units.join("QUEUED"),
        interfaces=units.interfaces(**{units.PORT: {"linkState": "DOWN"}}),
    )
    result = run("wait", PRIMARY | {"until": until, "job": "x", "wait_timeout": 0})
    assert result["failed"] is True
    assert f"raise {option} (wait_timeout)" in result["msg"]


def test_a_planned_wait_for_the_links_checks_the_ports_again(run, checked):
    unit = checked()
    unit.client.script["interfaces"] = units.interfaces(**{units.PORT: {"name": "dmz"}})
    result = run("wait", PLANNED | {"until": "links_up"})
    assert f'{LABEL}: {units.PORT}: is named "dmz"' in result["msg"]


def test_what_was_read_while_waiting_for_the_links_is_what_is_configured(run, checked):
    unit = checked()
    newer = units.interfaces(**{units.PORT: {"version": "newer"}})
    unit.client.script["interfaces"] = newer
    run("wait", PLANNED | {"until": "links_up"})
    run("configuration", PLANNED)
    (body,) = unit.bodies("write_configuration")
    assert body["failoverInterface"]["version"] == "newer"


def test_a_link_that_stays_down_is_a_warning_without_require_link(run, checked):
    unit = checked()
    unit.client.script["interfaces"] = units.interfaces(**{units.PORT: {"linkState": "DOWN"}})
    result = run("wait", PLANNED | {"until": "links_up", "require_link": False, "wait_timeout": 0})
    assert result["warnings"] == [f"{LABEL}: the link of {units.PORT} is down, and apply_require_link is false"]


def test_a_secondary_that_joins_by_the_plan_may_be_away(run, checked):
    checked()
    run.secondary.client.script |= {"joins": [], "status": (Unreachable("refused"), units.standby())}
    result = run("wait", {"unit": "secondary", "planned": True, "until": "in_sync"})
    assert result["state"] == "standby, peer active, in sync"
    assert run.clients[-1]["connection"].may_use_peer_login is True
    run.primary.client.script |= {"joins": [], "status": Unreachable("refused")}
    assert run("wait", PLANNED | {"until": "in_sync"}) == {"failed": True, "msg": "refused.", "unit_unreachable": True}


# ----- logout


@pytest.mark.parametrize(
    ("arguments", "labels"),
    [
        ({}, ["branch01, primary (192.0.2.11)", "branch01, secondary (192.0.2.12)"]),
        (PRIMARY, ["branch01, primary (192.0.2.11)"]),
        ({"host": "192.0.2.99"}, ["branch01 (192.0.2.99)"]),
    ],
)
def test_logout_revokes_the_tokens_of_one_unit_or_of_both(run, arguments, labels):
    assert run("logout", arguments) == {"changed": False}
    assert [each["connection"].label for each in run.clients] == labels
    assert run.primary.client.logouts + run.secondary.client.logouts == len(labels)


# ----- a unit in two pairs of one run


SHARED = (
    "192.0.2.11 is also the secondary of branch02; expected a unit that belongs to one pair. Correct failover_units of "
    "one of the pairs."
)


def test_nothing_is_written_to_a_unit_that_another_pair_noted_since_preflight(run, checked):
    unit = checked(interfaces=units.interfaces(**DOWN))
    PlayUnits(str(run.directory)).note(Place("branch02", "secondary", "192.0.2.11"))
    for name in ("port", "deployment", "configuration", "join"):
        result = run(name, PLANNED)
        assert result == {"failed": True, "msg": f"branch01, primary: unit: {SHARED}"}
    assert unit.names == []


def test_preflight_finds_a_unit_that_another_pair_of_the_play_has_in_the_inventory(run):
    other = {"failover_units": {"primary": {"host": "192.0.2.99"}, "secondary": {"host": "192.0.2.11"}}}
    hostvars = Mock(raw_get={"branch01": {}, "branch02": other}.get)
    result = run("preflight", {"stop": False}, ansible_play_hosts_all=["branch01", "branch02"], hostvars=hostvars)
    assert not result["ready"]
    assert f"primary, unit: {SHARED} [unit-shared]" in result["msg"]
