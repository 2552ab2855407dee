# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of a pair, carried out in phases. Each waits for what the one before has started, then starts what follows.

So the units of every pair are at work before the first of them is waited for, however many forks there are. A wait
gives its fork back after a while where other pairs need it; a later task then goes on with all that is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, cast

from .errors import FailoverError
from .fdm.unit_api import UnitApi
from .pure.comparison import disabled_ports
from .pure.intent.desired import Desired
from .pure.intent.intent import Intent
from .pure.names import PAIR, PRIMARY, ROLES, SECONDARY
from .pure.plan.plan import Phase, Step
from .pure.rules.rule import PendingChanges
from .run_record import RunRecord
from .steps import after_join, before_join, configuration, deployment, join, ports
from .steps.after_join import TARGETS
from .steps.result import StepResult, combined
from .steps.waiting import StillWaiting, Wait

NOTHING = "nothing to do in this phase"
DONE = "already done"
ORDER = tuple(Phase)


@dataclass(frozen=True)
class Limits:
    """Seconds to wait at most: for a deployment, a link, the active primary, a pair in sync; require_link: whether a
    link that stays down is an error."""

    deploy: int = 1800
    link: int = 60
    join: int = 1800
    sync: int = 7200
    require_link: bool = True


@dataclass(frozen=True)
class Reach:
    """How units are reached. opened: one by its role, closed at the end of the block, which may be away if the second
    argument says so; wait: a wait for it, from seconds, whether it may be away, and what raises the limit."""

    opened: Callable[[str, bool], AbstractContextManager[UnitApi]]
    wait: Callable[[UnitApi, int, bool, str], Wait]


@dataclass(frozen=True)
class Phases:
    """The phases of one pair that this run has checked.

    intent: with the chosen ports; save: keeps the record; hold: as ``Wait.hold``, for every wait, None where no other
    pair waits for the fork.
    """

    intent: Intent
    record: RunRecord
    key: str | None
    reach: Reach
    save: Callable[[], None]
    limits: Limits = Limits()
    writes: bool = True
    hold: Callable[[float, float], float] | None = None

    def run(self, phase: Phase | None = None) -> dict[str, Any]:
        """Carry out a phase, or all that are left; returns changed, msg, diff, what each unit's steps returned, and
        whether the pair still waits for something. Raises FailoverError.
        """
        if self.record.carried_out:
            return combined([]) | {"waiting": False, "msg": DONE}
        waiting = Phase(self.record.waiting) if self.record.waiting else ORDER[0]
        if phase and self.record.waiting and phase != waiting:
            later = ORDER.index(phase) > ORDER.index(waiting)
            msg = f"the phase {waiting} is still waiting" if later else DONE
            return combined([]) | {"waiting": later, "msg": msg}
        results: list[tuple[str, StepResult]] = []
        for each in (phase,) if phase else ORDER[ORDER.index(waiting) :]:
            if self._gives_back(results):
                return self._paused(results, each)
            try:
                results.extend(self._carried_out(each))  # those before an interrupted wait are kept
            except StillWaiting as still:
                return self._paused(results, each) | {"msg": str(still)}
            except FailoverError:
                self._note_waiting("")
                raise
        self.record.carried_out = self.writes and phase in (None, ORDER[-1])
        self._note_waiting("")
        return combined(results) | {"waiting": False} | ({} if results else {"msg": NOTHING})

    def _gives_back(self, results: list[tuple[str, StepResult]]) -> bool:
        """What was started takes minutes: others may have the fork meanwhile."""
        return self.hold is not None and any(result["changed"] for _role, result in results)

    def _paused(self, results: list[tuple[str, StepResult]], phase: Phase) -> dict[str, Any]:
        self._note_waiting(str(phase))
        return combined(results) | {"waiting": True}

    def _carried_out(self, phase: Phase) -> Iterator[tuple[str, StepResult]]:
        return {
            Phase.PORTS: self._ports,
            Phase.PRIMARY: self._primary,
            Phase.SECONDARY: self._secondary,
            Phase.SYNC: self._sync,
        }[phase]()

    def _note_waiting(self, phase: str) -> None:
        if self.record.waiting != phase or self.record.carried_out:
            self.record.waiting = phase
            self.save()

    def _ports(self) -> Iterator[tuple[str, StepResult]]:
        """Enable the ports of both units, then start a deployment on both."""
        with self._units(self._with(Step.ENABLE, Step.DEPLOY)) as apis:
            for role in self._with(Step.ENABLE):
                yield role, self._enable(apis[role], role)
            for role in self._with(Step.DEPLOY):
                yield role, self._deploy(apis[role], role)

    def _primary(self) -> Iterator[tuple[str, StepResult]]:
        """Wait for the deployments and the links of both units, then configure the primary and start its join."""
        joining = self._with(Step.JOIN)
        with self._units(ROLES if joining else self._with(Step.DEPLOY)) as apis:
            for role in self._with(Step.DEPLOY) if self.writes else ():
                yield role, self._deployed(apis[role], role)
            for role in ROLES if self.writes and joining else ():
                yield role, self._links_up(apis[role], role)
            if PRIMARY in joining:
                yield from self._join(apis[PRIMARY], PRIMARY)

    def _secondary(self) -> Iterator[tuple[str, StepResult]]:
        """Wait until the primary is active, then configure the secondary and start its join."""
        if self.writes and PRIMARY in self._with(Step.WAIT_ACTIVE):
            with self.reach.opened(PRIMARY, False) as api:
                wait = self._wait(api, PRIMARY, self.limits.join, "apply_join_timeout")
                yield PRIMARY, self._joined(api, PRIMARY, "active", wait)
        if SECONDARY in self._with(Step.JOIN):
            with self.reach.opened(SECONDARY, False) as api:
                # Its ports were read before the primary joined, which takes minutes.
                self.record.units[SECONDARY] |= ports.interfaces(api, self.intent.ports)
                yield from self._join(api, SECONDARY)

    def _sync(self) -> Iterator[tuple[str, StepResult]]:
        """Wait until both are in sync. The secondary first: it imports the primary's configuration, away meanwhile."""
        if not self.writes or not self.record.has_step(Step.WAIT_SYNC, PAIR):
            return
        for role in (SECONDARY, PRIMARY):
            absence = role == SECONDARY
            with self.reach.opened(role, absence) as api:
                wait = self._wait(api, role, self.limits.sync, "apply_sync_timeout", absence)
                yield role, self._joined(api, role, "in_sync", wait)

    def _with(self, *steps: Step) -> list[str]:
        """The units that the plan has one of these steps for."""
        return [role for role in ROLES if any(self.record.has_step(step, role) for step in steps)]

    @contextmanager
    def _units(self, roles: Iterable[str]) -> Iterator[dict[str, UnitApi]]:
        with ExitStack() as stack:
            yield {role: stack.enter_context(self.reach.opened(role, False)) for role in roles}

    def _enable(self, api: UnitApi, role: str) -> StepResult:
        checks = self.record.checks(self.intent)
        return ports.enable(
            api, self.record.unit(role), self.intent.ports, lambda now: checks.refuse_unfit(api, now), self.writes
        )

    def _deploy(self, api: UnitApi, role: str) -> StepResult:
        unit = self.record.unit(role)
        begun = deployment.begin(api, self.writes, self.deployable_ports, unit)
        if not self.writes:
            return deployment.as_planned(begun, disabled_ports(unit, self.intent))
        self.record.deployments[role] = {"job": begun["job"], "changed": begun["changed"]}
        self._start_clock(api, "apply_deploy_timeout", role)
        self.save()
        return begun

    @property
    def deployable_ports(self) -> tuple[str, ...] | None:
        """The ports whose changes may be deployed; None where other users' changes are deployed too."""
        everything = self.record.settings.get("pending_changes") == PendingChanges.DEPLOY
        return None if everything else self.intent.ports

    def _deployed(self, api: UnitApi, role: str) -> StepResult:
        begun = cast("StepResult", self.record.deployments.get(role, {"job": "", "changed": True}))
        with self._wait(api, role, self.limits.deploy, "apply_deploy_timeout") as wait:
            ended = deployment.finish(api, begun, wait, self.deployable_ports, self.record.unit(role))
        return {"changed": ended["changed"] and not begun["changed"], "state": wait.state, "seconds": wait.seconds}

    def _links_up(self, api: UnitApi, role: str) -> StepResult:
        checks, unit = self.record.checks(self.intent), self.record.unit(role)
        with self._wait(api, role, self.limits.link, "apply_link_timeout") as wait:
            result, read = before_join.links_up(api, unit, checks, wait, self.limits.require_link)
        self.record.units[role] |= read
        self.save()
        return result

    def _join(self, api: UnitApi, role: str) -> Iterator[tuple[str, StepResult]]:
        """Write the configuration of a unit, compare what it stores, and start its join."""
        record, unit = self.record, self.record.unit(role)
        desired = Desired(self.intent, role, record.rendered_for(self.intent, role), self.key)
        written = configuration.write(api, unit, desired, record.checks(self.intent), self.writes)
        if self.writes and written["changed"]:
            record.written[role] = written["version"]
            self.save()
        yield role, written
        version = record.written.get(role, "")
        mine, first = role in record.written, written.get("first", False)
        begun = join.begin(api, unit, desired if self.writes else None, version, mine, self.writes, first)
        if self.writes:
            record.joins[role] = begun["job"]
            for each in (PRIMARY,) if role == PRIMARY else ROLES:
                self._start_clock(api, "apply_join_timeout" if role == PRIMARY else "apply_sync_timeout", each)
            self.save()
        yield role, begun

    def _joined(self, api: UnitApi, role: str, until: str, begun: AbstractContextManager[Wait]) -> StepResult:
        target, what = TARGETS[until]
        with begun as wait:
            state = after_join.finish(api, role, self.record.joins.get(role, ""), wait, target, what)
        return {"changed": False, "state": state, "seconds": wait.seconds}

    def _start_clock(self, api: UnitApi, option: str, role: str) -> None:
        """What was started now is waited for later: its time counts from here."""
        self.record.waits[f"{option} {role}"] = {"start": self.reach.wait(api, 0, False, option).start}

    @contextmanager
    def _wait(self, api: UnitApi, role: str, limit: int, option: str, absence: bool = False) -> Iterator[Wait]:
        """A wait of this pair, which goes on where an earlier task has left it."""
        name = f"{option} {role}"
        wait = self.reach.wait(api, limit, absence, option)
        wait.hold = self.hold
        wait.resume(self.record.waits.pop(name, None))
        try:
            yield wait
        except StillWaiting:
            self.record.waits[name] = wait.memory()
            self.save()
            raise
