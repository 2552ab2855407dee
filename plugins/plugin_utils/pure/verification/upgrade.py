# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pair in the middle of an upgrade that the inventory declares: different releases are a phase then, not a fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..device.unit import ConfigStatus, NodeState, Unit
from ..finding import Finding, Severity
from ..rules.rule import Judgement, rule
from .case import PairInHa

GUIDE = "TAC 223163, CDO upgrade page"
MIXED = frozenset({"configuration-sync", "data-plane-version", "health", "mac-exchange"})
"""Findings that follow from different releases."""
AWAY = MIXED | {"state-unknown", "unit-state", "unit-failed", "hello-messages", "network-link-status"}
"""Findings that follow from a unit that restarts."""


@rule("upgrade-unit-away", Severity.WARNING, GUIDE, well_sourced=False)
def upgrade_unit_away(case: PairInHa) -> Iterator[Judgement]:
    """Both units answer; one that is being upgraded does not for a while."""
    for unit in _away(case):
        yield Judgement(
            "does not answer",
            "an answer once its upgrade has ended",
            "Wait for the end of its upgrade, and verify again before the next step.",
            unit=unit.role,
            subject="unit",
        )


@rule("upgrade-under-way", Severity.WARNING, GUIDE, well_sourced=False)
def upgrade_under_way(case: PairInHa) -> Iterator[Judgement]:
    """Both units run the same release, or the inventory declares an upgrade."""
    if _mixed(case):
        yield Judgement(
            f"{case.primary.software} on the primary, {case.secondary.software} on the secondary: only one unit is "
            "upgraded",
            "one release on both units",
            "Switch to the upgraded unit if it is standby, then upgrade the other one. Deploy nothing until then.",
            subject="software",
        )


@rule("upgrade-finished", Severity.ADVICE, "own rule: a declared phase ends")
def upgrade_finished(case: PairInHa) -> Iterator[Judgement]:
    """The inventory declares no upgrade of a pair that runs one release and is in sync."""
    units = (case.primary, case.secondary)
    in_sync = all(unit.config_status == ConfigStatus.IN_SYNC for unit in units)
    if in_sync and case.primary.software and case.primary.software == case.secondary.software:
        yield Judgement(
            f"both units run {case.primary.software} and are in sync",
            "no declared upgrade",
            "Remove failover_upgrade from the inventory; set it only while an upgrade runs.",
            subject="software",
        )


ON_UPGRADE = (upgrade_unit_away, upgrade_under_way, upgrade_finished)


def without_consequences(case: PairInHa, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings without those that follow from a unit that restarts, and as warnings those of different releases.

    A unit that answers has to be active during that time; problems that do not come from the upgrade stay errors.
    """
    away = _away(case)
    active = any(unit.state == NodeState.ACTIVE for unit in (case.primary, case.secondary))
    found = tuple(each for each in findings if not (away and active and each.rule in AWAY))
    lowered = MIXED if _mixed(case) else frozenset()
    return tuple(replace(each, severity=Severity.WARNING) if _follows(each, lowered) else each for each in found)


def _follows(finding: Finding, expected: frozenset[str]) -> bool:
    return finding.rule in expected and finding.severity == Severity.ERROR


def _away(case: PairInHa) -> list[Unit]:
    return [unit for unit in (case.primary, case.secondary) if "status" not in unit.data]


def _mixed(case: PairInHa) -> bool:
    primary, secondary = case.primary.software, case.secondary.software
    return bool(primary and secondary) and primary != secondary
