# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.replace: what to do where a unit of a pair was replaced by a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.intent.intent import read_units
from ..plugin_utils.pure.names import PRIMARY, ROLES, SECONDARY
from ..plugin_utils.pure.plan.actions import Action, Verdict, decide
from ..plugin_utils.pure.plan.breaks import BreakPlan
from ..plugin_utils.pure.plan.rebuild import replacement
from ..plugin_utils.rebuild_task import REBUILD_SPEC, RebuildTask
from ..plugin_utils.steps.active_unit import Apis
from ..plugin_utils.task import Options


class ActionModule(RebuildTask):
    """Plan, note and finish a replacement; the role carries it out. The survivor is listed as primary."""

    KIND, OTHER, CONFIRM = "replace", "rebuild", "replace_confirm"
    SPEC = REBUILD_SPEC | {"replaced": {"type": "str", "choices": list(ROLES), "default": SECONDARY}}

    def reasons(self, apis: Apis, units: Mapping[str, Unit | None], options: Options) -> list[str]:
        """The new unit; nothing where both units are a healthy pair already."""
        if decide(Action.DISSOLVE, units[PRIMARY], units[SECONDARY]).verdict == Verdict.DO:
            return []
        listed = read_units(self.variables.pair, self.variables.get("failover_units"))
        hosts = str(listed[PRIMARY]["host"]), str(listed[SECONDARY]["host"])
        replacement(units, options["replaced"], hosts, self.variables.pair)
        role = "stays primary" if options["replaced"] != PRIMARY else "becomes primary"
        return [f"the {options['replaced']} was replaced; {hosts[0]} {role}, {hosts[1]} joins it as secondary"]

    def kept(self, units: Mapping[str, Unit | None]) -> BreakPlan:
        """The survivor is called, and keeps its interfaces."""
        return BreakPlan((PRIMARY,), PRIMARY)

    def note(self, options: Options) -> dict[str, Any]:
        """Which unit was replaced."""
        return {"replaced": options["replaced"]}
