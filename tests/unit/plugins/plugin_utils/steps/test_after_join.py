# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A join is followed to its end, or to the reason why there is none."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    Conflict,
    JobFailed,
    NotFound,
    TimedOut,
    Unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import after_join
from support import fake_client, units

QUEUED, RUNNING, DONE = (units.join(state, id="ours") for state in ("QUEUED", "DEPLOYING", "DEPLOYED"))
NEGOTIATING = units.status("HA_NEGOTIATING_NODE")
ALONE = units.active(peerNodeState="HA_FAILED_NODE", configStatus="UNKNOWN")
IMPORTING = units.standby(nodeState="HA_CONFIGURATION_SYNC", configStatus="SECONDARY_IMPORTING_CONFIG")
OUT_OF_SYNC = units.standby(configStatus="OUT_OF_SYNC")
FAILED = units.standby(nodeState="HA_FAILED_NODE", configStatus="UNKNOWN")


def finish(role="primary", identifier="ours", target=after_join.is_active, timeout=3600.0, absence=False, **script):
    wait, lines, clock = fake_client.wait(timeout, absence, "apply_join_timeout")
    api = fake_client.unit(role, **script)
    state = after_join.finish(api, role, identifier, wait, target, "the end of the join")
    return state, [line.partition(": ")[2] for line in lines], clock.now - 1000


def secondary(**script):
    return finish("secondary", target=after_join.is_in_sync, absence=True, **script)


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
def test_a_join_is_followed_to_its_end(follow, script, lines):
    assert follow(**script)[1] == lines


@pytest.mark.parametrize(
    ("listed", "polls"), [([], 1), ([DONE], 1), (([RUNNING], [DONE]), 2)], ids=["no job", "ended", "running"]
)
def test_without_an_id_the_join_that_runs_is_followed(listed, polls):
    _state, _lines, seconds = finish(identifier="", joins=listed, status=ALONE)
    assert seconds == polls - 1


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
def test_a_state_is_what_is_waited_for(status, active, in_sync):
    unit = Unit("primary", {"status": status})
    assert (after_join.is_active(unit), after_join.is_in_sync(unit)) == (active, in_sync)


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
            {"join": FAILED_JOB, "status": units.standby(disabledReason="Peer not found"), "syncs": SYNCS},
            JobFailed,
            f"the join ended as DEPLOY_FAILED (HA join failed; Peer not found; CD App Sync error). {AGAIN}",
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
            {"join": DONE, "status": units.standby(nodeState="HA_DISABLED_NODE", disabledReason="Peer not found")},
            JobFailed,
            f"the unit is disabled after the join (Peer not found). {RESUME}",
        ),
        (
            {
                "join": DONE,
                "status": units.standby(nodeState="HA_DISABLED_NODE", disabledReason="Peer not found"),
                "syncs": Unreachable("refused"),
            },
            JobFailed,
            f"the unit is disabled after the join (Peer not found). {RESUME}",
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
                "the secondary has become active on its own, its peer is failed: split brain; expected the "
                "secondary in standby. Check the cable of the failover link and that both units have the "
                "same key. Suspend HA on the secondary in FDM, fix the cause, resume HA, and run again."
            ),
        ),
    ],
)
def test_a_state_that_waiting_will_not_change_is_an_error(script, error, sentence):
    with pytest.raises(error) as raised:
        secondary(**script)
    assert str(raised.value) == f"branch01, secondary (192.0.2.12): {sentence}"


def test_a_primary_that_has_found_another_peer_is_a_conflict():
    with pytest.raises(Conflict) as raised:
        finish(join=DONE, status=units.standby(nodeRole="HA_PRIMARY"))
    assert str(raised.value) == (
        "branch01, primary (192.0.2.11): the primary has become standby: another unit is active on its failover "
        "link; expected the primary active, and alone until the secondary joins. Disconnect the other unit "
        "from the failover link (it may be a replaced secondary), break HA on the primary in FDM, restore "
        "the primary from its backup, since it has imported that unit's configuration, and run again."
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
    assert (state, seconds > 2 * after_join.TRANSIENT_SECONDS) == ("active, peer standby, in sync", True)


@pytest.mark.parametrize("state", ["HA_DISABLED_NODE", "HA_FAILED_NODE"])
def test_a_unit_may_be_anything_while_its_join_runs(state):
    status = units.standby(nodeState=state, disabledReason="HA state progression failed")
    state, _lines, seconds = secondary(join=(*[RUNNING] * 100, DONE), status=(*[status] * 100, units.standby()))
    assert (state, seconds > 2 * after_join.TRANSIENT_SECONDS) == ("standby, peer active, in sync", True)


@pytest.mark.parametrize("passing", [FAILED, units.status(), units.standby(nodeState="HA_DISABLED_NODE")])
def test_a_state_that_a_join_passes_through_is_no_error(passing):
    state, _lines, seconds = secondary(join=DONE, status=(*[passing] * 20, units.standby()))
    assert (state, seconds < after_join.TRANSIENT_SECONDS) == ("standby, peer active, in sync", True)


def test_a_primary_that_is_active_alone_is_no_split_brain():
    assert finish(join=(*[RUNNING] * 50, DONE), status=ALONE)[0] == "active, peer failed"


def test_a_join_that_takes_too_long_is_not_called_done_and_names_its_option():
    with pytest.raises(TimedOut) as raised:
        finish(join=DONE, status=NEGOTIATING, timeout=60.0)
    assert "the end of the join was not reached within 60 s; the unit is negotiating" in str(raised.value)
    assert str(raised.value).endswith("run again to keep waiting, or raise apply_join_timeout.")


@pytest.mark.parametrize(
    ("role", "status", "found"),
    [
        ("primary", units.active(nodeRole="HA_SECONDARY"), "secondary"),
        ("secondary", units.standby(nodeRole="HA_PRIMARY"), "primary"),
        ("primary", units.status("HA_NEGOTIATING_NODE", nodeRole="HA_SECONDARY"), "secondary"),
    ],
)
def test_a_unit_in_ha_with_the_other_role_is_a_conflict_at_once(role, status, found):
    with pytest.raises(Conflict) as raised:
        finish(role, target=after_join.is_in_sync, join=RUNNING, status=status)
    assert str(raised.value) == (
        f"branch01, {role} ({units.HOSTS[role]}): the unit is in HA with the role {found}; expected the role {role}, "
        "as in the inventory. Exchange primary and secondary in failover_units, and run again."
    )


@pytest.mark.parametrize(
    "status", [units.status(nodeRole="HA_SECONDARY"), units.active(nodeRole=None), units.active(nodeRole="HA_NEW")]
)
def test_an_unknown_role_does_not_count_as_another_role(status):
    unit = Unit("primary", {"status": status})
    after_join.refuse_other_role(fake_client.unit(), unit)


def test_a_long_wait_reports_every_few_minutes_that_it_continues():
    status = (*[NEGOTIATING] * 80, units.active())
    _state, lines, _seconds = finish(join=DONE, status=status)
    assert lines == [
        "negotiating (0 s)",
        "still negotiating (308 of 3600 s)",
        "negotiating -> active, peer standby, in sync (558 s)",
    ]
