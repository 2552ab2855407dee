# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task report makes reports from JSON files, without a unit."""

from __future__ import annotations

import json

import pytest
from support import report_data


@pytest.fixture
def kept(tmp_path):
    """Write reports as JSON files; returns their directory."""

    def write(**reports):
        for name, data in reports.items():
            (tmp_path / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
        return tmp_path

    return write


def test_a_report_becomes_other_formats(run, kept, tmp_path):
    kept(verify=report_data.three())
    options = {"sources": [str(tmp_path / "verify.json")], "directory": str(tmp_path), "formats": ["html", "markdown"]}
    result = run("report", options)
    assert result["files"] == [str(tmp_path / "verify.html"), str(tmp_path / "verify.md")]
    assert (result["changed"], result["msg"]) == (True, "verify: 2 of 3 pairs work; 1 needs attention")
    assert result["pairs"][0] == {"name": "datacenter-north", "outcome": "unhealthy"}
    assert "datacenter-north" in (tmp_path / "verify.html").read_text(encoding="utf-8")
    assert run("report", options)["changed"] is False
    assert run.clients == []


def test_slices_of_a_fleet_become_one_page(run, kept):
    place = kept(one=report_data.report(report_data.well("a")), two=report_data.report(report_data.well("b")))
    result = run("report", {"sources": [str(place)], "directory": str(place / "all"), "name": "fleet"})
    assert result["files"] == [str(place / "all" / "fleet.html")]
    assert [pair["name"] for pair in result["pairs"]] == ["a", "b"]


def test_in_check_mode_no_file_is_written(run, kept):
    place = kept(verify=report_data.three())
    result = run("report", {"sources": [str(place)], "directory": str(place / "new")}, check=True)
    assert result["changed"] is True
    assert not (place / "new").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "one.json: this is no report; expected schema fdm.failover.report. Name a JSON report"),
        ("no json", "one.json: the file can't be read as JSON; expected schema"),
        (b"\xff\xfe", "one.json: the file can't be read (it is not a text file); expected a JSON report"),
        (None, "no JSON file in "),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(run, tmp_path, text, said):
    if text is not None:
        (tmp_path / "one.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    result = run("report", {"sources": [str(tmp_path)], "directory": str(tmp_path)})
    assert result["failed"] is True
    assert said in result["msg"]


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    result = run("report", {"sources": [str(tmp_path / "none.json")], "directory": str(tmp_path)})
    assert result["msg"].startswith(f"{tmp_path}/none.json: the file can't be read (No such file or directory)")


def test_reports_of_two_playbooks_are_not_mixed(run, kept):
    place = kept(a=report_data.three(), b=report_data.report(report_data.well("x"), playbook="deploy"))
    assert "playbooks deploy, verify" in run("report", {"sources": [str(place)], "directory": str(place)})["msg"]
