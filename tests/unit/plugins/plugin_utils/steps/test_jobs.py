# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job is started once, whatever becomes of the response; a job that failed is reported in the unit's words."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    DeviceFault,
    NotAllowed,
    OutcomeUnknown,
    Rejected,
    Unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.job import Job
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import jobs
from support import fake_client, units

LOST = OutcomeUnknown("the response was lost")
OLD = units.join("DEPLOYED", id="old")
OURS = units.join("QUEUED", id="ours", queuedTime=1767225600000)
OTHER = units.join("DEPLOYING", id="other")
ENDED = units.join("DEPLOYED", id="ours", queuedTime=1767225600000)


def start(before=(OLD,), effect=False, **script):
    unit = fake_client.unit(**script)
    sleeps = []
    listed = None if before is None else list(before)
    job, ours, confirmed = jobs.start(unit.start_join, unit.joins, listed, sleeps.append, lambda: effect)
    return job.id, ours, confirmed, unit.written.count("start_join"), len(sleeps)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        # the unit confirms it
        ({"start_join": OURS}, ("ours", True, True, 1, 0)),
        # the response was lost, the job is there
        ({"start_join": LOST, "joins": [OLD, OURS]}, ("ours", True, False, 1, 1)),
        # ... is there a little later
        ({"start_join": LOST, "joins": ([OLD], [], [OURS, OLD])}, ("ours", True, False, 1, 3)),
        # ... had ended before it was looked for
        ({"start_join": LOST, "joins": [OLD, units.join("FAILED", id="ours")]}, ("ours", True, False, 1, 1)),
        # it never comes: once more
        ({"start_join": (LOST, OURS), "joins": [OLD]}, ("ours", True, True, 2, 3)),
        # another started first
        ({"start_join": Rejected("a join is running"), "joins": [OLD, OTHER]}, ("other", False, True, 1, 0)),
    ],
)
def test_a_job_is_started_once(script, expected):
    assert start(**script) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ({"start_join": OURS}, ("ours", True, True, 1, 0)),
        ({"start_join": LOST, "joins": [OLD, OURS]}, ("ours", True, False, 1, 1)),
        # none of those that have ended is known to be ours, unless the unit shows it
        ({"start_join": (LOST, OURS), "joins": [OLD]}, ("ours", True, True, 2, 3)),
        ({"start_join": LOST, "joins": [OLD, ENDED], "effect": True}, ("ours", True, False, 1, 1)),
        ({"start_join": (LOST, OURS), "joins": [], "effect": True}, ("ours", True, True, 2, 3)),  # not listed
        ({"start_join": Rejected("a join is running"), "joins": [OLD, OTHER]}, ("other", False, True, 1, 0)),
    ],
)
def test_where_no_list_was_read_before_a_job_that_runs_or_had_an_effect_is_ours(script, expected):
    assert start(before=None, **script) == expected


@pytest.mark.parametrize(
    "script",
    [
        {"start_join": Rejected("no"), "joins": [OLD]},
        {"start_join": (LOST, LOST), "joins": [OLD]},
        {"start_join": LOST, "joins": Unreachable("refused")},
        {"start_join": DeviceFault("500")},
    ],
)
def test_a_job_that_can_not_be_started_is_an_error(script):
    with pytest.raises((Rejected, OutcomeUnknown, Unreachable, DeviceFault)):
        start(**script)


def sentence(words):
    return (
        f"branch01, primary (192.0.2.11): the join ended as DEPLOY_FAILED ({words}). Fix what the unit reports, "
        "then run again."
    )


@pytest.mark.parametrize(
    ("members", "detail", "more", "words"),
    [
        ({}, {}, (), "HA join finished"),
        (
            {"statusMessage": "Join failed.", "cliErrorMessage": "ERROR: port in use"},
            {"cliErrorMessage": "ERROR: nameif"},
            ("HA state progression failed", "Join failed.", ""),
            "ERROR: port in use; Join failed; ERROR: nameif; HA state progression failed",
        ),
        ({"statusMessage": None}, NotAllowed("no"), (), "the unit gives no reason"),
        # the reason stands in the lines alone
        (
            {"statusMessage": None},
            {
                "cliErrorMessage": "",
                "cliLines": ["strong-encryption-disable", "no dp-tcp-proxy"],
                "errorLineId": 1,
            },
            (),
            "failed near: strong-encryption-disable | no dp-tcp-proxy",
        ),
        ({"statusMessage": None, "id": None}, {"cliErrorMessage": "of another job"}, (), "the unit gives no reason"),
    ],
)
def test_a_failed_job_is_reported_in_the_units_words(members, detail, more, words):
    unit = fake_client.unit(deployment_error=detail)
    job = Job(units.join("DEPLOY_FAILED", **members))
    error = jobs.failure(unit, "join", job, "Fix what the unit reports, then run again.", more)
    assert str(error) == sentence(words)


@pytest.mark.parametrize(("listed", "found"), [([], None), ([OLD], None), ([OLD, OTHER], "other")])
def test_the_job_that_runs(listed, found):
    job = jobs.running(listed)
    assert (None if job is None else job.id) == found
