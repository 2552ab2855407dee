# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit that is slow or stuck delays no other pair, with Ansible's default strategy, and with too few forks too."""

from __future__ import annotations

from pathlib import Path
from threading import Timer

import pytest
from support.fault_matrix import unfinished
from support.harness import failure_of, simulated_fleet, worker

JOIN = "/devices/default/action/ha/join"
LIMIT = 60
AWAY = 30


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


@pytest.mark.parametrize("forks", [1, 5])
def test_a_secondary_that_is_away_delays_no_other_pair(tmp_path: Path, forks: int) -> None:
    """Its pair is checked in the second play, once it is back; the other pairs are finished by then."""
    with simulated_fleet(tmp_path, {"branch01": {}, "branch02": {}}, number=worker() + 90) as fleet:
        assert fleet.play(forks=5).ok
        stands, joins = fleet.pairs
        for unit in joins.units:
            unit.reset()
        stands.secondary.patch(powered_off=True)
        back = Timer(AWAY, stands.secondary.patch, kwargs={"powered_off": False})
        back.start()
        run = fleet.play(forks=forks, ANSIBLE_STRATEGY="linear")
        back.join()
        assert run.ok, run.output
        assert [unfinished(pair) for pair in fleet.pairs] == [[], []]
    away, answers = (run.output.index(f"away (no connection){more} (") for more in ("", " -> answers"))
    assert away < run.output.index("branch02: as intended") < answers < run.output.index("branch01: as intended")
