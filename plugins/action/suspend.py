# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.suspend: stop failover on both units."""

from __future__ import annotations

from ..plugin_utils.pair_task import PairTask
from ..plugin_utils.steps.pair_action import Outcome, PairAction
from ..plugin_utils.steps.suspension import suspend
from ..plugin_utils.task import Options


class ActionModule(PairTask):
    """Suspend through the active unit, and wait for both."""

    TIMEOUT = "suspend_timeout (wait_timeout)"
    SPEC = {"wait_timeout": {"type": "int", "default": 600}}

    def on_pair(self, on: PairAction, options: Options) -> Outcome:
        """Return both states before and after."""
        return suspend(on, self.writes)
