# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A join is started once and followed to its end, or to the reason why there is none."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    Conflict,
    JobFailed,
    NotFound,
    NotReady,
    OutcomeUnknown,
    Rejected,
    TimedOut,
    Unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import join
from support import fake_client, units

QUEUED, RUNNING, DONE = (units.join(state, id="ours") for state in ("QUEUED", "DEPLOYING", "DEPLOYED"))
DIFF = {"before": {"state": "single"}, "after": {"state": "joining"}}
STARTED = {"changed": True, "job": "ours", "msg": "join started", "diff": DIFF}
AWAITED = "a join is running that this run did not start; it is awaited"
VERSION = "nxrcw5tq3jzoe"


def awaited(job):
    return {
        "changed": False,
        "job": job,
        "msg": AWAITED,
        "warnings": [f"branch01, primary (192.0.2.11): {AWAITED}"],
    }


@pytest.mark.parametrize(
    ("script", "result", "started"),
    [
        ({"start_join": QUEUED}, STARTED, 1),
        ({"start_join": OutcomeUnknown("lost"), "joins": ([], [QUEUED])}, STARTED, 1),
        ({"start_join": (OutcomeUnknown("lost"), QUEUED), "joins": []}, STARTED, 2),
        ({"joins": [units.join("FAILED", id="old")], "start_join": QUEUED}, STARTED, 1),
        ({"joins": [RUNNING]}, awaited("ours"), 0),
        ({"start_join": Rejected("a join is running"), "joins": ([], [RUNNING])}, awaited("ours"), 1),
        (
            {"status": units.active()},
            {"changed": False, "job": "", "msg": "the unit is active: it has joined already"},
            0,
        ),
        (
            {"status": units.status("HA_NEGOTIATING_NODE")},
            {"changed": False, "job": "", "msg": "the unit is negotiating: it has joined already"},
            0,
        ),
    ],
)
def test_begin(script, result, started):
    unit = fake_client.unit(**script)
    assert join.begin(unit) == result
    assert unit.written == ["start_join"] * started


def test_in_check_mode_it_is_said_and_not_started():
    unit = fake_client.unit()
    assert join.begin(unit, write=False) == {"changed": True, "job": "", "msg": "would join", "diff": DIFF}
    assert unit.written == []


def test_a_configuration_that_moved_since_it_was_written_is_not_joined():
    assert join.begin(fake_client.unit(start_join=QUEUED), version=VERSION) == STARTED
    unit = fake_client.unit()
    with pytest.raises(Conflict) as raised:
        join.begin(unit, version="older")
    assert str(raised.value) == (
        "branch01, primary (192.0.2.11): the HA configuration was changed after this run had written it, so "
        "nothing is joined. Another run or person works on this pair: let it end, then run again."
    )
    assert unit.written == []


OTHERS = fake_client.configured(wished=units.intent(failover_link=units.LINK | {"port": units.FREE_PORT}))
MINE = fake_client.configured()


@pytest.mark.parametrize(
    ("script", "started"),
    [
        # the POST is lost and not taken; meanwhile another has written
        (
            {
                "configurations": (MINE, [MINE[0] | {"version": "moved"}]),
                "start_join": OutcomeUnknown("lost"),
                "joins": [],
            },
            1,
        ),
        ({"configurations": (MINE, [MINE[0] | {"version": "moved"}]), "start_join": NotReady("503"), "joins": []}, 1),
    ],
)
def test_what_moved_meanwhile_is_not_joined_at_the_second_attempt_either(script, started):
    unit = fake_client.unit(**script)
    with pytest.raises(Conflict, match="was changed after this run had written it, so nothing is joined"):
        join.begin(unit, version=MINE[0]["version"])
    assert unit.written == ["start_join"] * started


@pytest.mark.parametrize(
    "script", [{"start_join": QUEUED}, {"start_join": OutcomeUnknown("lost"), "joins": ([], [QUEUED])}]
)
def test_links_that_another_wrote_right_before_the_join_are_noticed(script):
    unit = fake_client.unit(configurations=(MINE, OTHERS), **script)
    with pytest.raises(Conflict) as raised:
        join.begin(unit, version=MINE[0]["version"])
    assert str(raised.value) == (
        "branch01, primary (192.0.2.11): the unit joins with a configuration that this run has not written. "
        "Another run or person works on this pair: let it end, then run again."
    )


def test_a_version_that_the_join_itself_moves_is_none_of_anybody():
    unit = fake_client.unit(configurations=(MINE, [MINE[0] | {"version": "moved"}]), start_join=QUEUED)
    assert join.begin(unit, version=MINE[0]["version"]) == STARTED


def test_but_where_the_join_may_be_of_another_it_counts():
    script = {"start_join": OutcomeUnknown("lost"), "joins": ([], [QUEUED])}
    unit = fake_client.unit(configurations=(MINE, [MINE[0] | {"version": "moved"}]), **script)
    with pytest.raises(Conflict, match="joins with a configuration that this run has not written"):
        join.begin(unit, version=MINE[0]["version"])
    unit = fake_client.unit(configurations=MINE, **script)
    assert join.begin(unit, version=MINE[0]["version"]) == STARTED


def test_a_secondary_that_joins_is_left_alone():
    mine = fake_client.configured("secondary")
    unit = fake_client.unit("secondary", configurations=(mine, Unreachable("refused")), start_join=QUEUED)
    assert join.begin(unit, version=mine[0]["version"]) == STARTED


NEGOTIATING = units.status("HA_NEGOTIATING_NODE")
ALONE = units.active(peerNodeState="HA_FAILED_NODE", configStatus="UNKNOWN")
IMPORTING = units.standby(nodeState="HA_CONFIGURATION_SYNC", configStatus="SECONDARY_IMPORTING_CONFIG")
OUT_OF_SYNC = units.standby(configStatus="OUT_OF_SYNC")
FAILED = units.standby(nodeState="HA_FAILED_NODE", configStatus="UNKNOWN")


def finish(role="primary", identifier="ours", target=join.is_active, limit=3600.0, absence=False, **script):
    waiting, lines, clock = fake_client.wait(limit, absence)
    unit = fake_client.unit(role, **script)
    state = join.finish(unit, role, identifier, waiting, target, "the end of the join")
    return state, [line.partition(": ")[2] for line in lines], clock.now - 1000


def secondary(**script):
    return finish("secondary", target=join.is_in_sync, absence=True, **script)


@pytest.mark.parametrize(
    ("follow", "script", "lines"),
    [
        (
            finish,
            {"join": (QUEUED, RUNNING, DONE), "status": (units.status(), NEGOTIATING, ALONE)},
            [
                "single, join queued (0 s)",
                "single, join queued -> negotiating, join deploying (1 s)",
                "negotiating, join deploying -> active, peer failed (2 s)",
            ],
        ),
        (finish, {"join": DONE, "status": ALONE}, ["active, peer failed (0 s)"]),
        # active already, but the job still runs
        (
            finish,
            {"join": (RUNNING, DONE), "status": ALONE},
            [
                "active, join deploying, peer failed (0 s)",
                "active, join deploying, peer failed -> active, peer failed (1 s)",
            ],
        ),
        # the job is forgotten with the imported configuration
        (
            secondary,
            {"join": (RUNNING, NotFound("no")), "status": (NEGOTIATING, IMPORTING, units.standby())},
            [
                "negotiating, join deploying (0 s)",
                "negotiating, join deploying -> configuration sync, secondary importing config (1 s)",
                "configuration sync, secondary importing config -> standby, peer active, in sync (2 s)",
            ],
        ),
        # away while it imports
        (
            secondary,
            {"join": DONE, "status": (NEGOTIATING, Unreachable("refused"), units.standby())},
            [
                "negotiating (0 s)",
                "negotiating -> away (no connection) (1 s)",
                "away (no connection) -> standby, peer active, in sync (2 s)",
            ],
        ),
    ],
)
def test_finish(follow, script, lines):
    assert follow(**script)[1] == lines


@pytest.mark.parametrize(
    ("listed", "looks"), [([], 1), ([DONE], 1), (([RUNNING], [DONE]), 2)], ids=["no job", "ended", "running"]
)
def test_without_an_id_the_join_that_runs_is_followed(listed, looks):
    _state, _lines, seconds = finish(identifier="", joins=listed, status=ALONE)
    assert seconds == looks - 1


@pytest.mark.parametrize(
    ("status", "active", "in_sync"),
    [
        (units.active(), True, True),
        (units.standby(), False, True),
        (ALONE, True, False),
        (OUT_OF_SYNC, False, False),
        (NEGOTIATING, False, False),
        (units.status(), False, False),
        (units.active(peerNodeState="HA_ACTIVE_NODE"), True, False),
    ],
)
def test_what_is_waited_for(status, active, in_sync):
    unit = Unit("primary", {"status": status})
    assert (join.is_active(unit), join.is_in_sync(unit)) == (active, in_sync)


FAILED_JOB = units.join("DEPLOY_FAILED", id="ours", statusMessage="HA join failed")
SYNCS = [
    {"status": "SUCCESS", "statusMessage": "fine", "startDateTime": "2026-11-22 09:00:00Z"},
    {"status": "FAILED", "statusMessage": "CD App Sync error", "startDateTime": "2026-11-23 09:00:00Z"},
    {"status": "FAILED", "statusMessage": "long ago", "startDateTime": "2024-01-01 09:00:00Z"},
]
AGAIN = "Fix what the unit reports, then run again: it continues from here."
RESUME = "Fix what the unit reports, reset that unit or resume HA on it in FDM, then run again."


@pytest.mark.parametrize(
    ("script", "error", "sentence"),
    [
        (
            {"join": (RUNNING, FAILED_JOB), "deployment_error": {"cliErrorMessage": "ERROR: port in use"}},
            JobFailed,
            f"the join ended as DEPLOY_FAILED (HA join failed; ERROR: port in use). {AGAIN}",
        ),
        (
            {"join": FAILED_JOB, "status": units.standby(disabledReason="Mate not found"), "syncs": SYNCS},
            JobFailed,
            f"the join ended as DEPLOY_FAILED (HA join failed; Mate not found; CD App Sync error). {AGAIN}",
        ),
        # one that this run did not start is no longer listed as running once it has failed
        (
            {"joins": ([RUNNING], []), "join": FAILED_JOB, "identifier": ""},
            JobFailed,
            f"the join ended as DEPLOY_FAILED (HA join failed). {AGAIN}",
        ),
        # an API that is not up yet answers 404 to everything
        (
            {"join": (RUNNING, NotFound("no such object"), FAILED_JOB), "status": (NEGOTIATING, NotFound("nothing"))},
            JobFailed,
            f"the join ended as DEPLOY_FAILED (HA join failed). {AGAIN}",
        ),
        # a state that lasts after the job
        (
            {"join": DONE, "status": units.standby(nodeState="HA_DISABLED_NODE", disabledReason="Mate not found")},
            JobFailed,
            f"the unit is disabled after the join (Mate not found). {RESUME}",
        ),
        (
            {
                "join": DONE,
                "status": units.standby(nodeState="HA_DISABLED_NODE", disabledReason="Mate not found"),
                "syncs": Unreachable("refused"),
            },
            JobFailed,
            f"the unit is disabled after the join (Mate not found). {RESUME}",
        ),
        # with the words of the import
        (
            {"join": DONE, "status": FAILED, "syncs": SYNCS},
            JobFailed,
            f"the unit is failed after the join (CD App Sync error). {RESUME}",
        ),
        (
            {"join": DONE, "status": FAILED, "syncs": Unreachable("refused")},
            JobFailed,
            f"the unit is failed after the join (the unit gives no reason). {RESUME}",
        ),
        (
            {"join": DONE, "status": units.status()},
            JobFailed,
            f"the unit is still single after the join. {AGAIN}",
        ),
        (
            {"join": DONE, "status": OUT_OF_SYNC},
            JobFailed,
            (
                "the units stay out of sync after the join. Compare the software versions of both units (`show "
                "failover`), correct them, then run again."
            ),
        ),
        (
            {"join": DONE, "status": units.active(peerNodeState="HA_FAILED_NODE", nodeRole="HA_SECONDARY")},
            Conflict,
            (
                "the secondary has become active by itself, its peer is failed: split brain; expected the "
                "secondary in standby. Check the cable of the failover link and that both units were given the "
                "same key; suspend HA on the secondary in FDM, fix the cause, resume HA, and run again."
            ),
        ),
    ],
)
def test_what_will_not_come_any_more_is_said(script, error, sentence):
    with pytest.raises(error) as raised:
        secondary(**script)
    assert str(raised.value) == f"branch01, secondary (192.0.2.12): {sentence}"


def test_a_primary_that_has_found_another_mate_is_said():
    with pytest.raises(Conflict) as raised:
        finish(join=DONE, status=units.standby())
    assert str(raised.value) == (
        "branch01, primary (192.0.2.11): the primary has become standby: another unit is active on its failover "
        "link; expected the primary active, and alone until the secondary joins. Take the other unit off the "
        "failover link (a secondary that was replaced?), break HA on the primary in FDM, and run again."
    )


SWITCHED = {"nodeRole": "HA_SECONDARY", "configStatus": "PRIMARY_IMPORTING_CONFIG"}


@pytest.mark.parametrize(
    "lasting",
    [
        units.active(peerNodeState="HA_CONFIGURATION_SYNC", **SWITCHED),
        units.active(peerNodeState="HA_NEGOTIATING_NODE", nodeRole="HA_SECONDARY"),
        units.active(peerNodeState="HA_FAILED_NODE", **SWITCHED),
    ],
)
def test_an_active_secondary_whose_peer_comes_back_is_no_split_brain(lasting):
    state, _lines, seconds = secondary(join=DONE, status=(*[lasting] * 100, units.active(nodeRole="HA_SECONDARY")))
    assert (state, seconds > 2 * join.TRANSIENT_SECONDS) == ("active, peer standby, in sync", True)


@pytest.mark.parametrize("state", ["HA_DISABLED_NODE", "HA_FAILED_NODE"])
def test_a_unit_may_be_anything_while_its_join_runs(state):
    status = units.standby(nodeState=state, disabledReason="HA state progression failed")
    told, _lines, seconds = secondary(join=(*[RUNNING] * 100, DONE), status=(*[status] * 100, units.standby()))
    assert (told, seconds > 2 * join.TRANSIENT_SECONDS) == ("standby, peer active, in sync", True)


@pytest.mark.parametrize("passing", [FAILED, units.status(), units.standby(nodeState="HA_DISABLED_NODE")])
def test_states_that_pass_are_let_pass(passing):
    state, _lines, seconds = secondary(join=DONE, status=(*[passing] * 20, units.standby()))
    assert (state, seconds < join.TRANSIENT_SECONDS) == ("standby, peer active, in sync", True)


def test_a_primary_that_is_active_alone_is_no_split_brain():
    assert finish(join=(*[RUNNING] * 50, DONE), status=ALONE)[0] == "active, peer failed"


def test_what_takes_too_long_is_not_called_done():
    with pytest.raises(TimedOut, match="the end of the join was not reached within 60 s; the unit is negotiating"):
        finish(join=DONE, status=NEGOTIATING, limit=60.0)
