# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.wait: wait for a unit to reach a state."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.phases import Limits
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.steps import after_join, before_join, deployment
from ..plugin_utils.steps.after_join import TARGETS
from ..plugin_utils.steps.before_join import Checks
from ..plugin_utils.steps.waiting import Wait
from ..plugin_utils.task import Options
from ..plugin_utils.unit_task import UNIT_SPEC, UnitTask

LIMITS = {"deployed": Limits.deploy, "links_up": Limits.link, "active": Limits.join, "in_sync": Limits.sync}
"""Seconds to wait where no limit is given."""


class ActionModule(UnitTask):
    """Wait for the end of a deployment, for links that are up, for an active unit, or for a pair in sync."""

    SPEC = UNIT_SPEC | {
        "until": {"type": "str", "choices": list(LIMITS), "required": True},
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

    def on_unit(self, api: UnitApi, options: Options) -> dict[str, Any]:
        """Return the state reached and the seconds it took."""
        until, job = options["until"], options["job"]
        limit = LIMITS[until] if options["wait_timeout"] is None else options["wait_timeout"]
        wait = self.wait_for(api, limit, self.tolerates_absence(options))
        if until == "links_up":
            return self._links_up(api, options, wait)
        if until == "deployed":
            state = deployment.wait_for_end(api, job, wait)
        else:
            state = after_join.finish(api, options["unit"] or "", job, wait, *TARGETS[until])
        return {"changed": False, "state": state, "seconds": wait.seconds}

    def _links_up(self, api: UnitApi, options: Options, wait: Wait) -> dict[str, Any]:
        unit = Unit(options["unit"] or "", {"status": api.status()})
        checks = Checks(self.variables.intent())
        result, _read = before_join.links_up(api, unit, checks, wait, options["require_link"])
        return dict(result)
