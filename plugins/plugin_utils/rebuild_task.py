# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Base of rebuild and replace: checked as if the pair were broken already, noted before the
break, and finished by the next run.

Phases: ``plan`` reads, checks, shows the plan, and needs confirmation; ``begin`` notes what is begun and where its
snapshot is; ``broken`` notes that both units are single; ``finish`` forgets the note.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from .broken_pair_task import FOLDER_SPEC, BrokenPairTask, as_result, read_both
from .errors import Conflict, InputError
from .pure.device.unit import RUNNING_FAILOVER, Unit
from .pure.names import PRIMARY, ROLES, SECONDARY
from .pure.plan.breaks import BreakPlan, InterfaceOption, effects
from .pure.plan.rebuild import OUTAGE, are_single, as_if_single
from .pure.preflight import Outcome, open_candidates, pair_context, preflight
from .pure.rules.rule import PendingChanges, Settings
from .pure.table import table
from .snapshot_folder import SnapshotFolder
from .steps import read
from .steps.active_unit import Apis
from .steps.pair_settings import as_snapshot, read_settings
from .task import Options, Spec

PHASES = ("plan", "begin", "broken", "finish")
DISSOLVE = "dissolve"
"""The note of a break: what it took from the unit that stays in use is not put back for certain."""
PLANNED, BROKEN = "planned", "broken"
"""Stages of what was begun: the pair is not broken for certain; both units have said that they are single."""

REBUILD_SPEC: Spec = FOLDER_SPEC | {
    "phase": {"type": "str", "choices": list(PHASES), "default": "plan"},
    "confirm": {"type": "str"},
    "snapshot": {"type": "path"},
    "waive": {"type": "list", "elements": "str", "default": []},
    "pending_changes": {"type": "str", "choices": list(map(str, PendingChanges)), "default": "refuse"},
    "clock_skew": {"type": "int", "default": 30},
}


class RebuildTask(BrokenPairTask):
    """A subclass gives ``KIND``, ``OTHER`` (what must not be unfinished), ``CONFIRM`` and ``reasons``."""

    KIND: ClassVar[str] = ""
    OTHER: ClassVar[str] = ""
    CONFIRM: ClassVar[str] = ""

    def reasons(self, apis: Apis, units: Mapping[str, Unit | None], options: Options) -> list[str]:
        """Why the pair has to be rebuilt, in words; empty where it does not. Raises Conflict where it can't be."""
        raise NotImplementedError

    def note(self, options: Options) -> dict[str, Any]:
        """What the note holds beside stage and snapshot."""
        raise NotImplementedError

    def kept(self, units: Mapping[str, Unit | None]) -> BreakPlan:
        """Which unit is called, and which keeps its interfaces."""
        raise NotImplementedError

    def finished(self, folder: SnapshotFolder, note: Mapping[str, Any]) -> None:
        """What is noted at the end."""

    def work(self, options: Options) -> dict[str, Any]:
        """Do one phase."""
        folder = self.folder(options)
        phases = {"plan": self._plan, "begin": self._begin, "broken": self._broken, "finish": self._finish}
        return phases[options["phase"]](folder, options)

    def _plan(self, folder: SnapshotFolder, options: Options) -> dict[str, Any]:
        """Return needed, and where to go on: whether the pair is still to be broken, and which snapshot holds."""
        pair = self.variables.pair
        self._refuse_other(folder)
        note = folder.unfinished(self.KIND)
        with self.opened_pair(was_in_ha=True) as apis:
            units = read_both(apis)
            if note and (note.get("stage") == BROKEN or are_single(units)):
                return self._resumed(note, dissolve=bool(folder.unfinished(DISSOLVE)))
            why = self.reasons(apis, units, options)
            if note:
                return self._resumed(note, dissolve=bool(why))
            if not why:
                return self.say_result("nothing to do: the pair matches the inventory", needed=False)
            outcome = self._judge(apis, options)
            lines = self._lines(apis, units, why, outcome)
        if outcome.findings:
            self.say(table(f"{pair}, preflight", outcome.findings))
        if not outcome.ready:
            raise Conflict(
                outcome.verdict.replace("so nothing is written", "so the pair is not broken, nothing is written")
            )
        self.say_lines(f"{self.KIND}", lines)
        self.confirmed(options["confirm"], self.CONFIRM)
        said = f"{self.KIND} needed: {'; '.join(why)}"
        return as_result(not self.writes, pair, said, needed=True, dissolve=True, snapshot="", steps=lines)

    def _refuse_other(self, folder: SnapshotFolder) -> None:
        if folder.unfinished(self.OTHER):
            raise Conflict(
                f"a {self.OTHER} of this pair has not ended",
                expected="no other work on the pair",
                remedy=f"Finish it first: run fdm.failover.{self.OTHER} again.",
                where=self.variables.pair,
            )

    def _resumed(self, note: Mapping[str, Any], dissolve: bool) -> dict[str, Any]:
        self.note_broken()
        said = f"continues the {self.KIND} that an earlier run started (snapshot {note.get('snapshot')})"
        self.say(f"{self.variables.pair}: {said}")
        where = {"dissolve": dissolve, "snapshot": str(note.get("snapshot") or "")}
        return as_result(False, self.variables.pair, said, needed=True, steps=[], **where)

    def _judge(self, apis: Apis, options: Options) -> Outcome:
        """Every rule, as if the pair were broken already: all that can be refused is refused before it is."""
        intent, key = self.variables.intent(), self.variables.key()
        data: dict[str, dict[str, Any]] = {}
        for role in ROLES:
            ports = [port for port in intent.ports if port != "auto"]
            status = apis[role].status()
            data[role] = as_if_single(read.read_for_preflight(apis[role], ports, status, False))
        for role in ROLES if "auto" in intent.ports else ():
            names = open_candidates(*(Unit(each, data[each]) for each in ROLES))
            data[role]["subinterfaces"] |= read.subinterfaces(apis[role], data[role], names)
        settings = Settings(False, PendingChanges(options["pending_changes"]), options["clock_skew"])
        case = pair_context(intent, data[PRIMARY], data[SECONDARY], key, settings)
        return preflight(case, options["waive"])

    def _lines(self, apis: Apis, units: Mapping[str, Unit | None], why: list[str], outcome: Outcome) -> list[str]:
        """The whole plan for people: why, the break and its effects, what is written then, the outage."""
        plan = self.kept(units)
        snapshot = as_snapshot(self.variables.pair, "", plan.kept, read_settings(apis[plan.kept]), {})
        lines = [f"why: {each}" for each in why]
        lines += ["take a snapshot", f"break the pair: one call on the {' and '.join(plan.calls)}"]
        lines += [f"  {each}" for each in effects(plan, units, snapshot.interfaces, InterfaceOption.DISABLE)]
        lines += [f"then {each}" for each in outcome.plan.lines(outcome.ports)]
        named = [each["name"] for each in snapshot.interfaces if each["name"]]
        lines += [
            f"put back criteria, and monitoring, standby and MAC addresses of {', '.join(named) or 'no interface'}"
        ]
        return [*lines, "verify", f"outage: {OUTAGE}"]

    def _begin(self, folder: SnapshotFolder, options: Options) -> dict[str, Any]:
        """Note what is begun, before the pair is broken."""
        path, _snapshot = folder.load(options["snapshot"])
        self.confirmed(options["confirm"], self.CONFIRM)
        if self.writes:
            folder.begin(self.KIND, stage=PLANNED, snapshot=str(path), **self.note(options))
        return as_result(False, self.variables.pair, f"{self.KIND} begun", snapshot=str(path))

    def _broken(self, folder: SnapshotFolder, options: Options) -> dict[str, Any]:
        """Note that both units are single, when both report it; a unit that was noted so may have joined again."""
        note = self._noted(folder)
        if note.get("stage") != BROKEN:
            with self.opened_pair(was_in_ha=True) as apis:
                units = read_both(apis)
            if not are_single(units) and not self.goes_on(units):
                raise Conflict(
                    "the pair is not broken",
                    expected="both units single",
                    remedy="Run again: it continues from here.",
                    where=self.variables.pair,
                )
            folder.begin(self.KIND, **note | {"stage": BROKEN})
        self.note_broken()
        return as_result(False, self.variables.pair, "both units are single")

    def goes_on(self, units: Mapping[str, Unit | None]) -> bool:
        """Whether the pair may go on without having been broken."""
        return False

    def _finish(self, folder: SnapshotFolder, options: Options) -> dict[str, Any]:
        note = self._noted(folder)
        self.finished(folder, note)
        folder.end(self.KIND)
        return as_result(False, self.variables.pair, f"{self.KIND} finished")

    def _noted(self, folder: SnapshotFolder) -> dict[str, Any]:
        note = folder.unfinished(self.KIND)
        if not note:
            raise InputError(
                f"no {self.KIND} of this pair has been started",
                expected=f"the phases of fdm.failover.{self.KIND} in their order",
                remedy=f"Run the role fdm.failover.{self.KIND}.",
                where=self.variables.pair,
            )
        return {name: value for name, value in note.items() if name != "pair"}


def with_encryption(apis: Apis, role: str, data: Mapping[str, Any]) -> Unit:
    """A unit in HA with what its running configuration says of encryption."""
    return Unit(role, {**data, "commands": {RUNNING_FAILOVER: apis[role].command(RUNNING_FAILOVER)}})
