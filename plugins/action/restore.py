# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.restore: put the HA settings of a snapshot back on a pair."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.broken_pair_task import FOLDER_SPEC, BrokenPairTask, as_result
from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.pure.wording import plural
from ..plugin_utils.steps.active_unit import on_active
from ..plugin_utils.steps.pair_settings import restore
from ..plugin_utils.task import Options


class ActionModule(BrokenPairTask):
    """Write criteria, monitoring, standby addresses and MAC addresses to the active unit, in one deployment."""

    SPEC = FOLDER_SPEC | {
        "snapshot": {"type": "path"},
        "wait_timeout": {"type": "int", "default": 1800},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Return what was put back, and what could not be."""
        pair = self.variables.pair
        path, snapshot = self.folder(options).load(options["snapshot"])

        def put_back(api: UnitApi, _role: str) -> tuple[list[str], list[str]]:
            def wait() -> Any:
                return self.wait_for(api, options["wait_timeout"], False, "restore_deploy_timeout (wait_timeout)")

            return restore(api, snapshot, wait, self.writes)

        with self.opened_pair(self.folder(options).newest() is not None) as apis:
            role, (changes, notes) = on_active(apis, pair, put_back)
        self.warnings += [f"{pair}: {note}" for note in notes]
        verb = "put back" if self.writes else "would put back"
        said = f"{verb} on the {role}: {plural(len(changes), 'change')}"
        if not changes:
            return self.say_result(f"nothing to put back on the {role}", changes=[], left_out=notes, unit=role)
        self.say_lines(f"{verb} on the {role} from {path}", changes)
        diff = {"before": "", "after": "".join(f"{each}\n" for each in changes)}
        return as_result(True, pair, said, changes=changes, left_out=notes, unit=role, diff=diff)
