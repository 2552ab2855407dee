# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit and its jobs, read from what it answered."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.comparison import differences, pending
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.job import Job, last_job, running_job
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from hypothesis import given
from hypothesis import strategies as some
from support import units

QUEUED, RUNNING, DONE = (units.deployment(state, id=state) for state in ("QUEUED", "DEPLOYING", "DEPLOYED"))
FAILED = units.join("DEPLOY_FAILED", id="failed", queuedTime=1767229999000)


@pytest.mark.parametrize(
    ("raw", "running", "failed"),
    [
        (QUEUED, True, False),
        (RUNNING, True, False),
        (RUNNING | {"endTime": None}, True, False),
        (RUNNING | {"endTime": "-1"}, True, False),
        (DONE, False, False),
        (FAILED, False, True),
        (units.deployment("DEPLOY_TIMEOUT"), False, True),
        (units.deployment("FAILED"), False, True),
        (units.deployment("SOMETHING_NEW"), False, True),
        (RUNNING | {"endTime": 1767220036000}, False, True),
        (QUEUED | {"state": "queued"}, True, False),
        ({}, False, True),
    ],
)
def test_how_a_job_stands(raw, running, failed):
    assert (Job(raw).running, Job(raw).failed) == (running, failed)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (DONE, ("Deployed successfully", "Exporting")),
        (
            {
                "cliErrorMessage": "ERROR: port in use",
                "statusMessage": "Join failed",
                "statusMessages": ["Join failed", "Mate not found", None, ""],
                "deploymentStatusMessages": [{"message": "first"}, {"message": "last"}],
            },
            ("ERROR: port in use", "Join failed", "Mate not found", "last"),
        ),
        ({"statusMessages": None, "deploymentStatusMessages": [None]}, ()),
    ],
)
def test_the_words_of_a_job_each_once(raw, words):
    assert Job(raw).words == words


@pytest.mark.parametrize(
    ("jobs", "running", "last"),
    [
        (None, None, None),
        ([], None, None),
        (["x", None], None, None),
        ([DONE], None, "DEPLOYED"),
        ([DONE, RUNNING, QUEUED], "DEPLOYING", "QUEUED"),
        ([FAILED, DONE], None, "failed"),
        ([DONE | {"queuedTime": None}, DONE | {"id": "newer", "queuedTime": 1}], None, "newer"),
    ],
)
def test_the_running_and_the_newest_job_of_a_list(jobs, running, last):
    found = (running_job(jobs), last_job(jobs))
    assert tuple(None if job is None else job.id for job in found) == (running, last)


def test_what_a_unit_reports():
    unit = Unit("primary", units.joined())
    assert (unit.host, unit.model, unit.software, unit.serial, unit.clock, unit.read_at) == (
        "192.0.2.11",
        "Cisco Firepower Threat Defense for KVM",
        "7.0.1-84",
        "9A1B2C3D4E5",
        units.READ_AT,
        units.READ_AT,
    )
    assert (unit.state, unit.peer_state, unit.config_status, unit.health, unit.node_role, unit.disabled_reason) == (
        "HA_ACTIVE_NODE",
        "HA_STANDBY_NODE",
        "IN_SYNC",
        "HEALTHY",
        "HA_PRIMARY",
        "",
    )
    assert unit.configuration["nodeRole"] == "HA_PRIMARY"
    assert unit.hardware_names[units.identifier("primary", units.PORT)] == units.PORT
    assert unit.shown.serials == ("9A1B2C3D4E5", "9A5E4D3C2B1")
    assert differences(unit, units.intent()) == ()
    assert (unit.deployment, unit.join, unit.last_join.id) == (None, None, "6e9b4a1c-0d1a-11ef-9b1e-000000000002")


def test_running_jobs_are_found():
    unit = Unit("primary", units.unit(deployments=[DONE, RUNNING], joins=[FAILED, units.join("QUEUED")]))
    assert (unit.deployment.state, unit.join.state, unit.last_join.state) == ("DEPLOYING", "QUEUED", "DEPLOY_FAILED")


def test_addresses_of_the_data_plane_are_read_where_they_were_requested():
    output = units.capture("show_interface_ip_brief")
    assert ("GigabitEthernet0/1.20", "198.51.100.65") in Unit(
        "primary", units.unit(commands={"show interface ip brief": output})
    ).shown_addresses
    assert Unit("primary", units.unit()).shown_addresses == ()


@given(
    some.dictionaries(
        some.sampled_from(sorted(units.unit())),
        some.none()
        | some.text(max_size=3)
        | some.lists(some.dictionaries(some.text(max_size=3), some.none(), max_size=2), max_size=2)
        | some.dictionaries(some.text(max_size=3), some.integers(), max_size=2),
    )
)
def test_any_answer_makes_a_unit(data):
    unit = Unit("primary", data)
    read = [name for name in dir(Unit) if not name.startswith("_") and name not in ("role", "data", "printed")]
    for name in read:
        getattr(unit, name)
    pending(unit, units.intent())
    differences(unit, units.intent())
