# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on what the inventory says of a pair in HA: failover criteria and interfaces, compared with the active unit."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Severity
from ..reading import mapping
from ..rules.rule import Judgement, rule
from ..settings.edits import Settings
from .case import UnitInHa

APPLY = "Run fdm.failover.settings, or correct the inventory."


@rule("criteria-drift", Severity.ERROR, "spec HAFailoverConfiguration")
def criteria_drift(case: UnitInHa) -> Iterator[Judgement]:
    """The failover criteria of the active unit are those of the inventory."""
    for edit in _settings(case).edits() if _was_read(case) else ():
        if edit.is_criteria:
            for what, found, expected in edit.differences:
                yield Judgement(f"is {found}", f"is {expected}", APPLY, subject=what)


@rule("interface-drift", Severity.ERROR, "spec PhysicalInterface.monitorInterface, macAddress; HAIPv4Address")
def interface_drift(case: UnitInHa) -> Iterator[Judgement]:
    """Monitoring, standby addresses and MAC addresses of the active unit are those of the inventory."""
    if not _was_read(case):
        return
    settings = _settings(case)
    for problem in settings.problems():
        yield Judgement(
            problem, "settings that this pair can have", "Correct failover_interfaces.", subject="interfaces"
        )
    for edit in settings.edits():
        for what, found, expected in edit.differences if not edit.is_criteria else ():
            yield Judgement(f"{what} is {found}", f"{what} is {expected}", APPLY, subject=edit.subject)


def _settings(case: UnitInHa) -> Settings:
    return Settings(case.intent, mapping(case.owner.data.get("settings")))


def _was_read(case: UnitInHa) -> bool:
    """The settings are read of the active unit alone, and only where the inventory has any."""
    return bool(mapping(case.owner.data.get("settings")))


ON_UNIT = (criteria_drift, interface_drift)
