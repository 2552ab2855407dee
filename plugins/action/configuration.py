# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.configuration: write a unit's HA configuration."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.errors import InputError
from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.intent.desired import Desired
from ..plugin_utils.pure.intent.intent import with_ports
from ..plugin_utils.steps import configuration, read
from ..plugin_utils.steps.before_join import Checks
from ..plugin_utils.task import Options
from ..plugin_utils.unit_task import UNIT_SPEC, UnitTask


class ActionModule(UnitTask):
    """Complete the rendered configuration with ids, version and key, and PUT it."""

    SPEC = UNIT_SPEC | {
        "configuration": {"type": "dict"},
        "ports": {"type": "dict", "default": {}},
    }

    def on_unit(self, api: UnitApi, options: Options) -> dict[str, Any]:
        """Return changed and the difference, key hidden."""
        role, rendered = options["unit"], options["configuration"]
        if role is None or rendered is None:
            raise InputError(
                "unit or configuration is not given",
                expected="the unit and its rendered configuration",
                remedy="Give unit, and the configuration of that unit as fdm.failover.render returns it.",
                where=self.variables.pair,
            )
        intent = with_ports(self.variables.intent(), options["ports"])
        unit = Unit(role, dict(read.read(api, read.CONFIGURATION_PARTS, intent.ports, (read.BRIEF,))))
        desired = Desired(intent, role, rendered, self.variables.key())
        return dict(configuration.write(api, unit, desired, Checks(intent), self.writes))
