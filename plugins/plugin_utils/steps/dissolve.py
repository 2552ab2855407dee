# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Break a pair: one call on the right unit, waited for until both units say that they are single.

What a break may take from the unit that stays in use is put back from the snapshot. A run that was killed anywhere is
finished by the next: the units say how far the break has come, and the note of the pair says what is still to repair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..errors import Conflict, NotFound, Rejected, Unreachable
from ..fdm.unit_api import UnitApi
from ..pure.device.job import Job
from ..pure.device.unit import ConfigStatus, NodeState, Unit, display_state
from ..pure.names import ROLES
from ..pure.plan.breaks import BreakCall, BreakPlan, InterfaceOption, break_call, break_plan, state_words
from ..pure.snapshot import Snapshot
from . import jobs
from .active_unit import Apis
from .pair_settings import refuse_others, repair_interfaces
from .waiting import Observation, Wait

LAGGING_SECONDS = 60.0
"""Seconds that a unit may look as if it were in HA after its break has ended."""
AGAIN = "Fix what the unit reports, then run again: it continues from here."


@dataclass
class Dissolving:
    """One pair that is broken.

    snapshot: None where there is none, so that nothing is repaired; begin: notes which unit keeps its interfaces,
    before anything is called; kept: what an earlier run has noted so, empty where none has; wait: makes a wait for a
    unit, with the variable that raises its limit.
    """

    apis: Apis
    pair: str
    snapshot: Snapshot | None
    begin: Callable[[str], None]
    wait: Callable[[UnitApi, str], Wait]
    kept: str = ""
    option: InterfaceOption = InterfaceOption.DISABLE
    survivor: str | None = None
    called: list[str] = field(default_factory=list)

    def read(self) -> dict[str, Unit | None]:
        """The HA status of both units; None for one that takes no connection. Any other failure is an error."""
        return {role: _status(self.apis[role], role) for role in ROLES}


def _status(api: UnitApi, role: str) -> Unit | None:
    try:
        return Unit(role, {"status": api.status()})
    except Unreachable:
        return None


def dissolve(on: Dissolving) -> tuple[dict[str, Unit | None], list[str]]:
    """Break the pair where it is one; return both units afterwards, and what was repaired."""
    _wait_for_running(on)
    units = on.read()
    plan = break_plan(units, on.survivor, on.pair)
    if plan is not None:
        on.kept = plan.kept
        _break(on, plan, units)
    after = on.read()
    _refuse_unfinished(on, after)
    changes = _repair(on)
    return after, changes


def _wait_for_running(on: Dissolving) -> None:
    """A break that runs is waited for, and so is a unit that lags behind one."""
    units = on.read()
    for role in ROLES:
        unit = units[role]
        job = None if unit is None else jobs.running(on.apis[role].breaks())
        if job is not None:
            _wait_single(on, role, job.id)
    units = on.read()
    states = [unit.state for unit in units.values() if unit is not None]
    if NodeState.SINGLE in states and len(set(states)) > 1 and on.survivor is None and on.kept:
        for role in ROLES:
            _wait_single(on, role, "")


def _break(on: Dissolving, plan: BreakPlan, units: Mapping[str, Unit | None]) -> None:
    kept = on.apis[plan.kept]
    if not all(_is_single(unit) for unit in units.values()):
        refuse_others(kept, frozenset())
    calls = {
        role: break_call(Unit(role, {"system": on.apis[role].system()}), on.option, on.apis[role].connection.label)
        for role in plan.calls
    }
    healthy = len(plan.calls) == 1 and all(unit is not None for unit in units.values()) and _healthy(units[plan.kept])
    on.begin(plan.kept)
    for role in plan.calls:
        seen = units[role]
        job = _start(on, role, calls[role], seen, healthy)
        _wait_single(on, role, job)
        if healthy:
            for other in ROLES:
                _wait_single(on, other, "")


def _healthy(unit: Unit | None) -> bool:
    if unit is None:
        return False
    states = (unit.state, unit.peer_state)
    return states == (NodeState.ACTIVE, NodeState.STANDBY) and unit.config_status == ConfigStatus.IN_SYNC


class _AlreadySingle(Exception):
    """The unit is single: an earlier attempt, whose response was lost, has broken the pair."""


def _start(on: Dissolving, role: str, call: BreakCall, seen: Unit | None, healthy: bool) -> str:
    """POST the break unless the unit has changed since it was read; the id of the job, empty where none is needed."""
    api = on.apis[role]

    def guard() -> None:
        now = Unit(role, {"status": api.status()})
        if now.state == NodeState.SINGLE:
            raise _AlreadySingle
        if seen is None or now.state != seen.state or (healthy and not _healthy(now)):
            raise jobs.changed_by_others(
                api,
                f"the unit is {display_state(now.state)} now, its peer {display_state(now.peer_state)}: it has changed "
                "since it was read, so the break would disable other interfaces",
                expected=f"{state_words(seen)}, as before",
            )

    before = api.breaks()
    try:
        started = jobs.start(lambda: api.start_break(call.body, call.query, guard), api.breaks, before, api.sleep)
    except _AlreadySingle:
        return ""
    except Rejected:
        if _is_single(_status(api, role)):
            return ""
        raise
    on.called.append(role)
    return started.job.id


def _is_single(unit: Unit | None) -> bool:
    return unit is not None and unit.state == NodeState.SINGLE


def _wait_single(on: Dissolving, role: str, job: str) -> None:
    """Wait until the break (by id) has ended and the unit says that it is single. It may be away meanwhile."""
    api = on.apis[role]
    wait = on.wait(api, "dissolve_timeout (wait_timeout)")
    ended = not job

    def poll() -> Observation:
        nonlocal ended
        found = None if ended else _job(api, job)
        if found is not None and found.failed:
            raise jobs.failure(api, "break", found, AGAIN)
        unit = Unit(role, {"status": api.status()})
        ended = ended or found is None or not found.running
        words = display_state(unit.state) + ("" if ended else f", break {found.state.lower() if found else ''}")
        if ended and unit.state == NodeState.SINGLE:
            return Observation(words, done=True)
        if ended and unit.state and words == wait.state and wait.lasting >= LAGGING_SECONDS:
            raise _not_single(api, unit)
        return Observation(words)

    wait.until(poll, "a single unit")


def _job(api: UnitApi, identifier: str) -> Job | None:
    try:
        return Job(api.break_(identifier))
    except NotFound:
        return None


def _not_single(api: UnitApi, unit: Unit) -> Conflict:
    return Conflict(
        f"the unit is still {display_state(unit.state)} after the break",
        expected="a single unit",
        remedy="Run again with dissolve_survivor (the unit that is single). The last resort is the command `configure "
        "high-availability disable` on this unit.",
        where=api.connection.label,
    )


def _refuse_unfinished(on: Dissolving, after: Mapping[str, Unit | None]) -> None:
    """Every unit that answers has to say that it is single; one that is dead stays unknown with a survivor only."""
    for role, unit in after.items():
        if unit is None and on.survivor in (None, role):
            raise Conflict(
                f"the {role} takes no connection, so whether it is single is not known",
                expected="both units single",
                remedy="Check its management network, then run again: it continues from here.",
                where=on.pair,
            )
        if unit is not None and unit.state != NodeState.SINGLE:
            raise _not_single(on.apis[role], unit)


def _repair(on: Dissolving) -> list[str]:
    """What the break took from the unit that stays in use, put back."""
    if on.snapshot is None or not on.kept:
        return []
    api = on.apis[on.kept]
    return repair_interfaces(api, on.snapshot, lambda: on.wait(api, "dissolve_deploy_timeout (deploy_timeout)"))
