# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job of a unit: a join, a break or a deployment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..names import Name
from ..reading import items, line, number, records, text, texts


class JobState(Name):
    """Spec definition DeploymentState; later releases have other words for failures."""

    QUEUED = "QUEUED"
    DEPLOYING = "DEPLOYING"
    DEPLOYED = "DEPLOYED"
    DEPLOY_FAILED = "DEPLOY_FAILED"
    DEPLOY_TIMEOUT = "DEPLOY_TIMEOUT"


RUNNING = frozenset({JobState.QUEUED, JobState.DEPLOYING})
SHOWN_COMMANDS = 3
"""Commands that are shown of a failed deployment."""


@dataclass(frozen=True)
class Job:
    """A join, break or deployment job; spec definitions JoinHAStatus, BreakHAStatus, DeploymentStatus."""

    raw: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The id to call with."""
        return text(self.raw.get("id"))

    @property
    def state(self) -> str:
        """QUEUED, DEPLOYING, DEPLOYED, or anything else, which counts as failed."""
        return text(self.raw.get("state")).upper()

    @property
    def running(self) -> bool:
        """True while the job has not ended: by its state, unless its end time says otherwise."""
        ended = number(self.raw.get("endTime"))
        return self.state in RUNNING and (ended is None or ended <= 0)

    @property
    def failed(self) -> bool:
        """True for a job that ended in any state but DEPLOYED; unknown states are failures."""
        return not self.running and self.state != JobState.DEPLOYED

    @property
    def queued(self) -> int:
        """When it was queued, ms since the epoch; 0 if not reported."""
        return number(self.raw.get("queuedTime")) or 0

    @property
    def ended(self) -> int:
        """When it ended, ms since the epoch; 0 if it is running, or if that is not reported."""
        return max(0, number(self.raw.get("endTime")) or 0)

    @property
    def words(self) -> tuple[str, ...]:
        """The unit's own words on the job, each once."""
        said = [self.raw.get("cliErrorMessage"), self.raw.get("statusMessage"), *items(self.raw.get("statusMessages"))]
        steps = (step.get("message") for step in records(self.raw.get("deploymentStatusMessages"))[-1:])
        return tuple(dict.fromkeys(word for word in map(line, (*said, *steps)) if word))


def error_words(error: Mapping[str, Any]) -> tuple[str, ...]:
    """What a CliDeploymentError says: the CLI's message, or else the commands around the one that failed.

    Whether errorLineId counts from 0 or 1, and from which line, is not known: so the commands before and after it are
    shown too, or the first ones where there is none of that number.
    """
    message = line(error.get("cliErrorMessage"))
    if message:
        return (message,)
    commands = texts(error.get("cliLines"))
    failed = (number(error.get("errorLineId")) or 0) - (number(error.get("blockStartLineId")) or 0)
    first = max(0, failed - 1) if failed <= len(commands) else 0
    shown = " | ".join(map(line, commands[first : first + SHOWN_COMMANDS]))
    return (f"failed near: {shown}",) if shown else ()


def running_job(jobs: Any) -> Job | None:
    """The job of a list that has not ended, or None."""
    return next((job for job in map(Job, records(jobs)) if job.running), None)


def last_job(jobs: Any) -> Job | None:
    """The newest job of a list, or None."""
    return max(map(Job, records(jobs)), key=lambda job: (job.queued, job.id), default=None)
