# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An action on both units of a pair: what it is done with, how it is waited for, and what it returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..errors import Conflict, Rejected
from ..pure.device.unit import ON_THE_WAY, NodeState
from ..pure.intent.intent import Intent
from ..pure.names import ROLES
from ..pure.plan.actions import Action, Verdict
from ..pure.plan.positions import Position, Sync, sync
from .active_unit import PASSING, Apis, PairState, read_state, settled
from .waiting import Observation, Wait

CALLS = {Action.SWITCH: "failover", Action.SUSPEND: "suspend", Action.RESUME: "resume", Action.RESET: "reset"}
"""The last part of the path of each action."""
LASTING_SECONDS = 30.0
"""Seconds that a state which should only be passed through may last."""
CHECK_DELAYS = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds before each look whether a call that was refused or has no response was carried out."""
AGAIN = {Action.RESUME: "unit-disabled", Action.RESET: "unit-failed"}
"""Why an action that would have to be done once more, after it was done, has not helped."""


@dataclass
class Outcome:
    """What an action did: both states before and after, the units called, the seconds until both units had changed."""

    action: Action
    before: PairState
    msg: str
    after: PairState | None = None
    changed: bool = False
    called: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """As plain data: the result of a task."""
        after = self.after or self.before
        return {
            "changed": self.changed,
            "msg": f"{self.before.pair}: {self.msg}",
            "called": self.called,
            "active_before": self.before.active,
            "active_after": after.active,
            "seconds": round(self.seconds, 1),
            "pair": after.as_dict(),
            "diff": {"before": self.before.states, "after": after.states},
            "steps": [{"name": str(self.action), "seconds": round(self.seconds, 1)}] if self.after else [],
            "evidence": [
                unit_states(f"Unit state before {self.action}", self.before),
                unit_states(f"Unit state after {self.action}", after),
            ],
        }


def unit_states(kind: str, state: PairState) -> dict[str, str]:
    """A row of evidence: the state of both units; not known where one did not answer or knows no state."""
    unknown = {Position.UNKNOWN, Position.AWAY} & {state.position(role) for role in ROLES}
    return {"kind": kind, "verdict": "not_known" if unknown else "so", **state.states}


@dataclass
class PairAction:
    """An action on one pair. ``wait``: makes the wait for both units; ``watch``: called at each look at them."""

    apis: Apis
    intent: Intent
    wait: Callable[[], Wait]
    watch: Callable[[], None] = lambda: None

    def state(self) -> PairState:
        """Both units as they are now, when a switch that was under way has ended."""
        return settled(self.apis, self.intent.pair, self.intent.upgrade)

    def look(self) -> PairState:
        """Both units as they are now."""
        self.watch()
        return read_state(self.apis, self.intent.pair, self.intent.upgrade)

    def sleep(self, seconds: float) -> None:
        """Sleep; raise RunEnded when the run ends during the sleep."""
        self.apis[ROLES[0]].sleep(seconds)

    def until(self, action: Action, reached: Callable[[PairState], bool], what: str, wait: Wait) -> PairState:
        """Wait until the state of both units is reached. Raises Conflict where a bad state lasts, and TimedOut."""
        last: list[PairState] = []

        def poll() -> Observation:
            state = self.look()
            last[:] = [state]
            if reached(state):
                return Observation(state.words, done=True)
            if lasts(state, wait, LASTING_SECONDS):
                _refuse_lasting(action, state)
            return Observation(state.words)

        wait.until(poll, what)
        return last[0]

    def becomes(self, reached: Callable[[PairState], bool]) -> PairState | None:
        """The state of both units once it is reached, looked for during half a minute; None where it is not."""
        for seconds in (0.0, *CHECK_DELAYS):
            self.sleep(seconds)
            state = self.look()
            if reached(state):
                return state
        return None


def lasts(state: PairState, wait: Wait, seconds: float) -> bool:
    """Whether both units have been in this state for some seconds of a wait."""
    return state.words == wait.state and wait.lasting >= seconds


def _refuse_lasting(action: Action, state: PairState) -> None:
    """Raise Conflict for a state that no wait will change; a unit that is away or imports may come back."""
    units = [unit for unit in state.units.values() if unit is not None]
    if len(units) < len(ROLES) or any(unit.state in ON_THE_WAY for unit in units):
        return
    said = state.decide(action)
    reason = said.reason if said.verdict == Verdict.REFUSE else ""
    if said.verdict == Verdict.DO and said.on in (Position.DISABLED, Position.FAILED):
        reason = AGAIN.get(action, "")
    if reason and reason not in PASSING:
        raise state.refuse(action, reason, "has not led to a working pair")


def in_good_order(state: PairState) -> bool:
    """One unit active and one standby, each says so of the other, both in sync and healthy."""
    return is_exchanged(state) and sync(*state.both) == Sync.IN_SYNC


def is_exchanged(state: PairState) -> bool:
    """One unit active and one standby, and each says so of the other."""
    active, standby = (state.units.get(role or "") for role in (state.active, state.standby))
    if active is None or standby is None:
        return False
    return active.peer_state == NodeState.STANDBY and standby.peer_state == NodeState.ACTIVE


def refused(error: Rejected, state: PairState) -> Conflict:
    """The error for a call that a unit refuses though the table permits it: the unit's own words count."""
    return Conflict(
        f"the unit refuses ({error.what}); {state.words}",
        expected="a pair in a state that allows this",
        remedy="Fix what the unit reports, and run again. A new certificate on the active unit must be deployed first.",
        where=error.where,
    )
