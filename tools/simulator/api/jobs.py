# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The job history."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..model.errors import Json, no_object, not_allowed, not_found
from ..model.jobs import Job, SyncJob, as_history, as_sync, shown
from ..model.unit import Unit
from .operations import with_link
from .router import Answer, Call, register, route


def _entry(call: Call, job: Job | SyncJob) -> Json:
    if isinstance(job, Job):
        return with_link(call, as_history(call.unit, job), f"/jobs/deployments/{job.id}")
    return with_link(call, as_sync(call.unit, job), f"/jobs/haconfigsync/{job.id}")


def _deployments(unit: Unit) -> list[Job]:
    return shown(unit)


def _syncs(unit: Unit) -> list[SyncJob]:
    return unit.ha.syncs


def _all(unit: Unit) -> list[Job | SyncJob]:
    return sorted([*shown(unit), *unit.ha.syncs], key=lambda job: job.queued if isinstance(job, Job) else job.started)


Source = Callable[[Unit], Sequence["Job | SyncJob"]]


def _list(source: Source) -> Callable[[Call], Answer]:
    def answer(call: Call) -> Answer:
        items = [_entry(call, job) for job in reversed(source(call.unit))]
        return call.page(items)

    return answer


def _find(call: Call, source: Source) -> Job | SyncJob:
    for job in source(call.unit):
        if job.id == call.params["objId"]:
            return job
    raise no_object(call.method, call.params["objId"])


def _read(source: Source) -> Callable[[Call], Answer]:
    return lambda call: Answer(200, _entry(call, _find(call, source)))


def _delete(source: Source) -> Callable[[Call], Answer]:
    def answer(call: Call) -> Answer:
        job = _find(call, source)
        if job.ended is None:
            raise not_allowed("The job is running.", "jobInProgress")
        _forget(call.unit, job)
        return Answer(204)

    return answer


def _forget(unit: Unit, job: Job | SyncJob) -> None:
    if isinstance(job, Job):
        unit.jobs.remove(job)
    else:
        unit.ha.syncs.remove(job)


@route("DELETE", "/jobs")
def delete_finished(call: Call) -> Answer:
    """Delete all jobs that have ended."""
    for job in _all(call.unit):
        if job.ended is not None:
            _forget(call.unit, job)
    return Answer(204)


@route("GET", "/jobs/haconfigsync/latest", lambda unit: unit.since(6))
def latest_sync(call: Call) -> Answer:
    """The running or last import."""
    if not call.unit.ha.syncs:
        raise not_found("latest")
    return Answer(200, _entry(call, call.unit.ha.syncs[-1]))


for _path, _source in (("/jobs", _all), ("/jobs/deployments", _deployments), ("/jobs/haconfigsync", _syncs)):
    register("GET", _path, _list(_source))
    register("GET", f"{_path}/{{objId}}", _read(_source))
    register("DELETE", f"{_path}/{{objId}}", _delete(_source))
