# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.reset: put a failed unit back into service."""

from __future__ import annotations

from ..plugin_utils.pair_task import PairTask
from ..plugin_utils.steps.pair_action import Outcome, PairAction
from ..plugin_utils.steps.suspension import reset
from ..plugin_utils.task import Options


class ActionModule(PairTask):
    """Reset what has failed, and wait for both units."""

    TIMEOUT = "reset_timeout (wait_timeout)"
    SPEC = {"wait_timeout": {"type": "int", "default": 1800}}

    def on_pair(self, on: PairAction, options: Options) -> Outcome:
        """Return both states before and after."""
        return reset(on, self.writes)
