# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.wait: wait for a unit to reach a state."""

from __future__ import annotations

from typing import Any, cast

from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.planned_task import PLANNED_SPEC, Planned, PlannedTask
from ..plugin_utils.pure.names import PAIR, PRIMARY, SECONDARY
from ..plugin_utils.pure.plan.plan import Step
from ..plugin_utils.steps import after_join, before_join, deployment
from ..plugin_utils.steps.result import StepResult
from ..plugin_utils.steps.waiting import Wait
from ..plugin_utils.task import Options

TARGETS = {
    "active": (after_join.is_active, "the activation of the unit"),
    "in_sync": (after_join.is_in_sync, "one unit active, one standby, in sync"),
}
OPTIONS = {
    "deployed": "apply_deploy_timeout",
    "links_up": "apply_link_timeout",
    "active": "apply_join_timeout",
    "in_sync": "apply_sync_timeout",
}
"""The variable of the role apply that sets the time limit."""
LIMITS = {"deployed": 1800, "links_up": 60, "active": 1800, "in_sync": 7200}
"""Seconds to wait where no limit is given."""


class ActionModule(PlannedTask):
    """Wait for the end of a deployment, for links that are up, for an active unit, or for a pair in sync."""

    SPEC = PLANNED_SPEC | {
        "until": {"type": "str", "choices": list(OPTIONS), "required": True},
        "job": {"type": "str", "default": ""},
        "require_link": {"type": "bool", "default": True},
        "tolerate_absence": {"type": "bool", "default": False},
        "wait_timeout": {"type": "int"},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """In check mode there is nothing to wait for."""
        if not self.writes:
            return {"changed": False, "msg": "check mode: nothing to wait for"}
        return super().work(options)

    def steps(self, role: str, options: Options) -> tuple[tuple[Step, str], ...]:
        """The steps of the plan that need this wait."""
        return {
            "deployed": ((Step.DEPLOY, role),),
            "links_up": ((Step.JOIN, PRIMARY), (Step.JOIN, SECONDARY)),
            "active": ((Step.WAIT_ACTIVE, role),),
            "in_sync": ((Step.WAIT_SYNC, PAIR),),
        }[options["until"]]

    def by_plan(self, api: UnitApi, options: Options, planned: Planned) -> dict[str, Any]:
        """Return the state reached and the seconds it took; jobs come from the record."""
        until, wait = options["until"], self._wait(api, options)
        if until == "links_up":
            return self._links_up(api, options, planned, wait)
        if until != "deployed":
            return dict(self._joined(api, options, planned.record.joins.get(planned.role, ""), wait))
        begun = cast("StepResult", planned.record.deployments.get(planned.role, {"job": "", "changed": True}))
        ended = deployment.finish(api, begun, wait, planned.deployable_ports, planned.unit)
        return {"changed": ended["changed"] and not begun["changed"], "state": wait.state, "seconds": wait.seconds}

    def on_unit(self, api: UnitApi, options: Options) -> dict[str, Any]:
        """Return the state reached and the seconds it took."""
        until, wait = options["until"], self._wait(api, options)
        if until == "deployed":
            state = deployment.wait_for_end(api, options["job"], wait)
            return {"changed": False, "state": state, "seconds": wait.seconds}
        if until == "links_up":
            return self._links_up(api, options, self._unplanned(api, options), wait)
        return dict(self._joined(api, options, options["job"], wait))

    def tolerates_absence(self, options: Options) -> bool:
        """A secondary that joins by the plan imports the primary's configuration, and may be away during that time."""
        joins = options["planned"] and options["until"] == "in_sync" and options["unit"] == SECONDARY
        return joins or super().tolerates_absence(options)

    def order(self, options: Options) -> tuple[str, ...]:
        """The secondary first where both must be in sync: it has more to do."""
        return (SECONDARY, PRIMARY) if options["until"] == "in_sync" else super().order(options)

    def _wait(self, api: UnitApi, options: Options) -> Wait:
        until, limit = options["until"], options["wait_timeout"]
        seconds = LIMITS[until] if limit is None else limit
        return self.wait_for(api, seconds, self.tolerates_absence(options), OPTIONS[until] + " (wait_timeout)")

    def _joined(self, api: UnitApi, options: Options, job: str, wait: Wait) -> StepResult:
        target, what = TARGETS[options["until"]]
        state = after_join.finish(api, options["unit"] or "", job, wait, target, what)
        return {"changed": False, "state": state, "seconds": wait.seconds}

    def _links_up(self, api: UnitApi, options: Options, planned: Planned, wait: Wait) -> dict[str, Any]:
        result, read = before_join.links_up(api, planned.unit, planned.checks, wait, options["require_link"])
        planned.record.units[planned.role] |= read
        planned.save()
        return dict(result)

    def _unplanned(self, api: UnitApi, options: Options) -> Planned:
        """A unit as it is now, with the ports of the inventory; nothing is kept of it."""
        role = options["unit"] or ""
        return Planned.unchecked(self.variables.intent(), role, {"status": api.status()})
