# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One word for a pair, and since when."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import Finding, Severity
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification.condition import (
    Condition,
    condition,
    since,
    unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification.verify import verify
from support import units
from support.verify_cases import BROKEN, FINE, pair, unheard

DRIFTS = {"link-drift", "encryption", "roles-inverted", "criteria-drift", "interface-drift"}


def finding(rule, severity=Severity.ERROR):
    return Finding(rule, severity, "primary", "unit", "is so", "is not so", "Do it.")


@pytest.mark.parametrize(
    ("findings", "word"),
    [
        ([], Condition.AS_INTENDED),
        ([finding("unit-state", Severity.WARNING), finding("plain-text", Severity.ADVICE)], Condition.AS_INTENDED),
        ([finding("link-drift")], Condition.DRIFTED),
        ([finding("encryption"), finding("roles-inverted")], Condition.DRIFTED),
        ([finding("link-drift"), finding("health")], Condition.UNHEALTHY),
        ([finding("a-rule-of-later")], Condition.UNHEALTHY),
        ([finding("health"), unreachable("secondary", "no connection")], Condition.UNREACHABLE),
    ],
)
def test_the_worst_decides(findings, word):
    assert condition(findings) == word


def reporting(**status):
    return Unit("secondary", {"status": status})


NEGOTIATES = reporting(nodeState="HA_NEGOTIATING_NODE")
IMPORTS = reporting(nodeState="HA_ACTIVE_NODE", configStatus="SECONDARY_IMPORTING_CONFIG")
SYNCS = reporting(nodeState="HA_CONFIGURATION_SYNC")
QUIET = reporting(nodeState="HA_ACTIVE_NODE", configStatus="IN_SYNC")


@pytest.mark.parametrize(
    ("rules", "unit", "word"),
    [
        ({"unit-state"}, NEGOTIATES, Condition.BUSY),
        ({"unit-state", "configuration-sync", "hello-messages"}, IMPORTS, Condition.BUSY),
        ({"failover-on", "mac-exchange", "health", "link-status"}, SYNCS, Condition.BUSY),
        ({"unit-state", "link-drift"}, NEGOTIATES, Condition.BUSY),
        ({"unit-state"}, QUIET, Condition.UNHEALTHY),
        ({"unit-state", "unit-failed"}, NEGOTIATES, Condition.UNHEALTHY),
        ({"unit-state", "a-rule-of-later"}, IMPORTS, Condition.UNHEALTHY),
        ({"link-drift"}, IMPORTS, Condition.DRIFTED),
        (set(), IMPORTS, Condition.AS_INTENDED),
    ],
)
def test_a_pair_that_a_unit_is_joining_is_busy_unless_something_else_is_wrong(rules, unit, word):
    assert condition(map(finding, sorted(rules)), (QUIET, unit)) == word


@pytest.mark.parametrize("parts", FINE)
def test_a_healthy_pair_is_as_intended(parts):
    assert condition(verify(*pair(**parts))) == Condition.AS_INTENDED


@pytest.mark.parametrize(("parts", "said"), BROKEN)
def test_a_broken_pair_is_not(parts, said):
    word = condition(verify(*pair(**parts)))
    if said[1] != "error":
        assert word == Condition.AS_INTENDED
    else:
        assert word == (Condition.DRIFTED if said[0] in DRIFTS else Condition.UNHEALTHY)


def test_a_unit_that_could_not_be_read_is_a_finding():
    assert unreachable("primary", "no connection.").sentence == (
        "primary, unit: could not be read (no connection); expected a unit that answers. Check that the unit is "
        "switched on and that its management address answers. [unit-unreachable]"
    )


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, ""),
        (
            {"secondary": {"status": units.standby(nodeState="HA_FAILED_NODE", disabledTimestamp="2026-11-24 09:00")}},
            "2026-11-24 09:00",
        ),
        ({"secondary": {"status": units.standby(disabledTimestamp="2026-11-24 09:00")}}, ""),
        (unheard("Failed", met=True, status="Unknown (Monitored)", reason="Comm Failure"), "17:31:43 UTC Feb 14 2025"),
        ({"primary": {"commands": {}}, "secondary": {"commands": {}}}, ""),
    ],
)
def test_since_when(parts, expected):
    _intent, primary, secondary = pair(**parts)
    assert since(primary, secondary) == expected


def test_two_single_units_report_no_time():
    assert since(Unit("primary", units.unit()), Unit("secondary", units.unit("secondary"))) == ""
