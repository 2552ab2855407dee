# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wait for what must follow a join: the unit active alone, or both units in sync."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from ..errors import Conflict, FailoverError, JobFailed, NotFound
from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.device.job import Job
from ..pure.device.unit import BAD, IMPORTING, ON_THE_WAY, ConfigStatus, NodeState, Unit, display_state
from ..pure.names import NODE_ROLE, SECONDARY
from . import jobs
from .waiting import Observation, Wait

TRANSIENT_SECONDS = 30.0
"""Seconds a unit may look disabled, failed, single or alone before that counts: a join passes through these states."""
OUT_OF_SYNC_SECONDS = 600.0
"""Seconds a standby unit may be out of sync before that counts: a deployment on the active unit takes minutes."""
AGAIN = "Fix what the unit reports, then run again: it continues from here."
RESUME = "Fix what the unit reports, reset that unit or resume HA on it in FDM, then run again."


def finish(api: UnitApi, role: str, identifier: str, wait: Wait, target: Callable[[Unit], bool], what: str) -> str:
    """Wait until the join job (by id, or the one that runs) has ended and the unit's status meets ``target``.

    Raises JobFailed with the unit's own words, Conflict for a split brain, TimedOut.
    """
    job_done = False

    def poll() -> Observation:
        nonlocal job_done, identifier
        job = None if job_done else _job(api, identifier)
        if job is not None and job.failed:
            raise _failed(api, job)
        identifier = identifier or ("" if job is None else job.id)  # listed no longer once it has failed
        unit = Unit(role, {"status": api.status()})
        refuse_other_role(api, unit)
        job_done = job is None or not job.running  # not before the status has come: a starting API answers 404 to all
        state = _words(unit, job)
        if job_done and target(unit):
            return Observation(state, done=True)
        if job_done and state == wait.state and wait.lasting >= TRANSIENT_SECONDS:
            _refuse_bad(api, unit, wait, target)
        return Observation(state)

    return wait.until(poll, what)


def is_active(unit: Unit) -> bool:
    """The primary after its own join, alone still."""
    return unit.state == NodeState.ACTIVE


def is_in_sync(unit: Unit) -> bool:
    """A unit of a finished pair: one active, one standby, configuration in sync."""
    states = {unit.state, unit.peer_state}
    return states == {NodeState.ACTIVE, NodeState.STANDBY} and unit.config_status == ConfigStatus.IN_SYNC


TARGETS: dict[str, tuple[Callable[[Unit], bool], str]] = {
    "active": (is_active, "the activation of the unit"),
    "in_sync": (is_in_sync, "one unit active, one standby, in sync"),
}
"""What can be waited for after a join, and in words."""


def _words(unit: Unit, job: Job | None) -> str:
    parts = [display_state(unit.state)]
    if job is not None and job.running:
        parts.append(f"join {job.state.lower()}")
    if unit.state in (NodeState.ACTIVE, NodeState.STANDBY):
        parts.append(f"peer {display_state(unit.peer_state)}")
    if unit.config_status not in ("", ConfigStatus.UNKNOWN):
        parts.append(display_state(unit.config_status))
    return ", ".join(parts)


def _refuse_bad(api: UnitApi, unit: Unit, wait: Wait, target: Callable[[Unit], bool]) -> None:
    """Raise where a state that should only be passed through has lasted after the join: waiting will not change it."""
    where = api.connection.label
    if unit.state in BAD:
        reason = "; ".join(_own_words(api)) or "the unit gives no reason"
        found = f"the unit is {display_state(unit.state)} after the join ({reason})"
        raise JobFailed(found, remedy=RESUME, where=where)
    if unit.state == NodeState.SINGLE:
        raise JobFailed("the unit is still single after the join", remedy=AGAIN, where=where)
    if unit.config_status == ConfigStatus.OUT_OF_SYNC and wait.lasting >= OUT_OF_SYNC_SECONDS:
        remedy = "Compare the software versions of both units (`show failover`), correct them, then run again."
        raise JobFailed("the units stay out of sync after the join", remedy=remedy, where=where)
    _refuse_wrong_active(unit, target, where)


def _refuse_wrong_active(unit: Unit, target: Callable[[Unit], bool], where: str) -> None:
    if unit.state == NodeState.STANDBY and target is is_active:
        raise Conflict(
            "the primary has become standby: another unit is active on its failover link",
            expected="the primary active, and alone until the secondary joins",
            remedy="Disconnect the other unit from the failover link (it may be a replaced secondary), break HA on the "
            "primary in FDM, restore the primary from its backup, since it has imported that unit's configuration, and "
            "run again.",
            where=where,
        )
    coming = unit.peer_state in {NodeState.STANDBY, *ON_THE_WAY} or unit.config_status in IMPORTING
    if unit.role == SECONDARY and unit.state == NodeState.ACTIVE and not coming:
        raise Conflict(
            f"the secondary has become active on its own, its peer is {display_state(unit.peer_state)}: split brain",
            expected="the secondary in standby",
            remedy="Check the cable of the failover link and that both units have the same key. Suspend HA on "
            "the secondary in FDM, fix the cause, resume HA, and run again.",
            where=where,
        )


def refuse_other_role(api: UnitApi, unit: Unit) -> None:
    """Raise Conflict where a unit is in HA with the other role: the role is assigned once and never changes."""
    if unit.in_ha and unit.role and unit.node_role in NODE_ROLE.values() and unit.node_role != NODE_ROLE[unit.role]:
        raise Conflict(
            f"the unit is in HA with the role {display_state(unit.node_role)}",
            expected=f"the role {unit.role}, as in the inventory",
            remedy="Exchange primary and secondary in failover_units, and run again.",
            where=api.connection.label,
        )


def _job(api: UnitApi, identifier: str) -> Job | None:
    """The job; None when there is none, or when the imported configuration has taken its record away."""
    if not identifier:
        return jobs.running(api.joins())
    try:
        return Job(api.join(identifier))
    except NotFound:
        return None


def _failed(api: UnitApi, job: Job) -> JobFailed:
    return jobs.failure(api, "join", job, AGAIN, _own_words(api))


def _own_words(api: UnitApi) -> tuple[str, ...]:
    """What the unit itself says of its failure: HAStatus.disabledReason, and its imports of the configuration."""
    said: Json = {}
    with suppress(FailoverError):  # what was read before the unit went silent still counts
        said["status"] = api.status()
        said["configuration_syncs"] = api.configuration_syncs()
    return Unit("", said).failure_words
