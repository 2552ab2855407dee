# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Failover criteria and interface settings: written to the active unit of a pair, and deployed once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ..errors import Conflict, JobFailed, Rejected
from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.intent.intent import Intent
from ..pure.settings.edits import Edit, Settings
from ..pure.settings.pending import changed_by_others
from ..pure.wording import shorten
from . import deployment
from .active_unit import Apis, on_active, settled
from .read import read_settings
from .waiting import StillWaiting, Wait
from .writing import write_object

IN_FDM = "Compare the setting with what FDM shows on this unit, correct it in the inventory, and run again."


@dataclass(frozen=True)
class Begun:
    """A deployment that a later task is to wait for: of which unit, its job, and the subjects of the edits."""

    unit: str
    job: str
    written: tuple[str, ...]


@dataclass
class Writer:
    """The settings of one pair on their way to its active unit. ``everything``: deploy other users' changes too.

    written: the edits by subject, over all attempts, since the active unit may change on the way; later: leave the wait
    for the deployment to a later task; begun: what an earlier task has left to this one.
    """

    intent: Intent
    wait: Callable[[], Wait]
    taken: Iterable[str] = ()
    everything: bool = False
    write: bool = True
    later: bool = False
    begun: Begun | None = None
    written: dict[str, Edit] = field(default_factory=dict)
    deployed: bool = False

    def apply(self, apis: Apis) -> dict[str, Any]:
        """Write what differs, deploy, and compare what the unit then has; returns the result of the task.

        Raises StillWaiting where the wait for the deployment is left to a later task; ``begun`` is for that one.
        """
        if self.begun is not None:
            self._wait_for(apis, self.begun)
        role, msg = on_active(apis, self.intent.pair, self._on_unit)
        return self.result(role, f"{self.intent.pair}: {msg}")

    def result(self, role: str, msg: str) -> dict[str, Any]:
        """The result of the task."""
        return {
            "changed": bool(self.written) or self.deployed,
            "unit": role,
            "msg": msg,
            "edits": [edit.words for edit in self.written.values()],
            "diff": {
                "before": {subject: edit.before for subject, edit in self.written.items()},
                "after": {subject: edit.after for subject, edit in self.written.items()},
            },
        }

    def _on_unit(self, api: UnitApi, role: str) -> str:
        settings = self._read(api)
        self._refuse_problems(api, settings)
        edits, pending = settings.edits(), api.pending_changes()
        self._refuse_others(api, settings, pending)
        if self.begun is not None and self.begun.unit == role:
            self._refuse_kept(api, [edit for edit in edits if edit.subject in self.begun.written])
        if not self.write:
            self.written |= {edit.subject: edit for edit in edits}
            return self._would(role, edits, pending)
        for edit in edits:
            self._write(api, edit)
        if edits or pending:
            self._deploy(api, role, settings)
            self._refuse_kept(api, self._read(api).edits())
        if not (self.written or self.deployed):
            return f"the {role} is active and has all settings"
        return f"written to the {role}, which is active: {shorten(list(self.written)) or 'deployed what was pending'}"

    def _would(self, role: str, edits: list[Edit], pending: list[Json]) -> str:
        self.deployed = bool(pending) and not edits
        if not edits:
            return f"would deploy on the {role}" if pending else f"the {role} is active and has all settings"
        return f"would write to the {role}, which is active: {shorten([edit.words for edit in edits])}"

    def _read(self, api: UnitApi) -> Settings:
        return Settings(self.intent, read_settings(api, self.intent), tuple(self.taken))

    def _refuse_problems(self, api: UnitApi, settings: Settings) -> None:
        found = settings.problems()
        if found:
            raise Conflict(
                "; ".join(found[:3]) + (f"; and {len(found) - 3} more" if len(found) > 3 else ""),
                expected="settings that this pair can have",
                remedy="Correct failover_criteria and failover_interfaces in the inventory, and run again.",
                where=api.connection.label,
            )

    def _refuse_others(self, api: UnitApi, settings: Settings, pending: list[Json]) -> None:
        others = () if self.everything else changed_by_others(pending, settings.ids(), self.intent)
        if others:
            raise Conflict(
                f"other users' changes are pending ({shorten(others)})",
                expected="nothing pending but the settings of the inventory",
                remedy="Deploy or discard them in FDM, or set settings_pending_changes to deploy; then run again.",
                where=api.connection.label,
            )

    def _write(self, api: UnitApi, edit: Edit) -> None:
        def missing() -> Edit | None:
            settings = self._read(api)
            self._refuse_problems(api, settings)
            return next((each for each in settings.edits() if each.subject == edit.subject), None)

        write_object(partial(_put, api), edit, missing)
        self.written.setdefault(edit.subject, edit)

    def _deploy(self, api: UnitApi, role: str, settings: Settings) -> None:
        """Deploy our own changes; those of other users are looked for before each deployment."""

        def check() -> None:
            self._refuse_others(api, settings, api.pending_changes())

        check()
        begun, wait = deployment.begin(api), self.wait()
        if self.later and begun["job"]:
            earlier = self.begun.written if self.begun is not None and self.begun.unit == role else ()
            self.begun = Begun(role, begun["job"], (*earlier, *self.written))
            what = shorten(list(self.written)) or "what was pending"
            raise StillWaiting(f"{self.intent.pair}: the {role}, which is active, deploys {what}", wait.memory())
        self.deployed |= deployment.finish(api, begun, wait, check=check)["changed"]

    def _wait_for(self, apis: Apis, begun: Begun) -> None:
        """Wait for a deployment of an earlier task; what it leaves out is found afterwards."""
        try:
            deployment.wait_for_end(apis[begun.unit], begun.job, self.wait())
        except (Rejected, JobFailed):
            if settled(apis, self.intent.pair).active in (None, begun.unit):
                raise

    def _refuse_kept(self, api: UnitApi, kept: list[Edit]) -> None:
        """A unit may rewrite a value, or keep a part of a list: what it has now is compared, not what was sent."""
        if kept:
            raise Conflict(
                f"the unit stores other settings than were sent ({shorten([edit.words for edit in kept])})",
                expected="the settings of the inventory",
                remedy=IN_FDM,
                where=api.connection.label,
            )


def _put(api: UnitApi, edit: Edit) -> None:
    if edit.is_criteria:
        api.write_criteria(edit.body)
    else:
        api.write_interface(edit.body, edit.parent)
