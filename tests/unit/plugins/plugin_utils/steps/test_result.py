# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The result of a task on both units is made of that of each."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.result import combined

DIFF = {"before": {"enabled": False}, "after": {"enabled": True}}


def test_differences_are_listed_by_role_and_warnings_together():
    both = combined(
        [
            ("primary", {"changed": True, "msg": "enabled", "diff": DIFF, "warnings": ["one"]}),
            ("secondary", {"changed": False, "msg": "nothing to do", "warnings": ["two"]}),
        ]
    )
    assert both == {
        "changed": True,
        "msg": "primary: enabled; secondary: nothing to do",
        "warnings": ["one", "two"],
        "diff": [DIFF | {"before_header": "primary", "after_header": "primary"}],
        "primary": {"changed": True, "msg": "enabled"},
        "secondary": {"changed": False, "msg": "nothing to do"},
    }


@pytest.mark.parametrize("changed", [(False, False), (True, False), (False, True), (True, True)])
def test_a_pair_is_changed_where_one_unit_is(changed):
    results = [(role, {"changed": each}) for role, each in zip(("primary", "secondary"), changed, strict=True)]
    assert combined(results)["changed"] is any(changed)


@pytest.mark.parametrize("changed", [(False, False), (True, False), (False, True), (True, True)])
def test_the_steps_on_one_unit_are_one_entry(changed):
    first, second = ({"changed": each, "msg": name, name: 1} for each, name in zip(changed, "ab", strict=True))
    both = combined([("primary", first), ("primary", second)])
    assert both["msg"] == "primary: a; primary: b"
    assert both["primary"] == {"changed": any(changed), "msg": "b", "a": 1, "b": 1}
