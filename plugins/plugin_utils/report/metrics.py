# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as metrics, for the textfile collector of a node exporter; both of Prometheus' text formats read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from math import isnan

from .data import OUTCOMES, Pair, Run

Sample = tuple[dict[str, str], float]
EVIDENCE = {"so": 1.0, "not_so": 0.0, "not_known": float("nan")}


def as_metrics(run: Run) -> str:
    """The metrics of a run, all of them gauges, without timestamps of their own."""
    pairs = sorted(run.pairs, key=lambda pair: pair.name)
    lines = [
        *_gauge("report_info", "What wrote this report.", [({"playbook": run.playbook, "version": run.collection}, 1)]),
        *_gauge("run_end_timestamp_seconds", "When the run ended.", _ended(run)),
        *_gauge("pair_good", "1 where the pair came out of the run well, else 0.", map(_good, pairs)),
        *_gauge("pair_outcome", "1 for the outcome of the pair, else 0.", _each(_outcomes, pairs)),
        *_gauge("unit_state", "1 for the state that a unit reports.", _each(_states, pairs)),
        *_gauge("pair_findings", "Findings on the pair by rule and severity.", _each(_findings, pairs)),
        *_gauge("pair_evidence", "1 where it is so, 0 where not, NaN where it is not known.", _each(_evidence, pairs)),
    ]
    return "\n".join([*lines, "# EOF"]) + "\n"


def _each(samples: Callable[[Pair], Iterable[Sample]], pairs: Iterable[Pair]) -> Iterator[Sample]:
    for pair in pairs:
        yield from samples(pair)


def _gauge(name: str, description: str, samples: Iterable[Sample]) -> Iterator[str]:
    """The lines of one metric; none where it has no sample."""
    lines = [f"fdm_failover_{name}{_labels(labels)} {_number(value)}" for labels, value in samples]
    if lines:
        yield f"# HELP fdm_failover_{name} {description}"
        yield f"# TYPE fdm_failover_{name} gauge"
        yield from lines


def _labels(labels: dict[str, str]) -> str:
    inside = ",".join(f'{name}="{_escape(value)}"' for name, value in labels.items())
    return f"{{{inside}}}" if inside else ""


def _escape(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return "NaN" if isnan(value) else f"{value:.3f}".rstrip("0").rstrip(".")


def _ended(run: Run) -> Iterator[Sample]:
    try:
        ended = datetime.fromisoformat(run.ended.replace("Z", "+00:00"))
    except ValueError:
        return
    if ended.tzinfo is not None:
        yield {}, ended.timestamp()


def _good(pair: Pair) -> Sample:
    return {"pair": pair.name}, float(pair.outcome == "ok")


def _outcomes(pair: Pair) -> Iterator[Sample]:
    for outcome in OUTCOMES:
        yield {"pair": pair.name, "outcome": outcome}, float(pair.outcome == outcome)


def _states(pair: Pair) -> Iterator[Sample]:
    for unit in (pair.primary, pair.secondary):
        if unit.state:
            yield {"pair": pair.name, "unit": unit.role, "state": unit.state}, 1.0


def _findings(pair: Pair) -> Iterator[Sample]:
    count = Counter((finding.rule, finding.severity, finding.unit) for finding in pair.findings)
    for (rule, severity, unit), number in sorted(count.items()):
        yield {"pair": pair.name, "rule": rule, "severity": severity, "unit": unit}, float(number)


def _evidence(pair: Pair) -> Iterator[Sample]:
    for kind, verdict in {row.kind: row.verdict for row in pair.evidence}.items():
        yield {"pair": pair.name, "kind": kind}, EVIDENCE[verdict]
