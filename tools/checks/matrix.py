# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make matrix`: what works on which ansible-core and which Python, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from . import cores, tests
from .cores import Row
from .shell import Shell
from .steps import Step

# What differs most between cores: templates, facts, vaults; and what the README says, done as it says.
INTEGRATION = tuple(f"tests/integration/test_{name}.py" for name in ("documents", "facts", "secrets_from_a_vault"))

HEAD = ("core", "Python", "unit", "integration", "molecule")


def _unit(shell: Shell, venv: Path) -> None:
    tests.run(shell, venv, "tests/unit", workers=2)


def _integration(shell: Shell, venv: Path) -> None:
    tests.run(shell, venv, *INTEGRATION, workers=2)


PARTS: dict[str, Callable[[Shell, Path], None]] = {
    "unit": _unit,
    "integration": _integration,
    "molecule": cores.molecule,
}


def _on(run: Callable[[Shell, Path], None], row: Row) -> Callable[[Shell], None]:
    return lambda shell: run(shell, row.venv)


def steps(row: Row) -> list[Step]:
    """Return the checks of a row: its environment, then a sample of each kind of test."""
    name = f"{row.core}-py{row.version}" if row.python else row.core
    first = Step(f"{name}-venv", partial(cores.prepare, row=row), needs=())
    return [first, *(Step(f"{name}-{part}", _on(run, row), (first.name,)) for part, run in PARTS.items())]


def table(rows: Iterable[tuple[Row, Sequence[str]]]) -> str:
    """Return a line for each row with what its checks gave; one text stands for all where there is only one."""
    lines = [HEAD, *((row.installed or row.core, row.version, *results) for row, results in rows)]
    full = [line for line in lines if len(line) == len(HEAD)]
    widths = [max(len(line[column]) for line in full) for column in range(len(HEAD))]
    return "\n".join("  ".join(map(str.ljust, line, [*widths[: len(line) - 1], 0])).rstrip() for line in lines)


def word(result: str, total: tests.Total) -> str:
    """Return what stands in the table for a check: how many tests passed where it counts them."""
    if total == tests.Total():
        return result
    return str(total) if total.failed else f"{total.passed} passed"
