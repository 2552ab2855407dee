# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A deployment is started where something is staged and none runs, and its end is awaited."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    Conflict,
    JobFailed,
    NotFound,
    OutcomeUnknown,
    Rejected,
    TimedOut,
    Unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import deployment
from support import fake_client, units

STAGED = [units.pending(), units.pending(entityType="AccessRule", entityName=None)]
NAMES = [units.PORT, "AccessRule"]
DIFF = {"before": {"pending": NAMES}, "after": {"pending": []}}
OWN = units.pending(entityType="HAConfiguration", entityName="HA")
RUNNING = units.deployment("DEPLOYING", id="running")
QUEUED = units.deployment("QUEUED", id="ours")
NOTHING = {"changed": False, "job": "", "msg": "nothing to deploy"}


@pytest.mark.parametrize(
    ("script", "result", "started"),
    [
        ({}, NOTHING, 0),
        ({"pending_changes": [OWN]}, NOTHING, 0),
        (
            {"pending_changes": [*STAGED, OWN], "start_deployment": QUEUED},
            {"changed": True, "diff": DIFF, "job": "ours", "msg": f"deploys {units.PORT}, AccessRule"},
            1,
        ),
        (
            {"deployments": [units.deployment(), RUNNING], "pending_changes": STAGED},
            {"changed": False, "job": "running", "msg": "a deployment is running already; it is awaited"},
            0,
        ),
        (
            {"pending_changes": STAGED, "start_deployment": OutcomeUnknown("lost"), "deployments": ([], [QUEUED])},
            {"changed": True, "diff": DIFF, "job": "ours", "msg": f"deploys {units.PORT}, AccessRule"},
            1,
        ),
        (
            {"pending_changes": STAGED, "start_deployment": Rejected("busy"), "deployments": ([], [RUNNING])},
            {"changed": False, "job": "running", "msg": "another deployment was quicker; it is awaited"},
            1,
        ),
    ],
)
def test_begin(script, result, started):
    unit = fake_client.unit(**script)
    assert deployment.begin(unit) == result
    assert unit.written == ["start_deployment"] * started


def test_in_check_mode_it_is_said_and_not_started():
    unit = fake_client.unit(pending_changes=STAGED)
    result = deployment.begin(unit, write=False)
    assert result == {"changed": True, "diff": DIFF, "job": "", "msg": f"would deploy {units.PORT}, AccessRule"}
    assert unit.written == []


@pytest.mark.parametrize(
    ("changes", "calls"),
    [
        ([units.pending()], 0),
        ([units.pending(), OWN], 0),
        ([units.pending(entityName="outside")], 1),  # known by its id
    ],
)
def test_the_ports_of_the_links_are_deployed(changes, calls):
    unit = fake_client.unit(pending_changes=changes, start_deployment=QUEUED)
    assert deployment.begin(unit, ports=[units.PORT])["job"] == "ours"
    assert unit.names.count("interfaces") == calls


@pytest.mark.parametrize("changes", [STAGED, [units.pending(entityName="AccessRule", entityId="x")]])
def test_changes_that_others_staged_meanwhile_are_not(changes):
    unit = fake_client.unit(pending_changes=changes, start_deployment=QUEUED)
    with pytest.raises(Conflict) as raised:
        deployment.begin(unit, ports=[units.STATE_PORT])
    assert "branch01, primary (192.0.2.11): other users' changes are now pending (" in (str(raised.value))
    assert unit.written == []


@pytest.mark.parametrize(
    ("script", "result", "started"),
    [
        ({"pending_changes": []}, (False, "nothing to deploy"), 0),
        ({"pending_changes": STAGED, "start_deployment": QUEUED}, (True, f"deploys {', '.join(NAMES)}"), 1),
        ({"deployments": ([RUNNING], []), "pending_changes": []}, (False, "nothing to deploy"), 0),
        (
            {"deployments": ([RUNNING], []), "pending_changes": STAGED, "start_deployment": QUEUED},
            (True, f"deploys {', '.join(NAMES)}"),
            1,
        ),
    ],
    ids=["nothing", "ours", "of another", "of another, then ours"],
)
def test_settle(script, result, started):
    unit = fake_client.unit(**({"deployment": units.deployment()} | script))
    settled = deployment.settle(unit, True, lambda: fake_client.wait()[0])
    assert (settled["changed"], settled["msg"]) == result
    assert unit.written == ["start_deployment"] * started


def test_one_limit_holds_for_all_deployments_of_others():
    waiting, _lines, clock = fake_client.wait(limit=60.0)
    script = {"deployments": [RUNNING], "deployment": (units.deployment("DEPLOYING"), units.deployment()) * 50}
    with pytest.raises(TimedOut, match="the end of the deployment was not reached within 60 s"):
        deployment.settle(fake_client.unit(**script), True, lambda: waiting)
    assert clock.now == 1060


def finish(identifier="ours", limit=600.0, **script):
    waiting, lines, clock = fake_client.wait(limit)
    unit = fake_client.unit(**script)
    return deployment.finish(unit, identifier, waiting), [line.partition(": ")[2] for line in lines], clock.now - 1000


@pytest.mark.parametrize(
    ("identifier", "script", "lines"),
    [
        (
            "ours",
            {"deployment": (QUEUED, units.deployment("DEPLOYING"), units.deployment())},
            ["deploying (0 s)", "deploying -> deployed (2 s)"],
        ),
        ("ours", {"deployment": units.deployment()}, ["deployed (0 s)"]),
        ("ours", {"deployment": NotFound("forgotten")}, ["deployed (0 s)"]),
        ("", {"deployments": ([RUNNING], [])}, ["deploying (0 s)", "deploying -> deployed (1 s)"]),
        ("", {"deployments": []}, ["deployed (0 s)"]),
    ],
)
def test_finish(identifier, script, lines):
    assert finish(identifier, **script)[:2] == ("deployed", lines)


@pytest.mark.parametrize("state", ["DEPLOY_FAILED", "DEPLOY_TIMEOUT", "FAILED", "SOMETHING_NEW"])
def test_a_failed_deployment_says_the_units_words(state):
    failed = units.deployment(state, statusMessage="Deployment failed", deploymentStatusMessages=None)
    with pytest.raises(JobFailed) as raised:
        finish(deployment=(QUEUED, failed), deployment_error={"cliErrorMessage": "ERROR: nameif outside"})
    assert str(raised.value) == (
        f"branch01, primary (192.0.2.11): the deployment ended as {state} (Deployment failed; ERROR: nameif "
        "outside). Fix what the unit reports, then run again: it deploys again."
    )


def test_a_deployment_that_takes_too_long_is_not_called_done():
    with pytest.raises(TimedOut, match="the end of the deployment was not reached within 60 s; the unit is deploying"):
        finish(limit=60.0, deployment=QUEUED)


def test_a_unit_that_is_away_while_it_deploys_is_an_error():
    with pytest.raises(Unreachable):
        finish(deployment=(QUEUED, Unreachable("refused")))
