# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.join: start a unit's join."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.steps import join
from ..plugin_utils.task import UNIT_SPEC, Options, UnitTask


class ActionModule(UnitTask):
    """Start the join, unless the unit has joined or a join runs. Waiting is the task ``wait``."""

    SPEC = UNIT_SPEC | {"version": {"type": "str", "default": ""}}

    def on_unit(self, unit: UnitApi, options: Options) -> dict[str, Any]:
        """Return changed and the job's id."""
        return join.begin(unit, self.writes, options["version"] if self.writes else "")
