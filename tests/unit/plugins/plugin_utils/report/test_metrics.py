# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as metrics, as Prometheus' own parsers understand it."""

from __future__ import annotations

import math

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report.metrics import as_metrics
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as classic
from support import report_data


def samples(data, parse=openmetrics):
    text = as_metrics(read(data))
    return {(each.name, *each.labels.values()): each.value for family in parse(text) for each in family.samples}


@pytest.mark.parametrize(
    "data", [report_data.report(), report_data.three(), report_data.thirty(), report_data.many(500)]
)
def test_both_parsers_read_the_same(data):
    new, old = samples(data), samples(data, classic)
    assert new.keys() == old.keys()
    assert all(old[key] == value or (math.isnan(value) and math.isnan(old[key])) for key, value in new.items())


def test_every_metric_is_a_gauge_with_a_description():
    families = list(openmetrics(as_metrics(read(report_data.thirty()))))
    assert {family.type for family in families} == {"gauge"}
    assert all(family.documentation for family in families)


@pytest.mark.parametrize(
    ("sample", "value"),
    [
        (("fdm_failover_report_info", "verify", "1.0.0"), 1),
        (("fdm_failover_run_end_timestamp_seconds",), 1795637356),
        (("fdm_failover_pair_good", "branch01"), 1),
        (("fdm_failover_pair_good", "datacenter-north"), 0),
        (("fdm_failover_pair_outcome", "datacenter-north", "unhealthy"), 1),
        (("fdm_failover_pair_outcome", "datacenter-north", "ok"), 0),
        (("fdm_failover_unit_state", "campus", "secondary", "standby ready"), 1),
        (("fdm_failover_pair_findings", "datacenter-north", "link-status", "error", "secondary"), 1),
        (("fdm_failover_pair_evidence", "datacenter-north", "Unit state"), 1),
        (("fdm_failover_pair_evidence", "datacenter-north", "State link"), 0),
    ],
)
def test_a_sample(sample, value):
    assert samples(report_data.three())[sample] == value


def test_what_is_not_known_is_no_number():
    assert math.isnan(
        samples(report_data.three())["fdm_failover_pair_evidence", "datacenter-north", "MAC address exchange"]
    )


def test_without_an_end_there_is_no_time():
    data = report_data.three() | {"ended": "yesterday"}
    assert ("fdm_failover_run_end_timestamp_seconds",) not in samples(data)
