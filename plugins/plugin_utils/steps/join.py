# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Join a unit to its pair: start it, and wait for what must follow."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from ..errors import Conflict, FailoverError, JobFailed, NotFound, Rejected
from ..pure.reading import text
from ..pure.snapshot import ACTIVE, BAD, SINGLE, STANDBY, Job, Unit, spoken
from ..unit import Json, UnitApi
from ..waiting import Seen, Wait
from . import jobs

GRACE = 30.0
"""Seconds a unit may look disabled, failed, single or alone before that counts: states pass through these."""
STUCK = 600.0
"""Seconds a standby unit may be out of sync before that counts: a deployment on the active unit takes minutes."""
AGAIN = "mend what the unit names, then run again: it goes on from here"
RESUME = "mend what the unit names, reset that unit or resume HA on it in FDM, then run again"


def begin(unit: UnitApi, write: bool = True, version: str = "") -> Json:
    """Start the join of a single unit unless one runs. Returns changed and the job's id, and warnings.

    ``version``: of the HA configuration as this run left it. Raises Conflict if it has moved: the unit would join, or
    has joined, with links or a key that another has written.
    """
    state = text(unit.status().get("nodeState")).upper()
    listed = unit.joins() if state == SINGLE else []
    _refuse_moved(unit, version)
    if state != SINGLE:
        return _joined(state)
    under_way = jobs.running(listed)
    if under_way is not None:
        return _awaited(unit, under_way)
    diff = {"before": {"state": "single"}, "after": {"state": "joining"}}
    if not write:
        return {"changed": True, "job": "", "msg": "would join", "diff": diff}
    try:
        job, ours = jobs.start(unit.start_join, unit.joins, listed)
    except Rejected:
        state = text(unit.status().get("nodeState")).upper()
        if state == SINGLE:
            raise
        _refuse_moved(unit, version)
        return _joined(state)
    return {"changed": True, "job": job.id, "msg": "join started", "diff": diff} if ours else _awaited(unit, job)


def _joined(state: str) -> Json:
    return {"changed": False, "job": "", "msg": f"the unit is {spoken(state)}: it has joined already"}


def _awaited(unit: UnitApi, job: Job) -> Json:
    said = "a join is running that this run did not start; it is awaited"
    return {"changed": False, "job": job.id, "msg": said, "warnings": [f"{unit.connection.label}: {said}"]}


def _refuse_moved(unit: UnitApi, version: str) -> None:
    now = text(unit.configuration().get("version")) if version else ""
    if now != version:
        raise Conflict(
            "the HA configuration was changed after this run had written it, so nothing is joined",
            remedy="another run or person works on this pair: let it end, then run again",
            where=unit.connection.label,
        )


def finish(unit: UnitApi, role: str, identifier: str, wait: Wait, target: Callable[[Unit], bool], what: str) -> str:
    """Wait until the join job (by id, or the one that runs) has ended and ``target`` holds of the unit's status.

    Raises JobFailed with the unit's own words, Conflict for a split brain, TimedOut.
    """
    job_done = False

    def look() -> Seen:
        nonlocal job_done
        job = None if job_done else _job(unit, identifier)
        if job is not None and job.failed:
            raise _failed(unit, job)
        job_done = job is None or not job.running
        snapshot = Unit(role, {"status": unit.status()})
        state = _words(snapshot, job)
        if job_done and target(snapshot):
            return Seen(state, done=True)
        _refuse_bad(unit, snapshot, wait, state, job_done)
        return Seen(state)

    return wait.until(look, what)


def is_active(unit: Unit) -> bool:
    """The primary after its own join: active (or standby, where the pair has switched meanwhile)."""
    return unit.state in (ACTIVE, STANDBY)


def is_in_sync(unit: Unit) -> bool:
    """A unit of a finished pair: one active, one standby, configuration in sync."""
    return {unit.state, unit.peer_state} == {ACTIVE, STANDBY} and unit.config_status == "IN_SYNC"


def _words(unit: Unit, job: Job | None) -> str:
    parts = [spoken(unit.state)]
    if job is not None and job.running:
        parts.append(f"join {job.state.lower()}")
    if unit.state in (ACTIVE, STANDBY):
        parts.append(f"peer {spoken(unit.peer_state)}")
    if unit.config_status not in ("", "UNKNOWN"):
        parts.append(spoken(unit.config_status))
    return ", ".join(parts)


def _refuse_bad(unit: UnitApi, seen: Unit, wait: Wait, state: str, job_done: bool) -> None:
    """Raise when a state that should only pass has lasted: nothing will come of waiting."""
    lasted = state == wait.state and wait.lasting >= GRACE
    where = unit.connection.label
    if seen.state in BAD and (lasted or (job_done and seen.disabled_reason)):
        reason = "; ".join(_own_words(unit)) or "the unit gives no reason"
        raise JobFailed(f"the unit is {spoken(seen.state)} after the join ({reason})", remedy=RESUME, where=where)
    if job_done and seen.state == SINGLE and lasted:
        raise JobFailed("the unit is still single after the join", remedy=AGAIN, where=where)
    if seen.config_status == "OUT_OF_SYNC" and state == wait.state and wait.lasting >= STUCK:
        remedy = "compare the software versions of both units (`show failover`), mend it, then run again"
        raise JobFailed("the units stay out of sync after the join", remedy=remedy, where=where)
    if seen.role == "secondary" and seen.state == ACTIVE and seen.peer_state != STANDBY and lasted:
        raise Conflict(
            f"the secondary has become active by itself, its peer is {spoken(seen.peer_state)}: split brain",
            expected="the secondary in standby",
            remedy="check the cable of the failover link and that both units were given the same key; suspend HA on "
            "the secondary in FDM, mend it, resume, and run again",
            where=where,
        )


def _job(unit: UnitApi, identifier: str) -> Job | None:
    """The job; None when there is none, or when the imported configuration has taken its record away."""
    if not identifier:
        return jobs.running(unit.joins())
    try:
        return Job(unit.join(identifier))
    except NotFound:
        return None


def _failed(unit: UnitApi, job: Job) -> JobFailed:
    return jobs.failure(unit, "join", job, AGAIN, _own_words(unit))


def _own_words(unit: UnitApi) -> tuple[str, ...]:
    """What the unit itself says of its failure: HAStatus.disabledReason, and its imports of the configuration."""
    told: Json = {}
    with suppress(FailoverError):  # what was read before the unit went silent still counts
        told["status"] = unit.status()
        told["configuration_syncs"] = unit.configuration_syncs()
    return Unit("", told).failure_words
