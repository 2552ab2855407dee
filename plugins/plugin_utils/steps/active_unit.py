# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The active unit of a pair: found by reading both units, and found again when the states change between two calls.

The standby unit refuses writes, and a write that it accepted before would conflict with the replication: every write to
a pair in HA goes to the active unit, and the result names that unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ..errors import Conflict, FailoverError, JobFailed, LoginRefused, NotAllowed, Rejected
from ..fdm.unit_api import UnitApi
from ..pure.device.unit import Unit, display_state
from ..pure.names import PRIMARY, ROLES, SECONDARY
from ..pure.plan.actions import Action, Decision, Verdict, decide
from ..pure.plan.positions import Position, active_role, describe, position, standby_role
from ..pure.plan.refusals import refusal

T = TypeVar("T")
Apis = Mapping[str, UnitApi]
"""Both units by role."""
SETTLE_DELAYS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each look at a pair in the middle of a switch, where both units may be active, or both standby."""
ORDER_DELAYS = (0.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds before each look at a pair that may not have settled yet, as after a join or a deployment."""
PASSING = ("in-progress", "out-of-sync", "not-healthy", "no-active")
"""Reasons of a refusal that may end by themselves."""
ATTEMPTS = 3
"""How often the active unit may change during one piece of work."""


@dataclass(frozen=True)
class PairState:
    """The HA status of both units, read one after the other; a unit that did not answer is None."""

    pair: str
    units: Mapping[str, Unit | None]
    upgrade: bool = False

    @property
    def both(self) -> tuple[Unit | None, Unit | None]:
        """Primary, then secondary."""
        return self.units[PRIMARY], self.units[SECONDARY]

    @property
    def active(self) -> str | None:
        """The role of the active unit; None where that is not known."""
        return active_role(*self.both)

    @property
    def standby(self) -> str | None:
        """The role of the standby unit; None where that is not known."""
        return standby_role(*self.both)

    @property
    def words(self) -> str:
        """Both states for people."""
        return describe(*self.both)

    @property
    def states(self) -> dict[str, str]:
        """The state of each unit in a word or two."""
        return {role: display_state(unit.state) if unit else "not answering" for role, unit in self.units.items()}

    def position(self, role: str) -> Position:
        """Where a unit stands."""
        return position(self.units[role])

    def decide(self, action: Action) -> Decision:
        """What the table says of an action."""
        return decide(action, *self.both, self.upgrade)

    def refuse(self, action: Action, reason: str, what: str = "is not possible now") -> Conflict:
        """The error for an action that the table refuses, or that has not led to what it should."""
        return refusal(action, reason, *self.both, self.pair, what)

    def as_dict(self) -> dict[str, Any]:
        """As plain data, for results."""
        known = {role: _as_dict(unit) for role, unit in self.units.items()}
        return {"active": self.active, "standby": self.standby, **known}


def _as_dict(unit: Unit | None) -> dict[str, Any]:
    if unit is None:
        return {
            "answers": False,
            "state": None,
            "peer_state": None,
            "config_status": None,
            "health": None,
            "reason": "",
        }
    return {
        "answers": True,
        "state": unit.state or None,
        "peer_state": unit.peer_state or None,
        "config_status": unit.config_status or None,
        "health": unit.health or None,
        "reason": unit.disabled_reason,
    }


def read_state(apis: Apis, pair: str, upgrade: bool = False) -> PairState:
    """Read both units. A unit that may be away is None; one that refuses the login is an error."""
    return PairState(pair, {role: ask(apis[role], role) for role in ROLES}, upgrade)


def ask(api: UnitApi, role: str) -> Unit | None:
    """The HA status of one unit; None where it does not answer."""
    try:
        return Unit(role, {"status": api.status()})
    except (LoginRefused, NotAllowed):
        raise
    except FailoverError as error:
        if not error.away:
            raise
        return None


def settled(apis: Apis, pair: str, upgrade: bool = False) -> PairState:
    """Read both units; again after a moment where a switch may be under way."""
    state = read_state(apis, pair, upgrade)
    for seconds in SETTLE_DELAYS:
        if {state.position(role) for role in ROLES} not in ({Position.ACTIVE}, {Position.STANDBY}):
            break
        apis[PRIMARY].sleep(seconds)
        state = read_state(apis, pair, upgrade)
    return state


def find(apis: Apis, pair: str, action: Action = Action.DEPLOY) -> tuple[str, PairState]:
    """The role of the active unit of a pair on which the table permits the action; raises Conflict."""
    for seconds in ORDER_DELAYS:
        apis[PRIMARY].sleep(seconds)
        state = settled(apis, pair)
        said = state.decide(action)
        if said.verdict == Verdict.DO and state.active is not None:
            return state.active, state
        if said.reason not in PASSING:
            break
    raise state.refuse(action, said.reason or "no-active")


def on_active(
    apis: Apis, pair: str, work: Callable[[UnitApi, str], T], action: Action = Action.DEPLOY
) -> tuple[str, T]:
    """Do a piece of work on the active unit; return its role, and what the work returned.

    ``work`` compares before it writes. It is done again where the unit has become standby before or after its end: what
    it wrote there was not deployed, or not replicated. Raises Conflict where the units keep switching.
    """
    for _attempt in range(ATTEMPTS):
        role, _state = find(apis, pair, action)
        try:
            result = work(apis[role], role)
        except (Rejected, JobFailed):
            if settled(apis, pair).active in (None, role):
                raise
            continue
        if settled(apis, pair).active == role:
            return role, result
    raise Conflict(
        f"the active unit has changed {ATTEMPTS} times during the write",
        expected="one active unit until the changes are deployed",
        remedy="Run fdm.failover.verify to find out why the units switch, and run again.",
        where=pair,
    )
