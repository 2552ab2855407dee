# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a text is broken."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report.measure import CUT, width, wrap


@pytest.mark.parametrize(
    ("text", "room", "most", "lines"),
    [
        ("GigabitEthernet0/2", 200, 2, ["GigabitEthernet0/2"]),
        ("192.168.10.1/30", 10 * 6.1, 3, ["192.168.", "10.1/30"]),
        ("2001:db8:1234:5678:9abc:def0", 20 * 6.1, 3, ["2001:db8:1234:5678:", "9abc:def0"]),
        ("one two three", 7 * 6.1, 3, ["one two", "three"]),
        ("withoutanybreak", 6 * 6.1, 3, ["withou", "tanybr", "eak"]),
        ("withoutanybreak", 6 * 6.1, 2, ["withou", f"tany{CUT}"]),
        ("", 100, 2, []),
        ("x", 0, 2, ["x"]),
    ],
)
def test_lines(text, room, most, lines):
    assert wrap(text, room + 0.1, 10, "mono", most) == lines


@pytest.mark.parametrize("face", ["mono", "sans", "bold"])
@pytest.mark.parametrize(
    "text", ["the quick brown fox", "WWWWWWWWWWWWWWWWWWWWWWWW", "東京" * 9, "a" * 50, "i.j:k/l-m" * 7]
)
def test_every_line_fits(text, face):
    for line in wrap(text, 90, 11, face, 9):
        assert width(line, 11, face) <= 90


@pytest.mark.parametrize("text", ["a b c", "firewall.example.com", "x" * 40, "::1", "trailing blank "])
def test_nothing_is_lost_where_there_is_room(text):
    assert "".join(wrap(text, 50, 10, "mono", 99)).replace(" ", "") == text.replace(" ", "")
