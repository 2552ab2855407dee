# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verification: each finding is made once where something is broken, and not where it is fine."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification import verify as verification
from support import units
from support.verify_cases import BROKEN, BROKEN_IDS, FINE, pair


def said(found):
    return [(each.rule, each.severity, each.unit, each.subject, each.found) for each in found]


@pytest.mark.parametrize("parts", FINE, ids=range(len(FINE)))
def test_what_is_fine_is_not_a_finding(parts):
    assert said(verification.verify(*pair(**parts))) == []


@pytest.mark.parametrize(("parts", "finding"), BROKEN, ids=BROKEN_IDS)
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
