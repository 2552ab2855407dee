# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task `apply` does what preflight has planned in this run for a phase, and nothing else."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import forks
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Rejected, StaleVersion, Unreachable
from ansible_collections.fdm.failover.plugins.plugin_utils.play_units import PlayUnits
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.fleet import Place
from support import fake_client, units
from support.tasks import TEMPLATES

PHASES = ("ports", "primary", "secondary", "sync")
PAIR = ("primary", "secondary")
TEMPLATE = {"template": "ha_configuration.json.j2"}
AUTO = {"failover_link": units.LINK | {"port": "auto"}}
DOWN = {units.PORT: {"enabled": False}}
KEY = "s3cret-0f-the-links"
LABEL = "branch01, primary (192.0.2.11)"
OTHER = "branch01, secondary (192.0.2.12)"
NOTHING = {"changed": False, "waiting": False, "msg": "nothing to do in this phase", "warnings": []}


@pytest.fixture
def checked(run):
    """Have a pair checked and rendered in this run; returns the primary."""

    def prepare(check=False, template=TEMPLATE, **variables):
        assert run("preflight", {"stop": False}, check=check, **variables)["ready"]
        run("render", template, check=check, **variables)
        for unit in (run.primary, run.secondary):
            unit.client.calls.clear()
        run.lines.clear()
        return run.primary

    return prepare


@pytest.fixture
def do(run):
    """Run one phase."""

    def phase(name, arguments=None, **more):
        return run("apply", {"phase": name} | (arguments or {}), **more)

    return phase


def stored(unit, **values):
    """Have a unit store the configuration of this run, and then what else is given."""
    unit.client.script["configurations"] = fake_client.configured(**values)


def down(run):
    """Have the port of the link administratively down on both units."""
    for role, unit in zip(PAIR, (run.primary, run.secondary), strict=True):
        unit.client.script["interfaces"] = units.interfaces(role, **DOWN)


# ----- what is followed


NOT_CHECKED = "branch01: preflight has not checked this pair in this run with these variables"


def test_a_plan_that_comes_from_a_variable_is_not_followed(run, do):
    plan = {"verdict": "ready", "steps": [{"step": "join", "unit": "primary"}], "blocked": None}
    result = do("primary", preflight_plan=plan, preflight_ports={"failover": units.PORT})
    assert (result["failed"], result["msg"].partition(";")[0]) == (True, NOT_CHECKED)
    assert run.clients == []


def test_a_pair_that_preflight_has_refused_is_not_written(run, do):
    run.primary.client.script["interfaces"] = units.interfaces(**{units.PORT: {"name": "dmz"}})
    run("preflight", {"stop": False})
    result = do("ports")
    assert result["msg"].startswith("branch01: preflight has found an error on this pair in this run")
    assert run.written == []


@pytest.mark.parametrize(
    "changes",
    [
        {"failover_link": units.LINK | {"port": units.FREE_PORT}},
        {"failover_key": KEY},
        {
            "failover_units": {
                "primary": {"host": units.HOSTS["secondary"]},
                "secondary": {"host": units.HOSTS["primary"]},
            }
        },
        {"failover_https_port": 8443},
    ],
    ids=["port", "key", "units exchanged", "HTTPS port"],
)
def test_variables_that_changed_since_preflight_are_not_written(run, checked, do, changes):
    checked()
    result = do("primary", **changes)
    assert (result["failed"], result["msg"].partition(";")[0]) == (True, NOT_CHECKED)
    assert run.written == []


@pytest.mark.parametrize("phase", PHASES)
def test_nothing_is_written_before_both_configurations_are_rendered(run, do, phase):
    run("preflight")
    result = do(phase, render_configurations={"primary": {"nodeRole": "HA_PRIMARY"}})
    assert result == {
        "failed": True,
        "msg": (
            "branch01, primary: no configuration was rendered for this pair in this run; expected fdm.failover.render "
            "before anything is written. Run the role fdm.failover.render after fdm.failover.preflight. Remove "
            "render_configurations from the inventory if it is set there."
        ),
    }
    assert run.written == []


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_without_a_step_calls_no_unit(run, do, phase):
    run.primary.client.script |= {"status": units.active(), "joins": [units.join()]}
    run.secondary.client.script |= {"status": units.standby(), "joins": [units.join()]}
    for role, unit in zip(PAIR, (run.primary, run.secondary), strict=True):
        own = units.configuration(role, units.intent())
        unit.client.script["configurations"] = [{name: own[name] for name in own if name != "keyed"}]
        unit.client.script["command"] = {"commandOutput": units.show_failover(role)}
    run("preflight", {"stop": False})
    before = len(run.clients)
    assert do(phase) == NOTHING
    assert len(run.clients) == before


def test_the_chosen_port_is_configured(run, checked, do):
    checked(**AUTO)
    do("primary", **AUTO)
    (body,) = run.primary.bodies("write_configuration")
    assert body["failoverInterface"]["id"] == units.interface(units.PORT)["id"]


SHARED = (
    "192.0.2.11 is also the secondary of branch02; expected a unit that belongs to one pair. Correct failover_units of "
    "one of the pairs."
)


@pytest.mark.parametrize("phase", PHASES)
def test_nothing_is_written_to_a_unit_that_another_pair_noted_since_preflight(run, checked, do, phase):
    down(run)
    checked()
    PlayUnits(str(run.directory)).note(Place("branch02", "secondary", "192.0.2.11"))
    assert do(phase) == {"failed": True, "msg": f"branch01, primary: unit: {SHARED}"}
    assert run.primary.names == []


# ----- ports


@pytest.mark.parametrize("check", [False, True])
def test_the_ports_of_both_units_are_enabled_and_deployed(run, checked, do, check):
    down(run)
    checked(check)
    for role, unit in zip(PAIR, (run.primary, run.secondary), strict=True):
        unit.client.script["pending_changes"] = [] if check else [units.pending(role=role)]
    result = do("ports", check=check, diff=True)
    assert (result["changed"], result["primary"]["enabled"]) == (True, [units.PORT])
    word = "would deploy" if check else "deploying"
    assert result["msg"] == f"primary: {word} {units.PORT}; secondary: {word} {units.PORT}"
    written = [] if check else ["write_interface", "start_deployment"]
    assert (run.primary.written, run.secondary.written) == (written, written)
    assert [each["after_header"] for each in result["diff"]] == ["primary", "secondary", "primary", "secondary"]


def test_a_port_that_changed_since_preflight_is_checked_again(run, checked, do):
    down(run)
    checked()
    named = units.interfaces(**{units.PORT: {"enabled": False, "name": "dmz"}})
    run.primary.client.script |= {"write_interface": StaleVersion("the version has moved"), "interfaces": named}
    assert f'{LABEL}: {units.PORT}: is named "dmz"' in do("ports")["msg"]
    assert run.written == ["write_interface"]


def test_the_first_error_ends_the_phase(run, checked, do):
    down(run)
    checked()
    run.primary.client.script["write_interface"] = Rejected("the port is locked")
    assert do("ports")["failed"] is True
    assert run.secondary.written == []


@pytest.mark.parametrize("allowed", [False, True])
def test_other_users_changes_are_deployed_only_where_preflight_allows_it(run, do, allowed):
    down(run)
    run("preflight", {"pending_changes": "deploy" if allowed else "refuse"})
    run("render", TEMPLATE)
    other = units.pending(entityType="NetworkObject", entityName="servers", entityId="x")
    for role, unit in zip(PAIR, (run.primary, run.secondary), strict=True):
        unit.client.script["pending_changes"] = [units.pending(role=role), other]
    result = do("ports")
    assert (f"{LABEL}: other users' changes are now pending (servers)" in result["msg"]) is not allowed
    assert ("start_deployment" in run.written) is allowed


def test_a_deployment_is_waited_for_by_its_job(run, checked, do):
    down(run)
    checked()
    for role, unit in zip(PAIR, (run.primary, run.secondary), strict=True):
        started = units.deployment("QUEUED", id=f"of the {role}")
        unit.client.script |= {"pending_changes": [units.pending(role=role)], "start_deployment": started}
        unit.client.script["deployment"] = (units.deployment("DEPLOYING"), units.deployment())
    assert do("ports")["secondary"]["job"] == "of the secondary"
    for role, unit in zip(PAIR, (run.primary, run.secondary), strict=True):
        unit.client.script |= {"interfaces": units.interfaces(role), "pending_changes": []}
    stored(run.primary)
    assert not do("primary").get("failed")
    for unit in (run.primary, run.secondary):
        assert unit.names.count("deployment") == 2


# ----- primary and secondary


JOINS = ["interfaces", "status", "pending_changes", "write_configuration"]
COMPARES = ["status", "configurations", "start_join", "configurations"]


def test_the_primary_is_configured_compared_and_joined(run, checked, do):
    checked(failover_key=KEY)
    stored(run.primary, keyed=True)
    result = do("primary", diff=True, failover_key=KEY)
    assert (result["changed"], KEY in str(result)) == (True, False)
    assert [body["sharedKey"] for body in run.primary.bodies("write_configuration")] == [KEY]
    assert run.primary.names == [*JOINS, *COMPARES]  # it had nothing to join with, so no join is looked for
    assert run.secondary.names == ["interfaces"]  # its link


def test_a_unit_that_had_a_configuration_is_asked_for_a_join_that_runs(run, checked, do):
    stored(run.primary, version="older")
    checked(failover_key=KEY)
    run.primary.client.script["write_configuration"] = fake_client.configured(version="written")[0]
    stored(run.primary, version="written", keyed=True)
    do("primary", failover_key=KEY)
    assert run.primary.names[-5:] == ["status", "joins", *COMPARES[1:]]


def test_in_check_mode_both_units_would_join_and_nothing_is_waited_for(run, checked, do):
    down(run)
    checked(check=True)
    for phase, unit in (("primary", run.primary), ("secondary", run.secondary)):
        result = do(phase, check=True, diff=True)
        assert (result["changed"], result[phase]["msg"]) == (True, "would join")
        assert [each["after_header"] for each in result["diff"]] == [phase, phase]
        assert unit.written == []
    assert do("sync", check=True) == NOTHING
    assert run.lines == []


def test_a_field_that_only_the_template_adds_is_written(run, checked, do, tmp_path):
    own = tmp_path / "own.json.j2"
    source = (TEMPLATES / "ha_configuration.json.j2").read_text().rstrip()
    own.write_text(source[: source.rindex("}")] + ', "failoverPollInterval": 5}')
    stored(run.primary)
    checked(template={"template": str(own)}, failover_key=KEY)
    do("primary", failover_key=KEY)
    assert [body["failoverPollInterval"] for body in run.primary.bodies("write_configuration")] == [5]


def test_the_ports_are_checked_again_while_the_links_are_waited_for(run, checked, do):
    checked()
    run.primary.client.script["interfaces"] = units.interfaces(**{units.PORT: {"name": "dmz"}})
    assert f'{LABEL}: {units.PORT}: is named "dmz"' in do("primary")["msg"]
    assert run.written == []


def test_what_was_read_while_waiting_for_the_links_is_what_is_configured(run, checked, do):
    checked()
    run.primary.client.script["interfaces"] = units.interfaces(**{units.PORT: {"version": "newer"}})
    do("primary")
    (body,) = run.primary.bodies("write_configuration")
    assert body["failoverInterface"]["version"] == "newer"


def test_the_ports_of_the_secondary_are_checked_again_after_the_primary_has_joined(run, checked, do):
    checked()
    stored(run.primary)
    do("primary")
    run.primary.client.script |= {"status": units.active(), "join": units.join()}
    run.secondary.client.script["interfaces"] = units.interfaces("secondary", **{units.PORT: {"name": "dmz"}})
    assert f'{OTHER}: {units.PORT}: is named "dmz"' in do("secondary")["msg"]
    assert run.secondary.written == []


@pytest.mark.parametrize("require", [True, False])
def test_a_link_that_stays_down_stops_the_pair_unless_it_is_allowed(run, checked, do, require):
    checked()
    stored(run.primary)
    run.primary.client.script["interfaces"] = units.interfaces(**{units.PORT: {"linkState": "DOWN"}})
    result = do("primary", {"require_link": require, "link_timeout": 0})
    if require:
        assert "raise apply_link_timeout" in result["msg"]
        assert run.written == []
    else:
        assert result["warnings"] == [f"{LABEL}: the link of {units.PORT} is down, and apply_require_link is false"]
        assert "start_join" in run.primary.written


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"statefulFailoverInterface": units.reference(units.interface(units.FREE_PORT))},
            "the unit stores another HA",
        ),
        ({"version": "newer"}, "the HA configuration was changed after this run wrote it, so the unit does not join"),
    ],
    ids=["another port", "another version"],
)
def test_a_unit_that_stores_something_else_than_was_written_does_not_join(run, checked, do, values, words):
    checked()
    stored(run.primary, **values)
    assert words in do("primary")["msg"]
    assert run.primary.written == ["write_configuration"]


def test_another_runs_join_after_this_run_has_written_is_a_conflict(run, checked, do):
    checked()
    stored(run.primary)
    run.primary.client.script |= {"joins": [units.join("DEPLOYING")], "start_join": Rejected("a join is running")}
    assert "another run started the join of this unit after this run configured it" in do("primary")["msg"]
    assert run.primary.written == ["write_configuration", "start_join"]


# ----- waits


LIMITS = {"primary": "deploy", "secondary": "join", "sync": "sync"}


@pytest.mark.parametrize(("phase", "name"), LIMITS.items())
def test_a_time_out_names_the_variable_to_raise(run, checked, do, phase, name):
    down(run)
    checked()
    for role, unit in zip(PAIR, (run.primary, run.secondary), strict=True):
        unit.client.script |= {"pending_changes": [units.pending(role=role)], "join": units.join("QUEUED")}
        unit.client.script["deployment"] = units.deployment("QUEUED")
    do("ports")
    result = do(phase, {f"{name}_timeout": 0})
    assert result["failed"] is True
    assert f"raise apply_{name}_timeout." in result["msg"]


def test_a_secondary_that_joins_may_be_away(run, checked, do):
    checked()
    run.primary.client.script |= {"joins": [], "status": units.active()}
    run.secondary.client.script |= {"joins": [], "status": (Unreachable("refused"), units.standby())}
    result = do("sync")
    assert result["secondary"]["state"] == "standby, peer active, in sync"
    assert [each["connection"].may_use_peer_login for each in run.clients[-2:]] == [True, False]


def test_a_primary_that_joins_may_not_be_away(run, checked, do):
    checked()
    run.primary.client.script |= {"joins": [], "status": Unreachable("refused")}
    run.secondary.client.script["status"] = units.standby()
    assert do("sync") == {"failed": True, "msg": "refused.", "unit_unreachable": True}


def in_a_run(pairs, number=1):
    """The variables of a task in a run of so many pairs, with so many forks."""
    return {"ansible_forks": number, "ansible_play_batch": [f"branch{number:02}" for number in range(1, pairs + 1)]}


MANY = in_a_run(3)
SYNCING = {"status": units.standby(configStatus="IN_PROGRESS"), "joins": []}


@pytest.fixture
def at_once(monkeypatch):
    """Phases that wait for nothing."""
    monkeypatch.setattr(forks, "FIRST_HOLD", 0.0)


@pytest.mark.parametrize(("pairs", "waiting"), [(1, False), (2, True)])
def test_a_phase_waits_for_a_short_time_where_the_run_has_other_pairs(run, checked, do, at_once, pairs, waiting):
    checked()
    run.secondary.client.script |= SYNCING
    result = do("sync", {"sync_timeout": 60 if waiting else 0}, **in_a_run(pairs, 5))
    assert result.get("waiting", False) is waiting
    if waiting:
        assert result["msg"].startswith(f"{OTHER}: still standby, peer active, in progress (0 of ")
    else:
        assert "raise apply_sync_timeout" in result["msg"]


def test_a_pair_that_still_waits_goes_on_with_its_phase(run, checked, do, at_once):
    checked()
    run.secondary.client.script |= SYNCING
    assert do("sync", **MANY)["waiting"] is True
    for phase in ("ports", "primary", "secondary"):
        before = len(run.clients)
        assert do(phase, **MANY) == NOTHING | {"msg": "already done"}
        assert len(run.clients) == before
    run.secondary.client.script["status"] = units.standby()
    run.primary.client.script |= {"status": units.active(), "joins": []}
    before = len(run.clients)
    assert run("apply", {}, **MANY)["waiting"] is False
    assert [each["connection"].role for each in run.clients[before:]] == ["secondary", "primary"]


def test_the_phases_after_one_that_waits_do_nothing(run, checked, do, at_once):
    checked()
    run.primary.client.script["interfaces"] = units.interfaces(**{units.PORT: {"linkState": "DOWN"}})
    assert do("primary", **MANY)["waiting"] is True
    for phase in ("secondary", "sync"):
        assert do(phase, **MANY) == NOTHING | {"waiting": True, "msg": "the phase primary is still waiting"}
    assert run.written == []
