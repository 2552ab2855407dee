# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Join a unit to its pair: start it, and wait for what must follow."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from ..errors import Conflict, FailoverError, JobFailed, NotFound, Rejected
from ..fdm.unit_api import Json, UnitApi
from ..pure.device.job import Job
from ..pure.device.unit import ACTIVE, BAD, IMPORTING, ON_THE_WAY, SINGLE, STANDBY, Unit, display_state
from ..pure.intent.ha_configuration import links_of
from ..pure.names import SECONDARY
from ..pure.reading import text
from . import jobs
from .waiting import Observation, Wait

TRANSIENT_SECONDS = 30.0
"""Seconds a unit may look disabled, failed, single or alone before that counts: states pass through these."""
OUT_OF_SYNC_SECONDS = 600.0
"""Seconds a standby unit may be out of sync before that counts: a deployment on the active unit takes minutes."""
AGAIN = "Fix what the unit reports, then run again: it continues from here."
RESUME = "Fix what the unit reports, reset that unit or resume HA on it in FDM, then run again."


def begin(unit: UnitApi, write: bool = True, version: str = "") -> Json:
    """Start the join of a single unit unless one runs. Returns changed and the job's id, and warnings.

    ``version``: of the HA configuration as this run left it. Raises Conflict if it has moved: the unit would join, or
    has joined, with links or a key that another has written.
    """
    state = text(unit.status().get("nodeState")).upper()
    if state != SINGLE:
        return _joined(unit, state, version)
    listed = unit.joins()
    under_way = jobs.running(listed)
    if under_way is not None:
        _check_version(unit, version)
        return _wait_for_running(unit, under_way)
    diff = {"before": {"state": "single"}, "after": {"state": "joining"}}
    if not write:
        return {"changed": True, "job": "", "msg": "would join", "diff": diff}
    known: list[Json] = []

    def guard() -> None:
        known[:] = [_check_version(unit, version)]

    try:
        started = jobs.start(lambda: unit.start_join(guard), unit.joins, listed)
    except Rejected:
        state = text(unit.status().get("nodeState")).upper()
        if state == SINGLE:
            raise
        return _joined(unit, state, version)
    _refuse_others(unit, known[-1], started.told)
    if not started.ours:
        return _wait_for_running(unit, started.job)
    return {"changed": True, "job": started.job.id, "msg": "join started", "diff": diff}


def _joined(unit: UnitApi, state: str, version: str) -> Json:
    _check_version(unit, version)
    return {"changed": False, "job": "", "msg": f"the unit is {display_state(state)}: it has joined already"}


def _wait_for_running(unit: UnitApi, job: Job) -> Json:
    said = "a join is running that this run did not start; it is awaited"
    return {"changed": False, "job": job.id, "msg": said, "warnings": [f"{unit.connection.label}: {said}"]}


def _check_version(unit: UnitApi, version: str) -> Json:
    """The configuration, as long as it has the version; empty where none was told."""
    found = unit.configuration() if version else {}
    if text(found.get("version")) != version:
        raise jobs.changed_by_others(
            unit, "the HA configuration was changed after this run had written it, so nothing is joined"
        )
    return found


def _refuse_others(unit: UnitApi, known: Json, told: bool) -> None:
    """Another may have written between the last look and the join, or be the one whose join was found (not ``told``).

    A secondary may be away by now, and is not asked. Whether a join moves the version is not known, so it counts only
    where the join may be another's.
    """
    if not known or unit.connection.role == SECONDARY:
        return
    now = unit.configuration()
    if links_of(now) != links_of(known) or not (told or text(now.get("version")) == text(known.get("version"))):
        raise jobs.changed_by_others(unit, "the unit joins with a configuration that this run has not written")


def finish(unit: UnitApi, role: str, identifier: str, wait: Wait, target: Callable[[Unit], bool], what: str) -> str:
    """Wait until the join job (by id, or the one that runs) has ended and ``target`` holds of the unit's status.

    Raises JobFailed with the unit's own words, Conflict for a split brain, TimedOut.
    """
    job_done = False

    def look() -> Observation:
        nonlocal job_done, identifier
        job = None if job_done else _job(unit, identifier)
        if job is not None and job.failed:
            raise _failed(unit, job)
        identifier = identifier or ("" if job is None else job.id)  # listed no longer once it has failed
        snapshot = Unit(role, {"status": unit.status()})
        job_done = job is None or not job.running  # not before the status has come: a starting API answers 404 to all
        state = _words(snapshot, job)
        if job_done and target(snapshot):
            return Observation(state, done=True)
        if job_done and state == wait.state and wait.lasting >= TRANSIENT_SECONDS:
            _refuse_bad(unit, snapshot, wait, target)
        return Observation(state)

    return wait.until(look, what)


def is_active(unit: Unit) -> bool:
    """The primary after its own join, alone still."""
    return unit.state == ACTIVE


def is_in_sync(unit: Unit) -> bool:
    """A unit of a finished pair: one active, one standby, configuration in sync."""
    return {unit.state, unit.peer_state} == {ACTIVE, STANDBY} and unit.config_status == "IN_SYNC"


def _words(unit: Unit, job: Job | None) -> str:
    parts = [display_state(unit.state)]
    if job is not None and job.running:
        parts.append(f"join {job.state.lower()}")
    if unit.state in (ACTIVE, STANDBY):
        parts.append(f"peer {display_state(unit.peer_state)}")
    if unit.config_status not in ("", "UNKNOWN"):
        parts.append(display_state(unit.config_status))
    return ", ".join(parts)


def _refuse_bad(unit: UnitApi, seen: Unit, wait: Wait, target: Callable[[Unit], bool]) -> None:
    """Raise where a state that should only pass has lasted after the join: nothing will come of waiting."""
    where = unit.connection.label
    if seen.state in BAD:
        reason = "; ".join(_own_words(unit)) or "the unit gives no reason"
        raise JobFailed(
            f"the unit is {display_state(seen.state)} after the join ({reason})", remedy=RESUME, where=where
        )
    if seen.state == SINGLE:
        raise JobFailed("the unit is still single after the join", remedy=AGAIN, where=where)
    if seen.config_status == "OUT_OF_SYNC" and wait.lasting >= OUT_OF_SYNC_SECONDS:
        remedy = "Compare the software versions of both units (`show failover`), correct them, then run again."
        raise JobFailed("the units stay out of sync after the join", remedy=remedy, where=where)
    if seen.state == STANDBY and target is is_active:
        raise Conflict(
            "the primary has become standby: another unit is active on its failover link",
            expected="the primary active, and alone until the secondary joins",
            remedy="Take the other unit off the failover link (a secondary that was replaced?), break HA on the "
            "primary in FDM, and run again.",
            where=where,
        )
    coming = seen.peer_state in {STANDBY, *ON_THE_WAY} or seen.config_status in IMPORTING
    if seen.role == "secondary" and seen.state == ACTIVE and not coming:
        raise Conflict(
            f"the secondary has become active by itself, its peer is {display_state(seen.peer_state)}: split brain",
            expected="the secondary in standby",
            remedy="Check the cable of the failover link and that both units were given the same key; suspend HA on "
            "the secondary in FDM, fix the cause, resume HA, and run again.",
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
