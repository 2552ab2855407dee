# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as JUnit XML, as a parser understands it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report.junit import as_junit
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from support import report_data


def parsed(data):
    return ElementTree.fromstring(as_junit(read(data)).encode())


def test_a_suite_a_pair_worst_first():
    root = parsed(report_data.thirty())
    names = [suite.get("name") for suite in root]
    assert (len(names), names[:2]) == (30, ["branch04", "branch28"])


def test_the_counts_are_those_of_the_cases():
    for suites in (parsed(report_data.thirty()), parsed(report_data.three())):
        for suite in [suites, *suites]:
            cases = suite.findall(".//testcase")
            assert int(suite.get("tests")) == len(cases) > 0
            for what, child in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                assert int(suite.get(what)) == sum(case.find(child) is not None for case in cases)


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (report_data.well, None, None),
        (report_data.broken, "failure", "unhealthy: The state link is down"),
        (report_data.unreachable, "error", "unreachable: secondary (192.0.2.4): connection refused"),
        (report_data.failed, "error", "failed: primary (192.0.2.3)"),
        (report_data.drifted, "failure", "drifted: both units, failover link: runs on GigabitEthernet0/3"),
        (report_data.refused, "failure", "refused: primary, GigabitEthernet0/2: is named"),
        (
            lambda name: {"name": name, "outcome": "not_run", "reason": "The run ended before."},
            "skipped",
            "The run ended",
        ),
    ],
)
def test_the_outcome(make, kind, message):
    case = parsed(report_data.report(make("a"))).find("testsuite/testcase")
    assert case.get("name") == "outcome"
    assert [child.tag for child in case] == ([kind] if kind else [])
    assert not kind or case[0].get("message").startswith(message)


def test_findings_and_evidence():
    suite = parsed(report_data.report(report_data.broken("campus"))).find("testsuite")
    cases = {case.get("name"): [child.tag for child in case] for case in suite}
    assert cases["link-status: secondary, state link"] == ["failure"]
    assert cases["software-differs: pair"] == ["system-out"]
    assert cases["evidence: State link"] == ["failure"]
    assert cases["evidence: MAC address exchange"] == ["skipped"]
    assert cases["evidence: Unit state"] == ["system-out"]
    assert {case.get("classname") for case in suite} == {"campus"}


def test_a_waived_finding_passes():
    data = report_data.well("a")
    data["findings"][0] |= {"severity": "warning", "waived": True}
    (case,) = (case for case in parsed(report_data.report(data)).iter("testcase") if "plain-text" in case.get("name"))
    assert case.find("system-out").text.startswith("warning, waived: ")


def test_suites_have_durations_and_a_timestamp():
    root = parsed(report_data.report(report_data.well("a")))
    suite = root[0]
    assert (root.get("time"), suite.get("time")) == ("185.000", "3.300")
    assert suite.get("timestamp") == "2026-11-25T20:06:11"
