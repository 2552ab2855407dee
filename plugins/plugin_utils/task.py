# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every task of this collection shares: options in, one call, result out, secrets scrubbed.

The only place where errors become results and where results leave: Ansible hides nothing that an action plugin
returns, so everything passes ``scrub`` here.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from ansible import constants
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from .errors import FailoverError, InputError
from .play_units import PlayUnits
from .pure.device.unit import Unit
from .pure.fleet import Place
from .pure.intent.intent import Intent
from .pure.reading import none_if_blank
from .run_record import RunRecord, RunRecords
from .secrets import FOR_PEOPLE, drop_secret_fields, is_ordinary, scrub, scrub_messages
from .statistics import note_error, statistics
from .variables import Variables

Options = dict[str, Any]
Spec = dict[str, dict[str, Any]]


class FailoverTask(ActionBase):  # type: ignore[misc]
    """A task on the data of a pair. A subclass gives ``SPEC`` and ``work``."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_diff = True
    SPEC: ClassVar[Spec] = {}

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Run the task; every FailoverError becomes one sentence."""
        _spare_what_the_controller_loaded()
        result: dict[str, Any] = super().run(tmp, task_vars)
        self._task.args = _without_blank(self._task.args, self.SPEC)
        _validated, options = self.validate_argument_spec(argument_spec=self.SPEC)
        self._task_vars = task_vars or {}
        self.variables = Variables(self._task_vars, self._templar.template)
        self.secrets: set[str] = self.variables.secrets
        self.warnings: list[str] = []
        if isinstance(options.get("password"), str):
            self.secrets.add(options["password"])
        try:
            result |= self.work(options)
        except FailoverError as error:
            result |= {"failed": True, "msg": str(error)} | ({"unit_unreachable": True} if error.no_answer else {})
            result = self._ready_to_leave(result)
            note_error(constants.DEFAULT_LOCAL_TMP, self.variables.pair, str(result["msg"]))
            return result
        return self._ready_to_leave(result)

    def work(self, options: Options) -> dict[str, Any]:
        """What the task does; returns the result."""
        raise NotImplementedError

    def play_hosts(self) -> tuple[list[str], Callable[[str], Any]]:
        """The hosts of the play, and a function that gives the variables of one without templating them."""
        hosts = self._task_vars.get("ansible_play_hosts_all") or ()
        raw: Callable[[str], Any] | None = getattr(self._task_vars.get("hostvars"), "raw_get", None)
        return ([], str) if raw is None else (list(map(str, hosts)), raw)

    @property
    def writes(self) -> bool:
        """False in check mode."""
        return not self._task.check_mode

    def statistics(self, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """What this task found out about the pair, as a statistic of the run."""
        return {"ansible_stats": statistics(kind, self.variables.pair, data, self._task_vars)}

    def say(self, line: str) -> None:
        """One line of progress for the user."""
        Display().display(scrub(line, self.secrets))

    def load_record(self, intent: Intent) -> RunRecord | None:
        """What earlier tasks of this run know of the pair."""
        return self.records.load(intent, self.variables.hosts())

    def save_record(self, intent: Intent, record: RunRecord) -> None:
        """Keep what later tasks of this run need."""
        self.records.save(intent, self.variables.hosts(), record)

    def noted_units(self, units: Mapping[str, Mapping[str, Any]]) -> list[Place]:
        """Note both units of the pair, whose data are given by role, and return what the other pairs of the run noted
        of the same units."""
        own = self.variables.places({role: Unit(role, data).serial for role, data in units.items()})
        known = PlayUnits(constants.DEFAULT_LOCAL_TMP)
        for place in own:
            known.note(place)
        return [*own, *(place for place in known.noted(own) if place.pair != self.variables.pair)]

    @property
    def records(self) -> RunRecords:
        """The records of this run."""
        return RunRecords(constants.DEFAULT_LOCAL_TMP)

    def checked_record(self, intent: Intent) -> RunRecord:
        """The record of a pair that preflight has checked in this run; raises InputError where it has not."""
        record = self.load_record(intent)
        if record is None or not record.units:  # render alone keeps a record without units
            raise InputError(
                "preflight has not checked this pair in this run with these variables",
                expected="fdm.failover.preflight before anything is written",
                remedy="Run the role fdm.failover.preflight, or the playbook fdm.failover.deploy, which runs it. "
                "Remove preflight_plan and render_configurations from the inventory if they are set there.",
                where=self.variables.pair,
            )
        if not record.ready:
            raise InputError(
                "preflight has found an error on this pair in this run",
                expected="no error before anything is written",
                remedy="Fix what preflight found, then run again.",
                where=self.variables.pair,
            )
        return record

    def _ready_to_leave(self, result: dict[str, Any]) -> dict[str, Any]:
        diff = result.get("diff")
        if diff is not None and not self._task.diff:
            del result["diff"]
        if self.warnings:
            result["warnings"] = [*result.get("warnings", ()), *dict.fromkeys(self.warnings)]
        return _without_secrets(result, self.secrets)


def _spare_what_the_controller_loaded() -> None:
    """In a worker, which is a copy of the controller for one task: a garbage collection would look at all of it."""
    if multiprocessing.parent_process() is not None:
        gc.freeze()


def _without_blank(arguments: Mapping[str, Any], spec: Spec) -> Options:
    """Leave out what is empty or null, such as a survey question without an answer; an empty secret stays, and is
    refused."""
    return {
        name: value
        for name, value in arguments.items()
        if none_if_blank(value) is not None or spec.get(name, {}).get("no_log")
    }


def _without_secrets(result: dict[str, Any], secrets: set[str]) -> dict[str, Any]:
    """Hide secrets: in messages every one; in data, which later tasks read, fields by name and unmistakable texts.

    A key such as ``7`` is a part of addresses and ports too, so data is never changed for it.
    """
    data = {name: value if name in FOR_PEOPLE else drop_secret_fields(value) for name, value in result.items()}
    unmistakable = [secret for secret in secrets if not is_ordinary(secret)]
    return scrub_messages(scrub(data, unmistakable), secrets)
