# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The formats by their names, and several reports as one."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.report.data import Run
from ansible_collections.fdm.failover.plugins.plugin_utils.report.formats import FORMATS, render
from ansible_collections.fdm.failover.plugins.plugin_utils.report.merging import merge
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read, read_json
from support import report_data


def test_every_format_is_a_file():
    files = render(read(report_data.three()), FORMATS, "fleet")
    assert list(files) == ["fleet.html", "fleet.md", "fleet.json", "fleet.junit.xml", "fleet.prom"]
    assert all(text.endswith(("\n", "</html>")) for text in files.values())


def test_every_format_can_be_made_again_from_the_json():
    run = read(report_data.thirty())
    assert render(read_json(render(run, ["json"])["report.json"]), FORMATS) == render(run, FORMATS)


def test_a_format_that_is_not_known_is_refused():
    with pytest.raises(InputError, match="format pdf"):
        render(read(report_data.three()), ["html", "pdf"])


def dated(day, *pairs, playbook="verify"):
    data = report_data.report(*pairs, playbook=playbook)
    return read(data | {"started": f"2026-11-{day}T20:00:00Z", "ended": f"2026-11-{day}T20:05:00Z"})


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_newest_record_of_a_pair_counts(order):
    both = [dated(24, report_data.broken("a"), report_data.well("b")), dated(25, report_data.dedicated("a"))]
    merged = merge([both[index] for index in order])
    assert {pair.name: pair.outcome for pair in merged.pairs} == {"a": "ok", "b": "ok"}
    assert (merged.started, merged.ended) == ("2026-11-24T20:00:00Z", "2026-11-25T20:05:00Z")


def test_reports_of_different_playbooks_are_refused():
    with pytest.raises(InputError, match="check, verify"):
        merge([dated(24, report_data.well("a")), dated(25, report_data.well("a"), playbook="check")])


def test_no_report_is_refused():
    with pytest.raises(InputError, match="no report"):
        merge([])


def test_one_report_stays_as_it_is():
    run = Run("verify", started="2026-11-25T20:06:11Z", ended="2026-11-25T20:09:16Z", collection="1.0.0")
    assert merge([run]) == run
