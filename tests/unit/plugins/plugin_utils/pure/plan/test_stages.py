# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a unit reports, it is in one stage; and what it reports is read off its answers."""

from __future__ import annotations

from itertools import product

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan import stages
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.stages import Report, Stage, stage_of
from support import units

STATES = (
    "SINGLE_NODE",
    "HA_ACTIVE_NODE",
    "HA_STANDBY_NODE",
    "HA_SUSPENDED_NODE",
    "HA_FAILED_NODE",
    "HA_CONFIGURATION_SYNC",
    "HA_NEGOTIATING_NODE",
    "HA_DISABLED_NODE",
    "HA_UNKNOWN_NODE",
    "",
    "SOMETHING_NEW",
)
CONFIGS = ("IN_SYNC", "OUT_OF_SYNC", "PRIMARY_IMPORTING_CONFIG", "SECONDARY_IMPORTING_CONFIG", "UNKNOWN", "")
REPORTS = [
    Report(*columns)
    for columns in product(
        STATES,
        ("as-wanted", "other", "none"),
        CONFIGS,
        ("running", "ended", "failed", "none"),
        ("as-wanted", "other", "unknown"),
        ("ports", "deployment", "configuration", "nothing"),
    )
]
KEY = {"failover_key": "s3cret"}
DOWN = {"enabled": False, "linkState": "DOWN"}


def test_every_report_has_a_stage_and_every_stage_a_report():
    assert {stage_of(report) for report in REPORTS} == set(Stage)


def test_every_row_of_the_table_decides_something():
    deciding = {next(row for row, _stage in stages.ROWS if stages.fits(row, report)) for report in REPORTS}
    assert deciding == {row for row, _stage in stages.ROWS}


def test_a_single_unit_never_counts_as_in_ha():
    for report in REPORTS:
        found = stage_of(report)
        if report.state != "SINGLE_NODE":
            assert found not in stages.SINGLES
        else:
            assert found in stages.SINGLES or report.join in ("running", "ended")


@pytest.mark.parametrize(
    ("report", "stage"),
    [
        (Report("SINGLE_NODE", "none", "UNKNOWN", "none", "unknown", "ports"), Stage.PORTS_DOWN),
        (Report("SINGLE_NODE", "none", "UNKNOWN", "failed", "other", "deployment"), Stage.UNDEPLOYED),
        (Report("SINGLE_NODE", "none", "UNKNOWN", "none", "other", "configuration"), Stage.UNCONFIGURED),
        (Report("SINGLE_NODE", "none", "UNKNOWN", "failed", "as-wanted", "nothing"), Stage.READY),
        (Report("SINGLE_NODE", "none", "UNKNOWN", "running", "as-wanted", "ports"), Stage.JOINING),
        (Report("SINGLE_NODE", "other", "UNKNOWN", "none", "as-wanted", "nothing"), Stage.READY),
        (Report("HA_NEGOTIATING_NODE", "as-wanted", "UNKNOWN", "running", "as-wanted", "nothing"), Stage.JOINING),
        (Report("HA_CONFIGURATION_SYNC", "as-wanted", "UNKNOWN", "none", "other", "nothing"), Stage.SYNCING),
        (
            Report("HA_UNKNOWN_NODE", "as-wanted", "SECONDARY_IMPORTING_CONFIG", "none", "other", "nothing"),
            Stage.SYNCING,
        ),
        (
            Report("HA_UNKNOWN_NODE", "other", "SECONDARY_IMPORTING_CONFIG", "none", "other", "nothing"),
            Stage.INVERTED,
        ),
        (Report("SINGLE_NODE", "other", "UNKNOWN", "running", "as-wanted", "nothing"), Stage.INVERTED),
        (Report("HA_UNKNOWN_NODE", "as-wanted", "UNKNOWN", "none", "as-wanted", "nothing"), Stage.UNKNOWN),
        (Report("HA_ACTIVE_NODE", "as-wanted", "IN_SYNC", "none", "as-wanted", "nothing"), Stage.ACTIVE),
        (Report("HA_ACTIVE_NODE", "as-wanted", "UNKNOWN", "failed", "unknown", "ports"), Stage.ACTIVE),
        (Report("HA_ACTIVE_NODE", "other", "IN_SYNC", "none", "as-wanted", "nothing"), Stage.INVERTED),
        (Report("HA_ACTIVE_NODE", "as-wanted", "IN_SYNC", "none", "other", "nothing"), Stage.DIFFERS),
        (Report("HA_STANDBY_NODE", "as-wanted", "IN_SYNC", "none", "as-wanted", "nothing"), Stage.STANDBY),
        (Report("HA_STANDBY_NODE", "as-wanted", "OUT_OF_SYNC", "none", "other", "nothing"), Stage.SYNCING),
        (Report("HA_SUSPENDED_NODE", "as-wanted", "UNKNOWN", "none", "other", "nothing"), Stage.SUSPENDED),
        (Report("HA_FAILED_NODE", "as-wanted", "UNKNOWN", "none", "as-wanted", "nothing"), Stage.FAILED),
        (Report("HA_FAILED_NODE", "as-wanted", "UNKNOWN", "running", "as-wanted", "nothing"), Stage.JOINING),
        (Report("HA_DISABLED_NODE", "as-wanted", "UNKNOWN", "failed", "as-wanted", "nothing"), Stage.DISABLED),
        (Report("", "none", "", "none", "unknown", "nothing"), Stage.UNKNOWN),
        (Report("SOMETHING_NEW", "as-wanted", "IN_SYNC", "running", "as-wanted", "nothing"), Stage.UNKNOWN),
    ],
)
def test_the_stage_of_a_report(report, stage):
    assert stage_of(report) == stage


def configured(role="primary", **members):
    return units.configuration(role, units.intent(), **members)


@pytest.mark.parametrize(
    ("parts", "changes", "expected"),
    [
        ({}, {}, Report("SINGLE_NODE", "none", "UNKNOWN", "none", "other", "configuration")),
        ({"configuration": {}}, {}, Report("SINGLE_NODE", "none", "UNKNOWN", "none", "unknown", "configuration")),
        (
            {"configuration": configured()},
            {},
            Report("SINGLE_NODE", "none", "UNKNOWN", "none", "as-wanted", "nothing"),
        ),
        (
            {"configuration": configured()},
            KEY,
            Report("SINGLE_NODE", "none", "UNKNOWN", "none", "as-wanted", "configuration"),
        ),
        (
            {"configuration": configured(keyed=True)},
            {},
            Report("SINGLE_NODE", "none", "UNKNOWN", "none", "as-wanted", "configuration"),
        ),
        (
            {"interfaces": units.interfaces(**{units.PORT: DOWN})},
            {},
            Report("SINGLE_NODE", "none", "UNKNOWN", "none", "other", "ports"),
        ),
        (
            {"interfaces": units.interfaces(**{units.STATE_PORT: DOWN})},
            {"failover_state_link": units.STATE_LINK},
            Report("SINGLE_NODE", "none", "UNKNOWN", "none", "other", "ports"),
        ),
        (
            {"interfaces": units.interfaces(**{units.STATE_PORT: DOWN})},
            {},
            Report("SINGLE_NODE", "none", "UNKNOWN", "none", "other", "configuration"),
        ),
        (
            {"pending_changes": [units.pending()]},
            {},
            Report("SINGLE_NODE", "none", "UNKNOWN", "none", "other", "deployment"),
        ),
        (
            {"pending_changes": [units.pending(entityType="HAConfiguration")]},
            {},
            Report("SINGLE_NODE", "none", "UNKNOWN", "none", "other", "configuration"),
        ),
        (
            {"deployments": [units.deployment("DEPLOYING")]},
            {},
            Report("SINGLE_NODE", "none", "UNKNOWN", "none", "other", "deployment"),
        ),
        (
            {"joins": [units.join("QUEUED")]},
            {},
            Report("SINGLE_NODE", "none", "UNKNOWN", "running", "other", "configuration"),
        ),
        (
            {"joins": [units.join("FAILED")]},
            {},
            Report("SINGLE_NODE", "none", "UNKNOWN", "failed", "other", "configuration"),
        ),
        (
            {"status": units.active(), "configuration": configured(nodeRole="HA_SECONDARY"), "joins": [units.join()]},
            {},
            Report("HA_ACTIVE_NODE", "as-wanted", "IN_SYNC", "none", "as-wanted", "nothing"),
        ),
        (
            {"status": units.standby()},
            {},
            Report("HA_STANDBY_NODE", "other", "IN_SYNC", "none", "other", "nothing"),
        ),
        (
            {"status": units.active(), "configuration": configured(), "deployments": [units.deployment("QUEUED")]},
            {},
            Report("HA_ACTIVE_NODE", "as-wanted", "IN_SYNC", "none", "as-wanted", "deployment"),
        ),
        ({"status": {}}, {}, Report("", "none", "", "none", "other", "configuration")),
    ],
)
def test_a_report_is_made_from_what_a_unit_answers(parts, changes, expected):
    assert stages.report(Unit("primary", units.unit(**parts)), units.intent(**changes)) == expected


def test_a_secondary_is_compared_with_its_own_role():
    unit = Unit("secondary", units.joined("secondary"))
    assert stages.stage(unit, units.intent()) == Stage.STANDBY


@pytest.mark.parametrize(
    ("parts", "changes", "missing"),
    [
        ({"pending_changes": [units.pending()], "configuration": configured()}, {}, "nothing"),
        ({"interfaces": units.interfaces(**{units.PORT: DOWN})}, {}, "configuration"),
        ({"configuration": configured()}, KEY, "configuration"),
    ],
)
def test_what_is_missing_once_ports_are_up_and_deployed(parts, changes, missing):
    unit = Unit("primary", units.unit(**parts))
    assert stages.missing(unit, units.intent(**changes), deployed=True) == missing
