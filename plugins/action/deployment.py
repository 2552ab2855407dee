# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.deployment: deploy the pending changes of a unit."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.steps import deployment
from ..plugin_utils.task import Options
from ..plugin_utils.unit_task import UNIT_SPEC, UnitTask


class ActionModule(UnitTask):
    """Start a deployment where changes are pending, and wait for its end unless ``wait`` is false."""

    SPEC = UNIT_SPEC | {
        "ports": {"type": "list", "elements": "str"},
        "wait": {"type": "bool", "default": True},
        "wait_timeout": {"type": "int", "default": 1800},
    }

    def on_unit(self, api: UnitApi, options: Options) -> dict[str, Any]:
        """Return changed and the job's id."""
        ports, timeout = options["ports"], options["wait_timeout"]
        if not options["wait"]:
            return dict(deployment.begin(api, self.writes, ports))
        return dict(deployment.settle(api, self.writes, lambda: self.wait_for(api, timeout), ports))
