# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Task ``apply``: carry out the plan that preflight made in this run."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..plugin_utils.errors import Conflict
from ..plugin_utils.forks import hold
from ..plugin_utils.phases import Limits, Phases, Reach
from ..plugin_utils.pure.fleet import shared_units
from ..plugin_utils.pure.intent.intent import with_ports
from ..plugin_utils.pure.plan.plan import Phase
from ..plugin_utils.run_record import RunRecord
from ..plugin_utils.task import Options
from ..plugin_utils.unit_task import UnitOpener


class ActionModule(UnitOpener):
    """Do what the plan has for this phase, or all that is left of it. Units are those of the inventory, where preflight
    has read them."""

    SPEC = {
        "phase": {"type": "str", "choices": list(map(str, Phase))},
        "deploy_timeout": {"type": "int", "default": Limits.deploy},
        "link_timeout": {"type": "int", "default": Limits.link},
        "require_link": {"type": "bool", "default": Limits.require_link},
        "join_timeout": {"type": "int", "default": Limits.join},
        "sync_timeout": {"type": "int", "default": Limits.sync},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Return changed, the difference, what was done to each unit, and whether the pair still waits."""
        intent = self.variables.intent()
        record = self.checked_record(intent)
        self._refuse_shared_unit(record)
        settled = with_ports(intent, record.ports)
        record.refuse_unrendered(settled)
        limits = Limits(
            deploy=options["deploy_timeout"],
            link=options["link_timeout"],
            join=options["join_timeout"],
            sync=options["sync_timeout"],
            require_link=options["require_link"],
        )
        reach = Reach(lambda role, absence: self.opened(role, tolerate_absence=absence), self.wait_for)
        save = partial(self.save_record, intent, record)
        phase = Phase(options["phase"]) if options["phase"] else None
        share = hold(self._task_vars, self.records, options["phase"] or "")
        phases = Phases(settled, record, self.variables.key(), reach, save, limits, self.writes, share)
        result = phases.run(phase)
        if phase and not result["waiting"]:
            self.records.note_done(phase)
        return result

    def _refuse_shared_unit(self, record: RunRecord) -> None:
        """A pair that was checked after this one may have noted the same unit: neither is written."""
        for found in shared_units(self.noted_units(record.units)).get(self.variables.pair, ()):
            raise Conflict(
                f"{found.subject}: {found.found}",
                expected=found.expected,
                remedy=found.remedy,
                where=f"{self.variables.pair}, {found.unit}",
            )
