# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.deployment: deploy what is staged on a unit."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.steps import deployment
from ..plugin_utils.task import UNIT_SPEC, Options, UnitTask


class ActionModule(UnitTask):
    """Start a deployment where something is staged, and wait for its end unless told not to."""

    SPEC = UNIT_SPEC | {
        "ports": {"type": "list", "elements": "str"},
        "wait": {"type": "bool", "default": True},
        "limit": {"type": "int", "default": 1800},
    }

    def on_unit(self, unit: UnitApi, options: Options) -> dict[str, Any]:
        """Return changed and the job's id."""
        if not options["wait"]:
            return deployment.begin(unit, self.writes, options["ports"])
        return deployment.settle(unit, self.writes, lambda: self.waiting(unit, options), options["ports"])
