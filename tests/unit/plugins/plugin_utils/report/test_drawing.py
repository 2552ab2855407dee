# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawing of a pair: what is drawn, and that all of it has its place."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report.narrow import narrow
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from ansible_collections.fdm.failover.plugins.plugin_utils.report.wide import wide
from support import report_data

BOTH = pytest.mark.parametrize("draw", [wide, narrow])


def picture(draw, data, playbook="verify"):
    run = read(report_data.report(data, playbook=playbook))
    return draw(run, run.pairs[0])


def words(drawing):
    return [span for area in drawing.areas for text in area.texts for _kind, span in text.spans]


def kinds(shapes):
    return [shape.kind for shape in shapes]


@BOTH
@pytest.mark.parametrize(
    ("state", "kind"),
    [("active", "active"), ("standby ready", "standby"), ("standby", "standby"), ("failed", "other"), ("", "other")],
)
def test_the_state_fills_the_header(draw, state, kind):
    data = report_data.well("a")
    data["units"]["primary"]["state"] = state
    drawing = picture(draw, data)
    assert kinds(drawing.rects) == ["chassis", f"header {kind}", "chassis", "header standby"]
    assert (state or "state not known") in words(drawing)


@BOTH
@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (report_data.well("a"), ["link up"] * 2),
        (report_data.dedicated("a"), ["link up"] * 2),
        (report_data.broken("a"), ["link up"] + ["link down"] * 2),
        (report_data.unreachable("a"), ["link unknown"] * 2),
        ({"name": "a", "outcome": "unreachable"}, []),
    ],
)
def test_each_link_is_drawn_by_its_state(draw, data, lines):
    assert kinds(picture(draw, data).lines) == lines


def test_combined_is_two_strands_of_one_cable_and_dedicated_two_cables():
    combined, dedicated = (picture(wide, make("a")) for make in (report_data.well, report_data.dedicated))
    heights = [line.y1 for line in combined.lines], [line.y1 for line in dedicated.lines]
    assert (heights[0][1] - heights[0][0], len(combined.ports), len(combined.locks)) == (6, 2, 1)
    assert heights[1][1] - heights[1][0] > 50
    assert (len(dedicated.ports), len(dedicated.locks)) == (4, 2)


@BOTH
@pytest.mark.parametrize(
    ("encrypted", "kind", "word"),
    [(True, "closed", "encrypted"), (False, "open", "plain text"), (None, "unknown", "encryption not known")],
)
def test_a_lock_shows_whether_a_link_is_encrypted(draw, encrypted, kind, word):
    data = report_data.well("a")
    data["links"]["failover"]["encrypted"] = encrypted
    drawing = picture(draw, data)
    assert kinds(drawing.locks) == [kind]
    assert word in " ".join(words(drawing))


@BOTH
@pytest.mark.parametrize(
    ("ends", "playbook", "said"),
    [
        (("up", "up"), "verify", "up at both ends"),
        (("up", "down"), "verify", "down at the secondary"),
        (("down", None), "verify", "down at the primary"),
        (("down", "down"), "verify", "down at both ends"),
        (("up", None), "verify", "up at the primary, else not known"),
        ((None, None), "verify", "link not known"),
        (("down", "down"), "check", "to plug"),
        (("up", "up"), "check", "up at both ends"),
    ],
)
def test_the_state_of_a_link_in_words(draw, ends, playbook, said):
    data = report_data.well("a")
    for role, status in zip(("primary", "secondary"), ends, strict=True):
        data["links"]["failover"][role]["status"] = status
    assert said in " ".join(words(picture(draw, data, playbook)))


@BOTH
def test_a_note_is_a_ring_where_it_belongs(draw):
    rings = picture(draw, report_data.broken("a")).rings
    assert sorted((ring.number, ring.severity, ring.label) for ring in rings) == [
        (1, "error", "1"),
        (2, "error", "2"),
        (3, "warning", "3"),
        (4, "warning", "4"),
    ]


@BOTH
def test_rings_without_room_are_counted_in_the_last_one(draw):
    data = report_data.well("a")
    names = [f"rule-{number}" for number in range(12)]
    data["findings"] = [dict(data["findings"][0], rule=name, unit="primary", subject="unit") for name in names]
    rings = picture(draw, data).rings
    assert [ring.label for ring in rings] == ["1", "2", "3", "4", "+8"]
    assert rings[-1].title == "Finding 5: rule-4, and 7 more"


@BOTH
@pytest.mark.parametrize("data", [*report_data.thirty()["pairs"], report_data.longest()])
def test_rings_do_not_hide_each_other_and_stay_inside(draw, data):
    drawing = picture(draw, data)
    for index, ring in enumerate(drawing.rings):
        assert 9 <= ring.x <= drawing.width - 9
        assert 9 <= ring.y <= drawing.height - 9
        for other in drawing.rings[index + 1 :]:
            assert abs(ring.x - other.x) >= 18 or abs(ring.y - other.y) >= 18


@BOTH
@pytest.mark.parametrize("data", [*report_data.thirty()["pairs"], report_data.longest()])
def test_words_do_not_hide_each_other(draw, data):
    boxes = [area.box for area in picture(draw, data).areas if area.texts]
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
            apart_y = one.y + one.height <= other.y + 0.2 or other.y + other.height <= one.y + 0.2
            assert apart_x or apart_y, (one, other)


@pytest.mark.parametrize("state", ["active", "a state of a unit that takes more than a line of its header"])
@pytest.mark.parametrize("data", [report_data.well("a"), report_data.broken("a")])
def test_links_begin_below_the_headers(data, state):
    data["units"]["secondary"]["state"] = state
    drawing = picture(wide, data)
    below = max(rect.y + rect.height for rect in drawing.rects if rect.kind.startswith("header"))
    assert all(port.y >= below for port in drawing.ports)
