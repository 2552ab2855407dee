# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo fails when its results are not as expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.shell import Failed
from demo import __main__ as demo
from demo.fleet import JOINED, Calls, Fleet
from demo.playbook import Run

DONE = "branch01   : ok=17   changed=0    unreachable=0    failed=0    skipped=14   rescued=0    ignored=0"
VERIFIED = "branch01: primary active, secondary standby ready, in sync"
TOKEN = {"method": "POST", "path": "/api/fdm/v6/fdm/token"}
SHOW = {"method": "POST", "path": "/api/fdm/v6/action/command"}
READ = {"method": "GET", "path": "/api/fdm/v6/devices/default/interfaces"}
JOIN = {"method": "POST", "path": "/api/fdm/v6/devices/default/action/ha/join"}


class FakeUnit:
    def __init__(self, said, calls=()):
        self.said = dict(zip(("role", "state", "config_status"), said, strict=True))
        self.calls = list(calls)

    def state(self):
        return self.said

    def requests(self):
        return list(self.calls)

    def forget(self):
        self.calls.clear()


class FakeSimulator:
    """Two units; `server.fleet.settings` names them, as in the real one."""

    def __init__(self, primary, secondary):
        self.units = {"branch01-primary": primary, "branch01-secondary": secondary}
        self.server = self.fleet = self
        self.settings = self.units

    def unit(self, name):
        return self.units[name]


def fleet(states=JOINED, calls=()):
    return Fleet(FakeSimulator(*(FakeUnit(said, calls) for said in states)))


@pytest.fixture(autouse=True)
def rendered(tmp_path, monkeypatch):
    """Four files, as after a deployment."""
    monkeypatch.setattr(demo, "DIRECTORY", tmp_path)
    place = tmp_path / "rendered" / "branch01"
    place.mkdir(parents=True)
    for number in range(demo.FILES_A_PAIR):
        (place / str(number)).touch()
    return place


def test_a_run_is_read_by_pair():
    other = DONE.replace("branch01", "branch011").replace("changed=0", "changed=12")
    run = Run(["PLAY RECAP ***", DONE, other, VERIFIED])
    assert run.changed == {"branch01": 0, "branch011": 12}
    assert run.on("branch01") == [DONE, VERIFIED]


def test_units_are_counted_by_pair():
    assert fleet().pairs == ["branch01"]


def test_calls_are_counted_once_and_those_that_write_are_listed():
    units = fleet(calls=[TOKEN, SHOW, READ, JOIN])
    assert units.take_calls()["branch01-primary"] == Calls(4, ["POST /api/fdm/v6/devices/default/action/ha/join"])
    assert units.take_calls()["branch01-primary"] == Calls(0, [])


def test_expected_results_pass():
    demo.check_pair("branch01", fleet(), Run([DONE]), Run([VERIFIED]))
    demo.check_silence({"branch01-primary": Calls(26, [])})


@pytest.mark.parametrize(
    ("states", "second", "verified", "said"),
    [
        pytest.param(JOINED[::-1], DONE, VERIFIED, "is not a working pair", id="states"),
        pytest.param(JOINED, DONE.replace("changed=0", "changed=2"), VERIFIED, "changed 2 on branch01", id="changed"),
        pytest.param(JOINED, "", VERIFIED, "changed an unknown number of tasks", id="no-recap"),
        pytest.param(JOINED, DONE, "", "verify printed nothing about branch01", id="not-verified"),
    ],
)
def test_an_unexpected_result_fails(states, second, verified, said):
    with pytest.raises(Failed, match=said):
        demo.check_pair("branch01", fleet(states), Run([second]), Run([verified]))


def test_a_missing_file_fails(rendered):
    (rendered / "0").unlink()
    with pytest.raises(Failed, match="3 files instead of 4"):
        demo.check_pair("branch01", fleet(), Run([DONE]), Run([VERIFIED]))


def test_a_call_that_writes_fails():
    with pytest.raises(Failed, match="wrote to branch01-primary: PUT /x"):
        demo.check_silence({"branch01-primary": Calls(27, ["PUT /x"])})


ENDING = [
    DONE,
    "",
    "fdm.failover verify: branch01 works",
    "  branch01  ok  primary active, secondary standby ready, plain text",
    "",
    "report: /a/report/verify.html, /a/report/verify.json",
]


def test_the_summary_and_the_reports_are_read_off_a_run():
    run = Run(ENDING)
    assert run.summary == ENDING[2:4]
    assert run.reports == [Path("/a/report/verify.html"), Path("/a/report/verify.json")]
    assert (Run([DONE]).summary, Run([DONE]).reports) == ([], [])


def test_a_page_that_was_not_written_fails(tmp_path):
    page = tmp_path / "verify.html"
    run = Run([f"report: {tmp_path / 'verify.json'}, {page}"])
    with pytest.raises(Failed, match="the run wrote no page"):
        demo.page_of(run)
    page.touch()
    assert demo.page_of(run) == page
