# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.join: start a unit's join."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.planned_task import PLANNED_SPEC, Planned, PlannedTask
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.intent.desired import Desired
from ..plugin_utils.pure.plan.plan import Step
from ..plugin_utils.steps import join
from ..plugin_utils.task import Options


class ActionModule(PlannedTask):
    """Compare what the unit stores, and start the join unless it has joined or a join runs. Waiting is ``wait``."""

    SPEC = PLANNED_SPEC | {"version": {"type": "str", "default": ""}}

    def steps(self, role: str, options: Options) -> tuple[tuple[Step, str], ...]:
        """Where this unit is to join."""
        return ((Step.JOIN, role),)

    def by_plan(self, api: UnitApi, options: Options, planned: Planned) -> dict[str, Any]:
        """Return changed and the job's id; the task wait finds it in the record."""
        record, role = planned.record, planned.role
        desired = Desired(planned.intent, role, planned.rendered, self.variables.key()) if self.writes else None
        version = record.written.get(role, "")
        result = join.begin(api, planned.unit, desired, version, role in record.written, self.writes)
        if self.writes:
            record.joins[role] = result["job"]
            planned.save()
        return dict(result)

    def on_unit(self, api: UnitApi, options: Options) -> dict[str, Any]:
        """Return changed and the job's id."""
        version = options["version"] if self.writes else ""
        unit = Unit(options["unit"] or "", {})
        return dict(join.begin(api, unit, None, version, bool(version), self.writes))
