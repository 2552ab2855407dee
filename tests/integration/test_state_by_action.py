# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of actions walked on simulated units: every cell is done, waited for, refused in a sentence, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Conflict
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.actions import Action, Verdict, decision
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.positions import Position, Sync
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.active_unit import find
from support.in_memory_deploy import ROLES, Asked, Site, well_said
from support.in_memory_pair import ACTION, Life, reporting, site, states, writes
from support.pair_cells import PAIRS, STATE, reports

GOOD = {"active", "standby"}


def starting(action: Action, cell: tuple[Position, Position], on: Position | None) -> Site:
    """A pair from whose true state the action leads on: the units that are to be called stand as they report."""
    called = [role for role, position in zip(ROLES, cell, strict=True) if position == on]
    if action in (Action.SWITCH, Action.SUSPEND):
        return site(called[0])
    of = site(next((role for role in ROLES if role not in called), "primary"))
    for role in called:
        of.rig.unit(role).ha.enter(STATE[cell[ROLES.index(role)]], of.rig.clock.now())
    return of


@pytest.mark.parametrize("action", [Action.SWITCH, Action.SUSPEND, Action.RESUME, Action.RESET])
def test_every_cell_of_the_table(action: Action) -> None:
    for one, other, said in PAIRS:
        variables = {"failover_upgrade": said == Sync.UPGRADING}
        expected = decision(action, one, other, said)
        walk = {
            Verdict.DO: done,
            Verdict.WAIT: waited_for,
            Verdict.NOTHING: nothing,
            Verdict.REFUSE: refused,
        }[expected.verdict]
        walk(action, (one, other), said, variables)


def refused(action: Action, cell: tuple[Position, Position], said: Sync, variables: dict[str, Any]) -> None:
    of = site()
    with reporting(of, lambda _asked: False, **reports(cell, said)), pytest.raises(Conflict) as error:
        Life(of, variables).do(action)
    assert well_said(str(error.value)), error.value
    assert f"{action} is not possible now" in str(error.value)
    assert writes(of) == []


def nothing(action: Action, cell: tuple[Position, Position], said: Sync, variables: dict[str, Any]) -> None:
    of = site()
    with reporting(of, lambda _asked: False, **reports(cell, said)):
        outcome = Life(of, variables).do(action)
    assert (outcome.changed, "nothing to do" in outcome.msg, writes(of)) == (False, True, [])


def done(action: Action, cell: tuple[Position, Position], said: Sync, variables: dict[str, Any]) -> None:
    """Called on a unit in the position that the table names; both units are as they should be at the end."""
    on = decision(action, *cell, said).on
    of = starting(action, cell, on)
    check = Life(of, variables)
    options = {"first": "primary"} if action == Action.RESUME else {}
    with reporting(of, lambda _asked: False, **reports(cell, said)):
        assert check.do(action, write=False, **options).changed
    assert writes(of) == []
    with reporting(of, lambda asked: asked.path.startswith(ACTION), **reports(cell, said)):
        outcome = Life(of, variables).do(action, **options)
    first = writes(of)[0]
    assert cell[ROLES.index(first[0])] == on
    assert outcome.changed
    expected = {"suspended"} if action == Action.SUSPEND else GOOD
    assert set(states(of).values()) == expected, (cell, said)


def waited_for(action: Action, cell: tuple[Position, Position], said: Sync, variables: dict[str, Any]) -> None:
    of, looks = site(), []

    def later(asked: Asked) -> bool:
        looks.append(asked)
        return len(looks) > 12

    with reporting(of, later, **reports(cell, said)):
        outcome = Life(of, variables).do(action)
    assert (outcome.changed, writes(of)) == (False, [])
    assert set(states(of).values()) == GOOD


@pytest.mark.parametrize(("one", "other", "said"), PAIRS)
def test_settings_are_written_to_the_active_unit_of_a_healthy_pair_or_to_none(
    one: Position, other: Position, said: Sync
) -> None:
    of, expected = site(), decision(Action.DEPLOY, one, other, said)
    with reporting(of, lambda _asked: False, **reports((one, other), said)):
        life = Life(of)
        if expected.verdict == Verdict.DO:
            role, _state = find(life.apis, "branch01")
            assert (one, other)[ROLES.index(role)] == Position.ACTIVE
        else:
            with pytest.raises(Conflict, match="deploy is not possible now"):
                find(life.apis, "branch01")
    assert writes(of) == []
