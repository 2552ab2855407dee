# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/rules.md, made from the rules and from the first pair in the tables of cases that breaks each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import REASONS
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.preflight import preflight
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.catalogue import (
    ON_LINKS,
    ON_PAIRS,
    ON_PORTS,
    RULES,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.rule import Rule
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification import verify as verification
from support.rule_cases import ROWS
from support.verify_cases import BROKEN, pair

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
VERIFY_HEAD = ("finding", "severity", "what must hold", "what it says, for example", "what to do", "source")
HEAD = ("rule", "severity", "what must hold", "what it says, for example", "what to do", "source", "can be waived")
TABLES = {"ports": ON_PORTS, "links": ON_LINKS, "pairs": ON_PAIRS}


def table(rules: tuple[Rule, ...]) -> str:
    """The table of some rules."""
    rows = [HEAD, ("---",) * len(HEAD), *map(row, rules)]
    return "\n".join(f"| {' | '.join(each)} |" for each in rows)


def row(rule: Rule) -> tuple[str, ...]:
    """The row of a rule."""
    rows = [each for each in ROWS if each.rule == rule.id and each.severity == rule.severity]
    assert rows, f"{rule.id} has no row of its severity, {rule.severity}: add one to tests/support/rule_cases.py"
    example = rows[0]
    found = next(each for each in preflight(example.breaks("primary")).findings if each.rule == rule.id)
    holds = " ".join((rule.judge.__doc__ or "").split())
    source = rule.source if rule.well_sourced else f"{rule.source} (weak)"
    says = f"{found.subject}: {found.found}; expected {found.expected}"
    return (f"`{rule.id}`", rule.severity, holds, cell(says), cell(found.remedy), cell(source), waivable(rule))


def waivable(rule: Rule) -> str:
    """Whether a waiver changes anything."""
    if rule.enforced_by_unit:
        return "no, the unit refuses it"
    if rule.id in REASONS:
        return "yes, but no step leads on"
    return "yes" if rule.severity == "error" else "need not be"


def cell(text: str) -> str:
    """Text that can stand in a cell, with what Markdown would take for markup shown as it is."""
    return re.sub(r"([|<>*_])", r"\\\1", text)


def states() -> str:
    """The table of states from which no step leads on."""
    lines = [f"| `{name}` | {cell(expected)} | {cell(remedy)} |" for name, (expected, remedy) in _others()]
    return "\n".join(["| finding | what should be | what to do |", "| --- | --- | --- |", *lines])


def verify_table() -> str:
    """The table of the findings of verify."""
    rows = [VERIFY_HEAD, ("---",) * len(VERIFY_HEAD), *(verify_row(name) for name in verification.RULES)]
    return "\n".join(f"| {' | '.join(each)} |" for each in rows)


def verify_row(name: str) -> tuple[str, ...]:
    """The row of a finding of verify: its rule, or a state from which no step leads on."""
    rule = verification.RULES[name]
    severity = "error" if rule is None else rule.severity
    parts = next(parts for parts, said in BROKEN if said[:2] == (name, severity))
    found = next(each for each in verification.verify(*pair(**parts)) if each.rule == name)
    holds = found.expected if rule is None else " ".join((rule.judge.__doc__ or "").split())
    source = "preflight, states in which a run can't continue" if rule is None else rule.source
    weak = "" if rule is None or rule.well_sourced else " (weak)"
    says = f"{found.subject}: {found.found}; expected {found.expected}"
    return (f"`{name}`", str(severity), cell(holds), cell(says), cell(found.remedy), cell(source + weak))


def _others() -> Iterator[tuple[str, tuple[str, str]]]:
    return ((name, said) for name, said in REASONS.items() if name not in RULES)


def filled(page: str) -> str:
    """The page with its tables made anew; what stands between is kept."""
    made = {name: table(rules) for name, rules in TABLES.items()} | {"states": states(), "verify": verify_table()}
    for name, text in made.items():
        between = re.compile(rf"(?<=<!-- {name} -->\n\n).*?(?=\n\n<!-- /{name} -->)", re.DOTALL)
        page = between.sub(text.replace("\\", r"\\"), page)
    return page
