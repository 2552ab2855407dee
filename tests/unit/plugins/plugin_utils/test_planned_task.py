# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task with `planned: true` does what preflight has planned in this run for this unit, and nothing else."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import planned_task
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError, Rejected
from ansible_collections.fdm.failover.plugins.plugin_utils.planned_task import Planned
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import Step
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.rule import Settings
from ansible_collections.fdm.failover.plugins.plugin_utils.run_record import RunRecord
from support import tasks, units

AUTO = {"failover_link": units.LINK | {"port": "auto"}}
TEMPLATE = {"template": "ha_configuration.json.j2"}
NOTHING = {"changed": False, "msg": "nothing to do: the plan has no such step for this unit"}


@pytest.fixture
def do(run, monkeypatch):
    """Run a task that belongs to the join of its unit, and return what it was given or its result."""

    def planned(arguments=None, check=False, **variables):
        def by_plan(self, api, _options, planned):
            given.append(planned)
            return {"changed": False, "reached": api.connection.label}

        given = []
        members = {
            "SPEC": planned_task.PLANNED_SPEC,
            "steps": lambda _self, role, _options: ((Step.JOIN, role),),
            "by_plan": by_plan,
            "on_unit": lambda _self, _api, _options: {"changed": False, "msg": "as the options say"},
        }
        with monkeypatch.context() as patched:
            made = type("ActionModule", (planned_task.PlannedTask,), members)
            patched.setattr(tasks, "action", lambda _name: made)
            result = run("join", {"unit": "primary", "planned": True} | (arguments or {}), check=check, **variables)
        return result, given

    return planned


def test_a_planned_task_gets_what_preflight_has_read_and_decided(run, do):
    run("preflight", {"waive": ["plain-text"], "clock_skew": 60}, **AUTO)
    run("render", TEMPLATE, **AUTO)
    result, (planned,) = do(**AUTO)
    assert result["reached"] == "branch01, primary (192.0.2.11)"
    assert planned.intent == units.intent()  # the chosen port is settled
    assert planned.unit.serial == units.SERIALS["primary"]
    assert planned.checks.intent == planned.intent
    assert planned.checks.settings == Settings(clock_skew=60)
    assert planned.checks.waive == ("plain-text",)


def test_without_planned_a_task_does_what_its_options_say(do):
    assert do({"planned": False})[0]["msg"] == "as the options say"


def test_a_unit_without_such_a_step_is_not_called(run, do):
    run.primary.client.script |= {"status": units.active(), "joins": [units.join()]}
    run.secondary.client.script |= {"status": units.standby(), "joins": [units.join()]}
    for role, unit in (("primary", run.primary), ("secondary", run.secondary)):
        own = units.configuration(role, units.intent())
        unit.client.script["configurations"] = [{name: own[name] for name in own if name != "keyed"}]
        unit.client.script["command"] = {"commandOutput": units.show_failover(role)}
    run("preflight", {"stop": False})
    before = len(run.clients)
    assert do()[0] == NOTHING
    assert len(run.clients) == before


NOT_CHECKED = "branch01: preflight has not checked this pair in this run with these variables"


def test_a_plan_that_comes_from_a_variable_is_not_followed(run, do):
    plan = {"verdict": "ready", "steps": [{"step": "join", "unit": "primary"}], "blocked": None}
    result, given = do(preflight_plan=plan, preflight_ports={"failover": units.PORT})
    assert (result["failed"], result["msg"].partition(";")[0], given) == (True, NOT_CHECKED, [])
    assert run.clients == []


def test_a_pair_that_preflight_has_refused_is_not_written(run, do):
    run.primary.client.script["interfaces"] = units.interfaces(**{units.PORT: {"name": "dmz"}})
    run("preflight", {"stop": False})
    result, given = do()
    assert (result["failed"], given) == (True, [])
    assert result["msg"].startswith("branch01: preflight has found an error on this pair in this run")


@pytest.mark.parametrize(
    "changes",
    [
        {"failover_link": units.LINK | {"port": units.FREE_PORT}},
        {"failover_key": "s3cret-0f-the-links"},
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
def test_variables_that_changed_since_preflight_are_not_written(run, do, changes):
    run("preflight")
    result, given = do(**changes)
    assert (result["failed"], result["msg"].partition(";")[0], given) == (True, NOT_CHECKED, [])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            {"host": "192.0.2.99"},
            (
                "branch01: planned is true and host is given; expected the unit of the inventory that preflight has "
                "checked. Remove host: planned tasks take the address from failover_units."
            ),
        ),
        (
            {"host": "192.0.2.99", "https_port": 8443},
            (
                "branch01: planned is true and host and https_port are given; expected the unit of the inventory that "
                "preflight has checked. Remove host and https_port: planned tasks take the address from failover_units."
            ),
        ),
    ],
)
def test_the_plan_is_for_no_other_unit(run, do, arguments, sentence):
    run("preflight")
    before = len(run.clients)
    assert do(arguments)[0] == {"failed": True, "msg": sentence}
    assert len(run.clients) == before


DOWN = {units.PORT: {"enabled": False}}
BOTH = {"planned": True}


@pytest.fixture
def down(run):
    """A pair that was checked and rendered, with the port of its link down on both units."""
    for role, unit in (("primary", run.primary), ("secondary", run.secondary)):
        unit.client.script["interfaces"] = units.interfaces(role, **DOWN)
    run("preflight", {"stop": False})
    run("render", TEMPLATE)
    return run


def test_without_a_unit_a_planned_task_works_on_both(down):
    result = down("port", BOTH)
    assert result["changed"] is True
    assert (down.primary.written, down.secondary.written) == (["write_interface"], ["write_interface"])


def test_what_is_kept_of_one_unit_is_not_lost_with_the_other(down):
    for unit in (down.primary, down.secondary):
        started = units.deployment("QUEUED", id=f"of the {unit.connection.role}")
        unit.client.script |= {
            "pending_changes": [units.pending(role=unit.connection.role)],
            "start_deployment": started,
        }
        unit.client.script["deployment"] = units.deployment()
    assert down("deployment", BOTH | {"wait": False})["changed"] is True
    down("wait", BOTH | {"until": "deployed"})
    for unit in (down.primary, down.secondary):
        assert unit.names.count("deployment") == 1


def test_the_first_error_ends_a_task_on_both_units(down):
    down.primary.client.script["write_interface"] = Rejected("the port is locked")
    result = down("port", BOTH)
    assert (result["failed"], down.secondary.written) == (True, [])


def test_nothing_is_written_before_both_configurations_are_rendered(run, do):
    run("preflight")
    result, given = do()
    assert (result["failed"], given) == (True, [])
    assert result["msg"].startswith("branch01, primary: no configuration was rendered for this pair in this run")


@pytest.mark.parametrize(("pending", "ports"), [("refuse", (units.PORT,)), ("deploy", None)])
def test_other_users_changes_are_deployed_only_where_preflight_allows_it(pending, ports):
    record = RunRecord(settings={"pending_changes": pending})
    assert Planned(units.intent(), record, "primary", lambda: None).deployable_ports == ports


def test_a_configuration_that_was_not_rendered_in_this_run_is_not_written():
    with pytest.raises(InputError) as raised:
        _ = Planned(units.intent(), RunRecord(rendered={"secondary": {}}), "primary", lambda: None).rendered
    assert str(raised.value) == (
        "branch01, primary: no configuration was rendered for this pair in this run; expected fdm.failover.render "
        "before anything is written. Run the role fdm.failover.render after fdm.failover.preflight. Remove "
        "render_configurations from the inventory if it is set there."
    )
