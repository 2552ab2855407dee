# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes next for a pair, as a table: the stages of both units to a step, or to a verdict.

The order: enable ports, deploy, configure and join the primary, then the secondary, then in sync.
No memory but what the units report, so a run that was killed anywhere is finished by the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..device.unit import Unit, display_state
from ..finding import ERROR, Finding
from ..intent.intent import Intent
from ..names import PAIR, PRIMARY, SECONDARY
from ..rules.ha import SPLIT_BRAIN
from .stages import (
    ACTIVE,
    ACTIVE_UNDEPLOYED,
    DIFFERS,
    DISABLED,
    FAILED,
    INVERTED,
    JOINING,
    PORTS_DOWN,
    READY,
    SINGLES,
    STAGES,
    STANDBY,
    SUSPENDED,
    SYNCING,
    UNCONFIGURED,
    UNDEPLOYED,
    UNKNOWN,
    missing,
    stage,
)

ENABLE = "enable-ports"
DEPLOY = "deploy"
CONFIGURE = "configure"
JOIN = "join"
AWAIT_ACTIVE = "await-active"
AWAIT_SYNC = "await-sync"
FINISHED = "finished"
BLOCKED = "blocked"
READY_TO_APPLY = "ready"

EVERY = frozenset(STAGES)
IN_HA = EVERY - SINGLES
DEPLOYED = frozenset({UNCONFIGURED, READY})
ACTIVES = frozenset({ACTIVE, ACTIVE_UNDEPLOYED})


class Next(NamedTuple):
    """A step and its unit, or a verdict: ``finished``, or ``blocked`` with its reason in ``unit``."""

    step: str
    unit: str = PAIR


ROWS: tuple[tuple[frozenset[str], frozenset[str], Next], ...] = (
    (frozenset({INVERTED}), EVERY, Next(BLOCKED, "roles-inverted")),
    (EVERY, frozenset({INVERTED}), Next(BLOCKED, "roles-inverted")),
    (frozenset({UNKNOWN}), EVERY, Next(BLOCKED, "state-unknown")),
    (EVERY, frozenset({UNKNOWN}), Next(BLOCKED, "state-unknown")),
    (frozenset({DIFFERS}), EVERY, Next(BLOCKED, "pair-differs")),
    (EVERY, frozenset({DIFFERS}), Next(BLOCKED, "pair-differs")),
    (ACTIVES, ACTIVES, Next(BLOCKED, "split-brain")),
    (SINGLES, IN_HA, Next(BLOCKED, "primary-single")),
    (frozenset({STANDBY, SYNCING}), SINGLES, Next(BLOCKED, "already-paired-elsewhere")),
    (frozenset({SUSPENDED}), EVERY, Next(BLOCKED, "suspended")),
    (EVERY, frozenset({SUSPENDED}), Next(BLOCKED, "suspended")),
    (frozenset({DISABLED}), EVERY, Next(BLOCKED, "unit-disabled")),
    (EVERY, frozenset({DISABLED}), Next(BLOCKED, "unit-disabled")),
    (frozenset({FAILED}), EVERY, Next(BLOCKED, "unit-failed")),
    (EVERY, frozenset({FAILED}), Next(BLOCKED, "unit-failed")),
    (frozenset({PORTS_DOWN}), SINGLES, Next(ENABLE, PRIMARY)),
    (EVERY, frozenset({PORTS_DOWN}), Next(ENABLE, SECONDARY)),
    (frozenset({UNDEPLOYED}), SINGLES, Next(DEPLOY, PRIMARY)),
    (EVERY, frozenset({UNDEPLOYED}), Next(DEPLOY, SECONDARY)),
    (frozenset({ACTIVE_UNDEPLOYED}), SINGLES, Next(DEPLOY, PRIMARY)),
    (frozenset({UNCONFIGURED}), DEPLOYED, Next(CONFIGURE, PRIMARY)),
    (frozenset({READY}), DEPLOYED, Next(JOIN, PRIMARY)),
    (frozenset({JOINING}), DEPLOYED, Next(AWAIT_ACTIVE, PRIMARY)),
    (frozenset({ACTIVE}), frozenset({UNCONFIGURED}), Next(CONFIGURE, SECONDARY)),
    (frozenset({ACTIVE}), frozenset({READY}), Next(JOIN, SECONDARY)),
    (ACTIVES, frozenset({STANDBY}), Next(FINISHED)),
    (frozenset({STANDBY}), ACTIVES, Next(FINISHED)),
    (IN_HA, IN_HA, Next(AWAIT_SYNC)),
)

REASONS: Mapping[str, tuple[str, str]] = {
    "roles-inverted": (
        "primary and secondary as the inventory has them",
        "Exchange primary and secondary in failover_units: roles are assigned once and never change.",
    ),
    "state-unknown": (
        "a state this collection knows",
        "Look at `show failover` on both units; run again when each knows its state.",
    ),
    "pair-differs": (
        "links as the inventory wants them",
        "A living pair can't be edited: correct the inventory, or break the pair in FDM and deploy it again.",
    ),
    "split-brain": (
        "one active, one standby",
        SPLIT_BRAIN,
    ),
    "primary-single": (
        "both units single, or both in HA",
        "The secondary lives in HA without this primary: break HA on the secondary in FDM, then deploy again.",
    ),
    "suspended": ("both units taking part", "Resume HA in FDM on the active unit, then run again."),
    "unit-disabled": (
        "both units taking part",
        "Read the reason, mend it, and resume HA on that unit in FDM; or break the pair and deploy it again.",
    ),
    "unit-failed": (
        "both units healthy",
        "Mend what failed (links, modules, key), then reset the failed unit or resume HA in FDM, and run again.",
    ),
    "already-paired-elsewhere": (
        "units that are single, or paired with each other",
        "Correct failover_units, or break the other pair first.",
    ),
}
WORDS: Mapping[str, str] = {
    ENABLE: "{unit}: enable {ports}",
    DEPLOY: "{unit}: deploy",
    CONFIGURE: "{unit}: write the configuration of the links",
    JOIN: "{unit}: join",
    AWAIT_ACTIVE: "{unit}: await that it is active",
    AWAIT_SYNC: "both: await one active, one standby, in sync",
}
NOTES: Mapping[Next, str] = {
    Next(JOIN, SECONDARY): " (the primary's configuration replaces its own; it is away meanwhile)",
}
AFTER: Mapping[str, str] = {CONFIGURE: READY, AWAIT_ACTIVE: ACTIVE}


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be written to which unit, in order; or why nothing is."""

    verdict: str
    steps: tuple[Next, ...]
    blocked: Finding | None

    def has(self, step: str, unit: str) -> bool:
        """True if the plan has a step for a unit."""
        return Next(step, unit) in self.steps

    def lines(self, ports: Mapping[str, str]) -> tuple[str, ...]:
        """The plan for people, a step a line."""
        names = " and ".join(dict.fromkeys(ports.values()))
        return tuple(
            f"{number}. {WORDS[step.step].format(unit=step.unit, ports=names)}{NOTES.get(step, '')}"
            for number, step in enumerate(self.steps, 1)
        )

    def as_dict(self) -> dict[str, Any]:
        """The plan as plain data."""
        return {
            "verdict": self.verdict,
            "steps": [{"step": step.step, "unit": step.unit} for step in self.steps],
            "blocked": None if self.blocked is None else self.blocked.as_dict(),
        }


def next_step(primary: str, secondary: str) -> Next:
    """The next step for a pair in two stages."""
    return next(then for mine, other, then in ROWS if primary in mine and secondary in other)


def plan(primary: Unit, secondary: Unit, intent: Intent) -> Plan:
    """Every step that remains, found by walking the table from where the units stand."""
    stages = {PRIMARY: stage(primary, intent), SECONDARY: stage(secondary, intent)}
    units = {PRIMARY: primary, SECONDARY: secondary}
    steps: list[Next] = []
    while (then := next_step(stages[PRIMARY], stages[SECONDARY])).step not in (FINISHED, BLOCKED):
        steps.append(then)
        stages |= _reached(then, units, intent)
    if then.step == BLOCKED:
        return Plan(BLOCKED, (), _blocked(then.unit, primary, secondary, intent))
    return Plan(READY_TO_APPLY if steps else FINISHED, tuple(steps), None)


def _reached(then: Next, units: Mapping[str, Unit], intent: Intent) -> dict[str, str]:
    """The stages after a step that went well."""
    if then.step == AWAIT_SYNC:
        return {PRIMARY: ACTIVE, SECONDARY: STANDBY}
    if then.step == JOIN:
        return {then.unit: JOINING}
    if then.step == ENABLE:
        return {then.unit: UNDEPLOYED}
    if then.step == DEPLOY:
        unit = units[then.unit]
        if unit.in_ha:
            return {then.unit: ACTIVE}
        settled = missing(unit, intent, deployed=True) == "nothing"
        return {then.unit: READY if settled else UNCONFIGURED}
    return {then.unit: AFTER[then.step]}


def _blocked(reason: str, primary: Unit, secondary: Unit, intent: Intent) -> Finding:
    expected, remedy = REASONS[reason]
    said = [f"{unit.role} is {display_state(unit.state)}{_because(unit)}" for unit in (primary, secondary)]
    if reason == "pair-differs":
        said = [
            f"{unit.role}: {what} is {so}, wished {wished}"
            for unit in (primary, secondary)
            for what, so, wished in unit.differences(intent)
            if what != "role"
        ]
    return Finding(reason, ERROR, PAIR, "HA state", "; ".join(said), expected, remedy)


def _because(unit: Unit) -> str:
    return f" ({'; '.join(unit.failure_words)})" if unit.failure_words else ""
