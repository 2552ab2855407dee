# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of a run on a terminal: one line a pair, worst first, within the screen."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report.ending import lines
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from support import report_data

TROUBLE = ["branch04", "branch09", "branch15", "branch22", "branch28"]


def shown(data, width=110, height=50):
    return lines(read(data), width, height)


def test_one_line_a_pair_worst_first():
    heading, *table = [line.text for line in shown(report_data.thirty())]
    assert heading == "fdm.failover verify: 25 of 30 pairs work; 5 need attention"
    assert len(table) == 30
    names = [line.split()[0] for line in table]
    assert sorted(names[:5]) == TROUBLE
    assert names[5:] == sorted(set(names) - set(TROUBLE))


def test_outcomes_and_reasons_stand_below_each_other():
    table = [line.text for line in shown(report_data.thirty())][1:]
    assert {line.index(line.split(None, 2)[1]) for line in table} == {12}
    assert len({line.index(line.split(None, 2)[2]) for line in table if " refused " not in line}) == 1


@pytest.mark.parametrize("width", [80, 110, 200])
def test_no_line_is_wider_than_the_terminal(width):
    data = report_data.thirty()
    data["pairs"][0]["reason"], data["pairs"][0]["outcome"] = "x" * 500, "failed"
    data["pairs"][1]["name"] = "a-name-" * 20
    assert max(len(line.text) for line in shown(data, width)) < width


def test_on_a_small_screen_the_reasons_are_the_last_lines():
    found = shown(report_data.thirty(), height=24)
    assert len(found) == 1 + 30 + 1 + 5
    assert [line.text for line in found[-5:]] == [line.text for line in found[1:6]]
    assert all(line.bad for line in found[-6:])


def test_nothing_is_repeated_where_all_is_well_or_all_is_seen():
    well = report_data.report(*(report_data.well(f"branch{number:02}") for number in range(30)))
    assert len(shown(well, height=24)) == 31
    assert len(shown(report_data.three(), height=24)) == 4


@pytest.mark.parametrize(
    ("data", "playbook", "words"),
    [
        (report_data.well("a"), "verify", "a  ok  primary active, secondary standby ready, plain text"),
        (report_data.dedicated("a") | {"changed": True}, "deploy", "standby ready, encrypted; changed"),
        (report_data.planned("a") | {"outcome": "ok"}, "check", "a  ok  3 steps to do; 2 warnings"),
        (report_data.unreachable("a"), "verify", "a  unreachable  secondary (192.0.2.4): connection refused"),
        (report_data.refused("a"), "deploy", 'a  refused  primary, GigabitEthernet0/2: is named "dmz"'),
        (report_data.drifted("a"), "verify", "runs on GigabitEthernet0/3 (since 2026-11-20T09:15:00Z)"),
        (report_data.failed("a"), "deploy", "a  failed  primary (192.0.2.3): the deployment ended as DEPLOY_FAILED"),
        ({"name": "a", "outcome": "not_run"}, "deploy", "a  not run"),
    ],
)
def test_what_is_said_of_a_pair(data, playbook, words):
    assert words in shown(report_data.report(data, playbook=playbook))[1].text


def test_nothing_in_a_line_controls_a_terminal():
    data = report_data.unreachable("br\x1b[31manch")
    data["reason"] = "a\x1b]0;title\x07b\rc\u202ed\nnew line"
    text = "".join(line.text for line in shown(report_data.report(data)))
    assert text.isprintable()
