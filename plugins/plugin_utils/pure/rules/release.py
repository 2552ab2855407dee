# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on what a release does not have; the data is the table of the API."""

from __future__ import annotations

from collections.abc import Iterator

from ..device.api_operations import OPERATIONS
from ..device.api_table import Condition, Operation, release_number
from ..device.ports import PortKind, kind_by_spelling
from ..finding import Severity
from ..intent.intent import Intent
from .rule import Judgement, PairContext, rule


@rule(
    "release-lacks",
    Severity.ERROR,
    "vendor's tech note on FDM HA: from 6.3; EtherChannels: reference v5 and client code for 6.5 (docs/device.md)",
    well_sourced=False,
)
def release_lacks(case: PairContext) -> Iterator[Judgement]:
    """The release of each unit has what the links need: HA from 6.3 on, EtherChannels from 6.5 on. One that is not
    known is not compared."""
    for unit in case.units:
        for condition in _conditions(case.intent):
            missing = _missing(release_number(unit.software), condition)
            if missing:
                since = max((row.since for row in missing), key=release_number)
                yield Judgement(
                    f"{unit.software} does not have {condition} ({missing[0].method} {missing[0].path})",
                    f"release {since} or later",
                    _REMEDIES[condition],
                    unit=unit.role,
                    subject="release",
                )


_REMEDIES = {
    Condition.ALWAYS: "Upgrade both units to the same later release.",
    Condition.ETHERCHANNEL: "Choose physical interfaces for the links, or upgrade both units.",
}


def _conditions(intent: Intent) -> tuple[Condition, ...]:
    """What of the table matters for a pair."""
    channel = PortKind.ETHERCHANNEL in map(kind_by_spelling, intent.ports)
    return (Condition.ALWAYS, Condition.ETHERCHANNEL) if channel else (Condition.ALWAYS,)


def _missing(release: tuple[int, ...], condition: Condition) -> list[Operation]:
    """The calls that a release is too old for; a call that no playbook needs is not reported."""
    needed = [row for row in OPERATIONS if row.when == condition and (row.needed or condition != Condition.ALWAYS)]
    return [row for row in needed if release and release[:2] < release_number(row.since)]


RELEASE_RULES = (release_lacks,)
