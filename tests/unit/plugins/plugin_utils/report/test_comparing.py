# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two reports of one pair beside each other."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.report.comparing import (
    Change,
    compare,
    comparison_html,
    comparison_markdown,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from support import report_data
from support.markup import Page


def runs(before, after):
    return read(report_data.report(before)), read(report_data.report(after))


def changes(before, after):
    (found,) = compare(*runs(before, after)).pairs
    return found.changes


def test_two_equal_reports():
    found = compare(*runs(report_data.well("a"), report_data.well("a")))
    assert (found.pairs[0].changes, found.summary) == ((), "a: nothing changed")


def test_a_broken_link_changes_outcome_status_findings_and_evidence():
    assert set(changes(report_data.dedicated("a"), report_data.broken("a"))) >= {
        Change("outcome", "ok", "unhealthy"),
        Change("state link, status at the secondary", "up", "down"),
        Change("finding link-status, secondary, state link", "none", "error: Port-channel1 is down"),
        Change("evidence, State link", "verified", "failed"),
        Change("evidence, MAC address exchange", "verified", "not known"),
    }


def test_what_was_repaired_is_the_reverse():
    broke = changes(report_data.dedicated("a"), report_data.broken("a"))
    repaired = changes(report_data.broken("a"), report_data.dedicated("a"))
    assert {(change.what, change.after, change.before) for change in broke} == {
        (change.what, change.before, change.after) for change in repaired
    }


def test_a_failover_is_a_change_of_both_states():
    before, after = report_data.well("a"), report_data.well("a")
    after["units"]["primary"]["state"], after["units"]["secondary"]["state"] = "standby ready", "active"
    assert changes(before, after) == (
        Change("primary, state", "active", "standby ready"),
        Change("secondary, state", "standby ready", "active"),
    )


def test_a_state_link_that_was_added():
    found = changes(report_data.well("a"), report_data.dedicated("a"))
    assert Change("state link, port", "none", "Port-channel1") in found
    assert Change("failover and state link, port", "GigabitEthernet0/2", "none") in found


def test_counters_and_times_are_no_change():
    after = report_data.well("a")
    after["evidence"][6]["primary"] = "Link : failover-link GigabitEthernet0/2 (up)\nGeneral xerr 0, rerr 0, rcv 99"
    after["steps"] = []
    assert changes(report_data.well("a"), after) == ()


def test_a_pair_that_is_in_one_report_only():
    before = read(report_data.report(report_data.well("a"), report_data.well("b")))
    after = read(report_data.report(report_data.well("b"), report_data.well("c")))
    found = {each.pair: each.changes for each in compare(before, after).pairs}
    assert found["a"] == (Change("pair", "in the report", "not in the report"),)
    assert found["c"] == (Change("pair", "not in the report", "in the report"),)
    assert compare(before, after).summary == "2 of 3 pairs changed"


def test_reports_of_different_pairs_are_refused():
    with pytest.raises(InputError, match="pair in common"):
        compare(*runs(report_data.well("a"), report_data.well("b")))


def test_as_text():
    found = compare(*runs(report_data.dedicated("a"), report_data.broken("a")))
    assert "| state link, status at the secondary | up | down |" in comparison_markdown(found)
    page = Page(comparison_html(found))
    assert page.texts("h1") == ["a: 11 changes."]
    assert page.texts("td")[:2] == ["ok", "unhealthy"]
