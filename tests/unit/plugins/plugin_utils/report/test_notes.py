# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of findings, and their places in the drawing."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import Finding
from ansible_collections.fdm.failover.plugins.plugin_utils.report.data import Link, Links, Pair
from ansible_collections.fdm.failover.plugins.plugin_utils.report.notes import Note, Spot, notes, spots

COMBINED = Links(Link("Ethernet1/2", name="fover"), combined=True)
DEDICATED = Links(Link("Ethernet1/2", name="fover"), Link("Ethernet1/3", name="state"))


def finding(severity="error", unit="primary", subject="unit", rule="some-rule"):
    return Finding(rule, severity, unit, subject, "is so", "otherwise", "Do it.")


def test_errors_come_first_and_otherwise_the_order_is_kept():
    given = (finding("advice"), finding("error", rule="cause"), finding("warning"), finding("error", rule="another"))
    made = notes(Pair("a", "failed", findings=given))
    assert [(note.number, note.finding.severity) for note in made] == [
        (1, "error"),
        (2, "error"),
        (3, "warning"),
        (4, "advice"),
    ]
    assert [note.finding.rule for note in made[:2]] == ["cause", "another"]


def test_what_both_units_share_is_one_note():
    given = (finding(unit="primary"), finding(unit="secondary"), finding(unit="secondary"))
    (note,) = notes(Pair("a", "failed", findings=given))
    assert (note.units, note.where) == (("primary", "secondary"), "both units")


@pytest.mark.parametrize(
    ("unit", "subject", "words"),
    [
        ("primary", "Ethernet1/2", "primary, Ethernet1/2"),
        ("primary", "unit", "primary"),
        ("pair", "pair", "pair"),
        ("pair", "", "pair"),
    ],
)
def test_what_a_note_is_about(unit, subject, words):
    assert Note(1, finding(subject=subject), (unit,)).about == words


@pytest.mark.parametrize(
    ("links", "unit", "subject", "spot"),
    [
        (DEDICATED, "primary", "Ethernet1/2", Spot("end", "primary", "failover")),
        (DEDICATED, "secondary", "Ethernet1/3", Spot("end", "secondary", "state")),
        (DEDICATED, "secondary", "state link", Spot("end", "secondary", "state")),
        (DEDICATED, "pair", "state link", Spot("link", link="state")),
        (DEDICATED, "pair", "links", Spot("link", link="failover")),
        (DEDICATED, "primary", "peer", Spot("end", "primary", "failover")),
        (DEDICATED, "primary", "state", Spot("end", "primary", "state")),
        (COMBINED, "primary", "state link", Spot("end", "primary", "failover")),
        (COMBINED, "primary", "outside", Spot("unit", "primary")),
        (COMBINED, "pair", "pair", Spot("pair")),
        (Links(), "primary", "failover link", Spot("unit", "primary")),
        (Links(), "pair", "links", Spot("pair")),
    ],
)
def test_the_place_of_a_note(links, unit, subject, spot):
    assert spots(Note(1, finding(unit=unit, subject=subject), (unit,)), links) == [spot]


def test_a_note_on_both_units_has_two_places():
    assert spots(Note(1, finding(subject="unit"), ("primary", "secondary")), COMBINED) == [
        Spot("unit", "primary"),
        Spot("unit", "secondary"),
    ]
