# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as JUnit XML: a suite a pair, a case for the outcome, for each finding and for each kind of evidence."""

from __future__ import annotations

from xml.etree import ElementTree

from ..pure.finding import Finding, Severity
from .data import Pair, Run
from .notes import Note, notes
from .views import sorted_evidence
from .words import OUTCOME_WORDS, cause, in_order, needs_attention, seconds_between


def as_junit(run: Run) -> str:
    """The report of a run. Errors and failed evidence fail; what is not known is skipped."""
    name = f"fdm.failover {run.playbook}".rstrip()
    root = ElementTree.Element("testsuites", {"name": name})
    for pair in in_order(run):
        root.append(_suite(run, pair))
    for what in ("tests", "failures", "errors", "skipped"):
        root.set(what, str(sum(int(suite.get(what, "0")) for suite in root)))
    seconds = seconds_between(run.started, run.ended)
    if seconds is not None:
        root.set("time", f"{seconds:.3f}")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(run: Run, pair: Pair) -> ElementTree.Element:
    suite = ElementTree.Element("testsuite", {"name": pair.name})
    _outcome(suite, pair)
    for note in notes(pair):
        _finding(suite, pair, note)
    for row in sorted_evidence(pair.evidence):
        case = _case(suite, pair, f"evidence: {row.kind}")
        text = f"primary: {row.primary or 'not known'}\nsecondary: {row.secondary or 'not known'}"
        if row.verdict == "not_so":
            _add(case, "failure", f"{row.kind}: failed", text, "evidence")
        elif row.verdict == "not_known":
            _add(case, "skipped", f"{row.kind}: not known", text)
        else:
            ElementTree.SubElement(case, "system-out").text = text
    counted = {"tests": "testcase", "failures": "testcase/failure", "errors": "testcase/error"}
    for what, path in {**counted, "skipped": "testcase/skipped"}.items():
        suite.set(what, str(len(suite.findall(path))))
    suite.set("time", f"{sum(step.seconds for step in pair.steps):.3f}")
    if run.started:
        suite.set("timestamp", run.started.removesuffix("Z"))
    return suite


def _outcome(suite: ElementTree.Element, pair: Pair) -> None:
    """The outcome: an error where the pair was not examined to the end, a failure where it was and is not well."""
    case = _case(suite, pair, "outcome")
    if pair.outcome == "not_run":
        _add(case, "skipped", cause(pair), "")
    elif needs_attention(pair):
        kind = "error" if pair.outcome in ("unreachable", "failed") else "failure"
        _add(case, kind, f"{OUTCOME_WORDS[pair.outcome]}: {cause(pair)}", "", pair.outcome)


def _finding(suite: ElementTree.Element, pair: Pair, note: Note) -> None:
    finding: Finding = note.finding
    case = _case(suite, pair, f"{finding.rule}: {note.about}")
    text = f"{note.about}: {finding.found}; expected {finding.expected}. {finding.remedy}"
    if finding.severity == Severity.ERROR:
        _add(case, "failure", f"{note.about}: {finding.found}", text, finding.rule)
    else:
        waived = ", waived" if finding.waived else ""
        ElementTree.SubElement(case, "system-out").text = f"{finding.severity}{waived}: {text}"


def _case(suite: ElementTree.Element, pair: Pair, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", {"classname": pair.name, "name": name})


def _add(case: ElementTree.Element, what: str, message: str, text: str, kind: str = "") -> None:
    added = ElementTree.SubElement(case, what, {"message": message} | ({"type": kind} if kind else {}))
    added.text = text or None
