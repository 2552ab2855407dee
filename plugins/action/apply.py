# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Task ``apply``: carry out the plan that preflight made in this run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ..plugin_utils.errors import Conflict
from ..plugin_utils.phases import Limits, Phases, Reach
from ..plugin_utils.pure.fleet import shared_units
from ..plugin_utils.pure.intent.intent import with_ports
from ..plugin_utils.pure.plan.plan import Phase
from ..plugin_utils.run_record import RunRecord
from ..plugin_utils.task import Options
from ..plugin_utils.unit_task import UnitOpener

FIRST_HOLD = 20.0
"""Seconds after the start of a deployment or join until which a phase waits for it, in a run of several pairs."""
IDLE = 3.0
"""Seconds for which no other pair has done the phase, after which a phase waits no longer: the others wait for it."""
SHORTEST_ROUND, LONGEST_ROUND = 10.0, 120.0
"""Seconds within which each pair that still waits has its turn, where there are more of them than forks."""


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
        hold = self._hold(phase)
        phases = Phases(settled, record, self.variables.key(), reach, save, limits, self.writes, hold)
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

    def _hold(self, phase: Phase | None) -> Callable[[float, float], float] | None:
        """How long a wait may hold its fork, as ``Wait.hold``; None for as long as it takes.

        Ansible begins a task when all pairs have done the one before, so a phase waits for what all units do in a short
        time, and never for a unit that is slow or stuck. After the phases, as many pairs as leave a fork to others wait
        to the end.
        """
        pairs, forks = (self._task_vars.get(name) for name in ("ansible_play_batch", "ansible_forks"))
        if len(pairs or ()) < 2:
            return None
        if phase:
            return lambda elapsed, _held: 0.0 if self._others_wait(phase, elapsed) else FIRST_HOLD - elapsed
        share = int(forks or 1) / max(1, self.records.waiting())
        return None if share > 1 else lambda elapsed, held: share * _round(elapsed - held) - held

    def _others_wait(self, phase: Phase, elapsed: float) -> bool:
        """Whether pairs have done this phase since this wait began, and none has for a while."""
        idle = self.records.since_done(phase)
        return idle is not None and IDLE <= idle < elapsed


def _round(elapsed: float) -> float:
    """The longer a unit has taken, the longer it may take still: a quarter of it."""
    return min(max(SHORTEST_ROUND, elapsed / 4), LONGEST_ROUND)
