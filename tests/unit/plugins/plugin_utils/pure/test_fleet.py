# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One unit in two pairs: by address, by serial number, and not by anything else."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.fleet import Place, shared_units


@pytest.mark.parametrize(
    ("places", "pairs"),
    [
        ([Place("a", "primary", "192.0.2.1"), Place("b", "primary", "192.0.2.2")], []),
        ([Place("a", "primary", "192.0.2.1"), Place("a", "secondary", "192.0.2.1")], []),
        ([Place("a", "primary", "192.0.2.1"), Place("b", "secondary", "192.0.2.1")], ["a", "b"]),
        ([Place("a", "primary", "2001:db8::1"), Place("b", "primary", "[2001:DB8:0::1]")], ["a", "b"]),
        ([Place("a", "primary", "fw1.example"), Place("b", "primary", "FW1.example.")], ["a", "b"]),
        ([Place("a", "primary", "192.0.2.1", 443), Place("b", "primary", "192.0.2.1", 8443)], []),
        (
            [Place("a", "primary", "192.0.2.1", serial="S1"), Place("b", "primary", "192.0.2.2", serial="S1")],
            ["a", "b"],
        ),
        ([Place("a", "primary", "192.0.2.1", serial="S1"), Place("b", "primary", "192.0.2.1", serial="S2")], []),
        ([Place("a", "primary", "192.0.2.1", serial="S1"), Place("b", "primary", "192.0.2.1")], ["a", "b"]),
        ([Place("a", "primary", ""), Place("b", "primary", "")], []),
        (
            [
                Place("a", "primary", "192.0.2.1"),
                Place("b", "primary", "192.0.2.1"),
                Place("c", "secondary", "192.0.2.1"),
            ],
            ["a", "b", "c"],
        ),
    ],
)
def test_pairs_that_share_a_unit(places, pairs):
    assert list(shared_units(places)) == pairs


def test_the_finding_names_the_other_pair():
    found = shared_units([Place("a", "primary", "192.0.2.1"), Place("b", "secondary", "192.0.2.1")])
    (only,) = found["a"]
    assert only.sentence == (
        "primary, unit: 192.0.2.1 is also the secondary of b; expected a unit that belongs to one pair. Correct "
        "failover_units of one of the pairs. [unit-shared]"
    )
