# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A deployment is started where something is pending and none runs, and is followed to its end."""

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
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import deployment
from support import fake_client, units

PENDING = [units.pending(), units.pending(entityType="AccessRule", entityName=None, entityId="x")]
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
            {"pending_changes": [*PENDING, OWN], "start_deployment": QUEUED},
            {"changed": True, "diff": DIFF, "job": "ours", "msg": f"deploying {units.PORT}, AccessRule"},
            1,
        ),
        (
            {"deployments": [units.deployment(), RUNNING], "pending_changes": PENDING},
            {"changed": False, "job": "running", "msg": "a deployment is running already; waiting for it"},
            0,
        ),
        (
            {
                "pending_changes": PENDING,
                "start_deployment": OutcomeUnknown("the response was lost"),
                "deployments": ([], [QUEUED]),
            },
            {"changed": True, "diff": DIFF, "job": "ours", "msg": f"deploying {units.PORT}, AccessRule"},
            1,
        ),
        (
            {"pending_changes": PENDING, "start_deployment": Rejected("busy"), "deployments": ([], [RUNNING])},
            {"changed": False, "job": "running", "msg": "another deployment started first; waiting for it"},
            1,
        ),
    ],
)
def test_a_deployment_is_started_where_something_is_staged_and_none_runs(script, result, started):
    unit = fake_client.unit(**script)
    assert deployment.begin(unit) == result
    assert unit.written == ["start_deployment"] * started


def test_in_check_mode_it_is_announced_and_not_started():
    unit = fake_client.unit(pending_changes=PENDING)
    result = deployment.begin(unit, write=False)
    assert result == {"changed": True, "diff": DIFF, "job": "", "msg": f"would deploy {units.PORT}, AccessRule"}
    assert unit.written == []


UPDATED = [{"fieldName": "enabled", "oldValue": "false", "newValue": "true", "type": "valueupdate"}]
CHANNEL = units.etherchannel(units.PORT, units.STATE_PORT)


@pytest.mark.parametrize(
    ("changes", "ports"),
    [
        ([units.pending()], [units.PORT]),
        ([units.pending(valuesUpdated=UPDATED)], [units.PORT]),
        ([units.pending(), OWN], [units.PORT]),
        ([units.pending(entityName="outside")], [units.PORT]),  # known by its id
        ([units.pending(), units.pending(units.STATE_PORT)], [units.PORT, units.STATE_PORT]),
        # the members of an EtherChannel are enabled with it
        ([units.pending(), units.pending("Port-channel1")], ["Port-channel1"]),
    ],
)
def test_the_ports_of_the_links_are_deployed(changes, ports):
    api = fake_client.unit(pending_changes=changes, start_deployment=QUEUED, etherchannels=[CHANNEL])
    assert deployment.begin(api, ports=ports)["job"] == "ours"


def test_a_unit_that_was_read_before_is_not_read_again():
    api = fake_client.unit(pending_changes=[units.pending()], start_deployment=QUEUED)
    deployment.begin(api, ports=[units.PORT], unit=Unit("primary", units.unit()))
    assert api.names == ["pending_changes", "start_deployment"]


ANOTHER = [units.deployment("DEPLOYING")]


@pytest.mark.parametrize(
    ("before", "script", "calls"),
    [
        # nothing is pending: another run may have deployed it
        ([], {"deployments": ANOTHER}, ["pending_changes", "deployments"]),
        ([], {"deployments": []}, ["pending_changes", "deployments", "pending_changes"]),
        # a deployment ran when the unit was read
        (ANOTHER, {"deployments": ANOTHER}, ["deployments"]),
        # another one has started since
        (
            [],
            {"pending_changes": [units.pending()], "deployments": ANOTHER, "start_deployment": Rejected("one runs")},
            ["pending_changes", "start_deployment", "deployments"],
        ),
    ],
)
def test_the_list_is_read_where_another_deployment_may_run(before, script, calls):
    api = fake_client.unit(**script)
    begun = deployment.begin(api, ports=[units.PORT], unit=Unit("primary", units.unit(deployments=before)))
    assert api.names == calls
    assert begun["changed"] is False
    assert bool(begun["job"]) is (script["deployments"] == ANOTHER)


FOREIGN = {
    "another object": ([units.pending(entityType="AccessRule", entityName=None, entityId="x")], "AccessRule"),
    "an object called like a port": ([units.pending(entityType="NetworkObject", entityId="x")], units.PORT),
    "another port": ([units.pending(units.STATE_PORT)], units.STATE_PORT),
    "another change of the port": (
        [units.pending(valuesUpdated=[*UPDATED, {"fieldName": "mtu", "newValue": "9000"}])],
        f"{units.PORT}: mtu",
    ),
}


@pytest.mark.parametrize(("changes", "words"), FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("unit", [None, Unit("primary", units.unit())], ids=["not read before", "read before"])
def test_changes_of_other_users_are_refused(changes, words, unit):
    api = fake_client.unit(pending_changes=[units.pending(), *changes], start_deployment=QUEUED)
    with pytest.raises(Conflict) as raised:
        deployment.begin(api, ports=[units.PORT], unit=unit)
    assert str(raised.value) == (
        f"branch01, primary (192.0.2.11): other users' changes are now pending ({words}); expected nothing pending but "
        "the ports of the links. Deploy or discard them in FDM, or let apply deploy them with "
        "preflight_pending_changes: deploy; then run again."
    )
    assert api.written == []


@pytest.mark.parametrize(
    ("script", "result", "started"),
    [
        ({"pending_changes": []}, (False, "nothing to deploy"), 0),
        ({"pending_changes": PENDING, "start_deployment": QUEUED}, (True, f"deploying {', '.join(NAMES)}"), 1),
        ({"deployments": ([RUNNING], []), "pending_changes": []}, (False, "nothing to deploy"), 0),
        (
            {"deployments": ([RUNNING], []), "pending_changes": PENDING, "start_deployment": QUEUED},
            (True, f"deploying {', '.join(NAMES)}"),
            1,
        ),
    ],
    ids=["nothing", "ours", "of another", "of another, then ours"],
)
def test_everything_pending_is_deployed_and_waited_for(script, result, started):
    unit = fake_client.unit(**({"deployment": units.deployment()} | script))
    settled = deployment.settle(unit, True, lambda: fake_client.wait()[0])
    assert (settled["changed"], settled["msg"]) == result
    assert unit.written == ["start_deployment"] * started


@pytest.mark.parametrize(
    ("script", "deployed", "checks"),
    [
        ({"pending_changes": []}, False, 1),
        ({"pending_changes": PENDING, "start_deployment": QUEUED}, True, 1),
        ({"deployments": ([RUNNING], []), "pending_changes": PENDING, "start_deployment": QUEUED}, True, 2),
    ],
    ids=["nothing", "ours", "of another, then ours"],
)
def test_what_may_be_deployed_is_checked_before_each_deployment(script, deployed, checks):
    unit, checked = fake_client.unit(**({"deployment": units.deployment()} | script)), []
    limit = fake_client.wait()[0]
    done = deployment.settle(unit, True, lambda: limit, check=lambda: checked.append(unit.written.copy()))
    assert done["changed"] is deployed
    assert checked == [[]] * checks
    assert unit.written == ["start_deployment"] * deployed


def test_what_another_user_changes_during_a_deployment_is_not_deployed():
    """The first check found nothing; while another deployment ran, something became pending."""
    unit = fake_client.unit(deployments=([RUNNING], []), pending_changes=PENDING, deployment=units.deployment())
    checks = iter([None, Conflict("other users' changes are pending")])

    def check():
        found = next(checks)
        if found:
            raise found

    with pytest.raises(Conflict, match="other users' changes are pending"):
        deployment.settle(unit, True, lambda: fake_client.wait()[0], check=check)
    assert unit.written == []


def test_one_time_limit_holds_for_all_deployments():
    waiting, _lines, clock = fake_client.wait(60.0)
    script = {"deployments": [RUNNING], "deployment": (units.deployment("DEPLOYING"), units.deployment()) * 50}
    with pytest.raises(TimedOut, match="the end of the deployment was not reached within 60 s"):
        deployment.settle(fake_client.unit(**script), True, lambda: waiting)
    assert clock.now == 1060


def end(identifier="ours", timeout=600.0, **script):
    wait, lines, clock = fake_client.wait(timeout, option="apply_deploy_timeout")
    api = fake_client.unit(**script)
    state = deployment.wait_for_end(api, identifier, wait)
    return state, [line.partition(": ")[2] for line in lines], clock.now - 1000


@pytest.mark.parametrize(
    ("identifier", "script", "lines"),
    [
        (
            "ours",
            {"deployment": (QUEUED, units.deployment("DEPLOYING"), units.deployment())},
            ["deploying (0 s)", "deploying -> deployed (2 s)"],
        ),
        ("ours", {"deployment": units.deployment()}, ["deployed (0 s)"]),
        ("", {"deployments": ([RUNNING], [])}, ["deploying (0 s)", "deploying -> deployed (1 s)"]),
        ("", {"deployments": []}, ["deployed (0 s)"]),
    ],
)
def test_a_deployment_is_followed_to_its_end(identifier, script, lines):
    assert end(identifier, **script)[:2] == ("deployed", lines)


GONE = NotFound("no such object")


def test_a_deployment_whose_record_is_gone_has_ended_well_only_where_nothing_is_pending():
    assert end(deployment=GONE, pending_changes=[OWN])[1] == ["deployed (0 s)"]
    with pytest.raises(JobFailed) as raised:
        end(deployment=(QUEUED, GONE), pending_changes=PENDING)
    assert str(raised.value) == (
        "branch01, primary (192.0.2.11): the unit no longer lists the deployment, and its changes are still pending; "
        "expected the end of the deployment, or nothing pending. Check the deployment history in FDM, then run "
        "again: it deploys again."
    )


def test_a_deployment_whose_record_is_gone_while_one_runs_is_waited_for():
    script = {"deployment": GONE, "deployments": ([RUNNING], []), "pending_changes": []}
    assert end(**script)[1] == ["deploying (0 s)", "deploying -> deployed (1 s)"]


@pytest.mark.parametrize("state", ["DEPLOY_FAILED", "DEPLOY_TIMEOUT", "FAILED", "SOMETHING_NEW"])
def test_a_failed_deployment_is_reported_in_the_units_words(state):
    failed = units.deployment(state, statusMessage="Deployment failed", deploymentStatusMessages=None)
    with pytest.raises(JobFailed) as raised:
        end(deployment=(QUEUED, failed), deployment_error={"cliErrorMessage": "ERROR: nameif outside"})
    assert str(raised.value) == (
        f"branch01, primary (192.0.2.11): the deployment ended as {state} (Deployment failed; ERROR: nameif "
        "outside). Fix what the unit reports, then run again: it deploys again."
    )


def test_a_deployment_that_takes_too_long_is_not_called_done_and_names_its_option():
    with pytest.raises(TimedOut) as raised:
        end(timeout=60.0, deployment=QUEUED)
    assert "the end of the deployment was not reached within 60 s; the unit is deploying" in str(raised.value)
    assert str(raised.value).endswith("run again to keep waiting, or raise apply_deploy_timeout.")


def test_a_unit_that_is_away_while_it_deploys_is_an_error():
    with pytest.raises(Unreachable):
        end(deployment=(QUEUED, Unreachable("refused")))


@pytest.mark.parametrize(
    ("begun", "script", "changed", "started"),
    [
        ({"job": "", "changed": False}, {}, False, 0),
        ({"job": "ours", "changed": True}, {}, True, 0),
        ({"job": "running", "changed": False}, {"pending_changes": []}, False, 0),
        # another user's deployment had begun before the ports were enabled
        ({"job": "running", "changed": False}, {"pending_changes": [units.pending()]}, True, 1),
    ],
    ids=["none", "ours", "another's", "another's, then ours"],
)
def test_a_deployment_that_was_started_before_is_finished(begun, script, changed, started):
    api = fake_client.unit(**({"deployment": units.deployment(), "start_deployment": QUEUED} | script))
    assert deployment.finish(api, begun, fake_client.wait()[0], [units.PORT])["changed"] is changed
    assert api.written == ["start_deployment"] * started


def test_after_another_users_deployment_only_the_ports_are_deployed():
    api = fake_client.unit(deployment=units.deployment(), pending_changes=PENDING)
    with pytest.raises(Conflict, match=r"other users' changes are now pending \(AccessRule\)"):
        deployment.finish(api, {"job": "running", "changed": False}, fake_client.wait()[0], [units.PORT])
    assert api.written == []


@pytest.mark.parametrize(
    ("begun", "names", "result"),
    [
        (NOTHING, (), NOTHING),
        (
            NOTHING,
            (units.PORT,),
            {
                "changed": True,
                "job": "",
                "msg": f"would deploy {units.PORT}",
                "diff": {"before": {"pending": [units.PORT]}, "after": {"pending": []}},
            },
        ),
        ({"changed": False, "job": "running"}, (units.PORT,), {"changed": False, "job": "running"}),
        ({"changed": True, "job": ""}, (units.PORT,), {"changed": True, "job": ""}),
    ],
    ids=["nothing to enable", "ports to enable", "one runs", "something is pending"],
)
def test_check_mode_knows_that_enabled_ports_would_be_deployed(begun, names, result):
    assert deployment.as_planned(begun, names) == result
