# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of a unit: start one unless it runs, report how it ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..errors import Conflict, FailoverError, JobFailed, NotReady, OutcomeUnknown, Rejected
from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.device.job import Job, error_words, last_job, running_job

JOB_CHECK_DELAYS = (1.0, 2.0, 4.0)
"""Seconds before each check whether a POST without a response started a job: a slow unit may list its job late."""


class Started(NamedTuple):
    """A job, whether this run started it, and whether the unit confirmed that: False where it was found afterwards."""

    job: Job
    ours: bool
    confirmed: bool = True


def start(
    begin: Callable[[], Json],
    listed: Callable[[], list[Json]],
    before: list[Json] | None,
    sleep: Callable[[float], None] = time.sleep,
    had_effect: Callable[[], bool] = lambda: False,
) -> Started:
    """POST a job that is known not to run.

    Where the response is lost, it is read whether the POST started a job, and only then sent once more. Where the unit
    refuses because another job started first, that one is returned. ``before`` is the list of jobs read before. Where
    it was not read, a job that runs is the one that was started, or the last one if ``had_effect`` says so.
    """
    try:
        return _post(begin, listed)
    except (OutcomeUnknown, NotReady):
        for seconds in JOB_CHECK_DELAYS:
            sleep(seconds)
            job = _begun(listed(), before, had_effect)
            if job is not None:
                return Started(job, ours=True, confirmed=False)
    return _post(begin, listed)


def _begun(now: list[Json], before: list[Json] | None, had_effect: Callable[[], bool]) -> Job | None:
    if before is not None:
        known = {Job(each).id for each in before}
        return last_job([each for each in now if Job(each).id not in known])
    return running(now) or (last_job(now) if had_effect() else None)


def _post(begin: Callable[[], Json], listed: Callable[[], list[Json]]) -> Started:
    try:
        return Started(Job(begin()), ours=True)
    except Rejected:
        other = running(listed())
        if other is None:
            raise
        return Started(other, ours=False)


def running(listed: list[Json]) -> Job | None:
    """The job of a list that runs."""
    return running_job(listed)


def changed_by_others(api: UnitApi, what: str, expected: str = "") -> Conflict:
    """The error for what another run or user has done since this run read the unit."""
    remedy = "Another run or user is changing this pair: wait until it has finished, then run again."
    return Conflict(what, expected=expected, remedy=remedy, where=api.connection.label)


def failure(api: UnitApi, kind: str, job: Job, remedy: str, more: Iterable[str] = ()) -> JobFailed:
    """The error for a job that failed, with the unit's own words and ``more`` of them."""
    words = dict.fromkeys((*job.words, *_detail(api, job), *more))
    said = "; ".join(word.rstrip(".") for word in words if word) or "the unit gives no reason"
    return JobFailed(
        f"the {kind} ended as {job.state or 'unknown'} ({said})", remedy=remedy, where=api.connection.label
    )


def _detail(api: UnitApi, job: Job) -> tuple[str, ...]:
    """What /operational/deploymenterrors says of a job; nothing where it can't be read: the job's end matters more."""
    try:
        detail = api.deployment_error(job.id) if job.id else {}
    except FailoverError:
        return ()
    return error_words(detail)
