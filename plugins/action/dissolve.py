# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.dissolve: break a pair, so that both units are single."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from ..plugin_utils.broken_pair_task import FOLDER_SPEC, BrokenPairTask, as_result, read_both
from ..plugin_utils.errors import Conflict, InputError
from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.names import ROLES
from ..plugin_utils.pure.plan.breaks import BreakPlan, InterfaceOption, break_call, break_plan, effects, state_words
from ..plugin_utils.pure.snapshot import Snapshot
from ..plugin_utils.rebuild_task import DISSOLVE
from ..plugin_utils.snapshot_folder import SnapshotFolder
from ..plugin_utils.steps.active_unit import Apis
from ..plugin_utils.steps.data_management import managed_over
from ..plugin_utils.steps.dissolve import Dissolving, dissolve
from ..plugin_utils.steps.pair_settings import as_snapshot, read_settings, refuse_others
from ..plugin_utils.steps.waiting import Wait
from ..plugin_utils.task import Options


class ActionModule(BrokenPairTask):
    """Say what the break will do; break; wait until both units are single; put back what it took."""

    SPEC = FOLDER_SPEC | {
        "confirm": {"type": "str"},
        "plan": {"type": "bool", "default": False},
        "snapshot": {"type": "path"},
        "interface_option": {"type": "str", "choices": list(map(str, InterfaceOption)), "default": "disable"},
        "survivor": {"type": "str", "choices": list(ROLES)},
        "over_data_interface": {"type": "bool", "default": False},
        "wait_timeout": {"type": "int", "default": 2700},
        "deploy_timeout": {"type": "int", "default": 1800},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Return the states before and after, and what was put back."""
        with self.opened_pair(self.folder(options).newest() is not None) as apis:
            units = read_both(apis)
            plan = break_plan(units, options["survivor"], self.variables.pair)
            if plan is not None:
                lines = self._announce(apis, units, plan, options)
                self.confirmed(options["confirm"], "dissolve_confirm")
                if options["plan"] or not self.writes:
                    said = f"would break the pair: {lines[0]}"
                    return as_result(not options["plan"], self.variables.pair, said, effects=lines)
            elif options["plan"] or not self.writes:
                return self._nothing(options)
            return self._break(apis, units, plan, options)

    def _nothing(self, options: Options) -> dict[str, Any]:
        """Both units are single. Said once: by the plan, unless an unfinished break has something to put back."""
        said = "nothing to do: both units are single"
        if options["plan"] and not self.folder(options).unfinished(DISSOLVE):
            return self.say_result(said, effects=[])
        return as_result(False, self.variables.pair, said, effects=[])

    def _announce(self, apis: Apis, units: Mapping[str, Unit | None], plan: BreakPlan, options: Options) -> list[str]:
        """What the break will do, for people; raises Conflict where a unit would be lost."""
        option = InterfaceOption(options["interface_option"])
        refuse_others(apis[plan.kept], frozenset())
        settings = read_settings(apis[plan.kept])
        snapshot = as_snapshot(self.variables.pair, "", plan.kept, settings, {})
        for role, unit in units.items():
            if unit is not None and unit.in_ha:
                self._refuse_data_management(apis[role], role, settings, options["over_data_interface"])
        for role in plan.calls:
            break_call(Unit(role, {"system": apis[role].system()}), option, apis[role].connection.label)
        called = " and ".join(plan.calls)
        lines = [f"one call on the {called}, which is {state_words(units[plan.calls[0]])}"]
        lines += effects(plan, units, snapshot.interfaces, option)
        if options["plan"]:
            self.say_lines("break", lines)
        return lines

    def _refuse_data_management(self, api: UnitApi, role: str, settings: Mapping[str, Any], allowed: bool) -> None:
        where = managed_over(api, role, settings)
        if not where:
            return
        if allowed:
            self.warnings.append(f"{api.connection.label}: managed over the data interface {where}; it may be lost")
            return
        raise Conflict(
            f"the unit is managed over the data interface {where}: after a break the standby unit keeps the addresses "
            "of the active one and can't be reached",
            expected="units that are managed over their management interfaces",
            remedy="Give host the management interface's address. To break the pair all the same, with somebody at the "
            "units' consoles, set dissolve_over_data_interface: true.",
            where=api.connection.label,
        )

    def _break(
        self, apis: Apis, units: Mapping[str, Unit | None], plan: BreakPlan | None, options: Options
    ) -> dict[str, Any]:
        folder, pair = self.folder(options), self.variables.pair
        note = folder.unfinished(DISSOLVE)
        if plan is None and not note:
            return as_result(False, pair, "nothing to do: both units are single")
        path, snapshot = self._snapshot(folder, plan, note, options, apis)
        self.note_broken()
        on = Dissolving(
            apis,
            pair,
            snapshot,
            lambda kept: folder.begin(DISSOLVE, kept=kept, snapshot=path),
            partial(self._wait, options),
            kept=str(note.get("kept") or ""),
            option=InterfaceOption(options["interface_option"]),
            survivor=options["survivor"],
        )
        after, repaired = dissolve(on)
        folder.end(DISSOLVE)
        states = {role: state_words(unit) for role, unit in after.items()}
        said = "; ".join(f"the {role} is {words}" for role, words in states.items())
        if repaired:
            self.say_lines(f"put back on the {on.kept} from {path}", repaired)
        before = {role: state_words(unit) for role, unit in units.items()}
        diff = {"before": before, "after": states}
        changed = bool(on.called or repaired or plan)
        return as_result(changed, pair, said, called=on.called, repaired=repaired, diff=diff)

    def _wait(self, options: Options, api: UnitApi, option: str) -> Wait:
        return self.unit_wait(api, options["deploy_timeout" if "deploy" in option else "wait_timeout"], option)

    def _snapshot(
        self, folder: SnapshotFolder, plan: BreakPlan | None, note: Mapping[str, Any], options: Options, apis: Apis
    ) -> tuple[str, Snapshot]:
        """The snapshot that this break relies on: an unfinished break's own, else the one that was taken for it."""
        given = options["snapshot"] if plan is not None else note.get("snapshot") or options["snapshot"]
        if not given:
            raise InputError(
                "no snapshot is given",
                expected="the path of the HA settings that fdm.failover.snapshot has just written",
                remedy="Run the role fdm.failover.dissolve, which takes one first.",
                where=self.variables.pair,
            )
        path, snapshot = folder.load(given)
        kept = plan.kept if plan is not None else str(note.get("kept") or "")
        serial = str(apis[kept].system().get("serialNumber") or "") if kept else ""
        known = [each for each in snapshot.serials.values() if each]
        if serial and known and serial not in known:
            raise InputError(
                f"the snapshot was taken of the units {', '.join(known)}, and the {kept} is {serial}",
                expected="a snapshot of this unit",
                remedy="Take a new one: run fdm.failover.snapshot.",
                where=f"{self.variables.pair}, {path}",
            )
        return str(path), snapshot
