# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drill: switch there and back, and show with traffic that both units work."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import Conflict
from ..pure.names import other_of
from ..pure.plan.actions import Action, Verdict
from .active_unit import PairState
from .pair_action import Outcome, PairAction, unit_states
from .switch import switch

RETRY_SECONDS = 1.0
"""Seconds between two tries of a probe that does not answer yet."""


@dataclass
class Watch:
    """A probe that is tried again and again; ``text``: what it is, for messages."""

    text: str
    probe: Callable[[], bool]
    settle: float
    sleep: Callable[[float], None]
    clock: Callable[[], float] = time.monotonic
    tries: int = 0
    answers: int = 0
    longest: float = 0.0
    _silent_since: float | None = None

    def look(self) -> bool:
        """Try once, and keep how long it has been silent."""
        now, answered = self.clock(), self.probe()
        self.tries, self.answers = self.tries + 1, self.answers + answered
        if answered:
            self._silent_since = None
        else:
            self._silent_since = now if self._silent_since is None else self._silent_since
            self.longest = max(self.longest, self.clock() - self._silent_since)
        return answered

    def settles(self) -> float | None:
        """Seconds until it answers again; None where it does not within the settling time."""
        start = self.clock()
        while not self.look():
            if self.clock() - start >= self.settle:
                return None
            self.sleep(RETRY_SECONDS)
        return self.clock() - start


@dataclass
class Drill:
    """What a drill did, and what it showed."""

    start: PairState
    there: Outcome | None = None
    back: Outcome | None = None
    settled: list[float] = field(default_factory=list)
    watch: Watch | None = None

    def as_dict(self) -> dict[str, Any]:
        """As plain data: the result of a task."""
        done = [outcome for outcome in (self.there, self.back) if outcome is not None]
        end = (done[-1].after if done else None) or self.start
        return {
            "changed": bool(done) or self.start.active is not None,
            "msg": f"{self.start.pair}: {self._words()}",
            "active_before": self.start.active,
            "active_after": end.active,
            "seconds": round(sum(each.seconds for each in done), 1),
            "pair": end.as_dict(),
            "steps": self._steps(done),
            "evidence": self._evidence(done),
            "diff": {"before": self.start.states, "after": end.states},
        }

    def _words(self) -> str:
        if self.there is None or self.back is None:
            active = self.start.active or ""
            return f"would switch from the {active} to the {other_of(active)}, and back"
        times = f"there in {self.there.seconds:.1f} s, back in {self.back.seconds:.1f} s"
        if self.watch is None:
            return f"switched {times}; nothing was probed"
        silent = f"silent for {self.watch.longest:.1f} s at most" if self.watch.longest else "without a gap"
        return (
            f"switched {times}; {self.watch.text} answered {self.watch.answers} of {self.watch.tries} times, {silent}"
        )

    def _steps(self, done: list[Outcome]) -> list[dict[str, Any]]:
        names = ("switch there", "switch back")
        steps = [{"name": name, "seconds": round(each.seconds, 1)} for name, each in zip(names, done, strict=False)]
        probed = ("probe answers after the switch there", "probe answers after the switch back")
        return steps + [
            {"name": name, "seconds": round(each, 1)} for name, each in zip(probed, self.settled, strict=False)
        ]

    def _evidence(self, done: list[Outcome]) -> list[dict[str, str]]:
        rows = [unit_states("Unit state before the drill", self.start)]
        for name, each in zip(("there", "back"), done, strict=False):
            rows += [unit_states(f"Unit state after the switch {name}", each.after or each.before)]
        if self.watch is not None and done:
            verdict = "so" if len(self.settled) == len(done) else "not_so"
            told = f"{self.watch.answers} of {self.watch.tries} tries"
            rows.append({"kind": "Traffic", "verdict": verdict, "primary": told, "secondary": told})
        return rows


def drill(on: PairAction, watch: Watch | None = None, write: bool = True) -> Drill:
    """Switch to the other unit and back again. Raises Conflict where the probe does not answer when it should.

    A probe that stays silent after the switch there does not leave the pair there: it is switched back first.
    """
    start = on.state()
    said = start.decide(Action.SWITCH)
    if said.verdict != Verdict.DO or start.active is None:
        raise start.refuse(Action.SWITCH, said.reason or "no-active")
    done = Drill(start, watch=watch)
    if not write:
        return done
    home, away = start.active, other_of(start.active)
    if watch is not None and not watch.look():
        raise _silent(on, watch, "before the drill, so nothing was switched")
    watched = on if watch is None else replace(on, watch=lambda: _try(watch))
    done.there = switch(watched, away)
    silent = watch is not None and not _settles(watch, done)
    done.back = switch(watched, home)
    if watch is not None and silent:
        raise _silent(on, watch, f"within {watch.settle:.0f} s while the {away} was active; the {home} is active again")
    if watch is not None and not _settles(watch, done):
        raise _silent(on, watch, f"within {watch.settle:.0f} s after the switch back; the {home} is active")
    return done


def _try(watch: Watch) -> None:
    watch.look()


def _settles(watch: Watch, done: Drill) -> bool:
    seconds = watch.settles()
    done.settled += [] if seconds is None else [seconds]
    return seconds is not None


def _silent(on: PairAction, watch: Watch, when: str) -> Conflict:
    return Conflict(
        f"the probe {watch.text} did not answer {when}",
        expected="a probe that answers before, during and after a drill",
        remedy="Check the path of the probe through the active unit, or raise drill_settle_seconds, then run again.",
        where=on.intent.pair,
    )
