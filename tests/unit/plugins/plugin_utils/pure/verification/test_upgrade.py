# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trap 15: a pair half-way through an upgrade is a phase that the inventory declares, not a fault."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import errors
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification.verify import verify
from support import units
from support.verify_cases import AWAY, SHOW, UPGRADE, pair, printed_by

MIXED = {"configStatus": "OUT_OF_SYNC", "haHealthStatus": "UNHEALTHY"}
NEWER = units.fixture("system", softwareVersion="7.2.4-165", serialNumber="9A5E4D3C2B1")


def half_way(**secondary):
    commands = {
        role: {"commands": printed_by(role) | {SHOW: units.show_failover(role).replace("Mate 9.16", "Mate 9.18")}}
        for role in ("primary", "secondary")
    }
    return {
        "primary": commands["primary"] | {"status": units.active(**MIXED)},
        "secondary": commands["secondary"] | {"status": units.standby(**MIXED), "system": NEWER} | secondary,
    }


def rules(found):
    return {each.rule for each in found}


def test_different_releases_are_faults_where_no_upgrade_is_declared():
    """Trap 15: the cause, and nothing that follows from it."""
    found = errors(verify(*pair(**half_way())))
    assert found[0].rule == "software-differs"
    assert rules(found) == {"software-differs", "health"}


def test_different_releases_are_warnings_in_a_declared_upgrade():
    """Trap 15: nothing is hidden, and what comes next is said."""
    found = verify(*pair(changes=UPGRADE, **half_way()))
    assert errors(found) == ()
    assert {"upgrade-under-way", "configuration-sync", "health"} <= rules(found)
    assert found[0].rule == "upgrade-under-way"
    assert "then upgrade the other one" in found[0].remedy


@pytest.mark.parametrize(
    ("status", "rule"),
    [
        (units.status("HA_FAILED_NODE", "HA_ACTIVE_NODE", nodeRole="HA_SECONDARY"), "unit-failed"),
        (units.status("HA_DISABLED_NODE", nodeRole="HA_SECONDARY"), "unit-disabled"),
        (units.active(nodeRole="HA_SECONDARY"), "split-brain"),
    ],
)
def test_what_is_wrong_beside_the_upgrade_stays_an_error(status, rule):
    """Trap 15: more than active and standby is looked at."""
    assert rule in rules(errors(verify(*pair(changes=UPGRADE, **half_way(status=status)))))


def test_a_unit_that_restarts_is_a_warning_while_the_other_one_is_active():
    intent, primary, _secondary = pair(changes=UPGRADE)
    found = verify(intent, primary, Unit("secondary", {}))
    assert [(each.rule, each.severity) for each in found] == [("upgrade-unit-away", "warning")]


def test_a_unit_that_restarts_while_the_other_one_is_not_active_is_an_error():
    alone = units.status("HA_STANDBY_NODE", "HA_UNKNOWN_NODE", nodeRole="HA_PRIMARY")
    found = verify(*pair(changes=UPGRADE, primary={"status": alone}, secondary=AWAY))
    assert errors(found)
