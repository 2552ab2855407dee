# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.judge: every rule on a pair, before anything is written."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.pure.preflight import pair_context, preflight
from ..plugin_utils.pure.rules.rule import PendingChanges, Settings
from ..plugin_utils.pure.table import table
from ..plugin_utils.task import FailoverTask, Options


class ActionModule(FailoverTask):
    """Judge what was read of both units against the intent, show a table, return findings, ports and plan."""

    SPEC = {
        "primary": {"type": "dict", "required": True},
        "secondary": {"type": "dict", "required": True},
        "waive": {"type": "list", "elements": "str", "default": []},
        "require_link": {"type": "bool", "default": False},
        "pending_changes": {
            "type": "str",
            "choices": [str(each) for each in PendingChanges],
            "default": str(PendingChanges.REFUSE),
        },
        "clock_skew": {"type": "int", "default": 30},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Never fails over a finding: the caller decides, by ``ready``."""
        settings = Settings(options["require_link"], PendingChanges(options["pending_changes"]), options["clock_skew"])
        case = pair_context(
            self.variables.intent(), options["primary"], options["secondary"], self.variables.key(), settings
        )
        outcome = preflight(case, options["waive"])
        self.say(table(f"{case.intent.pair}, preflight", outcome.findings))
        for choice in outcome.choices:
            self.say(f"{case.intent.pair}, {choice.link} link: {choice.port} ({choice.reason})")
        if outcome.plan.steps:
            self.say("\n  ".join([f"{case.intent.pair}, plan:", *outcome.plan.lines(outcome.ports)]))
        elif outcome.ready:
            self.say(f"{case.intent.pair}, plan: {outcome.state}")
        return {"changed": False, "msg": outcome.verdict, **outcome.as_dict()}
