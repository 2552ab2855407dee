# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.unit_info: read a unit."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.steps import read
from ..plugin_utils.steps.waiting import Observation
from ..plugin_utils.task import Options
from ..plugin_utils.unit_task import UNIT_SPEC, UnitTask


class ActionModule(UnitTask):
    """Gather parts of a unit; where it may be away, wait until it answers."""

    SPEC = UNIT_SPEC | {
        "gather": {"type": "list", "elements": "str", "choices": list(read.PARTS), "default": list(read.PARTS)},
        "ports": {"type": "list", "elements": "str", "default": []},
        "commands": {"type": "list", "elements": "str", "default": []},
        "tolerate_absence": {"type": "bool", "default": False},
        "wait_timeout": {"type": "int", "default": 1200},
    }

    def on_unit(self, api: UnitApi, options: Options) -> dict[str, Any]:
        """Return the unit's data, all of it from one reading."""
        gathered: dict[str, Any] = {}

        def poll() -> Observation:
            gathered.update(read.read(api, options["gather"], options["ports"], options["commands"]))
            return Observation("answers", done=True)

        if options["tolerate_absence"]:
            self.wait_for(api, options["wait_timeout"], True).until(poll, "an answer from the unit")
        else:
            poll()
        return {"changed": False, "unit": gathered}
