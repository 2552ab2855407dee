# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tasks of one run returned about each pair, collected into a report. Knows no Ansible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .data import SCHEMA, SCHEMA_VERSION, Run
from .reading import read

COLLECTION = "fdm.failover."
PREFLIGHT, VERIFY, LOGOUT = (f"{COLLECTION}{name}" for name in ("preflight", "verify", "logout"))
KINDS = {
    f"{COLLECTION}rebuild": "rebuild",
    f"{COLLECTION}replace": "replace",
    f"{COLLECTION}apply": "deploy",
    f"{COLLECTION}verify": "verify",
    f"{COLLECTION}preflight": "check",
}
"""What a playbook does, by the roles that it runs: the first of these that it has."""
CONDITIONS = {"as_intended": "ok"} | {each: each for each in ("drifted", "busy", "unhealthy", "unreachable")}
WORTH = 0.1
"""Seconds; a shorter step is left out."""
SENTENCE_END = re.compile(r"\.(?= [A-Z]|$)")
CALL = re.compile(r", (?:GET|POST|PUT|DELETE) /\S*?(?=:? )")


@dataclass
class Failure:
    """The task that failed a pair, and what it said."""

    message: str
    preflight: bool = False
    unreachable: bool = False


@dataclass
class PairLog:
    """What is known of one pair so far."""

    ran: bool = False
    changed: bool = False
    preflight: Mapping[str, Any] = field(default_factory=dict)
    verify: Mapping[str, Any] = field(default_factory=dict)
    failure: Failure | None = None
    steps: dict[str, float] = field(default_factory=dict)
    evidence: list[Any] = field(default_factory=list)
    said: str = ""

    def add(self, action: str, task: str, result: Mapping[str, Any], seconds: float) -> None:
        """The result of a task that ended well, or not."""
        self.ran = True
        self.changed |= result.get("changed") is True
        if action == PREFLIGHT and "findings" in result and not result.get("waiting"):
            self.preflight = result
        if action == VERIFY and "findings" in result:
            self.verify = result
        measured = self._of_action(action, result)
        if seconds >= WORTH and action != LOGOUT and not measured:
            self.steps[task] = self.steps.get(task, 0.0) + seconds

    def _of_action(self, action: str, result: Mapping[str, Any]) -> bool:
        """Keep what a task on a pair in HA (switch, drill, ...) shows; whether it has measured its own steps."""
        if action in (PREFLIGHT, VERIFY) or not result.get("evidence"):
            return False
        self.evidence += _records(result.get("evidence"))
        self.said = str(result.get("msg") or "")
        measured = {str(step.get("name")): step.get("seconds") for step in _records(result.get("steps"))}
        self.steps |= {name: float(took) for name, took in measured.items() if isinstance(took, (int, float))}
        return bool(measured)

    def fail(self, action: str, result: Mapping[str, Any], unreachable: bool = False) -> None:
        """The result of the task that ended the run of the pair; that the tokens can't be revoked either is no news."""
        self.ran = True
        if action == LOGOUT and self.failure is not None:
            return
        item = next((each for each in _items(result) if each.get("failed")), result)
        message = str(item.get("msg") or "The task gave no reason.")
        self.failure = Failure(message, action == PREFLIGHT, unreachable or item.get("unit_unreachable") is True)

    def outcome(self, failed: bool) -> tuple[str, str]:
        """How the pair came out, and the reason; empty where the findings are the reason."""
        if self.verify and (not failed or not self.verify.get("verified")):
            return CONDITIONS.get(str(self.verify.get("condition")), "ok"), ""
        if self.preflight and not self.preflight.get("ready"):
            return "refused", ""
        if failed:
            return _of_failure(self.failure)
        return ("ok" if self.ran else "not_run"), self.said

    def as_data(self, name: str, failed: bool, intended: Mapping[str, Any]) -> dict[str, Any]:
        """The pair as a report has it; ``intended`` is drawn where the run never came to read the units."""
        outcome, reason = self.outcome(failed)
        known = self.verify or self.preflight
        drawn = known if known.get("units") else intended
        plan = {} if self.verify else self.preflight.get("plan") or {}
        return {
            "name": name,
            "outcome": outcome,
            "reason": reason,
            "changed": self.changed,
            "units": drawn.get("units"),
            "links": drawn.get("links"),
            "findings": known.get("findings"),
            "plan": plan.get("sentences"),
            "evidence": [_titled(row) for row in (*self.evidence, *(known.get("evidence") or ()))],
            "drift_since": known.get("since"),
            "steps": [{"name": step, "seconds": round(seconds, 1)} for step, seconds in self.steps.items()],
        }


def _of_failure(failure: Failure | None) -> tuple[str, str]:
    if failure is None:
        return "failed", "A task failed, and gave no reason."
    if failure.unreachable:
        return "unreachable", failure.message
    return ("refused" if failure.preflight else "failed"), failure.message


def _records(listed: Any) -> list[Mapping[str, Any]]:
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, (list, tuple)) else []


def _items(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The results of a task's loop; none where it has no loop."""
    return _records(result.get("results"))


def _titled(row: Any) -> Any:
    kind = row.get("kind") if isinstance(row, Mapping) else None
    return {**row, "kind": kind[:1].upper() + kind[1:]} if isinstance(kind, str) else row


def kind_of(playbook: str, roles: Iterable[str], check_mode: bool) -> str:
    """What the run does, in the name of a playbook: its own, or what the roles of a user's playbook make it.

    A dry run of deploy is a check.
    """
    seen = set(roles)
    found = playbook if playbook in KINDS.values() else next((KINDS[role] for role in KINDS if role in seen), playbook)
    return "check" if check_mode and found == "deploy" else found


def as_run(playbook: str, pairs: Iterable[Mapping[str, Any]], version: str, started: str, ended: str) -> Run:
    """The report of a run: every text cleaned."""
    head = {"schema": SCHEMA, "schema_version": SCHEMA_VERSION, "playbook": playbook, "collection": version}
    return read({**head, "started": started, "ended": ended, "pairs": list(pairs)})


def short(reason: str, pair: str) -> str:
    """A reason in a few words: what is wrong, without the pair's name, the call, what was expected and what to do."""
    said = CALL.sub("", reason.removeprefix(f"{pair}, ").removeprefix(f"{pair}: "), count=1)
    return SENTENCE_END.split(said.partition("; expected ")[0], maxsplit=1)[0]
