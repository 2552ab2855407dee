# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wait gives its fork back where a run has more pairs than forks."""

from __future__ import annotations

from pathlib import Path

from support.fault_matrix import unfinished
from support.harness import failure_of, simulated_fleet, worker

JOIN = "/devices/default/action/ha/join"


def test_a_stuck_pair_keeps_no_fork_from_the_others(tmp_path: Path) -> None:
    """One fork for three pairs: it goes from the stuck pair to the others, and back until the limit."""
    endless = {"fault": "job-never-ends", "method": "POST", "path": JOIN}
    cases = {
        "branch01": {"primary": {"faults": [endless]}, "apply_join_timeout": 60},
        "branch02": {},
        "branch03": {},
    }
    with simulated_fleet(tmp_path, cases, number=worker() + 80) as fleet:
        run = fleet.play(forks=1)
        calls = {pair.name: pair.calls() for pair in fleet.pairs}
        made = {pair.name: unfinished(pair) == [] for pair in fleet.pairs}
    assert "was not reached within 60 s" in failure_of(run, "branch01")
    assert made == {"branch01": False, "branch02": True, "branch03": True}
    joins = {
        name: [call["at"] for call in each if call["method"] == "POST" and call["path"].endswith(JOIN)]
        for name, each in calls.items()
    }
    assert [len(each) for each in joins.values()] == [1, 2, 2]
    stuck_until = max(call["at"] for call in calls["branch01"] if f"{JOIN}/" in call["path"])
    assert max(joins["branch02"][1], joins["branch03"][1]) < stuck_until
