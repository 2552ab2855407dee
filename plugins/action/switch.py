# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.switch: make the other unit, or a named one, the active unit."""

from __future__ import annotations

from ..plugin_utils.pair_task import PairTask
from ..plugin_utils.pure.names import ROLES
from ..plugin_utils.steps.pair_action import Outcome, PairAction
from ..plugin_utils.steps.switch import OTHER, switch
from ..plugin_utils.task import Options


class ActionModule(PairTask):
    """Switch once, and wait until both units have changed."""

    TIMEOUT = "switch_timeout (wait_timeout)"
    SPEC = {
        "to": {"type": "str", "choices": [*ROLES, OTHER], "default": OTHER},
        "wait_timeout": {"type": "int", "default": 600},
    }

    def on_pair(self, on: PairAction, options: Options) -> Outcome:
        """Return which unit was active, which is now, and how long it took."""
        return switch(on, options["to"], self.writes)
