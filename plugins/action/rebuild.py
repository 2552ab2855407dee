# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.rebuild: what to do where the links or the key of a pair in HA differ from the inventory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..plugin_utils.pure.device.unit import NodeState, Unit
from ..plugin_utils.pure.names import PRIMARY, ROLES, SECONDARY
from ..plugin_utils.pure.plan.actions import Action, Verdict, decide
from ..plugin_utils.pure.plan.breaks import BreakPlan
from ..plugin_utils.pure.plan.rebuild import reasons, refuse_active_secondary
from ..plugin_utils.pure.plan.refusals import refusal
from ..plugin_utils.rebuild_task import REBUILD_SPEC, RebuildTask, with_encryption
from ..plugin_utils.snapshot_folder import SnapshotFolder
from ..plugin_utils.steps import read
from ..plugin_utils.steps.active_unit import Apis
from ..plugin_utils.task import Options


class ActionModule(RebuildTask):
    """Plan, note and finish a rebuild; the role carries it out."""

    KIND, OTHER, CONFIRM = "rebuild", "replace", "rebuild_confirm"
    SPEC = REBUILD_SPEC | {"key_change": {"type": "str", "default": ""}}

    def reasons(self, apis: Apis, units: Mapping[str, Unit | None], options: Options) -> list[str]:
        """How links and key differ. Only a healthy pair is rebuilt; one that is half broken is finished by dissolve."""
        intent = self.variables.intent()
        folder = self.folder(options)
        if not folder.unfinished(self.KIND):
            said = decide(Action.DISSOLVE, units[PRIMARY], units[SECONDARY])
            if said.verdict != Verdict.DO:
                reason = said.reason or ("not-in-ha" if said.verdict == Verdict.NOTHING else "not-healthy")
                raise refusal(Action.DISSOLVE, reason, units[PRIMARY], units[SECONDARY], self.variables.pair)
            refuse_active_secondary(units, self.variables.pair)
        found = []
        for role in ROLES:
            unit = units[role]
            if unit is None or not unit.in_ha:
                return ["the pair is half broken"]
            data = read.read(apis[role], ("status", "configuration", "interfaces", "etherchannels"))
            found.append(with_encryption(apis, role, data))
        return reasons(intent, (found[0], found[1]), options["key_change"], folder.done())

    def kept(self, units: Mapping[str, Unit | None]) -> BreakPlan:
        """The active unit of a healthy pair is called, and keeps its interfaces."""
        active = next(role for role in ROLES if (unit := units[role]) is not None and unit.state == NodeState.ACTIVE)
        return BreakPlan((active,), active)

    def goes_on(self, units: Mapping[str, Unit | None]) -> bool:
        """A pair that somebody has rebuilt already has nothing to be broken for."""
        return all(unit is not None and unit.in_ha for unit in units.values())

    def note(self, options: Options) -> dict[str, Any]:
        """The change of the key that this rebuild makes."""
        return {"key_change": options["key_change"]}

    def finished(self, folder: SnapshotFolder, note: Mapping[str, Any]) -> None:
        """A change of the key is made once."""
        if note.get("key_change"):
            folder.add_done(str(note["key_change"]))
