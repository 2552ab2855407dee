# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings are ordered, waived and spoken the same way everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import Finding, errors, in_order, waive
from hypothesis import given
from hypothesis import strategies as some

NAMED = Finding("port-named", "error", "primary", "GigabitEthernet0/2", "is named", "no name", "Remove the name.")
ABSENT = replace(NAMED, rule="port-missing", unit="secondary")
PAIR = replace(NAMED, rule="same-unit", unit="pair", subject="pair")
WARNING = replace(NAMED, rule="port-link-down", severity="warning")
ADVICE = replace(NAMED, rule="plain-text", severity="advice", unit="pair")


def test_a_finding_is_one_sentence_and_plain_data():
    assert NAMED.sentence == "primary, GigabitEthernet0/2: is named; expected no name. Remove the name. [port-named]"
    assert NAMED.as_dict() == {
        "rule": "port-named",
        "severity": "error",
        "unit": "primary",
        "subject": "GigabitEthernet0/2",
        "found": "is named",
        "expected": "no name",
        "remedy": "Remove the name.",
        "waived": False,
    }


@given(some.permutations([NAMED, ABSENT, PAIR, WARNING, ADVICE, NAMED]))
def test_errors_come_first_then_the_primary_and_each_is_said_once(findings):
    assert in_order(findings) == (NAMED, ABSENT, PAIR, WARNING, ADVICE)


def test_an_unknown_unit_comes_last():
    stranger = replace(NAMED, unit="third")
    assert in_order([stranger, PAIR, NAMED]) == (NAMED, PAIR, stranger)


def test_only_errors_stop_a_write():
    assert errors([WARNING, NAMED, ADVICE]) == (NAMED,)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([], (NAMED, WARNING, ADVICE)),
        (["port-named"], (replace(NAMED, severity="warning", waived=True), WARNING, ADVICE)),
        (["port-link-down", "plain-text", "other"], (NAMED, WARNING, ADVICE)),
    ],
)
def test_waiving_lowers_errors_alone(rules, expected):
    assert waive([NAMED, WARNING, ADVICE], rules) == expected
