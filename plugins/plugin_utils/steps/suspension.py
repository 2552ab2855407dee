# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Suspend, resume, reset: each leads to a state of both units, and does nothing where that is reached."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import Conflict, NotReady, OutcomeUnknown, Rejected
from ..pure.device.cli_output import SHOW_INTERFACES
from ..pure.device.unit import Unit
from ..pure.intent.intent import Intent
from ..pure.names import ROLES, other_of
from ..pure.plan.actions import Action, Verdict
from ..pure.plan.positions import Position
from ..pure.rules.data_interfaces import NOT_DATA
from . import jobs
from .active_unit import PairState
from .data_management import managed_over
from .pair_action import CALLS, Outcome, PairAction, in_good_order, lasts, refused
from .waiting import Wait

EFFECTS = {
    Action.SUSPEND: "the active unit keeps the traffic, and no failover is possible; the standby unit loses its "
    "interface configuration until the pair is resumed",
    Action.RESUME: "the unit that was active keeps the traffic; the other imports its configuration and may be away",
    Action.RESET: "a failed unit takes part in failover again; the other unit stays as it is",
}
"""What each action does to the pair (vendor's pages on suspend, resume and reset)."""
GOOD_ORDER = "one unit active and one standby, both in sync"
LEFT_BEHIND_SECONDS = 10.0
"""Seconds that the second unit has to follow the first into a state; then it is called itself."""


def suspend(on: PairAction, write: bool = True) -> Outcome:
    """Stop failover on both units, through the active one."""
    before = on.state()
    if before.decide(Action.SUSPEND).verdict == Verdict.DO and before.active is not None:
        _refuse_deployment(on, before.active)
        if before.standby is not None:
            _refuse_data_management(on, before.standby)
    return _carry_out(on, before, Action.SUSPEND, write, both_suspended, "both units suspended")


def _refuse_deployment(on: PairAction, active: str) -> None:
    api = on.apis[active]
    if jobs.running(api.deployments()) is not None:
        raise Conflict(
            "a deployment is running",
            expected="no deployment while a pair is suspended",
            remedy="Wait until it has ended, then run again.",
            where=api.connection.label,
        )


def _refuse_data_management(on: PairAction, standby: str) -> None:
    """The standby unit loses its interfaces until the pair is resumed (vendor's page on suspending a pair)."""
    api = on.apis[standby]
    where = managed_over(api, standby)
    if where:
        raise Conflict(
            f"the {standby} is standby and managed over the data interface {where}: it can't be reached while the pair "
            "is suspended",
            expected="a standby unit that is managed over its management interface",
            remedy="Give host the management interface's address, and run again. Or suspend the pair in FDM.",
            where=api.connection.label,
        )


def resume(on: PairAction, first: str | None = None, write: bool = True) -> Outcome:
    """Resume failover: on the unit that was active, then on the other one where it does not follow.

    ``first``: the role of the unit that was active; where both are suspended and it is left out, it is read from the
    data plane: the unit that was active keeps its addresses.
    """
    before = on.state()
    if both_suspended(before):
        targets = [first or _was_active(on)]
        return _carry_out(on, before, Action.RESUME, write, in_good_order, GOOD_ORDER, targets)
    return _carry_out(on, before, Action.RESUME, write, in_good_order, GOOD_ORDER)


def reset(on: PairAction, write: bool = True) -> Outcome:
    """Put failed units back into service; done when both units are in order, not when one of them is."""
    return _carry_out(on, on.state(), Action.RESET, write, in_good_order, GOOD_ORDER)


def both_suspended(state: PairState) -> bool:
    """Both units say that they are suspended."""
    return all(state.position(role) == Position.SUSPENDED for role in ROLES)


def _was_active(on: PairAction) -> str:
    """The unit that kept its data addresses when the pair was suspended.

    Raises Conflict where the data plane does not show it.
    """
    addressed = [role for role in ROLES if _data_addresses(on, role)]
    if len(addressed) == 1:
        return addressed[0]
    found = "both units have" if addressed else "no unit shows"
    raise Conflict(
        f"both units are suspended, and {found} addresses on data interfaces, so which one was active is not known",
        expected="addresses on the unit that was active alone",
        remedy="Find the unit that carries the traffic, and set resume_first to primary or secondary: if the other one "
        "were resumed first, it would become active without its interface configuration.",
        where=on.intent.pair,
    )


def _data_addresses(on: PairAction, role: str) -> list[str]:
    unit = Unit(role, {"commands": {SHOW_INTERFACES: on.apis[role].command(SHOW_INTERFACES)}})
    links = _link_addresses(on.intent)
    shown = [each for each in unit.shown_addresses if not each[0].lower().startswith(NOT_DATA)]
    return [address for _port, address in shown if address not in links]


def _link_addresses(intent: Intent) -> frozenset[str]:
    return frozenset(address.ip for link in intent.links for address in (link.primary, link.secondary))


def _carry_out(
    on: PairAction,
    before: PairState,
    action: Action,
    write: bool,
    reached: Callable[[PairState], bool],
    what: str,
    targets: list[str] | None = None,
) -> Outcome:
    said = before.decide(action)
    if said.verdict == Verdict.NOTHING:
        return Outcome(action, before, f"nothing to do: {before.words}")
    if said.verdict not in (Verdict.DO, Verdict.WAIT):
        raise before.refuse(action, said.reason)
    roles = targets or [role for role in ROLES if said.on is not None and before.position(role) == said.on]
    if not write:
        return Outcome(action, before, _would(action, roles), changed=bool(roles), called=roles)
    outcome, wait = Outcome(action, before, ""), on.wait()
    for role in roles:
        if said.on != Position.DISABLED or _stays_disabled(on, role):
            _call(on, outcome, role, before.position(role))
    outcome.after = _wait_for_both(on, outcome, reached, what, wait)
    outcome.seconds = wait.elapsed
    outcome.msg = f"{outcome.after.words}, after {wait.seconds} s"
    return outcome


def _would(action: Action, roles: list[str]) -> str:
    if not roles:
        return "it is under way already"
    return f"would {action} the {' and the '.join(roles)}: {EFFECTS[action]}"


def _stays_disabled(on: PairAction, role: str) -> bool:
    """Whether a unit does not leave this state on its own, as it does after a resume."""
    return on.becomes(lambda state: state.position(role) != Position.DISABLED) is None


def _call(on: PairAction, outcome: Outcome, role: str, was: Position) -> None:
    """POST the action. A refusal or a lost response: read the state again, then decide."""

    def moved(state: PairState) -> bool:
        return state.position(role) not in (was, Position.AWAY)

    api, call = on.apis[role], CALLS[outcome.action]
    try:
        api.change_state(call)
    except Rejected as error:
        if on.becomes(moved) is None:
            raise refused(error, on.state()) from None
        return
    except (OutcomeUnknown, NotReady):
        if on.becomes(moved) is None:
            api.change_state(call)
    outcome.changed = True
    outcome.called.append(role)


def _wait_for_both(
    on: PairAction, outcome: Outcome, reached: Callable[[PairState], bool], what: str, wait: Wait
) -> PairState:
    """Wait for both units; call the other one too, where it has not followed."""

    def enough(state: PairState) -> bool:
        return reached(state) or (_left_behind(outcome, state) != "" and lasts(state, wait, LEFT_BEHIND_SECONDS))

    while True:
        state = on.until(outcome.action, enough, what, wait)
        if reached(state):
            return state
        role = _left_behind(outcome, state)
        _call(on, outcome, role, state.position(role))


def _left_behind(outcome: Outcome, state: PairState) -> str:
    """The unit that has not followed, one being active and one suspended; empty where there is none to be called."""
    if state.active is None or state.position(other_of(state.active)) != Position.SUSPENDED:
        return ""
    role = {Action.SUSPEND: state.active, Action.RESUME: other_of(state.active)}.get(outcome.action, "")
    return "" if role in outcome.called else role
