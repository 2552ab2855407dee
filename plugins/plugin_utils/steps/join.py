# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the join of a unit: only with the configuration that this run has written, and never twice."""

from __future__ import annotations

from ..errors import Rejected
from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.device.job import Job
from ..pure.device.unit import NodeState, Unit, display_state
from ..pure.intent.desired import Desired
from ..pure.intent.ha_configuration import links_of
from ..pure.names import SECONDARY
from ..pure.reading import text
from . import jobs
from .after_join import refuse_other_role
from .before_join import compare
from .result import StepResult

JOINING = {"before": {"state": "single"}, "after": {"state": "joining"}}
"""The difference that a join makes."""


def begin(
    api: UnitApi,
    unit: Unit,
    desired: Desired | None,
    version: str = "",
    written: bool = False,
    write: bool = True,
    first: bool = False,
) -> StepResult:
    """Start the join of a single unit unless one runs. Returns changed and the job's id, and warnings.

    Before each attempt what the unit stores is compared with ``desired``, and its version with ``version``, as this run
    left it (empty: not known). ``written``: by this run, so a join that it did not start raises Conflict. ``first``: by
    this task, on a unit that had nothing to join with, so no join can run and none is looked for; a unit that another
    run has told to join since refuses this join.
    """
    now = _now(api, unit)
    guard = _Guard(api, unit, desired, version)
    if now.state != NodeState.SINGLE:
        return _already_in_ha(now, guard, written)
    listed = None if first else api.joins()
    other = jobs.running(listed or [])
    if other is not None:
        return _running(guard, other, written)
    if not write:
        return {"changed": True, "job": "", "msg": "would join", "diff": JOINING}
    try:
        started = jobs.start(lambda: api.start_join(guard), api.joins, listed, had_effect=guard.has_joined)
    except Rejected:
        now = _now(api, unit)
        if now.state == NodeState.SINGLE:
            raise
        return _already_in_ha(now, guard, written)
    guard.refuse_another_configuration(started.confirmed)
    if not started.ours:
        return _running(guard, started.job, written)
    return {"changed": True, "job": started.job.id, "msg": "join started", "diff": JOINING}


class _Guard:
    """Reads the stored configuration before each attempt to join, and raises Conflict where it is not ours."""

    def __init__(self, api: UnitApi, unit: Unit, desired: Desired | None, version: str) -> None:
        self.api = api
        self._unit = unit
        self._desired = desired
        self._version = version
        self._stored: Json = {}

    def __call__(self) -> None:
        if self._desired is None and not self._version:
            return
        self._stored = self.api.configuration()
        if self._desired is not None:
            compare(self.api, self._unit, self._desired, self._stored)
        if self._version and text(self._stored.get("version")) != self._version:
            raise jobs.changed_by_others(
                self.api, "the HA configuration was changed after this run wrote it, so the unit does not join"
            )

    def has_joined(self) -> bool:
        """Whether the unit is in HA by now: a join may end before its job is looked for."""
        return _now(self.api, self._unit).in_ha

    def refuse_another_configuration(self, confirmed: bool) -> None:
        """Another run may have written between the last reading and the join, or have started it (not ``confirmed``).

        A secondary may be away already, and is not read. Whether a join moves the version is not known, so it counts
        only where the join may be another run's.
        """
        if not self._stored or self.api.connection.role == SECONDARY:
            return
        now = self.api.configuration()
        same_version = text(now.get("version")) == text(self._stored.get("version"))
        if links_of(now) != links_of(self._stored) or not (confirmed or same_version):
            raise jobs.changed_by_others(self.api, "the unit joins with a configuration that this run did not write")


def _now(api: UnitApi, unit: Unit) -> Unit:
    return Unit(unit.role, {"status": api.status()})


def _already_in_ha(now: Unit, guard: _Guard, written: bool) -> StepResult:
    refuse_other_role(guard.api, now)
    if written:
        guard()
    return {"changed": False, "job": "", "msg": f"the unit is {display_state(now.state)}: it has joined already"}


def _running(guard: _Guard, job: Job, written: bool) -> StepResult:
    """A join that runs already: that of an earlier run with this configuration is waited for."""
    guard()
    if written:
        raise jobs.changed_by_others(
            guard.api, "another run started the join of this unit after this run configured it"
        )
    said = "a join is running that this run did not start; waiting for it"
    warning = f"{guard.api.connection.label}: {said}"
    return {"changed": False, "job": job.id, "msg": said, "warnings": [warning]}
