# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run knows of a pair is kept for this intent and these units alone, in a private file."""

from __future__ import annotations

import json
import stat
from dataclasses import asdict

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import Step
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.rule import PendingChanges, Settings
from ansible_collections.fdm.failover.plugins.plugin_utils.run_record import RunRecord, RunRecords
from support import units

HOSTS = ("192.0.2.11 None", "192.0.2.12 None")
RECORD = RunRecord(
    ready=True,
    ports={"failover": units.PORT},
    steps=[{"step": "join", "unit": "primary"}],
    units={role: units.unit(role) for role in units.HOSTS},
    rendered={"primary": {"nodeRole": "HA_PRIMARY"}},
    deployments={"primary": {"job": "ours", "changed": True}},
    written={"primary": "nxrcw5tq3jzoe"},
    joins={"primary": "ours"},
    waive=["plain-text"],
    settings=asdict(Settings(pending_changes=PendingChanges.DEPLOY, clock_skew=60)),
)


@pytest.fixture
def records(tmp_path):
    return RunRecords(str(tmp_path / "run"))


def test_a_record_is_read_as_it_was_kept(records):
    records.save(units.intent(), HOSTS, RECORD)
    assert records.load(units.intent(), HOSTS) == RECORD


def test_there_is_no_record_before_one_is_kept(records):
    assert records.load(units.intent(), HOSTS) is None


@pytest.mark.parametrize(
    ("changes", "hosts"),
    [
        ({"failover_link": units.LINK | {"port": units.FREE_PORT}}, HOSTS),
        ({"failover_link": units.LINK | {"network": "192.168.20.0/30"}}, HOSTS),
        ({"failover_state_link": units.STATE_LINK}, HOSTS),
        ({"failover_key": "s3cret-0f-the-links"}, HOSTS),
        ({}, ("192.0.2.99 None", HOSTS[1])),
        ({}, (HOSTS[1], HOSTS[0])),
        ({}, (HOSTS[0], "192.0.2.12 8443")),
    ],
    ids=["port", "network", "state link", "key", "another unit", "units exchanged", "another HTTPS port"],
)
def test_a_record_of_another_intent_or_of_other_units_is_not_used(records, changes, hosts):
    records.save(units.intent(), HOSTS, RECORD)
    assert records.load(units.intent(**changes), hosts) is None


def test_a_record_is_private_and_its_name_shows_nothing(records, tmp_path):
    records.save(units.intent(), HOSTS, RECORD)
    (file,) = (tmp_path / "run").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert units.PAIR not in file.name
    assert HOSTS[0] not in file.name


DAMAGES = {
    "cut short": '{"ready": true',
    "no object": "[]",
    "another version": json.dumps(asdict(RECORD) | {"more": 1}),
    "deep": "[" * 100_000,
    "empty": "",
}


@pytest.mark.parametrize("text", DAMAGES.values(), ids=DAMAGES)
def test_a_record_that_can_not_be_read_is_as_if_there_were_none(records, tmp_path, text):
    records.save(units.intent(), HOSTS, RECORD)
    (file,) = (tmp_path / "run").iterdir()
    file.write_text(text)
    assert records.load(units.intent(), HOSTS) is None


def test_a_record_that_others_could_have_written_is_not_used(records, tmp_path):
    records.save(units.intent(), HOSTS, RECORD)
    (file,) = (tmp_path / "run").iterdir()
    file.chmod(0o666)
    assert records.load(units.intent(), HOSTS) is None


def test_a_record_that_can_not_be_kept_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    directory = tmp_path / "file" / "run"
    with pytest.raises(InputError) as raised:
        RunRecords(str(directory)).save(units.intent(), HOSTS, RECORD)
    assert str(raised.value) == (
        f"branch01, {directory}: the record of this run can't be written (Not a directory); expected a temporary "
        "directory with space left, writable for this user. Free space, or set local_tmp in ansible.cfg to another "
        "directory."
    )


@pytest.mark.parametrize(
    ("step", "role", "there"),
    [(Step.JOIN, "primary", True), (Step.JOIN, "secondary", False), (Step.DEPLOY, "primary", False)],
)
def test_a_step_belongs_to_a_unit(step, role, there):
    assert RECORD.has_step(step, role) is there


def test_the_checks_before_a_join_are_those_of_preflight(records):
    records.save(units.intent(), HOSTS, RECORD)
    kept = records.load(units.intent(), HOSTS)
    assert kept is not None
    checks = kept.checks(units.intent())
    assert checks.settings == Settings(pending_changes=PendingChanges.DEPLOY, clock_skew=60)
    assert checks.waive == ("plain-text",)


def test_a_unit_is_as_it_was_last_read():
    unit = RECORD.unit("secondary")
    assert (unit.role, unit.host) == ("secondary", "192.0.2.12")
