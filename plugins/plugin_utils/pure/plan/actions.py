# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which action is allowed in which state of a pair, as a table.

A row names two units without their roles: it fits a pair in either order. The first row that fits decides; the last
rows of each action fit everything. What each action does to the other unit: vendor pages on suspend, resume, switch,
reset and break.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..device.unit import Unit
from ..names import Name
from .positions import Position, Sync, position, sync


class Action(Name):
    """What can be done to a pair in HA."""

    SWITCH = "switch"
    SUSPEND = "suspend"
    RESUME = "resume"
    RESET = "reset"
    DISSOLVE = "dissolve"
    DEPLOY = "deploy"


class Verdict(Name):
    """What the table says. ACKNOWLEDGE: only where the user names the consequence; WAIT: it is already in progress."""

    DO = "do"
    NOTHING = "nothing"
    WAIT = "wait"
    ACKNOWLEDGE = "acknowledge"
    REFUSE = "refuse"


class Decision(NamedTuple):
    """A verdict; ``on``: the position of the unit that is called, or ``reason``: the key of refusals.REASONS."""

    verdict: Verdict
    on: Position | None = None
    reason: str = ""


class Row(NamedTuple):
    """Two units in either order, what they say of their sync, and the decision."""

    one: frozenset[Position]
    other: frozenset[Position]
    sync: frozenset[Sync]
    then: Decision


ANY = frozenset(Position)
ANY_SYNC = frozenset(Sync)
ON_THE_WAY = frozenset({Position.NEGOTIATING, Position.SYNCING})


def _set(*positions: Position) -> frozenset[Position]:
    return frozenset(positions)


def _refuse(reason: str) -> Decision:
    return Decision(Verdict.REFUSE, None, reason)


def _do(on: Position) -> Decision:
    return Decision(Verdict.DO, on)


def _acknowledge(reason: str, on: Position | None = None) -> Decision:
    return Decision(Verdict.ACKNOWLEDGE, on, reason)


NOTHING = Decision(Verdict.NOTHING)
WAIT = Decision(Verdict.WAIT)
IN_SYNC = frozenset({Sync.IN_SYNC})

_UNREADABLE = (
    Row(_set(Position.INVERTED), ANY, ANY_SYNC, _refuse("roles-inverted")),
    Row(_set(Position.AWAY), ANY, ANY_SYNC, _refuse("unit-away")),
    Row(_set(Position.UNKNOWN), ANY, ANY_SYNC, _refuse("state-unknown")),
)
_NOT_A_PAIR = (
    Row(_set(Position.SINGLE), _set(Position.SINGLE), ANY_SYNC, _refuse("not-in-ha")),
    Row(_set(Position.SINGLE), ANY, ANY_SYNC, _refuse("half-a-pair")),
)
_BUSY = (
    Row(ON_THE_WAY, ANY, ANY_SYNC, _refuse("in-progress")),
    Row(ANY, ANY, frozenset({Sync.IMPORTING}), _refuse("in-progress")),
)
_SPLIT = (
    Row(_set(Position.ACTIVE), _set(Position.ACTIVE), ANY_SYNC, _refuse("split-brain")),
    Row(_set(Position.STANDBY), _set(Position.STANDBY), ANY_SYNC, _refuse("no-active")),
)
_DEGRADED = (
    Row(_set(Position.DISABLED), ANY, ANY_SYNC, _refuse("unit-disabled")),
    Row(_set(Position.SUSPENDED), ANY, ANY_SYNC, _refuse("suspended")),
    Row(_set(Position.FAILED), ANY, ANY_SYNC, _refuse("unit-failed")),
)
_ONLY_WHEN_HEALTHY = (
    *_UNREADABLE,
    *_NOT_A_PAIR,
    *_BUSY,
    *_DEGRADED,
    *_SPLIT,
    Row(ANY, ANY, IN_SYNC, _do(Position.ACTIVE)),
    Row(ANY, ANY, frozenset({Sync.OUT_OF_SYNC, Sync.UPGRADING}), _refuse("out-of-sync")),
    Row(ANY, ANY, ANY_SYNC, _refuse("not-healthy")),
)

ROWS: Mapping[Action, tuple[Row, ...]] = {
    Action.SWITCH: (
        Row(_set(Position.ACTIVE), _set(Position.STANDBY), frozenset({Sync.UPGRADING}), _do(Position.ACTIVE)),
        *_ONLY_WHEN_HEALTHY,
    ),
    Action.DEPLOY: _ONLY_WHEN_HEALTHY,
    Action.SUSPEND: (
        *_UNREADABLE,
        *_NOT_A_PAIR,
        *_BUSY,
        Row(_set(Position.SUSPENDED), _set(Position.SUSPENDED), ANY_SYNC, NOTHING),
        Row(_set(Position.SUSPENDED), _set(Position.ACTIVE), ANY_SYNC, _do(Position.ACTIVE)),
        *_DEGRADED,
        *_SPLIT,
        Row(ANY, ANY, ANY_SYNC, _do(Position.ACTIVE)),
    ),
    Action.RESUME: (
        *_UNREADABLE,
        *_NOT_A_PAIR,
        Row(_set(Position.SUSPENDED), ON_THE_WAY, ANY_SYNC, WAIT),
        Row(_set(Position.SUSPENDED), ANY, ANY_SYNC, _do(Position.SUSPENDED)),
        Row(ON_THE_WAY, ANY, ANY_SYNC, WAIT),
        Row(ANY, ANY, frozenset({Sync.IMPORTING}), WAIT),
        Row(_set(Position.DISABLED), ANY, ANY_SYNC, _do(Position.DISABLED)),
        Row(_set(Position.FAILED), ANY, ANY_SYNC, _refuse("unit-failed")),
        *_SPLIT,
        Row(ANY, ANY, ANY_SYNC, NOTHING),
    ),
    Action.RESET: (
        *_UNREADABLE,
        *_NOT_A_PAIR,
        Row(_set(Position.SUSPENDED), ANY, ANY_SYNC, _refuse("suspended")),
        Row(_set(Position.DISABLED), ANY, ANY_SYNC, _refuse("unit-disabled")),
        Row(_set(Position.FAILED), ANY, ANY_SYNC, _do(Position.FAILED)),
        Row(ON_THE_WAY, ANY, ANY_SYNC, WAIT),
        Row(ANY, ANY, frozenset({Sync.IMPORTING}), WAIT),
        *_SPLIT,
        Row(ANY, ANY, ANY_SYNC, NOTHING),
    ),
    Action.DISSOLVE: (
        Row(_set(Position.INVERTED), ANY, ANY_SYNC, _refuse("roles-inverted")),
        Row(_set(Position.SINGLE), _set(Position.SINGLE), ANY_SYNC, NOTHING),
        *_BUSY,
        Row(_set(Position.UNKNOWN), ANY, ANY_SYNC, _refuse("state-unknown")),
        Row(_set(Position.AWAY), _set(Position.SINGLE, Position.AWAY), ANY_SYNC, _refuse("unit-away")),
        Row(_set(Position.ACTIVE), _set(Position.STANDBY), IN_SYNC, _do(Position.ACTIVE)),
        Row(_set(Position.ACTIVE), _set(Position.STANDBY), ANY_SYNC, _acknowledge("break-unhealthy", Position.ACTIVE)),
        Row(_set(Position.AWAY), ANY, ANY_SYNC, _acknowledge("break-alone")),
        Row(ANY, ANY, ANY_SYNC, _acknowledge("break-each")),
    ),
}
"""Outside a healthy pair a break applies to the unit that is called alone, and takes that unit's own interfaces."""


def decision(action: Action, primary: Position, secondary: Position, said: Sync) -> Decision:
    """What the table says of an action."""
    pair = (primary, secondary)
    return next(row.then for row in ROWS[action] if said in row.sync and _fits(row, pair))


def _fits(row: Row, pair: tuple[Position, Position]) -> bool:
    return any(one in row.one and other in row.other for one, other in (pair, pair[::-1]))


def decide(action: Action, primary: Unit | None, secondary: Unit | None, upgrade: bool = False) -> Decision:
    """What the table says of an action on two units as they were read; ``upgrade``: as for ``sync``."""
    return decision(action, position(primary), position(secondary), sync(primary, secondary, upgrade))
