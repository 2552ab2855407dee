# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sample of kills and faults at any call of switch, dissolve, rebuild and replace: each run is finished by the next,
or ends with one sentence and nothing lost. The whole is ``benches.in_memory_life``."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.in_memory_faults import FAULTS
from support.in_memory_pair import broken_requests
from support.in_memory_roles import RoleRun
from support.life_works import WORKS, begin, disturbed, killed
from support.whole_pair import left_over


@pytest.mark.parametrize("name", WORKS)
def test_work_ends_well_and_the_second_run_writes_nothing(name: str, tmp_path: Path) -> None:
    """Trap 10: the second run of every job succeeds and writes nothing. Every request is valid, by the vendor's
    specification and its additions."""
    work = WORKS[name]
    of, before = begin(work)
    wrong = broken_requests(of)
    first = RoleRun(of, tmp_path, work.variables).play(work.role)
    assert first.changed
    assert work.wrong(of, before) + left_over(of, tmp_path) == []
    calls = len(of.asked)
    assert calls <= work.calls
    assert RoleRun(of, tmp_path, work.variables).play(work.role).changed == 0
    written = [each for each in of.asked[calls:] if each.method != "GET"]
    assert {each.path for each in written} <= {"/fdm/token", "/action/command"}
    of_others = ("/object/networks", "/policy/accesspolicies")  # preflight counts them; v2 does not list them
    assert [each for each in wrong if not any(path in each for path in of_others)] == []


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", WORKS)
@pytest.mark.parametrize("part", range(4))
def test_a_run_killed_at_any_call_is_finished_by_the_next(name: str, part: int, done: bool, tmp_path: Path) -> None:
    work = WORKS[name]
    for call in range(1 + (11 * part + 5 * done) % work.calls, work.calls + 1, 44):
        ending = killed(work, tmp_path / str(call), call, done)
        assert ending.wrong == [], f"killed at call {call}"


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", WORKS)
def test_a_fault_at_any_call_ends_well_or_is_said(name: str, fault: str, tmp_path: Path) -> None:
    work = WORKS[name]
    for call in range(1 + FAULTS.index(fault) * 5 % work.calls, work.calls + 1, 97):
        ending = disturbed(work, tmp_path / str(call), fault, call, 1 + 2 * (call % 2))
        assert ending.wrong == [], f"{fault} at call {call}"
