# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.settings: write failover criteria and interface settings to the active unit, and deploy."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..plugin_utils.errors import FailoverError
from ..plugin_utils.forks import hold
from ..plugin_utils.pair_task import PairTask
from ..plugin_utils.pure.intent.intent import Intent
from ..plugin_utils.pure.rules.rule import PendingChanges
from ..plugin_utils.run_record import RunRecord
from ..plugin_utils.steps.active_unit import Apis
from ..plugin_utils.steps.settings import Begun, Writer
from ..plugin_utils.steps.waiting import StillWaiting, Wait
from ..plugin_utils.task import Options

STEP = "settings"
"""The name of this step in the record of a run, and of what it waits for."""


class ActionModule(PairTask):
    """Find the active unit, write what differs from the inventory, deploy once."""

    TIMEOUT = "settings_deploy_timeout (wait_timeout)"
    SPEC = {
        "pending_changes": {"type": "str", "choices": list(map(str, PendingChanges)), "default": "refuse"},
        "wait_timeout": {"type": "int", "default": 1800},
        "share_fork": {"type": "bool", "default": False},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Return the unit that was written to, what was written, and whether its deployment is to be waited for."""
        intent = self.variables.intent()
        if intent.criteria is None and not intent.interfaces:
            return self._nothing(f"{intent.pair}: the inventory has no settings")
        record = self.load_record(intent) or RunRecord()
        if record.steps and not self.writes:
            return self._nothing(f"{intent.pair}: check mode: the pair does not exist yet, so it has no settings")
        try:
            result = self._carry_out(intent, record, options)
        except FailoverError:
            self._note(intent, record, None)
            raise
        if result["changed"] or not result["waiting"]:
            self.say(result["msg"])
        return result

    def _carry_out(self, intent: Intent, record: RunRecord, options: Options) -> dict[str, Any]:
        everything = options["pending_changes"] == PendingChanges.DEPLOY
        shared = hold(self._task_vars, self.records, STEP) if options["share_fork"] else None
        begun = Begun(**record.begun_settings) if record.begun_settings else None
        with self.opened_pair() as apis:
            writer = Writer(
                intent,
                lambda: self._wait(apis, intent, record, options),
                self.variables.hosts(),
                everything,
                self.writes,
                shared is not None,
                begun,
            )
            try:
                result = writer.apply(apis)
            except StillWaiting as still:
                record.waits[STEP] = still.memory
                self._note(intent, record, writer.begun)
                return writer.result(writer.begun.unit if writer.begun else "", str(still)) | {"waiting": True}
        self._note(intent, record, None)
        self.records.note_done(STEP)
        return result | {"waiting": False}

    def _wait(self, apis: Apis, intent: Intent, record: RunRecord, options: Options) -> Wait:
        """The wait for the deployment, whose time begins with it; a later task goes on with it."""
        wait, memory = self.wait_for_pair(apis, intent, options), record.waits.get(STEP)
        wait.resume(memory)
        if options["share_fork"]:
            wait.hold = hold(self._task_vars, self.records, "" if (memory or {}).get("state") else STEP)
        return wait

    def _note(self, intent: Intent, record: RunRecord, begun: Begun | None) -> None:
        """Keep what a later task of this run is to wait for."""
        if begun is not None or record.begun_settings:
            record.begun_settings = {} if begun is None else asdict(begun)
            if begun is None:
                record.waits.pop(STEP, None)
            self.save_record(intent, record)

    def _nothing(self, msg: str) -> dict[str, Any]:
        return {"changed": False, "unit": None, "msg": msg, "edits": [], "waiting": False}
