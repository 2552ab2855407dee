# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.wait: wait until a unit has come somewhere."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.steps import deployment, join
from ..plugin_utils.task import UNIT_SPEC, Options, UnitTask

TARGETS = {
    "active": (join.is_active, "the unit's activation"),
    "in_sync": (join.is_in_sync, "one active, one standby, in sync"),
}


class ActionModule(UnitTask):
    """Wait for the end of a deployment, for an active unit, or for a pair in sync."""

    SPEC = UNIT_SPEC | {
        "until": {"type": "str", "choices": ["deployed", *TARGETS], "required": True},
        "job": {"type": "str", "default": ""},
        "absence": {"type": "bool", "default": False},
        "limit": {"type": "int", "default": 1800},
    }

    def on_unit(self, unit: UnitApi, options: Options) -> dict[str, Any]:
        """Return the state reached and the seconds it took; in check mode nothing is awaited."""
        if not self.writes:
            return {"changed": False, "msg": "check mode: nothing to wait for"}
        wait = self.waiting(unit, options)
        if options["until"] == "deployed":
            state = deployment.finish(unit, options["job"], wait)
        else:
            target, what = TARGETS[options["until"]]
            state = join.finish(unit, options["unit"] or "", options["job"], wait, target, what)
        return {"changed": False, "state": state, "seconds": round(wait.elapsed, 1)}
