# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.port: enable ports of a unit."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.errors import InputError
from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.steps import ports
from ..plugin_utils.task import Options
from ..plugin_utils.unit_task import UNIT_SPEC, UnitTask


class ActionModule(UnitTask):
    """Enable the named ports."""

    SPEC = UNIT_SPEC | {"ports": {"type": "list", "elements": "str", "required": True}}

    def on_unit(self, api: UnitApi, options: Options) -> dict[str, Any]:
        """Return changed and which ports were down."""
        names = options["ports"]
        if not names:
            raise InputError(
                "no ports are given",
                expected="hardware names",
                remedy="Name the ports to enable.",
                where=api.connection.label,
            )
        unit = Unit(options["unit"] or "", ports.interfaces(api, names))
        return dict(ports.enable(api, unit, names, lambda _unit: None, self.writes))
