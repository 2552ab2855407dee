# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.resume: resume failover on a suspended pair."""

from __future__ import annotations

from ..plugin_utils.pair_task import PairTask
from ..plugin_utils.pure.intent.intent import AUTO
from ..plugin_utils.pure.names import ROLES
from ..plugin_utils.steps.pair_action import Outcome, PairAction
from ..plugin_utils.steps.suspension import resume
from ..plugin_utils.task import Options


class ActionModule(PairTask):
    """Resume the unit that was active first, and wait for both."""

    TIMEOUT = "resume_timeout (wait_timeout)"
    SPEC = {
        "first": {"type": "str", "choices": [AUTO, *ROLES], "default": AUTO},
        "wait_timeout": {"type": "int", "default": 1800},
    }

    def on_pair(self, on: PairAction, options: Options) -> Outcome:
        """Return both states before and after."""
        return resume(on, None if options["first"] == AUTO else options["first"], self.writes)
