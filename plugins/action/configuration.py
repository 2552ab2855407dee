# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.configuration: write a unit's HA configuration."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.errors import InputError
from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.pure.intent.ha_configuration import with_ports
from ..plugin_utils.steps import configuration
from ..plugin_utils.task import UNIT_SPEC, Options, UnitTask


class ActionModule(UnitTask):
    """Complete the rendered configuration with ids, version and key, and PUT it."""

    SPEC = UNIT_SPEC | {
        "configuration": {"type": "dict", "required": True},
        "ports": {"type": "dict", "default": {}},
    }

    def on_unit(self, unit: UnitApi, options: Options) -> dict[str, Any]:
        """Return changed and the difference, key hidden."""
        role = options["unit"]
        if role is None:
            raise InputError(
                "unit is not given", expected="primary or secondary", remedy="Say which unit of the pair this is."
            )
        intent = with_ports(self.variables.intent(), options["ports"])
        return configuration.write(unit, intent, role, options["configuration"], self.variables.key(), self.writes)
