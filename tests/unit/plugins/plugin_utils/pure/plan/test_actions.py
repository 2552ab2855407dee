# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every action has an answer in every state of a pair, and the answers are those of the vendor's pages."""

from __future__ import annotations

from itertools import product

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import NodeState, Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan import actions
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.actions import Action, Verdict, decide, decision
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.positions import (
    Position,
    Sync,
    active_role,
    position,
    standby_role,
    sync,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.refusals import REASONS, refusal

EVERY = list(product(Action, Position, Position, Sync))
HEALTHY = {"configStatus": "IN_SYNC", "haHealthStatus": "HEALTHY"}


def unit(role, state, **status):
    return Unit(role, {"status": {"nodeState": state} | HEALTHY | status})


@pytest.mark.parametrize("action", Action)
def test_every_pair_of_states_has_an_answer_whatever_the_roles(action):
    for _action, one, other, said in product([action], Position, Position, Sync):
        assert decision(action, one, other, said) == decision(action, other, one, said)


@pytest.mark.parametrize("action", Action)
def test_every_row_decides_something(action):
    deciding = {
        next(row for row in actions.ROWS[action] if said in row.sync and actions._fits(row, (one, other)))
        for one, other, said in product(Position, Position, Sync)
    }
    assert deciding == set(actions.ROWS[action])


def test_what_is_done_names_a_unit_that_is_there_and_what_is_refused_names_a_reason():
    for action, one, other, said in EVERY:
        found = decision(action, one, other, said)
        if found.verdict == Verdict.DO:
            assert found.on in (one, other)
        if found.verdict in (Verdict.REFUSE, Verdict.ACKNOWLEDGE):
            assert found.reason in REASONS
    used = {decision(*each).reason for each in EVERY} - {""}
    assert used == set(REASONS)


A, S, P, F = Position.ACTIVE, Position.STANDBY, Position.SUSPENDED, Position.FAILED
N, Y, D, O_ = Position.NEGOTIATING, Position.SYNCING, Position.DISABLED, Position.SINGLE
U, W, I_ = Position.UNKNOWN, Position.AWAY, Position.INVERTED
GOOD, BAD, BUSY, ILL, MIX = Sync.IN_SYNC, Sync.OUT_OF_SYNC, Sync.IMPORTING, Sync.UNHEALTHY, Sync.UPGRADING


@pytest.mark.parametrize(
    ("action", "one", "other", "said", "verdict", "detail"),
    [
        ("switch", A, S, GOOD, "do", A),
        ("switch", A, S, BAD, "refuse", "out-of-sync"),
        ("switch", A, S, MIX, "do", A),
        ("switch", A, F, MIX, "refuse", "unit-failed"),
        ("deploy", A, S, MIX, "refuse", "out-of-sync"),
        ("switch", A, S, ILL, "refuse", "not-healthy"),
        ("switch", A, S, BUSY, "refuse", "in-progress"),
        ("switch", A, A, BAD, "refuse", "split-brain"),
        ("switch", S, S, BAD, "refuse", "no-active"),
        ("switch", A, F, BAD, "refuse", "unit-failed"),
        ("switch", A, P, BAD, "refuse", "suspended"),
        ("switch", P, P, BAD, "refuse", "suspended"),
        ("switch", A, D, BAD, "refuse", "unit-disabled"),
        ("switch", A, Y, BUSY, "refuse", "in-progress"),
        ("switch", A, W, BAD, "refuse", "unit-away"),
        ("switch", A, U, BAD, "refuse", "state-unknown"),
        ("switch", A, I_, GOOD, "refuse", "roles-inverted"),
        ("switch", O_, O_, BAD, "refuse", "not-in-ha"),
        ("switch", O_, A, BAD, "refuse", "half-a-pair"),
        ("suspend", A, S, GOOD, "do", A),
        ("suspend", A, S, BAD, "do", A),
        ("suspend", A, P, BAD, "do", A),
        ("suspend", P, P, BAD, "nothing", ""),
        ("suspend", P, S, BAD, "refuse", "suspended"),
        ("suspend", A, F, BAD, "refuse", "unit-failed"),
        ("suspend", A, Y, BUSY, "refuse", "in-progress"),
        ("resume", P, P, BAD, "do", P),
        ("resume", A, P, BAD, "do", P),
        ("resume", D, P, BAD, "do", P),
        ("resume", N, P, BAD, "wait", ""),
        ("resume", A, Y, BUSY, "wait", ""),
        ("resume", A, D, BAD, "do", D),
        ("resume", A, S, GOOD, "nothing", ""),
        ("resume", A, F, BAD, "refuse", "unit-failed"),
        ("resume", O_, P, BAD, "refuse", "half-a-pair"),
        ("reset", A, F, BAD, "do", F),
        ("reset", F, F, BAD, "do", F),
        ("reset", A, S, GOOD, "nothing", ""),
        ("reset", A, N, BAD, "wait", ""),
        ("reset", A, P, BAD, "refuse", "suspended"),
        ("reset", O_, O_, BAD, "refuse", "not-in-ha"),
        ("reset", F, W, BAD, "refuse", "unit-away"),
        ("dissolve", O_, O_, BAD, "nothing", ""),
        ("dissolve", A, S, GOOD, "do", A),
        ("dissolve", A, S, BAD, "acknowledge", "break-unhealthy"),
        ("dissolve", P, P, BAD, "acknowledge", "break-each"),
        ("dissolve", A, A, BAD, "acknowledge", "break-each"),
        ("dissolve", O_, A, BAD, "acknowledge", "break-each"),
        ("dissolve", A, W, BAD, "acknowledge", "break-alone"),
        ("dissolve", O_, W, BAD, "refuse", "unit-away"),
        ("dissolve", W, W, BAD, "refuse", "unit-away"),
        ("dissolve", A, N, BAD, "refuse", "in-progress"),
        ("dissolve", A, S, BUSY, "refuse", "in-progress"),
        ("dissolve", A, U, BAD, "refuse", "state-unknown"),
        ("dissolve", A, I_, GOOD, "refuse", "roles-inverted"),
        ("deploy", A, S, GOOD, "do", A),
        ("deploy", A, S, BAD, "refuse", "out-of-sync"),
        ("deploy", P, P, BAD, "refuse", "suspended"),
    ],
)
def test_the_answers_that_matter(action, one, other, said, verdict, detail):
    found = decision(Action(action), one, other, said)
    assert (found.verdict, found.reason or found.on or "") == (verdict, detail)


@pytest.mark.parametrize(
    ("state", "status", "expected"),
    [
        (NodeState.ACTIVE, {"nodeRole": "HA_PRIMARY"}, Position.ACTIVE),
        (NodeState.ACTIVE, {"nodeRole": "HA_SECONDARY"}, Position.INVERTED),
        (NodeState.SINGLE, {"nodeRole": "HA_SECONDARY"}, Position.SINGLE),
        (NodeState.STANDBY, {}, Position.STANDBY),
        (NodeState.UNKNOWN, {}, Position.UNKNOWN),
        ("primary-passive", {}, Position.UNKNOWN),
        ("", {}, Position.UNKNOWN),
        (None, {}, Position.UNKNOWN),
    ],
)
def test_a_state_is_a_word_of_the_enumeration_or_not_known(state, status, expected):
    """Trap 14: words such as `primary-passive` are never read by their parts."""
    assert position(unit("primary", state, **status)) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({}, Sync.IN_SYNC),
        ({"haHealthStatus": "UNHEALTHY"}, Sync.UNHEALTHY),
        ({"haHealthStatus": None}, Sync.UNHEALTHY),
        ({"configStatus": "OUT_OF_SYNC"}, Sync.OUT_OF_SYNC),
        ({"configStatus": "SOMETHING_NEW"}, Sync.OUT_OF_SYNC),
        ({"configStatus": "PRIMARY_IMPORTING_CONFIG"}, Sync.IMPORTING),
    ],
)
def test_both_units_have_to_say_that_they_are_in_sync(status, expected):
    one, other = unit("primary", "HA_ACTIVE_NODE"), unit("secondary", "HA_STANDBY_NODE", **status)
    assert (sync(one, other), sync(other, one)) == (expected, expected)
    assert sync(one, None) == Sync.OUT_OF_SYNC


@pytest.mark.parametrize(
    ("primary", "secondary", "active", "standby"),
    [
        ("HA_ACTIVE_NODE", "HA_STANDBY_NODE", "primary", "secondary"),
        ("HA_STANDBY_NODE", "HA_ACTIVE_NODE", "secondary", "primary"),
        ("HA_ACTIVE_NODE", "HA_FAILED_NODE", "primary", None),
        ("HA_ACTIVE_NODE", "HA_ACTIVE_NODE", None, None),
        ("HA_STANDBY_NODE", "HA_STANDBY_NODE", None, None),
        ("HA_ACTIVE_NODE", None, None, None),
        ("SINGLE_NODE", "SINGLE_NODE", None, None),
        (None, None, None, None),
    ],
)
def test_exactly_one_unit_is_active_or_it_is_not_known_which(primary, secondary, active, standby):
    one = unit("primary", primary) if primary else None
    other = unit("secondary", secondary) if secondary else None
    assert (active_role(one, other), standby_role(one, other)) == (active, standby)


def test_a_unit_that_hears_its_standby_is_active_though_the_standby_does_not_answer():
    active = unit("primary", "HA_ACTIVE_NODE", peerNodeState="HA_STANDBY_NODE")
    assert (active_role(active, None), standby_role(active, None)) == ("primary", None)


def test_a_refusal_is_one_sentence_with_both_states_and_a_remedy():
    primary, secondary = unit("primary", "HA_ACTIVE_NODE"), None
    reason = decide(Action.SWITCH, primary, secondary).reason
    assert str(refusal(Action.SWITCH, reason, primary, secondary, "branch01")) == (
        "branch01: switch is not possible now: primary is active, secondary is not answering; expected answers "
        "from both units. Check the unit's power, its management network and its address in failover_units, and run "
        "again."
    )
