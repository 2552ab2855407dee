# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.unit_info: read a unit."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.steps import read
from ..plugin_utils.steps.waiting import Observation
from ..plugin_utils.task import UNIT_SPEC, Options, UnitTask


class ActionModule(UnitTask):
    """Gather parts of a unit; where it may be away, wait until it answers."""

    SPEC = UNIT_SPEC | {
        "gather": {"type": "list", "elements": "str", "choices": list(read.PARTS), "default": list(read.PARTS)},
        "ports": {"type": "list", "elements": "str", "default": []},
        "commands": {"type": "list", "elements": "str", "default": []},
        "absence": {"type": "bool", "default": False},
        "limit": {"type": "int", "default": 1200},
    }

    def on_unit(self, unit: UnitApi, options: Options) -> dict[str, Any]:
        """Return the unit's data, all of it from one sitting."""
        gathered: dict[str, Any] = {}

        def look() -> Observation:
            gathered.update(read.read(unit, options["gather"], options["ports"], options["commands"]))
            return Observation("answers", done=True)

        if options["absence"]:
            self.waiting(unit, options).until(look, "the unit's return")
        else:
            look()
        return {"changed": False, "unit": gathered}
