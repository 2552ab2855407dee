# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of a run on a terminal: one line a pair, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..pure.finding import Severity
from ..pure.wording import plural
from .collecting import short
from .data import Pair, Run
from .words import OUTCOME_WORDS, cause, encryption, in_order, summary

LONGEST_NAME = 40
NARROWEST = 60
MORE = "..."


class Line(NamedTuple):
    """A line, and whether it is about a pair that needs attention."""

    text: str
    bad: bool = False


def lines(run: Run, width: int, height: int) -> list[Line]:
    """A heading, one line a pair, worst first; below, the pairs in trouble again where the heading left the screen."""
    pairs = in_order(run)
    names = min(LONGEST_NAME, max((len(pair.name) for pair in pairs), default=0))
    table = [Line(_line(run, pair, names, max(width, NARROWEST)), pair.outcome != "ok") for pair in pairs]
    bad = [line for line in table if line.bad]
    heading = f"fdm.failover {run.playbook}: {summary(run)}".replace(" : ", ": ")
    again = len(table) + 4 > height and 0 < len(bad) < min(len(table), height - 4)
    return [Line(heading, bool(bad)), *table, *([Line(f"{heading}:", True), *bad] if again else ())]


def _line(run: Run, pair: Pair, names: int, width: int) -> str:
    words = f"  {_cut(pair.name, names):{names}}  {OUTCOME_WORDS[pair.outcome]:{_widest(run.pairs)}}  {_why(run, pair)}"
    return _cut(words, width - 1).rstrip()


def _widest(pairs: Sequence[Pair]) -> int:
    return max(len(OUTCOME_WORDS[pair.outcome]) for pair in pairs)


def _why(run: Run, pair: Pair) -> str:
    if pair.outcome == "not_run":
        return short(pair.reason, pair.name)
    if pair.outcome != "ok":
        since = f" (since {pair.drift_since})" if pair.drift_since and pair.drift_since not in cause(pair) else ""
        return f"{short(cause(pair), pair.name)}{since}"
    return "; ".join(filter(None, (_well(run, pair), "changed" if pair.changed else "", _warnings(pair))))


def _well(run: Run, pair: Pair) -> str:
    """What is said of a pair that is well: what is to do, or how it is."""
    if run.playbook == "check" and pair.plan:
        return f"{plural(len(pair.plan), 'step')} to do"
    states = ", ".join(f"{unit.role} {unit.state}" for unit in (pair.primary, pair.secondary) if unit.state)
    link = pair.links.failover
    known = link is not None and link.encrypted is not None
    return ", ".join(filter(None, (states, encryption(link) if link is not None and known else "")))


def _warnings(pair: Pair) -> str:
    count = sum(finding.severity == Severity.WARNING for finding in pair.findings)
    return plural(count, "warning") if count else ""


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - len(MORE)]}{MORE}"
