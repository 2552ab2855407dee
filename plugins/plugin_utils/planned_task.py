# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Base of the tasks that write to a unit: by the plan that preflight made in this run, or as their options say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .errors import Conflict, InputError
from .fdm.unit_api import UnitApi
from .pure.device.unit import Unit
from .pure.fleet import shared_units
from .pure.intent.ha_configuration import with_ports
from .pure.intent.intent import Intent
from .pure.names import ROLES
from .pure.plan.plan import Step
from .pure.reading import none_if_blank
from .pure.rules.rule import PendingChanges
from .run_record import RunRecord
from .steps.before_join import Checks
from .steps.result import combined
from .task import Options, Spec
from .unit_task import UNIT_SPEC, UnitTask

PLANNED_SPEC: Spec = UNIT_SPEC | {"planned": {"type": "bool", "default": False}}


@dataclass(frozen=True)
class Planned:
    """A unit of a pair that this run has checked: intent with the chosen ports, record, role; save keeps the record."""

    intent: Intent
    record: RunRecord
    role: str
    save: Callable[[], None]

    @property
    def unit(self) -> Unit:
        """The unit as this run last read it."""
        return Unit(self.role, self.record.units[self.role])

    @classmethod
    def unchecked(cls, intent: Intent, role: str, data: dict[str, Any]) -> Planned:
        """A unit that this run has only read just now; nothing is kept of it."""
        return cls(intent, RunRecord(units={role: data}), role, lambda: None)

    @property
    def rendered(self) -> dict[str, Any]:
        """The rendered configuration of the unit; raises InputError where this run has rendered none."""
        _refuse_unrendered(self.intent, self.record, self.role)
        return self.record.rendered[self.role]

    @property
    def checks(self) -> Checks:
        """The checks before a join, with the options of preflight."""
        return self.record.checks(self.intent)

    @property
    def deployable_ports(self) -> tuple[str, ...] | None:
        """The ports whose changes may be deployed; None where other users' changes are deployed too."""
        everything = self.record.settings.get("pending_changes") == PendingChanges.DEPLOY
        return None if everything else self.intent.ports


class PlannedTask(UnitTask):
    """A task on one unit that may follow the plan. A subclass gives ``SPEC`` (with ``PLANNED_SPEC``), ``steps``,
    ``by_plan`` and ``on_unit``."""

    def work(self, options: Options) -> dict[str, Any]:
        """By the plan, do nothing where it has no such step; else as the options say.

        Without a unit, both units one after the other: an error of the first ends the task.
        """
        if not options["planned"]:
            return super().work(options)
        self._refuse_another_unit(options)
        intent = self.variables.intent()
        record = self.checked_record(intent)
        self._refuse_shared_unit(record)
        if options["unit"]:
            return self._work_on(options["unit"], options, intent, record)
        roles = self.order(options)
        return combined({role: self._work_on(role, options | {"unit": role}, intent, record) for role in roles})

    def _work_on(self, role: str, options: Options, intent: Intent, record: RunRecord) -> dict[str, Any]:
        if not any(record.has_step(*step) for step in self.steps(role, options)):
            return {"changed": False, "msg": "nothing to do: the plan has no such step for this unit"}
        settled = with_ports(intent, record.ports)
        _refuse_unrendered_join(settled, record)
        planned = Planned(settled, record, role, lambda: self.save_record(intent, record))
        with self.opened(role, options, self.tolerates_absence(options)) as api:
            return self.by_plan(api, options, planned)

    def order(self, options: Options) -> tuple[str, ...]:
        """Both units in the order in which the task works on them."""
        return ROLES

    def _refuse_shared_unit(self, record: RunRecord) -> None:
        """A pair that was checked after this one may have noted the same unit: neither is written."""
        for found in shared_units(self.noted_units(record.units)).get(self.variables.pair, ()):
            raise Conflict(
                f"{found.subject}: {found.found}",
                expected=found.expected,
                remedy=found.remedy,
                where=f"{self.variables.pair}, {found.unit}",
            )

    def _refuse_another_unit(self, options: Options) -> None:
        """The plan is for the units of the inventory, at the addresses where preflight read them."""
        named = [name for name in ("host", "https_port") if none_if_blank(options[name]) is not None]
        if named:
            raise InputError(
                f"planned is true and {' and '.join(named)} {'is' if len(named) == 1 else 'are'} given",
                expected="the unit of the inventory that preflight has checked",
                remedy=f"Remove {' and '.join(named)}: planned tasks take the address from failover_units.",
                where=self.variables.pair,
            )

    def steps(self, role: str, options: Options) -> tuple[tuple[Step, str], ...]:
        """The steps of the plan, each with its unit, one of which this task belongs to."""
        raise NotImplementedError

    def by_plan(self, api: UnitApi, options: Options, planned: Planned) -> dict[str, Any]:
        """What the task does with a unit that this run has checked; returns the result."""
        raise NotImplementedError


def _refuse_unrendered_join(intent: Intent, record: RunRecord) -> None:
    """Raise InputError before the first write, not after the ports are deployed, where a unit can't be configured."""
    for role in ROLES:
        if record.has_step(Step.JOIN, role):
            _refuse_unrendered(intent, record, role)


def _refuse_unrendered(intent: Intent, record: RunRecord, role: str) -> None:
    if role not in record.rendered:
        raise InputError(
            "no configuration was rendered for this pair in this run",
            expected="fdm.failover.render before anything is written",
            remedy="Run the role fdm.failover.render after fdm.failover.preflight. Remove render_configurations "
            "from the inventory if it is set there.",
            where=f"{intent.pair}, {role}",
        )
