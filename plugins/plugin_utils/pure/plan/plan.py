# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The next step for a pair, as a table from the stages of both units.

The order: enable ports, deploy, configure and join the primary, then the secondary, then in sync.
Only the units\' reports decide, so the next run finishes a run that was killed at any point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..comparison import differences, link_differences
from ..device.unit import Unit, display_state
from ..finding import Finding, Severity
from ..intent.ha_configuration import Difference
from ..intent.intent import Intent
from ..names import PAIR, PRIMARY, SECONDARY, Name
from ..rules.ha import ANOTHER_PAIR, CHANGE_LINKS, SPLIT_BRAIN
from .stages import SINGLES, Stage, missing, stage


class Step(Name):
    """What is done next, to one unit or to both."""

    ENABLE = "enable-ports"
    DEPLOY = "deploy"
    CONFIGURE = "configure"
    JOIN = "join"
    WAIT_ACTIVE = "wait-active"
    WAIT_SYNC = "wait-sync"


class Phase(Name):
    """A part of the plan: what is done before something has to be waited for, in order."""

    PORTS = "ports"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    SYNC = "sync"


class End(Name):
    """How a plan ends: steps to apply, nothing left to do, or blocked."""

    READY = "ready"
    FINISHED = "finished"
    BLOCKED = "blocked"


EVERY = frozenset(Stage)
IN_HA = EVERY - SINGLES
DEPLOYED = frozenset({Stage.UNCONFIGURED, Stage.READY})
ACTIVES = frozenset({Stage.ACTIVE, Stage.ACTIVE_UNDEPLOYED})


class Next(NamedTuple):
    """A step and its unit; or the end: ``finished``, or ``blocked`` with its reason in ``unit``."""

    step: Step | End
    unit: str = PAIR


ROWS: tuple[tuple[frozenset[Stage], frozenset[Stage], Next], ...] = (
    (frozenset({Stage.INVERTED}), EVERY, Next(End.BLOCKED, "roles-inverted")),
    (EVERY, frozenset({Stage.INVERTED}), Next(End.BLOCKED, "roles-inverted")),
    (frozenset({Stage.UNKNOWN}), EVERY, Next(End.BLOCKED, "state-unknown")),
    (EVERY, frozenset({Stage.UNKNOWN}), Next(End.BLOCKED, "state-unknown")),
    (frozenset({Stage.DIFFERS}), EVERY, Next(End.BLOCKED, "pair-differs")),
    (EVERY, frozenset({Stage.DIFFERS}), Next(End.BLOCKED, "pair-differs")),
    (ACTIVES, ACTIVES, Next(End.BLOCKED, "split-brain")),
    (SINGLES, IN_HA, Next(End.BLOCKED, "primary-single")),
    (frozenset({Stage.STANDBY, Stage.SYNCING}), SINGLES, Next(End.BLOCKED, "already-paired-elsewhere")),
    (frozenset({Stage.SUSPENDED}), EVERY, Next(End.BLOCKED, "suspended")),
    (EVERY, frozenset({Stage.SUSPENDED}), Next(End.BLOCKED, "suspended")),
    (frozenset({Stage.DISABLED}), EVERY, Next(End.BLOCKED, "unit-disabled")),
    (EVERY, frozenset({Stage.DISABLED}), Next(End.BLOCKED, "unit-disabled")),
    (frozenset({Stage.FAILED}), EVERY, Next(End.BLOCKED, "unit-failed")),
    (EVERY, frozenset({Stage.FAILED}), Next(End.BLOCKED, "unit-failed")),
    (frozenset({Stage.PORTS_DOWN}), SINGLES, Next(Step.ENABLE, PRIMARY)),
    (EVERY, frozenset({Stage.PORTS_DOWN}), Next(Step.ENABLE, SECONDARY)),
    (frozenset({Stage.UNDEPLOYED}), SINGLES, Next(Step.DEPLOY, PRIMARY)),
    (EVERY, frozenset({Stage.UNDEPLOYED}), Next(Step.DEPLOY, SECONDARY)),
    (frozenset({Stage.ACTIVE_UNDEPLOYED}), SINGLES, Next(Step.DEPLOY, PRIMARY)),
    (frozenset({Stage.UNCONFIGURED}), DEPLOYED, Next(Step.CONFIGURE, PRIMARY)),
    (frozenset({Stage.READY}), DEPLOYED, Next(Step.JOIN, PRIMARY)),
    (frozenset({Stage.JOINING}), DEPLOYED, Next(Step.WAIT_ACTIVE, PRIMARY)),
    (frozenset({Stage.ACTIVE}), frozenset({Stage.UNCONFIGURED}), Next(Step.CONFIGURE, SECONDARY)),
    (frozenset({Stage.ACTIVE}), frozenset({Stage.READY}), Next(Step.JOIN, SECONDARY)),
    (ACTIVES, frozenset({Stage.STANDBY}), Next(End.FINISHED)),
    (frozenset({Stage.STANDBY}), ACTIVES, Next(End.FINISHED)),
    (IN_HA, IN_HA, Next(Step.WAIT_SYNC)),
)

KEEP_THE_SECONDARY = (
    "Keep the secondary's configuration: exchange primary and secondary in failover_units, and run "
    "fdm.failover.replace with replace_unit: primary. Or restore the primary from its backup, break HA on the "
    "secondary, and deploy again."
)
REASONS: Mapping[str, tuple[str, str]] = {
    "roles-inverted": (
        "the roles as in the inventory",
        "Exchange primary and secondary in failover_units: roles are assigned once and never change.",
    ),
    "state-unknown": (
        "a state this collection knows",
        "Check `show failover` on both units; run again when each reports its state.",
    ),
    "pair-differs": (
        "links as in the inventory",
        CHANGE_LINKS,
    ),
    "split-brain": (
        "one active, one standby",
        SPLIT_BRAIN,
    ),
    "primary-single": (
        "both units single, or both in HA",
        KEEP_THE_SECONDARY,
    ),
    "suspended": ("both units taking part", "Resume HA in FDM on the active unit, then run again."),
    "unit-disabled": (
        "both units taking part",
        "Read the reason, fix it, and resume HA on that unit in FDM, then run again.",
    ),
    "unit-failed": (
        "both units healthy",
        "Fix what failed (links, modules, key), reset the failed unit or resume HA on it in FDM, and run again.",
    ),
    "already-paired-elsewhere": (
        "units that are single, or paired with each other",
        ANOTHER_PAIR,
    ),
}
WORDS: Mapping[str, str] = {
    Step.ENABLE: "{unit}: enable {ports}",
    Step.DEPLOY: "{unit}: deploy",
    Step.CONFIGURE: "{unit}: write the configuration of the links",
    Step.JOIN: "{unit}: join",
    Step.WAIT_ACTIVE: "{unit}: wait until it is active",
    Step.WAIT_SYNC: "both: wait until one is active, one standby, and both in sync",
}
NOTES: Mapping[Next, str] = {
    Next(Step.JOIN, SECONDARY): " (the primary's configuration replaces its own; it is unavailable during that time)",
}
AFTER: Mapping[str, Stage] = {Step.CONFIGURE: Stage.READY, Step.WAIT_ACTIVE: Stage.ACTIVE}


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be written to which unit, in order; or why nothing is."""

    verdict: End
    steps: tuple[Next, ...]
    blocked: Finding | None

    def has(self, step: Step, unit: str) -> bool:
        """True if the plan has a step for a unit."""
        return Next(step, unit) in self.steps

    def sentences(self, ports: Mapping[str, str]) -> tuple[str, ...]:
        """The plan for people, a text a step."""
        names = " and ".join(dict.fromkeys(ports.values()))
        return tuple(WORDS[step.step].format(unit=step.unit, ports=names) + NOTES.get(step, "") for step in self.steps)

    def lines(self, ports: Mapping[str, str]) -> tuple[str, ...]:
        """The plan for people, a numbered line a step."""
        return tuple(f"{number}. {text}" for number, text in enumerate(self.sentences(ports), 1))

    def as_dict(self) -> dict[str, Any]:
        """The plan as plain data."""
        return {
            "verdict": str(self.verdict),
            "steps": [{"step": str(step.step), "unit": step.unit} for step in self.steps],
            "blocked": None if self.blocked is None else self.blocked.as_dict(),
        }


def next_step(primary: Stage, secondary: Stage) -> Next:
    """The next step for a pair in two stages."""
    return next(then for mine, other, then in ROWS if primary in mine and secondary in other)


def plan(primary: Unit, secondary: Unit, intent: Intent) -> Plan:
    """Every step that remains, found by walking the table from where the units stand."""
    stages = {PRIMARY: stage(primary, intent), SECONDARY: stage(secondary, intent)}
    units = {PRIMARY: primary, SECONDARY: secondary}
    steps: list[Next] = []
    while (then := next_step(stages[PRIMARY], stages[SECONDARY])).step not in (End.FINISHED, End.BLOCKED):
        steps.append(then)
        stages |= _reached(then, units, intent)
    if then.step == End.BLOCKED:
        return Plan(End.BLOCKED, (), _blocked(then.unit, primary, secondary, intent))
    return Plan(End.READY if steps else End.FINISHED, tuple(steps), None)


def _reached(then: Next, units: Mapping[str, Unit], intent: Intent) -> dict[str, Stage]:
    """The stages after a step that went well."""
    if then.step == Step.WAIT_SYNC:
        return {PRIMARY: Stage.ACTIVE, SECONDARY: Stage.STANDBY}
    if then.step == Step.JOIN:
        return {then.unit: Stage.JOINING}
    if then.step == Step.ENABLE:
        return {then.unit: Stage.UNDEPLOYED}
    if then.step == Step.DEPLOY:
        unit = units[then.unit]
        if unit.in_ha:
            return {then.unit: Stage.ACTIVE}
        settled = missing(unit, intent, deployed=True) == "nothing"
        return {then.unit: Stage.READY if settled else Stage.UNCONFIGURED}
    return {then.unit: AFTER[then.step]}


def _blocked(reason: str, primary: Unit, secondary: Unit, intent: Intent) -> Finding:
    expected, remedy = REASONS[reason]
    said = [f"{unit.role} is {display_state(unit.state)}{_because(unit)}" for unit in (primary, secondary)]
    if reason == "pair-differs":
        said = [
            f"{unit.role}: {each.what} is {each.found}, expected {each.expected}"
            for unit in (primary, secondary)
            for each in _differences(unit, intent)
        ]
    return Finding(reason, Severity.ERROR, PAIR, "HA state", "; ".join(said), expected, remedy)


def _differences(unit: Unit, intent: Intent) -> tuple[Difference, ...]:
    """What differs on a unit that is in HA, or joining: its role too while its status does not name one."""
    if unit.in_ha:
        return link_differences(unit, intent)
    return differences(unit, intent) if unit.join is not None or unit.just_joined else ()


def _because(unit: Unit) -> str:
    return f" ({'; '.join(unit.failure_words)})" if unit.failure_words else ""
