# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.pair_info: read the HA status of both units."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.pair_task import PairTask
from ..plugin_utils.steps.active_unit import settled
from ..plugin_utils.task import Options


class ActionModule(PairTask):
    """Read which unit is active."""

    def work(self, options: Options) -> dict[str, Any]:
        """Return roles, states, and which unit is active."""
        intent = self.variables.intent()
        with self.opened_pair() as apis:
            state = settled(apis, intent.pair, intent.upgrade)
        return {"changed": False, "msg": f"{intent.pair}: {state.words}", "pair": state.as_dict()}
