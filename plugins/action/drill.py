# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.drill: switch to the other unit and back, with a probe that has to answer."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.errors import InputError
from ..plugin_utils.pair_task import PairTask
from ..plugin_utils.probe import read_probe
from ..plugin_utils.pure.reading import none_if_blank
from ..plugin_utils.steps.drill import Watch, drill
from ..plugin_utils.steps.pair_action import PairAction
from ..plugin_utils.task import Options


class ActionModule(PairTask):
    """Switch to the other unit and back; return the durations and the evidence."""

    TIMEOUT = "drill_timeout (wait_timeout)"
    SPEC = {
        "window_confirmed": {"type": "bool", "default": False},
        "probe": {"type": "str"},
        "settle_seconds": {"type": "int", "default": 30},
        "wait_timeout": {"type": "int", "default": 600},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Refuse outside a window before any unit is called."""
        intent = self.variables.intent()
        if self.writes and not options["window_confirmed"]:
            raise InputError(
                "a drill switches the active unit twice, and no maintenance window is confirmed",
                expected="drill_window_confirmed: true",
                remedy="Set drill_window_confirmed to true within the maintenance window, for this run alone.",
                where=intent.pair,
            )
        probe = none_if_blank(options["probe"])
        found = None if probe is None else read_probe(str(probe), intent.pair)
        with self.opened_pair() as apis:
            on = PairAction(apis, intent, lambda: self.wait_for_pair(apis, intent, options))
            watch = None if found is None else Watch(found.text, found, float(options["settle_seconds"]), on.sleep)
            result = drill(on, watch, self.writes).as_dict()
        self.say(result["msg"])
        return result
