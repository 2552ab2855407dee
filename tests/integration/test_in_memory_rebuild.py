# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dissolve, rebuild and replace, killed and disturbed at every call: each run is finished by the next, or stands still
with one sentence and nothing lost. The roles' own files and action plugins, on simulated units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.harness import KEY
from support.in_memory_deploy import ROLES, Site, unfinished, well_said
from support.in_memory_faults import FAULTS, kill_at, strike
from support.in_memory_pair import broken_requests, states
from support.in_memory_roles import RoleRun, attempt
from support.whole_pair import in_use, kept_settings, left_over, settings, whole_pair, with_new_box

LINK = {"failover_link": {"port": "GigabitEthernet0/2", "network": "192.168.10.0/30"}}
MOVED = {"failover_link": {"port": "GigabitEthernet0/4", "network": "192.168.44.0/30"}}
SINGLE = {"primary": "single", "secondary": "single"}


@dataclass(frozen=True)
class Work:
    """One kind of work: its roles, its variables, the units at its start, and what is wrong at its end."""

    role: str
    variables: dict[str, Any]
    start: Callable[[], Site]
    wrong: Callable[[Site, dict[str, Any]], list[str]]
    calls: int


def not_dissolved(of: Site, before: dict[str, Any]) -> list[str]:
    wrong = [] if states(of) == SINGLE else [f"the units are {states(of)}"]
    return wrong + ([] if in_use(of, "primary") == before["in_use"] else [f"interfaces: {in_use(of, 'primary')}"])


def not_as_before(of: Site, before: dict[str, Any], variables: dict[str, Any]) -> list[str]:
    wrong = unfinished(of, variables)
    return wrong + [
        f"{role}: {name} is {now}"
        for role in ROLES
        for name, now in settings(of, role).items()
        if now != before["settings"].get(name)
    ]


REBUILT = MOVED | {"failover_key": KEY, "rebuild_confirm": "branch01", "rebuild_key_change": "first"}
REPLACED = LINK | {"replace_confirm": "branch01", "replace_unit": "secondary"}
WORKS = {
    "dissolve": Work("dissolve", LINK | {"dissolve_confirm": "branch01"}, whole_pair, not_dissolved, 110),
    "rebuild": Work("rebuild", REBUILT, whole_pair, lambda of, before: not_as_before(of, before, REBUILT), 320),
    "replace": Work(
        "replace",
        REPLACED,
        lambda: with_new_box(whole_pair(), "secondary"),
        lambda of, was: not_as_before(of, was, REPLACED),
        320,
    ),
}


def begin(work: Work) -> tuple[Site, dict[str, Any]]:
    of = work.start()
    return of, {"settings": settings(of, "primary"), "in_use": in_use(of, "primary")}


def recovered(work: Work, of: Site, before: dict[str, Any], directory: Path, said: str | None) -> list[str]:
    """Run once more without trouble: what is wrong afterwards."""
    wrong = (
        []
        if said is None or well_said(said.removesuffix("]") + "." if said.endswith("]") else said)
        else [f"not one clear sentence: {said}"]
    )
    of.untroubled()
    again = attempt(of, directory, work.variables, work.role)
    wrong += [f"the next run ended with: {again}"] if again else []
    wrong += work.wrong(of, before) + left_over(of, directory)
    kept = kept_settings(directory)
    return wrong + ([] if kept and len(kept[0]["interfaces"]) == 3 else ["the settings are not kept"])


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
    for call in range(1 + 11 * part + 5 * done, work.calls, 44):
        of, before = begin(work)
        directory = tmp_path / str(call)
        directory.mkdir()
        kill_at(of, call, done)
        said = attempt(of, directory, work.variables, work.role)
        assert recovered(work, of, before, directory, said) == [], f"killed at call {call}, {of.asked[call - 1]}"


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", WORKS)
def test_a_fault_at_any_call_ends_well_or_is_said(name: str, fault: str, tmp_path: Path) -> None:
    work = WORKS[name]
    for call in range(1 + FAULTS.index(fault) * 5, work.calls, 97):
        times = 1 + 2 * (call % 2)
        of, before = begin(work)
        directory = tmp_path / str(call)
        directory.mkdir()
        strike(of, fault, call, times)
        said = attempt(of, directory, work.variables, work.role)
        assert recovered(work, of, before, directory, said) == [], f"{fault} at call {call}, {of.asked[call - 1]}"
