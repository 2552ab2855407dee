# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dissolve, rebuild, replace and switch: how each starts, what must be true at its end, and one run with trouble.

The roles' own files and action plugins, on simulated units. What a run keeps and leaves is checked after the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from support.harness import KEY
from support.in_memory_deploy import ROLES, Site, unfinished, well_said
from support.in_memory_faults import kill_at, strike
from support.in_memory_pair import states
from support.in_memory_roles import RoleRun, attempt
from support.whole_pair import in_use, kept_settings, left_over, settings, whole_pair, with_new_box

LINK = {"failover_link": {"port": "GigabitEthernet0/2", "network": "192.168.10.0/30"}}
MOVED = {"failover_link": {"port": "GigabitEthernet0/4", "network": "192.168.44.0/30"}}
SINGLE = {"primary": "single", "secondary": "single"}
SWITCHED = {"primary": "standby", "secondary": "active"}


@dataclass(frozen=True)
class Work:
    """One kind of work: its role, its variables, the units at its start, and what is wrong at its end. ``calls``: no
    fewer than an undisturbed run makes; ``keeps``: whether it takes a snapshot first."""

    role: str
    variables: dict[str, Any]
    start: Callable[[], Site]
    wrong: Callable[[Site, dict[str, Any]], list[str]]
    calls: int
    keeps: bool = True


def not_switched(of: Site, before: dict[str, Any]) -> list[str]:
    """What is wrong after a switch to the secondary: another state, or a setting that is not as it was."""
    wrong = [] if states(of) == SWITCHED else [f"the units are {states(of)}"]
    return wrong + [f"{role}: settings have changed" for role in ROLES if settings(of, role) != before["settings"]]


def not_dissolved(of: Site, before: dict[str, Any]) -> list[str]:
    """What is wrong after a break: a unit that is not single, or other interfaces of the primary than before."""
    wrong = [] if states(of) == SINGLE else [f"the units are {states(of)}"]
    return wrong + ([] if in_use(of, "primary") == before["in_use"] else [f"interfaces: {in_use(of, 'primary')}"])


def not_as_before(of: Site, before: dict[str, Any], variables: dict[str, Any]) -> list[str]:
    """What is wrong after a rebuild: a pair that is not finished, or a setting that is not as it was."""
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
    "switch": Work("switch", LINK | {"switch_to": "secondary"}, whole_pair, not_switched, 12, keeps=False),
    "dissolve": Work("dissolve", LINK | {"dissolve_confirm": "branch01"}, whole_pair, not_dissolved, 124),
    "rebuild": Work("rebuild", REBUILT, whole_pair, lambda of, before: not_as_before(of, before, REBUILT), 330),
    "replace": Work(
        "replace",
        REPLACED,
        lambda: with_new_box(whole_pair(), "secondary"),
        lambda of, was: not_as_before(of, was, REPLACED),
        321,
    ),
}


def begin(work: Work) -> tuple[Site, dict[str, Any]]:
    """The units at the start, and what of them must not be lost."""
    of = work.start()
    return of, {"settings": settings(of, "primary"), "in_use": in_use(of, "primary")}


def calls_of(work: Work, directory: Path) -> int:
    """How many calls an undisturbed run makes."""
    of, _before = begin(work)
    RoleRun(of, directory, work.variables).play(work.role)
    return len(of.asked)


def killed(work: Work, directory: Path, call: int, done: bool) -> Ending:
    """A run killed at a call, before the unit acts on it or (``done``) after; then one without trouble."""
    return _with_trouble(work, directory, lambda of: kill_at(of, call, done))


def disturbed(work: Work, directory: Path, fault: str, call: int, times: int) -> Ending:
    """A run with a fault at a call and at those right after it; then one without trouble."""
    return _with_trouble(work, directory, lambda of: strike(of, fault, call, times))


class Ending(NamedTuple):
    """Whether a run with trouble ended well by itself, and what is wrong after the next one."""

    alone: bool
    wrong: list[str]


def _with_trouble(work: Work, directory: Path, trouble: Callable[[Site], None]) -> Ending:
    directory.mkdir(parents=True)
    of, before = begin(work)
    trouble(of)
    said = attempt(of, directory, work.variables, work.role)
    return Ending(said == "", _recovered(work, of, before, directory, said))


def _recovered(work: Work, of: Site, before: dict[str, Any], directory: Path, said: str | None) -> list[str]:
    """Run once more without trouble: what is wrong afterwards."""
    wrong = [] if said is None or well_said(_sentence(said)) else [f"not one clear sentence: {said}"]
    of.untroubled()
    again = attempt(of, directory, work.variables, work.role)
    wrong += [f"the next run ended with: {again}"] if again else []
    wrong += work.wrong(of, before) + left_over(of, directory)
    kept = kept_settings(directory)
    lost = work.keeps and not (kept and len(kept[0]["interfaces"]) == 3)
    return wrong + (["the settings are not kept"] if lost else [])


def _sentence(said: str) -> str:
    """A message without the rule that ends it in brackets."""
    return said.removesuffix("]") + "." if said.endswith("]") else said
