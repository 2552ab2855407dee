# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of a unit: start one unless it runs, tell how it ended."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import JobFailed, Uncertain
from ..pure.snapshot import Job, running_job
from ..unit import Json, UnitApi


def start(begin: Callable[[], Json], listed: Callable[[], list[Json]], before: list[Json]) -> Job:
    """POST a job that is known not to run; where the answer is lost, read whether it took, and only then once more.

    ``before`` is the list of jobs as it was read before.
    """
    known = {Job(each).id for each in before}
    try:
        return Job(begin())
    except Uncertain:
        new = [job for job in map(Job, listed()) if job.id not in known]
        return new[-1] if new else Job(begin())


def running(listed: list[Json]) -> Job | None:
    """The job of a list that runs."""
    return running_job(listed)


def failure(unit: UnitApi, kind: str, job: Job, remedy: str) -> JobFailed:
    """The error for a job that ended badly, with the unit's own words."""
    detail = unit.deployment_error(job.id) if job.id else {}
    words = dict.fromkeys((*job.words, *Job({"cliErrorMessage": detail.get("cliErrorMessage")}).words))
    said = "; ".join(word.rstrip(".") for word in words) or "the unit gives no reason"
    return JobFailed(
        f"the {kind} ended as {job.state or 'unknown'} ({said})", remedy=remedy, where=unit.connection.label
    )
