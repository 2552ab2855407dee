# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The switch: the active unit becomes standby, the standby unit active."""

from __future__ import annotations

from ..errors import NotReady, OutcomeUnknown, Rejected
from ..pure.device.unit import NodeState
from ..pure.names import ROLES, other_of
from ..pure.plan.actions import Action, Verdict
from ..pure.reading import text
from .active_unit import PairState
from .pair_action import CALLS, Outcome, PairAction, in_good_order, is_exchanged, refused

OTHER = "other"
"""The target that is whichever unit is standby; the only one under which a second run switches back."""


def switch(on: PairAction, to: str, write: bool = True) -> Outcome:
    """Make a unit the active one. Nothing to do where it is active already.

    A switch is one call, not a state: it goes the other way when it is made twice. So it is made once, and only while
    the unit that is called is still the active one. Where the response is lost, the units are read.
    """
    before = on.state()
    if to in ROLES and before.active == to:
        return Outcome(Action.SWITCH, before, f"nothing to do: the {to} is active")
    said = before.decide(Action.SWITCH)
    if said.verdict != Verdict.DO or before.active is None:
        raise before.refuse(Action.SWITCH, said.reason or "no-active")
    old, new = before.active, other_of(before.active)
    if not write:
        msg = f"would switch: the {new} becomes active, the {old} standby"
        return Outcome(Action.SWITCH, before, msg, changed=True, called=[old])
    wait = on.wait()
    ours = _switch_once(on, old, new)
    healthy = before.decide(Action.DEPLOY).verdict == Verdict.DO

    def reached(state: PairState) -> bool:
        return state.active == new and (in_good_order(state) if healthy else is_exchanged(state))

    after = on.until(Action.SWITCH, reached, f"the {new} active and the {old} standby", wait)
    msg = f"the {new} is active and the {old} standby, after {wait.seconds} s"
    return Outcome(Action.SWITCH, before, msg, after, ours, [old] if ours else [], wait.elapsed)


def _switch_once(on: PairAction, old: str, new: str) -> bool:
    """POST the switch to the active unit; whether it was this call that switched. Raises OutcomeUnknown, Conflict."""
    api = on.apis[old]

    def refuse_moved() -> None:
        if text(api.status().get("nodeState")) != NodeState.ACTIVE:
            raise _Moved

    try:
        api.change_state(CALLS[Action.SWITCH], refuse_moved)
    except _Moved:
        return False
    except Rejected as error:
        if on.becomes(lambda state: state.active == new) is None:
            raise refused(error, on.state()) from None
        return False
    except (OutcomeUnknown, NotReady) as error:
        if on.becomes(lambda state: state.active == new) is None:
            raise _lost(error, old, new) from error
    return True


class _Moved(Exception):
    """The active unit has changed since it was read: a switch now would go the wrong way."""


def _lost(error: OutcomeUnknown | NotReady, old: str, new: str) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"the unit did not confirm the switch, and the {old} is still active",
        expected=f"the {new} active",
        remedy="Wait a minute, then run fdm.failover.verify: it reports which unit is active. If the units have not "
        "switched, run again.",
        where=error.where,
    )
