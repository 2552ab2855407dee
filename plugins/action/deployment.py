# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.deployment: deploy what is staged on a unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.planned_task import PLANNED_SPEC, Planned, PlannedTask
from ..plugin_utils.pure.comparison import disabled_ports
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.plan.plan import Step
from ..plugin_utils.steps import deployment
from ..plugin_utils.steps.result import StepResult
from ..plugin_utils.task import Options


class ActionModule(PlannedTask):
    """Start a deployment where something is staged, and wait for its end unless ``wait`` is false."""

    SPEC = PLANNED_SPEC | {
        "ports": {"type": "list", "elements": "str"},
        "wait": {"type": "bool", "default": True},
        "wait_timeout": {"type": "int", "default": 1800},
    }

    def steps(self, role: str, options: Options) -> tuple[tuple[Step, str], ...]:
        """Where something of this unit is to be deployed."""
        return ((Step.DEPLOY, role),)

    def by_plan(self, api: UnitApi, options: Options, planned: Planned) -> dict[str, Any]:
        """Return changed and the job's id; the task wait finds it in the record."""
        begun = self._deploy(api, options, planned.deployable_ports, planned.unit)
        if not self.writes:
            return dict(deployment.as_planned(begun, disabled_ports(planned.unit, planned.intent)))
        planned.record.deployments[planned.role] = {"job": begun["job"], "changed": begun["changed"]}
        planned.save()
        return dict(begun)

    def on_unit(self, api: UnitApi, options: Options) -> dict[str, Any]:
        """Return changed and the job's id."""
        return dict(self._deploy(api, options, options["ports"]))

    def _deploy(
        self, api: UnitApi, options: Options, ports: Iterable[str] | None, unit: Unit | None = None
    ) -> StepResult:
        if not options["wait"]:
            return deployment.begin(api, self.writes, ports, unit)
        timeout = options["wait_timeout"]
        return deployment.settle(api, self.writes, lambda: self.wait_for(api, timeout), ports, unit)
