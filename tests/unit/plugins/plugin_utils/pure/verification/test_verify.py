# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verification: each finding is made once where something is broken, and not where it is fine."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification import verify as verification
from support import units
from support.verify_cases import ALONE, BROKEN, FINE, KEY, pair


def said(found):
    return [(each.rule, each.severity, each.unit, each.subject, each.found) for each in found]


@pytest.mark.parametrize("parts", FINE, ids=range(len(FINE)))
def test_what_is_fine_is_not_a_finding(parts):
    assert said(verification.verify(*pair(**parts))) == []


@pytest.mark.parametrize(("parts", "finding"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_one_finding(parts, finding):
    assert said(verification.verify(*pair(**parts))) == [finding]


def test_the_table_has_every_finding():
    assert set(verification.RULES) == {finding[0] for _parts, finding in BROKEN}


def test_every_finding_says_what_to_do():
    for parts, _finding in BROKEN:
        for each in verification.verify(*pair(**parts)):
            assert each.expected
            assert each.remedy.endswith(".")


def test_two_single_units_are_not_a_pair():
    found = verification.verify(
        units.intent(), Unit("primary", units.unit()), Unit("secondary", units.unit("secondary"))
    )
    assert said(found) == [
        ("unit-state", "error", "pair", "unit state", "primary single, secondary single: not a pair")
    ]


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (
            {},
            (
                "branch01: primary active, secondary standby ready, in sync; failover link GigabitEthernet0/2, "
                "combined with the state link, plain text"
            ),
        ),
        (
            {"changes": KEY | {"failover_state_link": units.STATE_LINK}},
            (
                "branch01: primary active, secondary standby ready, in sync; failover link GigabitEthernet0/2, state "
                "link GigabitEthernet0/3, encrypted"
            ),
        ),
        (
            {"secondary": {"status": ALONE | {"configStatus": "UNKNOWN"}, "commands": {}}},
            (
                "branch01: primary active, secondary failed, not in sync; failover link GigabitEthernet0/2, combined "
                "with the state link, plain text; 1 error"
            ),
        ),
    ],
)
def test_the_headline(parts, line):
    intent, primary, secondary = pair(**parts)
    assert verification.headline(intent, primary, secondary, verification.verify(intent, primary, secondary)) == line
