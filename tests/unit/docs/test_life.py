# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of docs/life.md says what the table of actions says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.actions import Action, Verdict, decision
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.positions import Position, Sync

PAGE = (Path(__file__).parents[3] / "docs" / "life.md").read_text(encoding="utf-8")
PLAYBOOKS = Path(__file__).parents[3] / "playbooks"
A, S, P = Position.ACTIVE, Position.STANDBY, Position.SUSPENDED
CELLS = {
    "active and standby, in sync, healthy": [(A, S, Sync.IN_SYNC)],
    "active and standby, not in sync": [(A, S, Sync.OUT_OF_SYNC)],
    "one unit imports or negotiates": [
        (A, Position.SYNCING, Sync.IMPORTING),
        (A, Position.NEGOTIATING, Sync.OUT_OF_SYNC),
    ],
    "both suspended": [(P, P, Sync.OUT_OF_SYNC)],
    "active, and one suspended": [(A, P, Sync.OUT_OF_SYNC)],
    "active, and one disabled": [(A, Position.DISABLED, Sync.OUT_OF_SYNC)],
    "active, and one failed": [(A, Position.FAILED, Sync.OUT_OF_SYNC)],
    "both active, or both standby": [(A, A, Sync.OUT_OF_SYNC), (S, S, Sync.OUT_OF_SYNC)],
    "a unit does not answer": [(A, Position.AWAY, Sync.OUT_OF_SYNC)],
    "the state of a unit is not known": [(A, Position.UNKNOWN, Sync.OUT_OF_SYNC)],
    "single": [(Position.SINGLE, Position.SINGLE, Sync.OUT_OF_SYNC)],
}
COLUMNS = ((Action.SWITCH, Action.DEPLOY), (Action.SUSPEND,), (Action.RESUME,), (Action.RESET,), (Action.DISSOLVE,))
WORDS = {
    Verdict.DO: "yes",
    Verdict.NOTHING: "nothing to do",
    Verdict.WAIT: "waits",
    Verdict.REFUSE: "no",
    Verdict.ACKNOWLEDGE: "with a survivor",
}


def rows():
    """The cells of the table, by the first of each line."""
    section = PAGE[PAGE.index("## What is allowed when") : PAGE.index("A declared upgrade allows")]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {first: others for first, *others in cells}


def test_the_page_has_every_row():
    assert rows().keys() == CELLS.keys()


@pytest.mark.parametrize("row", CELLS)
def test_a_row_says_what_is_done(row):
    for column, actions in zip(rows()[row][: len(COLUMNS)], COLUMNS, strict=True):
        found = {WORDS[decision(action, *cell).verdict] for action in actions for cell in CELLS[row]}
        assert found == {column.partition(":")[0]}


@pytest.mark.parametrize("row", CELLS)
def test_a_pair_is_rebuilt_where_it_can_be_broken_without_a_survivor(row):
    can = {decision(Action.DISSOLVE, *cell).verdict == Verdict.DO for cell in CELLS[row]}
    assert can == {re.match("[a-z]+", rows()[row][-1])[0] == "yes"}


def test_the_playbooks_of_the_page_are_there():
    table = PAGE[: PAGE.index("## What is allowed when")]
    named = [line.split("`")[1].removeprefix("fdm.failover.") for line in table.splitlines() if line.startswith("| `")]
    assert all((PLAYBOOKS / f"{name}.yml").is_file() for name in named)
