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
    Rejected,
    TimedOut,
    Uncertain,
    Unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.snapshot import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import join
from unit.plugins import scripted, units

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
        ({"start_join": Uncertain("lost"), "joins": ([], [QUEUED])}, STARTED, 1),
        ({"start_join": (Uncertain("lost"), QUEUED), "joins": []}, STARTED, 2),
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
    unit = scripted.unit(**script)
    assert join.begin(unit) == result
    assert unit.written == ["start_join"] * started


def test_in_check_mode_it_is_said_and_not_started():
    unit = scripted.unit()
    assert join.begin(unit, write=False) == {"changed": True, "job": "", "msg": "would join", "diff": DIFF}
    assert unit.written == []


def test_a_configuration_that_moved_since_it_was_written_is_not_joined():
    assert join.begin(scripted.unit(start_join=QUEUED), version=VERSION) == STARTED
    unit = scripted.unit()
    with pytest.raises(Conflict) as raised:
        join.begin(unit, version="older")
    assert str(raised.value) == (
        "branch01, primary (192.0.2.11): the HA configuration was changed after this run had written it, so nothing is "
        "joined; another run or person works on this pair: let it end, then run again."
    )
    assert unit.written == []


NEGOTIATING = units.status("HA_NEGOTIATING_NODE")
ALONE = units.active(peerNodeState="HA_FAILED_NODE", configStatus="UNKNOWN")
IMPORTING = units.standby(nodeState="HA_CONFIGURATION_SYNC", configStatus="SECONDARY_IMPORTING_CONFIG")
OUT_OF_SYNC = units.standby(configStatus="OUT_OF_SYNC")
FAILED = units.standby(nodeState="HA_FAILED_NODE", configStatus="UNKNOWN")


def finish(role="primary", identifier="ours", target=join.is_active, limit=3600.0, absence=False, **script):
    waiting, lines, clock = scripted.wait(limit, absence)
    unit = scripted.unit(role, **script)
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
        (units.standby(), True, True),
        (ALONE, True, False),
        (OUT_OF_SYNC, True, False),
        (NEGOTIATING, False, False),
        (units.status(), False, False),
        (units.active(peerNodeState="HA_ACTIVE_NODE"), True, False),
    ],
)
def test_what_is_waited_for(status, active, in_sync):
    unit = Unit("primary", {"status": status})
    assert (join.is_active(unit), join.is_in_sync(unit)) == (active, in_sync)


FAILED_JOB = units.join("DEPLOY_FAILED", id="ours", statusMessage="HA join failed")
SYNCS = [{"status": "SUCCESS", "statusMessage": "fine"}, {"status": "FAILED", "statusMessage": "CD App Sync error"}]
AGAIN = "mend what the unit names, then run again: it goes on from here."
RESUME = "mend what the unit names, reset that unit or resume HA on it in FDM, then run again."


@pytest.mark.parametrize(
    ("script", "error", "sentence"),
    [
        (
            {"join": (RUNNING, FAILED_JOB), "deployment_error": {"cliErrorMessage": "ERROR: port in use"}},
            JobFailed,
            f"the join ended as DEPLOY_FAILED (HA join failed; ERROR: port in use); {AGAIN}",
        ),
        (
            {"join": FAILED_JOB, "status": units.standby(disabledReason="Mate not found"), "syncs": SYNCS},
            JobFailed,
            f"the join ended as DEPLOY_FAILED (HA join failed; Mate not found; CD App Sync error); {AGAIN}",
        ),
        # disabled with a reason after the job: at once
        (
            {"join": DONE, "status": units.standby(nodeState="HA_DISABLED_NODE", disabledReason="Mate not found")},
            JobFailed,
            f"the unit is disabled after the join (Mate not found); {RESUME}",
        ),
        (
            {
                "join": DONE,
                "status": units.standby(nodeState="HA_DISABLED_NODE", disabledReason="Mate not found"),
                "syncs": Unreachable("refused"),
            },
            JobFailed,
            f"the unit is disabled after the join (Mate not found); {RESUME}",
        ),
        # failed without a reason: after a while, with the words of the import
        (
            {"join": DONE, "status": FAILED, "syncs": SYNCS},
            JobFailed,
            f"the unit is failed after the join (CD App Sync error); {RESUME}",
        ),
        (
            {"join": DONE, "status": FAILED, "syncs": Unreachable("refused")},
            JobFailed,
            f"the unit is failed after the join (the unit gives no reason); {RESUME}",
        ),
        (
            {"join": DONE, "status": units.status()},
            JobFailed,
            f"the unit is still single after the join; {AGAIN}",
        ),
        (
            {"join": DONE, "status": OUT_OF_SYNC},
            JobFailed,
            (
                "the units stay out of sync after the join; compare the software versions of both units (`show "
                "failover`), mend it, then run again."
            ),
        ),
        (
            {"join": DONE, "status": units.active(peerNodeState="HA_FAILED_NODE", nodeRole="HA_SECONDARY")},
            Conflict,
            (
                "expected the secondary in standby, found the secondary has become active by itself, its peer is "
                "failed: split brain; check the cable of the failover link and that both units were given the same "
                "key; suspend HA on the secondary in FDM, mend it, resume, and run again."
            ),
        ),
    ],
)
def test_what_will_not_come_any_more_is_said(script, error, sentence):
    with pytest.raises(error) as raised:
        secondary(**script)
    assert str(raised.value) == f"branch01, secondary (192.0.2.12): {sentence}"


@pytest.mark.parametrize("passing", [FAILED, units.status(), units.standby(nodeState="HA_DISABLED_NODE")])
def test_states_that_pass_are_let_pass(passing):
    state, _lines, seconds = secondary(join=DONE, status=(*[passing] * 20, units.standby()))
    assert (state, seconds < join.GRACE) == ("standby, peer active, in sync", True)


def test_a_primary_that_is_active_alone_is_no_split_brain():
    assert finish(join=(*[RUNNING] * 50, DONE), status=ALONE)[0] == "active, peer failed"


def test_what_takes_too_long_is_not_called_done():
    with pytest.raises(TimedOut, match="the end of the join was not reached within 60 s; the unit is negotiating"):
        finish(join=DONE, status=NEGOTIATING, limit=60.0)
