# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.settings: write failover criteria and interface settings to the active unit, and deploy."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..plugin_utils.pair_task import PairTask
from ..plugin_utils.pure.rules.rule import PendingChanges
from ..plugin_utils.steps.settings import Writer
from ..plugin_utils.task import Options


class ActionModule(PairTask):
    """Find the active unit, write what differs from the inventory, deploy once."""

    TIMEOUT = "settings_deploy_timeout (wait_timeout)"
    SPEC = {
        "pending_changes": {"type": "str", "choices": list(map(str, PendingChanges)), "default": "refuse"},
        "wait_timeout": {"type": "int", "default": 1800},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Return the unit that was written to, and what was written."""
        intent = self.variables.intent()
        if intent.criteria is None and not intent.interfaces:
            return self._nothing(f"{intent.pair}: the inventory has no settings")
        record = self.load_record(intent)
        if record is not None and record.steps and not self.writes:
            return self._nothing(f"{intent.pair}: check mode: the pair does not exist yet, so it has no settings")
        with self.opened_pair() as apis:
            everything = options["pending_changes"] == PendingChanges.DEPLOY
            wait = partial(self.wait_for_pair, apis, intent, options)  # its time begins with the first deployment
            result = Writer(intent, wait, self.variables.hosts(), everything, self.writes).apply(apis)
        self.say(result["msg"])
        return result

    def _nothing(self, msg: str) -> dict[str, Any]:
        return {"changed": False, "unit": None, "msg": msg, "edits": []}
