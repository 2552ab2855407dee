# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The condition of a pair in one word, for a schedule that watches drift and health."""

from __future__ import annotations

from collections.abc import Iterable

from ..device.unit import BAD, IMPORTING, ON_THE_WAY, Unit
from ..finding import Finding, Severity, errors
from ..names import Name
from .heard import since as lost_at
from .running_config import RUNNING_CONFIG

UNREACHABLE = "unit-unreachable"
"""The finding on a unit that could not be read."""
DRIFT = frozenset(
    {
        *("link-drift", "pair-differs", "encryption", "roles-inverted", "key-differs", "criteria-drift"),
        *("interface-drift", RUNNING_CONFIG),
    }
)
"""Errors that say that a pair works, and is not what the inventory says."""
WHILE_BUSY = frozenset(
    {"unit-state", "configuration-sync", "health", "mac-exchange", "failover-on", "hello-messages", "link-status"}
)
"""Errors that a pair has while a unit joins it, and that end with the join."""


class Condition(Name):
    """How a pair is, the worst first."""

    UNREACHABLE = "unreachable"
    UNHEALTHY = "unhealthy"
    BUSY = "busy"
    DRIFTED = "drifted"
    AS_INTENDED = "as_intended"

    @property
    def words(self) -> str:
        """As people read it."""
        return self.replace("_", " ")


def is_busy(units: Iterable[Unit]) -> bool:
    """Whether a unit negotiates, imports a configuration or joins: a deployment or a resume is in progress."""
    return any(
        unit.state in ON_THE_WAY
        or unit.config_status in IMPORTING
        or (unit.last_join is not None and unit.last_join.running)
        for unit in units
    )


def condition(findings: Iterable[Finding], units: Iterable[Unit] = ()) -> Condition:
    """The condition that the findings of verify make; warnings and advice leave a pair as intended."""
    wrong = {finding.rule for finding in errors(findings)}
    if UNREACHABLE in wrong:
        return Condition.UNREACHABLE
    if wrong - DRIFT and not wrong - DRIFT - WHILE_BUSY and is_busy(units):
        return Condition.BUSY
    if wrong - DRIFT:
        return Condition.UNHEALTHY
    return Condition.DRIFTED if wrong else Condition.AS_INTENDED


def unreachable(role: str, reason: str, remedy: str = "") -> Finding:
    """The finding on a unit that could not be read; ``reason`` is what the error found, ``remedy`` what it advises."""
    return Finding(
        rule=UNREACHABLE,
        severity=Severity.ERROR,
        unit=role,
        subject="unit",
        found=f"could not be read ({reason.rstrip('.')})",
        expected="a unit that answers",
        remedy=remedy or "Check that the unit is switched on and that its management address answers.",
    )


def since(primary: Unit, secondary: Unit) -> str:
    """Since when a pair does not work, in the words of a unit: out of service, or peer lost. Empty where none says."""
    units = (primary, secondary)
    out = [unit.disabled_since for unit in units if unit.state in BAD]
    return next(filter(None, (*out, *map(lost_at, units))), "")
