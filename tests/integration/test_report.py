# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of thirty pairs, five of them broken in different ways: what it prints, and the reports that it writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.broken_fleet import BROKEN, PAIRS, thirty_pairs
from support.harness import KEY, PASSWORD, Fleet, Run, simulated_pair

pytestmark = pytest.mark.xdist_group("report")  # one fleet for all
SWITCH = {"ANSIBLE_CALLBACKS_ENABLED": "fdm.failover.report", "ANSIBLE_STRATEGY": "linear", "COLUMNS": "120"}
FORMATS = ("html", "md", "json", "junit.xml", "prom")
ALL = "html,markdown,json,junit,metrics"
OUTCOMES = {
    "branch04": "refused",
    "branch09": "unreachable",
    "branch15": "unreachable",
    "branch22": "refused",
    "branch28": "failed",
}
REASONS = {
    "branch04": 'secondary, GigabitEthernet0/2: is named "dmz"',
    "branch09": "connection refused",
    "branch15": "the login of admin is refused",
    "branch22": "unknown key netwrok (did you mean network?)",
    "branch28": "the join ended as",
}
BEFORE = 1280
"""Lines that a second deploy of such a fleet printed before the report was made."""
SCREEN = 24


class Runs:
    """The runs of the fleet, each made when it is first asked for, in this order."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.place = fleet.directory / "reports"
        extra = ("-e", f"report_directory={self.place}", "-e", f"report_formats={ALL}")
        self.check = fleet.play("fdm.failover.check", *extra, **SWITCH)
        self.first = fleet.play("fdm.failover.deploy", **SWITCH)
        self.second = fleet.play("fdm.failover.deploy", *extra, **SWITCH)
        self.verify = fleet.play("fdm.failover.verify", *extra, **SWITCH)

    def data(self, playbook: str) -> dict[str, Any]:
        """The JSON report of a playbook."""
        found: dict[str, Any] = json.loads((self.place / f"{playbook}.json").read_text(encoding="utf-8"))
        return found


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    with thirty_pairs(tmp_path_factory.mktemp("thirty")) as fleet:
        yield Runs(fleet)


def table(run: Run) -> list[str]:
    """The lines from the heading on."""
    lines = run.output.splitlines()
    return lines[next(place for place, line in enumerate(lines) if line.startswith("fdm.failover ")) :]


def test_a_run_ends_with_one_line_a_pair_worst_first(runs: Runs) -> None:
    heading, *lines = table(runs.second)
    assert heading == "fdm.failover deploy: 25 of 30 pairs work; 5 need attention"
    names = [line.split()[0] for line in lines[:PAIRS]]
    assert set(names[: len(BROKEN)]) == set(BROKEN)
    assert len(set(names)) == PAIRS
    assert {line.split()[0]: line.split()[1] for line in lines[:5]} == OUTCOMES


def test_the_reasons_of_all_five_are_on_the_last_screen(runs: Runs) -> None:
    for run in (runs.first, runs.second):
        last = "\n".join(run.output.splitlines()[-SCREEN:])
        for name, reason in REASONS.items():
            assert re.search(rf"^  {name}  \w+ +.*{re.escape(reason)}", last, re.MULTILINE), last


def test_a_second_deploy_prints_at_most_a_third(runs: Runs) -> None:
    assert len(runs.second.output.splitlines()) * 3 <= BEFORE


@pytest.mark.parametrize("playbook", ["check", "deploy", "verify"])
def test_every_format_is_written_and_covers_every_pair(runs: Runs, playbook: str) -> None:
    for ending in FORMATS:
        text = (runs.place / f"{playbook}.{ending}").read_text(encoding="utf-8")
        assert all(f"branch{number:02}" in text for number in range(1, PAIRS + 1)), ending
        assert KEY not in text
        assert PASSWORD not in text
    assert f"report: {runs.place}/{playbook}.html, " in getattr(runs, playbook.replace("deploy", "second")).output


def test_check_leaves_a_cabling_sheet(runs: Runs) -> None:
    pairs = {pair["name"]: pair for pair in runs.data("check")["pairs"]}
    assert pairs["branch01"]["plan"][0] == "primary: enable GigabitEthernet0/2"
    assert pairs["branch01"]["links"]["failover"]["secondary"]["address"] == "192.168.10.2/30"
    assert pairs["branch28"]["outcome"] == "ok"  # what fails its join is not known before it
    assert pairs["branch09"]["links"]["failover"]["port"] == "GigabitEthernet0/2"


def test_deploy_and_verify_leave_the_evidence_of_pairs_that_work(runs: Runs) -> None:
    for playbook in ("deploy", "verify"):
        pairs = {pair["name"]: pair for pair in runs.data(playbook)["pairs"]}
        for name in sorted(set(pairs) - set(BROKEN)):
            assert pairs[name]["outcome"] == "ok"
            assert {row["verdict"] for row in pairs[name]["evidence"]} == {"so"}, pairs[name]["evidence"]
            assert pairs[name]["links"]["failover"]["encrypted"] is (int(name[-2:]) % 3 == 0)


def test_verify_says_the_condition_of_each_pair_first(runs: Runs) -> None:
    said = runs.verify.output
    assert "branch01: as intended: primary active, secondary standby ready, in sync; " in said
    assert re.search(r"^branch04: unhealthy: pair, unit state: .*not a pair", said, re.MULTILINE)
    assert re.search(r"^branch09: unreachable: secondary, unit: could not be read", said, re.MULTILINE)
    outcomes = {pair["name"]: pair["outcome"] for pair in runs.data("verify")["pairs"]}
    assert {name: outcomes[name] for name in BROKEN} == {
        "branch04": "unhealthy",
        "branch09": "unreachable",
        "branch15": "unreachable",
        "branch22": "failed",
        "branch28": "unhealthy",
    }


def test_reports_are_drawn_again_without_a_unit(runs: Runs) -> None:
    pair, place = runs.fleet.pairs[0], runs.fleet.directory / "again"
    pair.forget()
    extra = ("-e", f"report_sources={runs.place}/verify.json", "-e", f"report_directory={place}")
    again = runs.fleet.play("fdm.failover.report", *extra, **SWITCH)
    assert again.ok, again.output
    assert (place / "verify.html").read_bytes() == (runs.place / "verify.html").read_bytes()
    assert pair.calls() == []


def test_what_changed_between_two_reports_is_a_filter(runs: Runs) -> None:
    files = (runs.place / f"{name}.json" for name in ("check", "verify"))
    before, after = (f"lookup('ansible.builtin.file', '{file}') | from_json" for file in files)
    changes = f"({before}) | fdm.failover.report_changes({after}) | selectattr('pair', 'eq', 'branch01')"
    playbook = runs.fleet.directory / "changes.yml"
    task = {"ansible.builtin.debug": {"msg": "{{ " + changes + " }}"}, "run_once": True}
    playbook.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": [task]}]), encoding="utf-8")
    said = runs.fleet.play(str(playbook)).output
    assert '"what": "primary, state"' in said
    assert '"after": "active"' in said


HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e{{ 7 * 7 }}\"'"


def test_what_a_unit_says_is_harmless_all_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIBLE_CALLBACKS_ENABLED", "fdm.failover.report")
    with simulated_pair(tmp_path, secondary={"model": HOSTILE, "serial": f"9A{HOSTILE}"}) as pair:
        extra = ("-e", f"report_directory={tmp_path / 'reports'}", "-e", f"report_formats={ALL}")
        run = pair.play("fdm.failover.check", *extra)
        assert "model-differs" in run.output
        assert not {"\x1b", "\u202e"} & set(run.output)
        for ending in FORMATS:
            text = (tmp_path / "reports" / f"check.{ending}").read_text(encoding="utf-8")
            assert not {"\x1b", "\u202e"} & set(text), ending
            assert "49" not in re.findall(r"alert.{0,40}", text)
        page = (tmp_path / "reports" / "check.html").read_text(encoding="utf-8")
        assert "<script>alert" not in page
        assert "alert(1)" in page
