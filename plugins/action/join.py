# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.join: start a unit's join."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.steps import join
from ..plugin_utils.task import Options
from ..plugin_utils.unit_task import UNIT_SPEC, UnitTask


class ActionModule(UnitTask):
    """Start the join unless the unit has joined or a join runs. Waiting is ``wait``."""

    SPEC = UNIT_SPEC | {"version": {"type": "str", "default": ""}}

    def on_unit(self, api: UnitApi, options: Options) -> dict[str, Any]:
        """Return changed and the job's id."""
        version = options["version"] if self.writes else ""
        unit = Unit(options["unit"] or "", {})
        return dict(join.begin(api, unit, None, version, bool(version), self.writes))
