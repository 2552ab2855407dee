# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deploy what is staged on a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..errors import Conflict, NotFound
from ..fdm.unit_api import Json, UnitApi
from ..pure.device.job import Job
from ..pure.device.unit import HA_TYPES
from ..pure.reading import text
from ..pure.wording import shorten
from . import jobs
from .ports import known
from .waiting import Observation, Wait


def begin(unit: UnitApi, write: bool = True, ports: Iterable[str] | None = None) -> Json:
    """Start a deployment if anything is staged and none runs. Returns changed, the job's id, and what is staged.

    ``ports``: hardware names; raises Conflict where anything but their changes is staged. None: everything is deployed.

    ``changed`` is False for a deployment that runs already: it may have begun before the last change was staged, so
    begin again when it has ended.
    """
    listed = unit.deployments()
    under_way = jobs.running(listed)
    if under_way is not None:
        return {"changed": False, "job": under_way.id, "msg": "a deployment is running already; it is awaited"}
    staged = [change for change in unit.pending_changes() if text(change.get("entityType")).lower() not in HA_TYPES]
    if not staged:
        return {"changed": False, "job": "", "msg": "nothing to deploy"}
    if ports is not None:
        _refuse_others(unit, staged, frozenset(ports))
    names = _names(staged)
    said = {"changed": True, "diff": {"before": {"pending": names}, "after": {"pending": []}}}
    if not write:
        return said | {"job": "", "msg": "would deploy " + ", ".join(names)}
    job, ours, _told = jobs.start(unit.start_deployment, unit.deployments, listed)
    if not ours:
        return {"changed": False, "job": job.id, "msg": "another deployment was quicker; it is awaited"}
    return said | {"job": job.id, "msg": "deploys " + ", ".join(names)}


def _names(staged: list[Json]) -> list[str]:
    return [text(change.get("entityName")) or text(change.get("entityType")) for change in staged]


def _refuse_others(unit: UnitApi, staged: list[Json], ports: frozenset[str]) -> None:
    """A change names its port, or has its id; ids cost a call, so they are asked for only where a name differs."""
    others = [change for change in staged if text(change.get("entityName")) not in ports]
    if others:
        ids = {text(each.get("id")) for name, each in known(unit, ports).items() if name in ports}
        others = [change for change in others if text(change.get("entityId")) not in ids]
    if others:
        raise Conflict(
            f"other users' changes are now pending ({shorten(_names(others))})",
            expected="nothing staged but the ports of the links",
            remedy="Deploy or discard them in FDM, or let apply deploy them with preflight_pending_changes: deploy; "
            "then run again.",
            where=unit.connection.label,
        )


def settle(unit: UnitApi, write: bool, wait: Callable[[], Wait], ports: Iterable[str] | None = None) -> Json:
    """Deploy what is staged and wait for the end. What a deployment of another left undone is deployed after it.

    Returns what ``begin`` does; one wait, made when it is needed, limits all of it.
    """
    result = begin(unit, write, ports)
    if not (write and result["job"]):
        return result
    waiting = wait()
    while True:
        finish(unit, result["job"], waiting)
        if result["changed"]:
            return result
        result = begin(unit, ports=ports)
        if not result["job"]:
            return result


def finish(unit: UnitApi, identifier: str, wait: Wait) -> str:
    """Wait until a deployment (by id, or the one that runs) has ended; raises JobFailed, TimedOut."""

    def look() -> Observation:
        job = _job(unit, identifier)
        if job is None:
            return Observation("deployed", done=True)
        if job.failed:
            raise jobs.failure(unit, "deployment", job, "Fix what the unit reports, then run again: it deploys again.")
        return Observation("deploying" if job.running else "deployed", done=not job.running)

    return wait.until(look, "the end of the deployment")


def _job(unit: UnitApi, identifier: str) -> Job | None:
    if not identifier:
        return jobs.running(unit.deployments())
    try:
        return Job(unit.deployment(identifier))
    except NotFound:
        return None
