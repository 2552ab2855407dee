# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The armed faults of a unit, and which calls they strike. ``service.py`` says what each does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from .fault_kinds import Fault
from .reading import SettingsError


@dataclass(slots=True)
class _Armed:
    fault: Fault
    skip: int
    left: int | None


class Faults:
    """The faults of one unit; each strikes `times` calls in a row (0: no limit)."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._armed: list[_Armed] = []
        for fault in faults:
            self.add(fault)

    def add(self, fault: Fault) -> None:
        """Arm a fault. Raises SettingsError where no call, method or path is given."""
        if fault.call is None and fault.method is None and fault.path is None:
            raise SettingsError(f"fault {fault.fault} strikes no call; expected a call, a method or a path.")
        self._armed.append(_Armed(fault, fault.skip, fault.times or None))

    def clear(self) -> None:
        """Disarm all."""
        self._armed.clear()

    def strike(self, call: int, method: str, path: str) -> Fault | None:
        """The fault that strikes the call with this number, method and path (without /api/fdm/<version>)."""
        for armed in self._armed:
            if not _matches(armed.fault, call, method, path):
                continue
            if armed.skip:
                armed.skip -= 1
                continue
            if armed.left is not None:
                armed.left -= 1
                if not armed.left:
                    self._armed.remove(armed)
            return armed.fault
        return None


def _matches(fault: Fault, call: int, method: str, path: str) -> bool:
    if fault.call is not None and call < fault.call:
        return False
    if fault.method is not None and fault.method.upper() != method:
        return False
    return fault.path is None or fnmatchcase(path, fault.path)
