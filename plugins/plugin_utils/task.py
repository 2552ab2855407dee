# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every task of this collection shares: options in, one call, result out, secrets scrubbed.

The only place where errors become results and where results leave: Ansible hides nothing that an action plugin
returns, so everything passes ``scrub`` here.
"""

from __future__ import annotations

import os
from typing import Any, ClassVar

from ansible import constants
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from .errors import FailoverError
from .fdm.client import Client
from .fdm.retry import ONCE
from .fdm.token_store import TokenStore
from .fdm.unit_api import UnitApi
from .secrets import scrub
from .steps.waiting import Wait
from .variables import Variables

Options = dict[str, Any]
Spec = dict[str, dict[str, Any]]

UNIT_SPEC: Spec = {
    "unit": {"type": "str", "choices": ["primary", "secondary"]},
    "host": {"type": "str"},
    "https_port": {"type": "int"},
    "username": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "validate_certs": {"type": "bool"},
    "ca_path": {"type": "path"},
    "timeout": {"type": "int"},
    "retries": {"type": "int"},
}
"""How to reach a unit; documented in the doc fragment ``unit``."""

_PARENTS: dict[int, int] = {}
"""The run that began this process, by the process's id: known from the first item of a task's loop on, for Ansible goes
on with the next item whatever becomes of one."""


class FailoverTask(ActionBase):  # type: ignore[misc]
    """A task on the data of a pair. A subclass gives ``SPEC`` and ``work``."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_diff = True
    SPEC: ClassVar[Spec] = {}

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Run the task; every FailoverError becomes one sentence."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _validated, options = self.validate_argument_spec(argument_spec=self.SPEC)
        self.variables = Variables(task_vars or {}, self._templar.template)
        self.secrets: set[str] = self.variables.secrets
        if isinstance(options.get("password"), str):
            self.secrets.add(options["password"])
        try:
            result |= self.work(options)
        except FailoverError as error:
            result |= {"failed": True, "msg": str(error)}
        return self._ready_to_leave(result)

    def work(self, options: Options) -> dict[str, Any]:
        """What the task does; returns the result."""
        raise NotImplementedError

    @property
    def writes(self) -> bool:
        """False in check mode."""
        return not self._task.check_mode

    def say(self, line: str) -> None:
        """One line for whoever watches the run."""
        Display().display(scrub(line, self.secrets))

    def _ready_to_leave(self, result: dict[str, Any]) -> dict[str, Any]:
        diff = result.get("diff")
        if diff is not None and not self._task.diff:
            del result["diff"]
        return scrub(result, self.secrets)


class UnitTask(FailoverTask):
    """A task on one unit. A subclass gives ``SPEC`` (with ``UNIT_SPEC``) and ``on_unit``."""

    def work(self, options: Options) -> dict[str, Any]:
        """Open the unit, do the work, close it."""
        if options["unit"]:
            self.variables.check_intent()
        connection = self.variables.connection(options)
        store = TokenStore(constants.DEFAULT_LOCAL_TMP)
        # Where the task itself waits for an absent unit, single calls need not.
        retry = ONCE if options.get("absence") else None
        parent = _PARENTS.setdefault(os.getpid(), os.getppid())
        self._client = client = Client(
            connection, store, read_only=not self.writes, retry=retry, run_ended=lambda: os.getppid() != parent
        )
        try:
            with client:
                result = self.on_unit(UnitApi(client), options)
                return self._warned(result, unit=connection.label) if client.uses_fallback_login else result
        finally:
            self.secrets.update(client.secrets)

    @staticmethod
    def _warned(result: dict[str, Any], unit: str) -> dict[str, Any]:
        """The result, saying that the unit's own login is not the one it takes."""
        said = f"{unit}: the unit refuses its own login and takes the primary's; correct its password in failover_units"
        return result | {"warnings": [*result.get("warnings", ()), said]}

    def on_unit(self, unit: UnitApi, options: Options) -> dict[str, Any]:
        """What the task does with the unit; returns the result."""
        raise NotImplementedError

    def waiting(self, unit: UnitApi, options: Options) -> Wait:
        """A wait for the unit with the task's time limit."""
        absence = options.get("absence", False)
        return Wait(
            unit.connection.label,
            float(options["limit"]),
            self.say,
            absence=absence,
            reach=self._client.reach,
            sleep=self._client.sleep,
        )
