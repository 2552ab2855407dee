# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dissolve and rebuild in every state that a pair can report: done, nothing to do, or refused in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.actions import Action, Verdict, decision
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.positions import Position, Sync
from support.harness import PASSWORD
from support.in_memory_deploy import HOSTS, Site, well_said
from support.in_memory_pair import ACTION, reporting, states, writes
from support.in_memory_roles import RoleRun, attempt
from support.pair_cells import PAIRS, reports
from support.whole_pair import whole_pair

UNITS = {"failover_units": {role: {"host": host, "password": PASSWORD} for role, host in HOSTS.items()}}
MOVED = {"failover_link": {"port": "GigabitEthernet0/4", "network": "192.168.44.0/30"}}
VARIABLES: dict[str, dict[str, Any]] = {
    "dissolve": UNITS | {"dissolve_confirm": "branch01"},
    "rebuild": UNITS | MOVED | {"rebuild_confirm": "branch01"},
}
SINGLE = {"single"}
IN_ORDER = {"active", "standby"}
Cell = tuple[Position, Position, Sync]


def run_in(cell: Cell, role: str, directory: Path, **more: Any) -> tuple[str | None, Site]:
    """The sentence of a run on units that report a cell until one is called; and the units."""
    one, other, said = cell
    of = whole_pair("secondary" if (one, other) == (Position.STANDBY, Position.ACTIVE) else "primary")
    directory.mkdir()
    with reporting(of, lambda asked: asked.path.startswith(ACTION), **reports((one, other), said)):
        return attempt(of, directory, VARIABLES[role] | more, role), of


@pytest.mark.parametrize("cell", PAIRS, ids=lambda cell: "-".join(map(str, cell)).replace(" ", "-"))
def test_a_pair_is_broken_in_a_good_state_and_refused_in_every_other(cell: Cell, tmp_path: Path) -> None:
    verdict = decision(Action.DISSOLVE, *cell).verdict
    said, of = run_in(cell, "dissolve", tmp_path / "run")
    assert said is not None
    assert well_said(said)
    if verdict == Verdict.DO:
        assert (said, set(states(of).values())) == ("", SINGLE)
        return
    assert writes(of) == []
    if verdict == Verdict.NOTHING:
        assert said == ""
        return
    assert "dissolve is not possible now" in said
    assert ("dissolve_survivor" in said) is (verdict == Verdict.ACKNOWLEDGE)


@pytest.mark.parametrize("cell", PAIRS, ids=lambda cell: "-".join(map(str, cell)).replace(" ", "-"))
def test_a_pair_is_rebuilt_while_its_primary_is_active_and_refused_in_every_other_state(
    cell: Cell, tmp_path: Path
) -> None:
    said, of = run_in(cell, "rebuild", tmp_path / "run")
    assert said is not None
    assert well_said(said)
    assert set(states(of).values()) == IN_ORDER
    if cell == (Position.ACTIVE, Position.STANDBY, Sync.IN_SYNC):
        assert said == ""
        assert of.rig.state("primary")["failover_port"] == "GigabitEthernet0/4"
        return
    assert writes(of) == []
    switched = cell == (Position.STANDBY, Position.ACTIVE, Sync.IN_SYNC)
    assert ("the secondary is active" if switched else "dissolve is not possible now") in said
    assert "dissolve_survivor" not in said, "rebuild does not take it"


def test_nothing_to_do_is_said(tmp_path: Path) -> None:
    cell = (Position.SINGLE, Position.SINGLE, Sync.OUT_OF_SYNC)
    of = whole_pair()
    with reporting(of, lambda _asked: False, **reports(cell[:2], cell[2])):
        run = RoleRun(of, tmp_path, VARIABLES["dissolve"]).play("dissolve")
    assert run.changed == 0
    assert any("nothing to do: both units are single" in line for line in run.said)
