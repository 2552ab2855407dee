# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit that is slow or stuck delays no other pair, with Ansible's default strategy, and with too few forks too."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Timer

import pytest
from support.fault_matrix import unfinished
from support.harness import failure_of, simulated_fleet, worker

JOIN = "/devices/default/action/ha/join"
DEPLOY = "/operational/deploy"
LIMIT = 45
SHORT = 30
AWAY = 28


@pytest.mark.parametrize("forks", [1, 5])
def test_a_stuck_pair_delays_no_other(tmp_path: Path, forks: int) -> None:
    """The other pairs are verified and finished long before the limit of the stuck one."""
    endless = {"fault": "job-never-ends", "method": "POST", "path": JOIN}
    cases = {
        "branch01": {"primary": {"faults": [endless]}, "apply_join_timeout": LIMIT},
        "branch02": {},
        "branch03": {},
    }
    with simulated_fleet(tmp_path, cases, number=worker() + 80) as fleet:
        run = fleet.play(forks=forks, ANSIBLE_STRATEGY="linear")
        ended = {pair.name: max(call["at"] for call in pair.calls()) for pair in fleet.pairs}
        made = {pair.name: unfinished(pair) == [] for pair in fleet.pairs}
    assert f"was not reached within {LIMIT} s" in failure_of(run, "branch01")
    assert made == {"branch01": False, "branch02": True, "branch03": True}
    assert max(ended["branch02"], ended["branch03"]) < ended["branch01"] - 15
    verified = [run.output.index(f"{name}: as intended") for name in ("branch02", "branch03")]
    assert max(verified) < run.output.index("fatal: [branch01]")


def test_units_that_do_not_answer_delay_no_other_pair(tmp_path: Path) -> None:
    """One unit is off, another lets its login wait, which may take 120 s: both pairs are checked after the third."""
    silent = {"fault": "hang", "seconds": 30, "method": "POST", "path": "/fdm/token"}
    cases = {
        "branch01": {"primary": {"powered_off": True}},
        "branch02": {"secondary": {"faults": [silent]}},
        "branch03": {},
    }
    with simulated_fleet(tmp_path, cases, number=worker() + 110) as fleet:
        run = fleet.play(forks=3, ANSIBLE_STRATEGY="linear")
        made = {pair.name: unfinished(pair) == [] for pair in fleet.pairs}
    assert made == {"branch01": False, "branch02": True, "branch03": True}
    assert "the connection was closed without a response" in failure_of(run, "branch01")
    assert run.failed == {"branch01": 1, "branch02": 0, "branch03": 0}
    first = run.output.index("branch03: as intended")
    for unit, problem in (("branch01, primary", "the connection was closed"), ("branch02, secondary", "no complete")):
        assert re.search(rf"{unit} .*: {problem}.*; the pair is checked after the others", run.output[:first])
    assert first < min(run.output.index("branch02: as intended"), run.output.index("fatal: [branch01]"))


@pytest.mark.parametrize(
    ("playbook", "other", "its_own"),
    [
        ("deploy", "branch02: as intended", "branch01: as intended"),
        ("check", "branch02, plan:", "branch01, preflight: nothing is left to do"),
    ],
)
def test_a_secondary_that_is_away_delays_no_other_pair(tmp_path: Path, playbook: str, other: str, its_own: str) -> None:
    """With one fork. Its pair is checked once it is back; the other pair is finished by then."""
    with simulated_fleet(tmp_path, {"branch01": {}, "branch02": {}}, number=worker() + 90) as fleet:
        assert fleet.play(forks=5).ok
        stands, joins = fleet.pairs
        for unit in joins.units:
            unit.reset()
        stands.secondary.patch(powered_off=True)
        back = Timer(AWAY, stands.secondary.patch, kwargs={"powered_off": False})
        back.start()
        run = fleet.play(f"fdm.failover.{playbook}", forks=1, ANSIBLE_STRATEGY="linear")
        back.join()
        assert run.ok, run.output
        assert playbook == "check" or [unfinished(pair) for pair in fleet.pairs] == [[], []]
    away, answers = (run.output.index(f"away (no connection){more} (") for more in ("", " -> answers"))
    assert away < run.output.index(other) < answers < run.output.index(its_own)


@pytest.mark.parametrize(("playbook", "fresh"), [("deploy", True), ("settings", False)])
def test_deployments_of_settings_run_at_the_same_time_and_a_stuck_one_delays_no_other(
    tmp_path: Path, playbook: str, fresh: bool
) -> None:
    """With one fork, on pairs that are in HA already, and on pairs that the same run deploys."""
    cases = {"branch01": {"settings_deploy_timeout": SHORT}, "branch02": {}, "branch03": {}}
    for case in cases.values():
        case["both"] = {"deploy_seconds": 4}
    with simulated_fleet(tmp_path, cases, number=worker() + 100) as fleet:
        assert fresh or fleet.play(forks=5).ok
        for pair in fleet.pairs:
            pair.variables["failover_criteria"] = {"threshold": 2}
            pair.forget()
        fleet.pairs[0].primary.fault("job-never-ends", method="POST", path=DEPLOY, skip=int(fresh))
        run = fleet.play(f"fdm.failover.{playbook}", forks=1, ANSIBLE_STRATEGY="linear")
        begun, ended = [], {}
        for pair in fleet.pairs:
            calls = pair.calls()
            started = [call["at"] for call in calls if call["method"] == "POST" and call["path"].endswith(DEPLOY)]
            assert len(started) == (3 if fresh else 1)  # the ports of both units before
            begun.append(max(started))
            ended[pair.name] = max(call["at"] for call in calls if not call["path"].endswith("/fdm/token"))
    assert f"was not reached within {SHORT} s" in failure_of(run, "branch01")
    assert run.failed == {"branch01": 1, "branch02": 0, "branch03": 0}
    assert max(begun) - min(begun) < 4
    assert max(ended["branch02"], ended["branch03"]) < ended["branch01"] - 5
