# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that a playbook puts into a question breaks it; it is answered or refused in words."""

from __future__ import annotations

import copy
from contextlib import suppress

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure import filters
from hypothesis import given
from hypothesis import strategies as some
from support import units

PART = some.sampled_from(sorted(units.unit()))
ANYTHING = (
    some.none()
    | some.booleans()
    | some.text(max_size=4)
    | some.lists(some.none() | some.dictionaries(some.text(max_size=4), some.integers(), max_size=2), max_size=2)
)


@given(some.dictionaries(PART, ANYTHING, max_size=4), ANYTHING)
def test_any_data_is_answered_or_refused(parts, intent):
    unit = units.unit() | parts
    free = filters.eligible_ports(unit)
    assert not set(free) & set(filters.ineligible_ports(unit))
    for port in free:
        assert filters.port_violations(unit, port) == []
        filters.port_bandwidth(unit, port, state=True)
    filters.pair_findings({"primary": unit, "secondary": units.unit("secondary")}, {"failover_link": units.LINK})
    with suppress(InputError):
        filters.link_values({"failover_link": intent}, "primary")


@pytest.mark.parametrize("question", [filters.eligible_ports, filters.ineligible_ports])
def test_a_question_changes_nothing(question):
    unit = units.unit()
    before = copy.deepcopy(unit)
    question(unit)
    assert unit == before
