# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Base of the tasks that break a pair or rebuild it: both units, the snapshots of the pair, confirmation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ansible import constants

from .errors import Conflict, InputError, Unreachable
from .fdm.unit_api import UnitApi
from .pure.device.unit import NodeState, Unit
from .pure.names import PRIMARY, ROLES, SECONDARY
from .run_record import note_broken
from .snapshot_folder import SnapshotFolder
from .steps.active_unit import Apis
from .steps.waiting import Wait
from .task import Options, Spec
from .unit_task import UnitOpener

FOLDER_SPEC: Spec = {"directory": {"type": "path", "required": True}}


class BrokenPairTask(UnitOpener):
    """A task on both units, one of which may not answer."""

    @contextmanager
    def opened_pair(self, was_in_ha: bool = False) -> Iterator[Apis]:
        """Both units by role. A secondary is tried with the primary's login too, unless the primary is single and the
        pair is not known to have been in HA: a secondary keeps the primary's users after a break."""
        with (
            self.opened(PRIMARY) as primary,
            self.opened(SECONDARY, in_ha=was_in_ha or _may_be_in_ha(primary)) as secondary,
        ):
            yield {PRIMARY: primary, SECONDARY: secondary}

    def folder(self, options: Options) -> SnapshotFolder:
        """The snapshots of this pair."""
        return SnapshotFolder(options["directory"], self.variables.pair)

    def note_broken(self) -> None:
        """The secondary's login is not known for certain for the rest of this run."""
        note_broken(constants.DEFAULT_LOCAL_TMP, self.variables.hosts())

    def confirmed(self, value: str | None, variable: str) -> None:
        """Raise InputError unless the pair is named; in check mode nothing has to be confirmed."""
        pair = self.variables.pair
        if not self.writes or value == pair:
            return
        found = f"{variable} is {value}" if value else f"{variable} is not given"
        raise InputError(
            found,
            expected=f"the name of the pair, {pair}",
            remedy=f"Read what will be done (--check shows it), then run again with -e {variable}={pair}.",
            where=pair,
        )

    def unit_wait(self, api: UnitApi, timeout: int, option: str) -> Wait:
        """A wait for a unit that may be away."""
        return self.wait_for(api, timeout, True, option)

    def say_result(self, msg: str, **more: Any) -> dict[str, Any]:
        """The result of a task that changes nothing, its sentence also shown to the user."""
        result = as_result(False, self.variables.pair, msg, **more)
        self.say(result["msg"])
        return result

    def say_lines(self, title: str, lines: list[str]) -> None:
        """Lines under a title."""
        self.say("\n  ".join([f"{self.variables.pair}, {title}:", *lines]))


def _may_be_in_ha(primary: UnitApi) -> bool:
    unit = read_status(primary, PRIMARY)
    return unit is None or unit.state != NodeState.SINGLE


def read_status(api: UnitApi, role: str) -> Unit | None:
    """The HA status of a unit; None for one that takes no connection. Any other failure is an error."""
    try:
        return Unit(role, {"status": api.status()})
    except Unreachable:
        return None


def read_both(apis: Apis) -> dict[str, Unit | None]:
    """The HA status of both units."""
    return {role: read_status(apis[role], role) for role in ROLES}


def member(units: dict[str, Unit | None], pair: str) -> str:
    """The unit whose settings are the pair's: the active one, else one that is in HA. Raises Conflict."""
    there = {role: unit for role, unit in units.items() if unit is not None and unit.in_ha}
    active = [role for role, unit in there.items() if unit.state == NodeState.ACTIVE]
    if len(active) == 1:
        return active[0]
    raise Conflict(
        "no unit or more than one is active" if there else "neither unit is in HA",
        expected="one active unit, whose settings are those of the pair",
        remedy="Look at the states with fdm.failover.pair_info, and run again when one unit is active.",
        where=pair,
    )


def as_result(changed: bool, pair: str, msg: str, **more: Any) -> dict[str, Any]:
    """A task's result with its sentence."""
    return {"changed": changed, "msg": f"{pair}: {msg}", **more}
