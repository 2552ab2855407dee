# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a report."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report.data import OUTCOMES, Pair, Run
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from ansible_collections.fdm.failover.plugins.plugin_utils.report.words import (
    cause,
    duration,
    facts,
    in_order,
    minute,
    natural,
    outcome_words,
    remedy,
    seconds_between,
    summary,
    trouble_title,
)
from support import report_data


def run_of(*outcomes, playbook="verify"):
    return Run(playbook, tuple(Pair(f"branch{number}", outcome) for number, outcome in enumerate(outcomes, 1)))


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (run_of(), "No pair took part"),
        (run_of("ok"), "branch1 works"),
        (run_of("unhealthy"), "branch1 needs attention: unhealthy"),
        (run_of("not_run"), "branch1 was not run"),
        (run_of("ok", playbook="check"), "branch1 is ready"),
        (run_of("ok", playbook="dissolve"), "branch1 is done"),
        (run_of("ok", "ok"), "Both pairs work"),
        (run_of("ok", "ok", "ok"), "All 3 pairs work"),
        (run_of("ok", "failed"), "1 of 2 pairs works; 1 needs attention"),
        (run_of("ok", "ok", "failed", "drifted"), "2 of 4 pairs work; 2 need attention"),
        (run_of("failed", "drifted", "not_run"), "0 of 3 pairs work; 2 need attention; 1 was not run"),
        (run_of("ok", "not_run", "not_run", playbook="check"), "1 of 3 pairs is ready; 2 were not run"),
    ],
)
def test_summary(run, words):
    assert summary(run) == words


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        (("failed",), "1 pair needs attention"),
        (("failed", "drifted"), "2 pairs need attention"),
        (("failed", "not_run"), "1 pair needs attention, 1 was not run"),
        (("failed", "drifted", "not_run", "not_run"), "2 pairs need attention, 2 were not run"),
        (("not_run",), "1 pair was not run"),
        (("not_run", "not_run"), "2 pairs were not run"),
    ],
)
def test_the_heading_of_the_trouble(outcomes, words):
    assert trouble_title(run_of(*outcomes).pairs) == words


def test_the_worst_comes_first():
    run = run_of(*reversed(OUTCOMES))
    assert [pair.outcome for pair in in_order(run)] == list(OUTCOMES)


def test_names_are_sorted_as_people_count():
    assert sorted(["b10", "B2", "b1", "a", "7"], key=natural) == ["7", "a", "b1", "B2", "b10"]
    assert natural("9" * 2000)


@pytest.mark.parametrize("name", ["branch04", "branch09", "branch15", "branch22", "branch28"])
def test_every_pair_that_needs_a_person_has_a_cause(name):
    pair = next(pair for pair in read(report_data.thirty()).pairs if pair.name == name)
    assert cause(pair) != "The run gave no reason."
    assert outcome_words(Run("verify"), pair).startswith("needs attention: ")


@pytest.mark.parametrize(
    ("data", "because", "then"),
    [
        (
            report_data.broken("a"),
            "The state link is down, so a failover would cut every connection.",
            "Check the cable between the units and the port at each end.",
        ),
        (
            report_data.drifted("a"),
            "both units, failover link: runs on GigabitEthernet0/3",
            "Correct the inventory, or run rebuild.",
        ),
        ({"name": "a", "outcome": "failed"}, "The run gave no reason.", ""),
        ({"name": "a", "outcome": "failed", "findings": [{"severity": "advice"}]}, "The run gave no reason.", ""),
    ],
)
def test_cause_and_remedy(data, because, then):
    (pair,) = read(report_data.report(data)).pairs
    assert (cause(pair), remedy(pair)) == (because, then)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-25T20:06:11Z", "2026-11-25 20:06 UTC"),
        ("2026-11-25T20:06:11+00:00", "2026-11-25 20:06 UTC"),
        ("2026-11-25T20:06:11+02:00", "2026-11-25T20:06:11+02:00"),
        ("2026-11-25T20:06:11", "2026-11-25T20:06:11"),
        ("17:31:43 UTC Feb 14 2025", "17:31:43 UTC Feb 14 2025"),
        ("", ""),
    ],
)
def test_a_time_is_shown_in_utc(moment, words):
    assert minute(moment) == words


@pytest.mark.parametrize(
    ("started", "ended", "seconds"),
    [
        ("2026-11-25T20:06:11Z", "2026-11-25T20:09:16Z", 185),
        ("2026-11-25T20:06:11Z", "2026-11-25T20:00:00Z", 0),
        ("2026-11-25T20:06:11Z", "2026-11-25T20:09:16", None),
        ("", "2026-11-25T20:09:16Z", None),
    ],
)
def test_seconds_between(started, ended, seconds):
    assert seconds_between(started, ended) == seconds


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (0.1, "0.1 s"), (3.0, "3 s"), (42.4, "42 s"), (185, "3 min 5 s"), (7440, "2 h 4 min")],
)
def test_a_duration(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (Run("verify"), ["Playbook verify", "fdm.failover"]),
        (Run("", collection="1.0.0", started="2026-11-25T20:06:11Z"), ["2026-11-25 20:06 UTC", "fdm.failover 1.0.0"]),
    ],
)
def test_the_facts_of_a_run(run, words):
    assert facts(run) == words
