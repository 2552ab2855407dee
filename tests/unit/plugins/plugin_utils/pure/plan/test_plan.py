# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every report of two units has a next step, and an interrupted plan continues where it stopped."""

from __future__ import annotations

from itertools import product

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import Finding
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan import plan as planning
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan import stages
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import End, Next, Plan, Step, next_step, plan
from support import units

PAIRS = list(product(stages.Stage, repeat=2))
VERDICTS = (End.FINISHED, End.BLOCKED)
ENABLE, DEPLOY, CONFIGURE, JOIN = Step.ENABLE, Step.DEPLOY, Step.CONFIGURE, Step.JOIN
WAIT, SYNC = Next(Step.WAIT_ACTIVE, "primary"), Next(Step.WAIT_SYNC, "pair")
DOWN = {units.PORT: {"enabled": False, "linkState": "DOWN"}}


def made(primary, secondary, **changes):
    return plan(Unit("primary", primary), Unit("secondary", secondary), units.intent(**changes))


@pytest.mark.parametrize(("primary", "secondary"), PAIRS)
def test_every_pair_of_stages_has_a_next_step(primary, secondary):
    step, unit = next_step(primary, secondary)
    if step == End.BLOCKED:
        assert unit in planning.REASONS
    elif step != End.FINISHED:
        assert step in planning.WORDS


def test_every_row_decides_something_and_every_reason_is_given():
    deciding = {next(row for row in planning.ROWS if one in row[0] and two in row[1]) for one, two in PAIRS}
    assert deciding == set(planning.ROWS)
    reasons = {unit for step, unit in (next_step(*pair) for pair in PAIRS) if step == End.BLOCKED}
    assert reasons == set(planning.REASONS)


@pytest.mark.parametrize("changes", [{}, {"failover_key": "s3cret"}])
def test_every_plan_ends_and_repeats_nothing(monkeypatch, changes):
    for primary, secondary in PAIRS:
        at = {"primary": primary, "secondary": secondary}
        monkeypatch.setattr(planning, "stage", lambda unit, _intent, at=at: at[unit.role])
        found = made(units.unit(), units.unit("secondary"), **changes)
        assert len(set(found.steps)) == len(found.steps)
        assert (found.verdict == End.BLOCKED) == (found.blocked is not None)
        assert not (found.blocked and found.steps)
        assert found.verdict in VERDICTS or found.steps[-1] == SYNC


@pytest.mark.parametrize(("primary", "secondary"), PAIRS)
def test_the_secondary_never_joins_before_the_primary_is_active(primary, secondary):
    if next_step(primary, secondary) in (Next(CONFIGURE, "secondary"), Next(JOIN, "secondary")):
        assert primary == stages.Stage.ACTIVE


def configured(role, **changes):
    return units.configuration(role, units.intent(**changes))


def waiting(state="HA_ACTIVE_NODE", **parts):
    """The primary on its way through its own join."""
    status = units.active(nodeState=state, peerNodeState="HA_UNKNOWN_NODE", configStatus="UNKNOWN")
    return units.joined(status=status, **parts)


def stage_of_the_job(number):
    """Both units after `number` steps of the main job, from two units whose ports are down."""
    low = {"interfaces": units.interfaces(**DOWN)}
    pending = {"pending_changes": [units.pending()]}
    theirs = units.interfaces("secondary", **DOWN)
    their_change = [units.pending(role="secondary")]
    second_low, second_pending = {"interfaces": theirs}, {"pending_changes": their_change}
    ready = {"configuration": configured("primary")}
    return (
        (units.unit(**low), units.unit("secondary", **second_low)),
        (units.unit(**pending), units.unit("secondary", **second_low)),
        (units.unit(**pending), units.unit("secondary", **second_pending)),
        (units.unit(), units.unit("secondary", **second_pending)),
        (units.unit(), units.unit("secondary")),
        (units.unit(**ready), units.unit("secondary")),
        (waiting("HA_NEGOTIATING_NODE", joins=[units.join("DEPLOYING")]), units.unit("secondary")),
        (waiting(), units.unit("secondary")),
        (waiting(), units.unit("secondary", configuration=configured("secondary"))),
        (
            waiting(),
            units.joined(
                "secondary",
                status=units.standby(nodeState="HA_CONFIGURATION_SYNC", configStatus="SECONDARY_IMPORTING_CONFIG"),
            ),
        ),
        (units.joined(), units.joined("secondary")),
    )[number]


WHOLE_JOB = (
    Next(ENABLE, "primary"),
    Next(ENABLE, "secondary"),
    Next(DEPLOY, "primary"),
    Next(DEPLOY, "secondary"),
    Next(CONFIGURE, "primary"),
    Next(JOIN, "primary"),
    WAIT,
    Next(CONFIGURE, "secondary"),
    Next(JOIN, "secondary"),
    SYNC,
)


@pytest.mark.parametrize("done", range(len(WHOLE_JOB) + 1))
def test_an_interrupted_plan_continues_where_it_stopped(done):
    rest = WHOLE_JOB[done:]
    assert made(*stage_of_the_job(done)) == Plan("ready" if rest else "finished", rest, None)


@pytest.mark.parametrize(
    ("primary", "secondary", "changes", "steps"),
    [
        (
            units.unit(configuration=configured("primary")),
            units.unit("secondary", configuration=configured("secondary")),
            {},
            (Next(JOIN, "primary"), WAIT, Next(JOIN, "secondary"), SYNC),
        ),
        (
            units.unit(configuration=configured("primary")),
            units.unit("secondary"),
            {"failover_key": "s3cret"},
            WHOLE_JOB[4:],
        ),
        (
            units.unit(deployments=[units.deployment("DEPLOYING")], configuration=configured("primary")),
            units.unit("secondary"),
            {},
            (Next(DEPLOY, "primary"), *WHOLE_JOB[5:]),
        ),
        (
            units.unit(joins=[units.join("QUEUED")], configuration=configured("primary")),
            units.unit("secondary"),
            {},
            WHOLE_JOB[6:],
        ),
        (
            units.joined(status=units.active(peerNodeState="HA_FAILED_NODE")),
            units.unit("secondary", joins=[units.join("DEPLOYING")], configuration=configured("secondary")),
            {},
            (SYNC,),
        ),
        (
            units.joined(status=units.standby(nodeRole="HA_PRIMARY")),
            units.joined("secondary", status=units.active(nodeRole="HA_SECONDARY")),
            {},
            (),
        ),
    ],
)
def test_plans(primary, secondary, changes, steps):
    found = made(primary, secondary, **changes)
    assert (found.steps, found.blocked) == (steps, None)


INVERTED = "Exchange primary and secondary in failover_units: roles are assigned once and never change."


@pytest.mark.parametrize(
    ("primary", "secondary", "rule", "found"),
    [
        (
            units.joined(status=units.standby()),
            units.joined("secondary", status=units.active()),
            "roles-inverted",
            "primary is standby; secondary is active",
        ),
        (
            units.unit(status=units.status("")),
            units.unit("secondary"),
            "state-unknown",
            "primary is unknown; secondary is single",
        ),
        (
            units.joined(),
            units.joined("secondary", status=units.active(nodeRole="HA_SECONDARY")),
            "split-brain",
            "primary is active; secondary is active",
        ),
        (
            units.unit(),
            units.joined("secondary"),
            "primary-single",
            "primary is single; secondary is standby",
        ),
        (
            units.joined(status=units.standby(nodeRole="HA_PRIMARY")),
            units.unit("secondary"),
            "already-paired-elsewhere",
            "primary is standby; secondary is single",
        ),
        (
            units.joined(),
            units.joined("secondary", status=units.standby(nodeState="HA_SUSPENDED_NODE")),
            "suspended",
            "primary is active; secondary is suspended",
        ),
        (
            units.joined(),
            units.joined(
                "secondary",
                status=units.standby(nodeState="HA_DISABLED_NODE", disabledReason="HA state progression failed"),
            ),
            "unit-disabled",
            "primary is active; secondary is disabled (HA state progression failed)",
        ),
        (
            units.joined(),
            units.joined("secondary", status=units.standby(nodeState="HA_FAILED_NODE")),
            "unit-failed",
            "primary is active; secondary is failed",
        ),
        (
            units.joined(configuration=units.configuration("primary", units.intent(), failoverName="fover")),
            units.joined("secondary"),
            "pair-differs",
            "primary: name of the failover link is fover, expected failover-link",
        ),
    ],
)
def test_what_blocks_is_a_finding(primary, secondary, rule, found):
    expected, remedy = planning.REASONS[rule]
    finding = Finding(rule, "error", "pair", "HA state", found, expected, remedy)
    assert made(primary, secondary) == Plan("blocked", (), finding)


def test_a_plan_for_people_and_as_data():
    found = made(*stage_of_the_job(0))
    ports = {"failover": units.PORT, "state": units.STATE_PORT}
    assert found.lines(ports) == (
        "1. primary: enable GigabitEthernet0/2 and GigabitEthernet0/3",
        "2. secondary: enable GigabitEthernet0/2 and GigabitEthernet0/3",
        "3. primary: deploy",
        "4. secondary: deploy",
        "5. primary: write the configuration of the links",
        "6. primary: join",
        "7. primary: wait until it is active",
        "8. secondary: write the configuration of the links",
        "9. secondary: join (the primary's configuration replaces its own; it is unavailable during that time)",
        "10. both: wait until one is active, one standby, and both in sync",
    )
    assert found.has("join", "secondary")
    assert not made(units.joined(), units.joined("secondary")).has("join", "secondary")
    assert made(units.joined(), units.joined("secondary")).as_dict() == {
        "verdict": "finished",
        "steps": [],
        "blocked": None,
    }
    blocked = made(units.unit(), units.joined("secondary"))
    assert blocked.as_dict() == {"verdict": "blocked", "steps": [], "blocked": blocked.blocked.as_dict()}
    assert made(waiting(), units.joined("secondary", status=units.status("HA_NEGOTIATING_NODE"))).as_dict() == {
        "verdict": "ready",
        "steps": [{"step": "wait-sync", "unit": "pair"}],
        "blocked": None,
    }


def test_a_unit_that_joins_with_another_role_is_named() -> None:
    joining = units.unit(
        configuration=units.configuration("primary", units.intent(), nodeRole="HA_SECONDARY"),
        joins=[units.join("DEPLOYING")],
    )
    found = made(joining, units.unit("secondary")).blocked
    assert (found.rule, found.found) == ("pair-differs", "primary: role is HA_SECONDARY, expected HA_PRIMARY")
