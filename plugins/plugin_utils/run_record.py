# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tasks of one run know of a pair: what preflight checked, what was rendered, what was written.

Kept in a private file of the run's own temporary directory, never in variables: a fact can come from anywhere, and
what a run writes to a unit must rest on what this run has checked. It ends with the run; the next run reads the units.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .errors import InputError
from .private_files import read_private, write_private
from .pure.device.unit import Unit
from .pure.intent.intent import Intent
from .pure.names import ROLES
from .pure.plan.plan import Step
from .pure.rules.rule import Settings
from .steps.before_join import Checks

_LARGEST = 64 * 1024 * 1024


@dataclass
class RunRecord:
    """The record of one pair.

    ready: whether preflight found no error; ports: of each link, ``auto`` settled; steps: those of the plan, as data;
    units: the data of each unit by role, as it was last read; rendered: the HA configuration by role; deployments: what
    the start of each unit's deployment returned; written: the version of each unit's configuration as this run left it;
    joins: the job of each unit's join; waive and settings: the options of preflight; waiting: the step or phase that is
    to go on in a later task, empty for none; waits: what its waits go on from; carried_out: whether nothing is left of
    the plan; begun_settings: the deployment of settings that a later task is to wait for.
    """

    ready: bool = False
    ports: dict[str, str] = field(default_factory=dict)
    steps: list[dict[str, str]] = field(default_factory=list)
    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    rendered: dict[str, dict[str, Any]] = field(default_factory=dict)
    deployments: dict[str, dict[str, Any]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    joins: dict[str, str] = field(default_factory=dict)
    waive: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    waiting: str = ""
    waits: dict[str, dict[str, Any]] = field(default_factory=dict)
    carried_out: bool = False
    begun_settings: dict[str, Any] = field(default_factory=dict)

    def checks(self, intent: Intent) -> Checks:
        """The checks before a join, with the options of preflight."""
        return Checks(intent, Settings(**self.settings), tuple(self.waive))

    def unit(self, role: str) -> Unit:
        """A unit as this run last read it."""
        return Unit(role, self.units[role])

    def rendered_for(self, intent: Intent, role: str) -> dict[str, Any]:
        """The rendered configuration of a unit; raises InputError where this run has rendered none."""
        if role not in self.rendered:
            raise InputError(
                "no configuration was rendered for this pair in this run",
                expected="fdm.failover.render before anything is written",
                remedy="Run the role fdm.failover.render after fdm.failover.preflight. Remove render_configurations "
                "from the inventory if it is set there.",
                where=f"{intent.pair}, {role}",
            )
        return self.rendered[role]

    def refuse_unrendered(self, intent: Intent) -> None:
        """Raise InputError before the first write, not after the ports are deployed, where a unit can't be
        configured."""
        for role in ROLES:
            if self.has_step(Step.JOIN, role):
                self.rendered_for(intent, role)

    def has_step(self, step: Step, role: str) -> bool:
        """Whether the plan has a step for a unit."""
        return {"step": str(step), "unit": role} in self.steps


class RunRecords:
    """The records of a run, one a pair; ``directory`` lasts as long as the run."""

    def __init__(self, directory: str) -> None:
        self._directory = Path(directory)

    def load(self, intent: Intent, hosts: tuple[str, str]) -> RunRecord | None:
        """The record of a pair that this run made for this intent and these units; None where there is none."""
        try:
            return RunRecord(**json.loads(read_private(self._path(intent, hosts), _LARGEST)))
        except (OSError, ValueError, TypeError, RecursionError):
            return None

    def save(self, intent: Intent, hosts: tuple[str, str], record: RunRecord) -> None:
        """Keep the record; raises InputError where the directory can't be written."""
        path = self._path(intent, hosts)
        mark = self._waiting / path.name
        try:
            write_private(path, json.dumps(asdict(record)))
            if record.waiting or record.begun_settings:
                write_private(mark, "")
            else:
                mark.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(
                f"the record of this run can't be written ({error.strerror})",
                expected="a temporary directory with space left, writable for this user",
                remedy="Free space, or set local_tmp in ansible.cfg to another directory.",
                where=f"{intent.pair}, {path.parent}",
            ) from None

    def waiting(self) -> int:
        """How many pairs of this run wait for a unit and have given their fork back."""
        return sum(1 for _mark in self._waiting.glob("fdm-record-*"))

    def note_done(self, phase: str) -> None:
        """Note that a pair of this run has just done a phase."""
        with contextlib.suppress(OSError):
            write_private(self._done(phase), "")

    def since_done(self, phase: str) -> float | None:
        """Seconds since a pair of this run has last done a phase; None where none has."""
        try:
            return time.time() - self._done(phase).stat().st_mtime
        except OSError:
            return None

    def _done(self, phase: str) -> Path:
        return self._directory / f"fdm-done-{phase}"

    @property
    def _waiting(self) -> Path:
        return self._directory / "fdm-waiting"

    def _path(self, intent: Intent, hosts: tuple[str, str]) -> Path:
        """Another intent or other units give another name, so a record is never used for what it was not made for."""
        digest = hashlib.sha256(json.dumps([asdict(intent), hosts]).encode()).hexdigest()
        return self._directory / f"fdm-record-{digest}"


def note_broken(directory: str, hosts: tuple[str, str]) -> None:
    """Note that this run works on a pair that was in HA: its secondary may know the primary's users only."""
    with contextlib.suppress(OSError):
        write_private(_broken(directory, hosts), "")


def is_broken(directory: str, hosts: tuple[str, str]) -> bool:
    """Whether this run has noted so."""
    return _broken(directory, hosts).is_file()


def _broken(directory: str, hosts: tuple[str, str]) -> Path:
    return Path(directory) / f"fdm-broken-{hashlib.sha256(json.dumps(hosts).encode()).hexdigest()}"
