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
MOST_COMMANDS = 4
"""Commands that are shown where the failed one is not known."""


@dataclass(frozen=True)
class Job:
    """A join, break or deployment job; spec definitions JoinHAStatus, BreakHAStatus, DeploymentStatus."""

    raw: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The id to ask for."""
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
    """What a CliDeploymentError says: the CLI's message, and the commands around the one that failed.

    Some units leave the message empty and give the commands alone. errorLineId counts within cliLines or, with
    blockStartLineId, within the whole configuration; from 0 or from 1 is not known, so neighbours are shown.
    """
    commands = texts(error.get("cliLines"))
    place = number(error.get("errorLineId"))
    if place is not None and place > len(commands):
        place -= number(error.get("blockStartLineId")) or 0
    around = commands[max(0, place - 2) : place + 2] if place is not None else commands[:MOST_COMMANDS]
    message = line(error.get("cliErrorMessage"))
    shown = ("CLI: " + " / ".join(map(line, around))) if around else ""
    return tuple(word for word in (message, shown) if word)


def running_job(jobs: Any) -> Job | None:
    """The job of a list that has not ended, or None."""
    return next((job for job in map(Job, records(jobs)) if job.running), None)


def last_job(jobs: Any) -> Job | None:
    """The newest job of a list, or None."""
    return max(map(Job, records(jobs)), key=lambda job: (job.queued, job.id), default=None)
