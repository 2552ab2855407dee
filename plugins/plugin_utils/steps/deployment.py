# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deploy the pending changes of a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..errors import Conflict, JobFailed, NotFound
from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.comparison import pending_beside
from ..pure.device.job import Job
from ..pure.device.unit import HA_TYPES, Unit
from ..pure.reading import text
from ..pure.wording import shorten
from . import jobs
from .ports import interfaces, with_members
from .result import StepResult
from .waiting import Observation, Wait

AGAIN = "Fix what the unit reports, then run again: it deploys again."


def begin(api: UnitApi, write: bool = True, ports: Iterable[str] | None = None, unit: Unit | None = None) -> StepResult:
    """Start a deployment if changes are pending and none runs. Returns changed, the job's id, and what is pending.

    ``ports``: hardware names; raises Conflict where anything is pending but what enables them and their members. None:
    everything is deployed. ``unit``: as this run has read it; None: its interfaces are read where ports are named.
    Where no deployment ran then, and something is pending now, the list is not read again: a unit on which another
    deployment has started since refuses this one, and the other one is waited for.

    ``changed`` is False for a deployment that runs already: it may have begun before the last change was made, so
    begin again when it has ended.
    """
    listed = _read_before(unit)
    pending = [] if listed is None else pending_of(api)
    if listed is None or not pending:
        listed = api.deployments()
        under_way = jobs.running(listed)
        if under_way is not None:
            return {"changed": False, "job": under_way.id, "msg": "a deployment is running already; waiting for it"}
        pending = pending_of(api)
    if not pending:
        return {"changed": False, "job": "", "msg": "nothing to deploy"}
    if ports is not None:
        _refuse_others(api, pending, tuple(ports), unit)
    names = _names(pending)
    result: StepResult = {"changed": True, "diff": {"before": {"pending": names}, "after": {"pending": []}}}
    if not write:
        return {**result, "job": "", "msg": "would deploy " + ", ".join(names)}
    started = jobs.start(api.start_deployment, api.deployments, listed)
    if not started.ours:
        return {"changed": False, "job": started.job.id, "msg": "another deployment started first; waiting for it"}
    return {**result, "job": started.job.id, "msg": "deploying " + ", ".join(names)}


def _read_before(unit: Unit | None) -> list[Json] | None:
    """The deployments that this run has read, if none of them ran."""
    listed = None if unit is None or unit.deployment is not None else unit.data.get("deployments")
    return listed if isinstance(listed, list) else None


def as_planned(begun: StepResult, names: tuple[str, ...]) -> StepResult:
    """In check mode: what ``begin`` would have done if these ports had been enabled before."""
    if begun["changed"] or begun["job"] or not names:
        return begun
    diff = {"before": {"pending": list(names)}, "after": {"pending": []}}
    return {"changed": True, "diff": diff, "job": "", "msg": "would deploy " + ", ".join(names)}


def pending_of(api: UnitApi) -> list[Json]:
    """What a deployment is needed for; a join deploys the HA configuration itself."""
    return [each for each in api.pending_changes() if text(each.get("entityType")).lower() not in HA_TYPES]


def _names(pending: list[Json]) -> list[str]:
    return [text(change.get("entityName")) or text(change.get("entityType")) for change in pending]


def _refuse_others(api: UnitApi, pending: list[Json], ports: tuple[str, ...], unit: Unit | None) -> None:
    """Another user's change of a link port is refused too: it would become active with ours."""
    known = dict(interfaces(api, ports) if unit is None else unit.data)
    now = Unit("", known | {"pending_changes": pending})
    own = [now.ports[name] for name in with_members(now, ports) if name in now.ports]
    others = pending_beside(now, own).others
    if others:
        raise Conflict(
            f"other users' changes are now pending ({shorten(others)})",
            expected="nothing pending but the ports of the links",
            remedy="Deploy or discard them in FDM, or let apply deploy them with preflight_pending_changes: deploy; "
            "then run again.",
            where=api.connection.label,
        )


def settle(
    api: UnitApi,
    write: bool,
    wait: Callable[[], Wait],
    ports: Iterable[str] | None = None,
    check: Callable[[], None] = lambda: None,
) -> StepResult:
    """Deploy what is pending and wait for the end. What another deployment left out is deployed after it.

    Returns what ``begin`` does; one wait, made when it is needed, limits all of it. ``check`` is called before each
    deployment, and may raise to end it.
    """
    check()
    result = begin(api, write, ports)
    if not (write and result["job"]):
        return result
    return finish(api, result, wait(), ports, check=check)


def finish(
    api: UnitApi,
    begun: StepResult,
    wait: Wait,
    ports: Iterable[str] | None = None,
    unit: Unit | None = None,
    check: Callable[[], None] = lambda: None,
) -> StepResult:
    """Wait for the deployment that ``begin`` returned, and deploy what it left out. Returns what was deployed last."""
    while begun["job"]:
        wait_for_end(api, begun["job"], wait)
        if begun["changed"]:
            return begun
        check()
        begun = begin(api, ports=ports, unit=unit)
    return begun


def wait_for_end(api: UnitApi, identifier: str, wait: Wait) -> str:
    """Wait until a deployment (by id, or the one that runs) has ended; raises JobFailed, TimedOut."""

    def poll() -> Observation:
        job = _job(api, identifier)
        if job is None:
            return _without_record(api, identifier)
        if job.failed:
            raise jobs.failure(api, "deployment", job, AGAIN)
        return Observation("deploying" if job.running else "deployed", done=not job.running)

    return wait.until(poll, "the end of the deployment")


def _job(api: UnitApi, identifier: str) -> Job | None:
    if not identifier:
        return jobs.running(api.deployments())
    try:
        return Job(api.deployment(identifier))
    except NotFound:
        return None


def _without_record(api: UnitApi, identifier: str) -> Observation:
    """The result of a job whose record is gone: a success only if nothing is pending."""
    if identifier and jobs.running(api.deployments()) is not None:
        return Observation("deploying")
    if identifier and pending_of(api):
        raise JobFailed(
            "the unit no longer lists the deployment, and its changes are still pending",
            expected="the end of the deployment, or nothing pending",
            remedy="Check the deployment history in FDM, then run again: it deploys again.",
            where=api.connection.label,
        )
    return Observation("deployed", done=True)
