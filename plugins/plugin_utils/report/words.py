# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a report: the summary, the outcomes, times. Every format says them the same way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from ..pure.finding import SEVERITIES, Finding, Severity
from ..pure.wording import plural
from .data import OUTCOMES, Link, Pair, Run
from .notes import notes

OUTCOME_WORDS = {
    "unhealthy": "unhealthy",
    "failed": "failed",
    "unreachable": "unreachable",
    "drifted": "drifted",
    "busy": "busy",
    "refused": "refused",
    "not_run": "not run",
    "ok": "ok",
}
VERDICT_WORDS = {"so": "verified", "not_so": "failed", "not_known": "not known"}
VERDICT_MARKS = {"so": "\N{CHECK MARK}", "not_so": "\N{MULTIPLICATION SIGN}", "not_known": "?"}
GOOD = {"check": ("is ready", "are ready"), "verify": ("works", "work"), "deploy": ("works", "work")}
GOOD_OTHERWISE = ("is done", "are done")


def summary(run: Run) -> str:
    """The run in one sentence: "28 of 30 pairs work; 2 need attention"."""
    if not run.pairs:
        return "No pair took part"
    if len(run.pairs) == 1:
        return f"{run.pairs[0].name} {outcome_words(run, run.pairs[0])}"
    count = Counter(pair.outcome for pair in run.pairs)
    good, away, total = count["ok"], count["not_run"], len(run.pairs)
    bad = total - good - away
    everything = "Both pairs" if total == 2 else f"All {total} pairs"
    head = everything if good == total else f"{good} of {total} pairs"
    parts = [f"{head} {good_words(run)[0 if good == 1 and total > 1 else 1]}"]
    parts += [f"{bad} {'needs' if bad == 1 else 'need'} attention"] if bad else []
    parts += [f"{away} {'was' if away == 1 else 'were'} not run"] if away else []
    return "; ".join(parts)


def good_words(run: Run) -> tuple[str, str]:
    """What is said of one pair, and of several, that came out well."""
    return GOOD.get(run.playbook, GOOD_OTHERWISE)


def outcome_words(run: Run, pair: Pair) -> str:
    """How one pair came out, after its name: "works", "needs attention: unhealthy"."""
    if pair.outcome == "ok":
        return good_words(run)[0]
    return "was not run" if pair.outcome == "not_run" else f"needs attention: {OUTCOME_WORDS[pair.outcome]}"


def trouble_title(pairs: Sequence[Pair]) -> str:
    """The heading above the pairs that did not come out well."""
    away = sum(pair.outcome == "not_run" for pair in pairs)
    bad = len(pairs) - away
    parts = [f"{plural(bad, 'pair')} {'needs' if bad == 1 else 'need'} attention"] if bad else []
    parts += [f"{away if bad else plural(away, 'pair')} {'was' if away == 1 else 'were'} not run"] if away else []
    return ", ".join(parts)


def good_title(run: Run, count: int) -> str:
    """The heading above the pairs that came out well."""
    return f"{plural(count, 'pair')} {good_words(run)[count != 1]}"


def needs_attention(pair: Pair) -> bool:
    """True for a pair that did not come out well; one that was not run is among them."""
    return pair.outcome != "ok"


def in_order(run: Run) -> tuple[Pair, ...]:
    """The pairs as they are shown: worst first, then those with more errors and warnings, then by name."""
    return tuple(sorted(run.pairs, key=_rank))


def _rank(pair: Pair) -> tuple[int, int, int, list[tuple[int, str]]]:
    errors, warnings, _advice = severities(pair.findings)
    bad = pair.outcome != "ok"
    return (OUTCOMES.index(pair.outcome), -errors if bad else 0, -warnings if bad else 0, natural(pair.name))


def natural(name: str) -> list[tuple[int, str]]:
    """A sort key that puts branch2 before branch10."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(int(part), "") if part.isdigit() and part.isascii() else (-1, part) for part in parts]


def severities(findings: tuple[Finding, ...]) -> tuple[int, int, int]:
    """How many errors, warnings and advice there are."""
    count = Counter(finding.severity for finding in findings)
    return (count[Severity.ERROR], count[Severity.WARNING], count[Severity.ADVICE])


def counts(findings: tuple[Finding, ...]) -> str:
    """How many findings there are of each severity: "1 error, 2 warnings"; empty for none."""
    numbers = zip(severities(findings), SEVERITIES, strict=True)
    return ", ".join(plural(number, word) for number, word in numbers if number)


def remedy(pair: Pair) -> str:
    """What to do first for a pair that needs attention; empty where no finding says it."""
    for note in notes(pair):
        finding = note.finding
        if finding.severity in SEVERITIES[:2] and finding.remedy and finding.remedy not in pair.reason:
            return finding.remedy
    return ""


def cause(pair: Pair) -> str:
    """Why a pair needs attention, in one sentence."""
    if pair.reason:
        return pair.reason
    for note in notes(pair):
        if note.finding.severity in SEVERITIES[:2]:
            return f"{note.about}: {note.finding.found}"
    return "The run gave no reason."


def encryption(link: Link) -> str:
    """Whether a link is encrypted, in words."""
    return {True: "encrypted", False: "plain text", None: "encryption not known"}[link.encrypted]


@cache
def minute(moment: str) -> str:
    """A time as people read it: 2026-11-25 20:06 UTC; what is no ISO 8601 is shown as it is."""
    try:
        when = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    except ValueError:
        return moment
    return when.strftime("%Y-%m-%d %H:%M UTC") if when.utcoffset() is not None and not when.utcoffset() else moment


def seconds_between(started: str, ended: str) -> float | None:
    """Seconds from one time to another, None where either is not known."""
    try:
        first, last = (datetime.fromisoformat(each.replace("Z", "+00:00")) for each in (started, ended))
        return max(0.0, (last - first).total_seconds())
    except (TypeError, ValueError):
        return None


def duration(seconds: float) -> str:
    """A length of time: "3.2 s", "42 s", "3 min 5 s", "2 h 4 min"."""
    whole = round(seconds)
    if seconds < 10 and abs(seconds - whole) >= 0.05:
        return f"{seconds:.1f} s"
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def facts(run: Run) -> list[str]:
    """The playbook, its time and the version of the collection, each as a few words."""
    words = [f"Playbook {run.playbook}"] if run.playbook else []
    if run.started:
        taken = seconds_between(run.started, run.ended)
        words.append(minute(run.started) + (f", took {duration(taken)}" if taken is not None else ""))
    return [*words, f"fdm.failover {run.collection}".rstrip()]
