# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Base of the tasks that open a unit: how it is reached, and how it is closed again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ansible import constants
from ansible.release import __version__

from .fdm.client import Client
from .fdm.connection import Connection
from .fdm.retry import ONCE
from .fdm.token_store import TokenStore
from .fdm.unit_api import UnitApi
from .forks import FIRST_TRY, Tries
from .pure.names import SECONDARY
from .run_record import is_broken
from .steps.waiting import Wait
from .task import FailoverTask, Options, Spec
from .transcript import Transcript

UNIT_SPEC: Spec = {
    "unit": {"type": "str", "choices": ["primary", "secondary"]},
    "host": {"type": "str"},
    "https_port": {"type": "int"},
    "username": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "validate_certs": {"type": "bool"},
    "ca_path": {"type": "path"},
    "fingerprint": {"type": "str"},
    "timeout": {"type": "int"},
    "retries": {"type": "int"},
}
"""How to reach a unit; documented in the doc fragment ``unit``."""

_PARENTS: dict[int, int] = {}
"""The run that began this process, by the process's id: kept from the first item of a task's loop on, because Ansible
goes on to the next item even when the run has ended."""


def _run_ended() -> Callable[[], bool]:
    parent = _PARENTS.setdefault(os.getpid(), os.getppid())
    return lambda: os.getppid() != parent


class UnitOpener(FailoverTask):
    """A task that opens units."""

    @contextmanager
    def opened(
        self,
        role: str,
        options: Options | None = None,
        tolerate_absence: bool = False,
        in_ha: bool = False,
        tries: Tries | None = None,
    ) -> Iterator[UnitApi]:
        """One unit, by its role and a task's connection options; closed at the end of the block.

        ``tolerate_absence``: the task itself waits for the unit, so single calls are not repeated. ``in_ha``: the unit
        is or may be in HA, so a secondary may accept the primary's login only. ``tries``: of a task that gives its fork
        back where the unit does not answer.
        """
        may_be_joined = in_ha or tolerate_absence or self._was_broken(role, options or {})
        connection = self.variables.connection({"unit": role} | (options or {}), may_be_joined)
        if tries is not None:
            connection = connection.within(FIRST_TRY)
        transcript = self._transcript(connection)
        client = Client(
            connection,
            TokenStore(constants.DEFAULT_LOCAL_TMP),
            read_only=not self.writes,
            retry=ONCE if tolerate_absence else None,
            run_ended=_run_ended(),
            wrap=None
            if transcript is None
            else transcript.wrap(role or "unit", connection.origin, lambda: {*self.secrets, *client.secrets}),
            time_left=None if tries is None else tries.time_left,
        )
        try:
            with client:
                yield UnitApi(client)
                if client.uses_fallback_login:
                    self._warn_of_fallback_login(connection.label)
        finally:
            self.secrets.update(client.secrets)
            if transcript is not None and transcript.problem:
                self.warnings.append(transcript.problem)

    def _transcript(self, connection: Connection) -> Transcript | None:
        """The transcript of the pair, where ``failover_transcript`` asks for one."""
        directory = self.variables.transcript()
        if directory is None:
            return None
        made = Transcript(
            directory,
            constants.DEFAULT_LOCAL_TMP,
            self.variables.pair,
            (connection.address, connection.username),
            self.variables.of_links(),
            __version__,
        )
        if made.said:
            self.say(made.said)
        return made

    def _was_broken(self, role: str, options: Options) -> bool:
        """Whether this run has broken the unit's pair: until its password is set again, it may be the primary's."""
        if role != SECONDARY or options.get("host") or not self.variables.get("failover_units"):
            return False
        return is_broken(constants.DEFAULT_LOCAL_TMP, self.variables.hosts())

    def _warn_of_fallback_login(self, label: str) -> None:
        self.warnings.append(
            f"{label}: the unit refuses its own login and accepts the primary's; correct its password in failover_units"
        )

    def wait_for(
        self, api: UnitApi, timeout: int, tolerate_absence: bool = False, option: str = "wait_timeout"
    ) -> Wait:
        """A wait for a unit; ``timeout`` in seconds, ``option``: what sets it, for messages."""
        return Wait(
            api.connection.label, float(timeout), self.say, tolerate_absence, api.reach, option, sleep=api.sleep
        )


class UnitTask(UnitOpener):
    """A task on one unit. A subclass gives ``SPEC`` (with ``UNIT_SPEC``) and ``on_unit``."""

    def work(self, options: Options) -> dict[str, Any]:
        """Open the unit, do the work, close it."""
        if options["unit"]:
            self.variables.check_intent()
        with self.opened(options["unit"] or "", options, self.tolerates_absence(options)) as api:
            return self.on_unit(api, options)

    def tolerates_absence(self, options: Options) -> bool:
        """Whether the task waits for a unit that is away."""
        return bool(options.get("tolerate_absence"))

    def on_unit(self, api: UnitApi, options: Options) -> dict[str, Any]:
        """What the task does with the unit; returns the result."""
        raise NotImplementedError
