# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deployments, joins, breaks: jobs that take time (spec definitions DeploymentStatus, JoinHAStatus, BreakHAStatus)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .clock import job_time, milliseconds
from .errors import Json

if TYPE_CHECKING:
    from .unit import Unit

QUEUED_SHARE = 0.2
NAMES = {
    "deploy": "User ({user}) Triggered Deployment",
    "join": "User ({user}) Triggered HA Join",
    "break": "User ({user}) Triggered HA Break",
}


@dataclass(frozen=True, slots=True)
class Fate:
    """How a job is to end, from a fault. kind: '' (as it should), 'fail', 'never' or 'vanish'. reason: why it fails.

    cli_lines: if given, the reason is in these lines alone, and the error message stays empty.
    """

    kind: str = ""
    reason: str | None = None
    cli_lines: tuple[str, ...] = ()


AS_IT_SHOULD = Fate()

# Ends a job: gets the time, returns why it failed (None: it succeeded).
Finish = Callable[[float], "str | None"]


@dataclass(slots=True)
class Job:
    """One deployment, join or break; times are monotonic seconds, None means not yet."""

    id: str
    kind: str
    name: str
    user: str
    queued: float
    fate: str = ""
    reason: str | None = None
    started: float | None = None
    ended: float | None = None
    state: str = "QUEUED"
    status_message: str | None = None
    status_messages: list[str] | None = None
    cli_error: str | None = None
    cli_lines: list[str] = field(default_factory=list)
    finish: Finish | None = None
    hidden: bool = False

    @property
    def running(self) -> bool:
        """Not ended yet."""
        return self.ended is None


@dataclass(slots=True)
class SyncJob:
    """One import of the peer's configuration (spec definition JobHistoryHaConfigSync)."""

    id: str
    number: int
    started: float
    ended: float | None = None
    status: str = "IN_PROGRESS"
    message: str | None = None


def begin(unit: Unit, kind: str, at: float, seconds: float, finish: Finish, fate: Fate) -> Job:
    """Queue a job that ends after `seconds`."""
    name = NAMES[kind].format(user=unit.username)
    job = Job(unit.store.new_id(), kind, name, unit.username, at, fate.kind, fate.reason)
    job.cli_lines, job.hidden = list(fate.cli_lines), fate.kind == "vanish"
    unit.jobs.append(job)
    unit.at(at + seconds * QUEUED_SHARE, lambda when: _start(job, when))
    job.finish = finish
    if job.fate != "never":
        unit.at(at + seconds, lambda when: _end(unit, job, when, finish))
    return job


def shown(unit: Unit, kind: str | None = None) -> list[Job]:
    """The jobs that the API shows, of one kind or of all."""
    return [job for job in unit.jobs if not job.hidden and kind in (None, job.kind)]


def let_end(unit: Unit, at: float) -> None:
    """End the jobs of the fault `job-never-ends`."""
    for job in unit.jobs:
        if job.running and job.fate == "never" and job.finish is not None:
            _end(unit, job, at, job.finish)


def _start(job: Job, at: float) -> None:
    if job.running:
        job.state, job.started = "DEPLOYING", at


def _end(unit: Unit, job: Job, at: float, finish: Finish) -> None:
    if not job.running:
        return
    reason = (job.reason or "The deployment failed.") if job.fate in ("fail", "vanish") else finish(at)
    if reason is not None:
        _fail(job, at, reason, unit.settings.failed_state)
        return
    job.state, job.ended = "DEPLOYED", at
    job.status_message = "Deployed successfully"
    job.status_messages = [job.status_message]


def _fail(job: Job, at: float, reason: str, state: str) -> None:
    job.state, job.ended = state, at
    job.status_message = "Deployment failed"
    job.status_messages = [reason]
    job.cli_error = reason
    if job.cli_lines:
        job.status_messages, job.cli_error = [job.status_message], ""
        return
    job.cli_lines = ["!!!FdmCliStart", reason.splitlines()[-1].removeprefix("Config Error -- "), "!!!FdmCliEnd"]


def running(unit: Unit) -> Job | None:
    """The job that is running."""
    return next((job for job in unit.jobs if job.running), None)


def as_status(unit: Unit, job: Job) -> Json:
    """The job as /operational/deploy and /devices/default/action/ha/{join,break} return it."""
    answer: Json = {
        "statusMessage": job.status_message,
        "cliErrorMessage": job.cli_error,
        "state": job.state,
        "queuedTime": _time(unit, job.queued),
        "startTime": _time(unit, job.started),
        "endTime": _time(unit, job.ended),
        "statusMessages": job.status_messages,
        "id": job.id,
        "name": job.name,
        "modifiedObjects": {},
    }
    if unit.since(4):
        answer["deploymentStatusMessages"] = _tasks(unit, job)
    if unit.since(3):
        answer |= {"forceRefreshDeploymentData": False, "type": _TYPES[job.kind]}
    return answer


_TYPES = {"deploy": "deploymentstatus", "join": "joinhastatus", "break": "breakhastatus"}


def as_history(unit: Unit, job: Job) -> Json:
    """The job as /jobs and /jobs/deployments return it."""
    status = {"QUEUED": "QUEUED", "DEPLOYING": "IN_PROGRESS", "DEPLOYED": "SUCCESS"}.get(job.state, "FAILED")
    return {
        "version": job.id[:13],
        "jobName": job.name,
        "jobDescription": None,
        "user": job.user,
        "startDateTime": _text(unit, job.started),
        "endDateTime": _text(unit, job.ended),
        "status": status,
        "statusMessage": job.status_message,
        "scheduleUuid": None,
        "deploymentStatusUuid": job.id,
        "id": job.id,
        "type": "jobhistorydeployment",
    }


def as_sync(unit: Unit, job: SyncJob) -> Json:
    """The import as /jobs/haconfigsync returns it."""
    return {
        "version": job.id[:13],
        "jobName": "HA Configuration Sync",
        "jobDescription": "Import of the configuration of the active unit",
        "user": "System",
        "startDateTime": _text(unit, job.started),
        "endDateTime": _text(unit, job.ended),
        "status": job.status,
        "statusMessage": job.message,
        "scheduleUuid": None,
        "dataBaseFileName": f"ha-database-{job.number}.tar.gz",
        "sruWorkingTgz": None,
        "transactionId": job.number,
        "restore": True,
        "id": job.id,
        "type": "jobhistoryhaconfigsync",
    }


def as_error(job: Job) -> Json:
    """A failed job as /operational/deploymenterrors returns it (spec definition CliDeploymentError)."""
    return {
        "deploymentStatusUuid": job.id,
        "cliErrorMessage": job.cli_error,
        "blockType": "FDM_CLI",
        "blockUuid": None,
        "errorLineId": 1,
        "negateLine": False,
        "blockStartLineId": 0,
        "blockEndLineId": max(0, len(job.cli_lines) - 1),
        "cliLines": job.cli_lines,
        "id": job.id,
        "type": "CliDeploymentError",
    }


def _tasks(unit: Unit, job: Job) -> list[Json]:
    tasks = [("HAExportTask", job.started), ("HADeltaExportTask", job.started), ("CLIDeployTask", job.ended)]
    return [
        {
            "taskName": name,
            "timestamp": _time(unit, when),
            "message": name,
            "properties": {"hideFromUi": True},
            "taskState": "STARTED" if job.running else "FINISHED",
            "type": "deploymentstatusmessage",
        }
        for name, when in tasks
        if when is not None
    ]


def _time(unit: Unit, when: float | None) -> int:
    return -1 if when is None else milliseconds(unit.wall(when))


def _text(unit: Unit, when: float | None) -> str | None:
    return None if when is None else job_time(unit.wall(when))
