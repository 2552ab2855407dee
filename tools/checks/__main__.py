# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m checks [NAME ...]` runs the named checks, or all of them. `make` is the usual way to call it.

With names, the output of the checks is shown. Without names, every check has one line, the whole output of failed
checks follows, and the last line is the sum of all tests that ran. Exits 1 when a check failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from . import cores, matrix, tests
from .paths import LOGS, ROOT
from .shell import Failed, Shell, Skipped
from .steps import Step, chosen, core_step

SHOWN_LINES = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check ended. result: `ok`, `skipped` or `FAILED`. seconds: how long it took. note: why, if not ok."""

    name: str
    result: str
    seconds: float
    note: str
    log: Path

    def __str__(self) -> str:
        return f"{self.result:8}{self.name:14}{self.seconds:7.1f} s  {self.note}".rstrip()


def main() -> int:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(prog="checks", description="Run the named checks, or all of them.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--only", help="only this file, folder or test (of unit or integration), or these scenarios")
    parser.add_argument("--core", help="run the tests with this ansible-core instead, as in 2.16")
    parser.add_argument("--python", default=cores.OLDEST[1], help="... on this Python, as in 3.10")
    parser.add_argument("--matrix", nargs="*", metavar="CORE", help="a sample on these cores, or on all, as a table")
    parser.add_argument("--quiet", action="store_true", help="print a line only for checks that fail")
    asked = parser.parse_args()
    try:
        if asked.matrix is not None:
            return run_matrix(asked.matrix or list(cores.PYTHONS))
        steps = [core_step(asked.core, asked.python)] if asked.core else chosen(asked.names, asked.only)
    except Failed as error:
        parser.error(str(error))
    everything = not asked.names and not asked.core
    outcomes = run(steps, echo=not everything and not asked.quiet, quiet=asked.quiet)
    if everything:
        conclude(outcomes)
    wrong = {"FAILED", "skipped"} if asked.core else {"FAILED"}  # a run for one Python and core has to run
    return 1 if any(outcome.result in wrong for outcome in outcomes) else 0


def run_matrix(wanted: list[str]) -> int:
    """Run a sample of the tests on every core, and print the table."""
    if unknown := set(wanted) - set(cores.PYTHONS):
        raise Failed(f"no such ansible-core: {', '.join(sorted(unknown))}; there are {', '.join(cores.PYTHONS)}")
    run(chosen(["venv"]), echo=False, quiet=True)
    rows = [(row, run(matrix.steps(row), echo=False, quiet=False)) for row in cores.rows(wanted)]
    print(f"\n{matrix.table((row, results(outcomes)) for row, outcomes in rows)}")
    return 1 if any(outcome.result == "FAILED" for _, outcomes in rows for outcome in outcomes) else 0


def results(outcomes: list[Outcome]) -> list[str]:
    """Return the words of a row: what each test gave, or why there is no environment for them."""
    first, *others = outcomes
    if first.result != "ok":
        return [first.note]
    return [matrix.word(outcome.result, tests.total(outcome.log)) for outcome in others]


def run(steps: Iterable[Step], echo: bool, quiet: bool) -> list[Outcome]:
    """Run the checks one after the other, also after a failure, with a line for each unless `quiet`.

    echo: show what they print.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    outcomes: list[Outcome] = []
    for step in steps:
        broken = [outcome.name for outcome in outcomes if outcome.result != "ok" and outcome.name in step.needs]
        outcomes.append(attempt(step, broken, echo))
        if outcomes[-1].result != "ok" or not quiet:
            print(outcomes[-1], flush=True)
    return outcomes


def attempt(step: Step, broken: list[str], echo: bool) -> Outcome:
    """Run one check; it is skipped when a check that it needs failed."""
    log = LOGS / f"{step.name}.log"
    log.write_text("", encoding="utf-8")
    tests.report(log).unlink(missing_ok=True)
    started = time.monotonic()
    result, note = "ok", ""
    try:
        if broken:
            raise Skipped(f"needs {', '.join(broken)}")
        step(Shell(log, echo))
    except Skipped as reason:
        result, note = "skipped", str(reason)
    except (Failed, OSError, subprocess.SubprocessError) as error:
        result, note = "FAILED", str(error)
    return Outcome(step.name, result, time.monotonic() - started, note, log)


def conclude(outcomes: list[Outcome]) -> None:
    """Print the output of what failed, all checks once more, and the sum of all tests as the last line."""
    failed, skipped, held = (
        [outcome for outcome in outcomes if outcome.result == result] for result in ("FAILED", "skipped", "ok")
    )
    for outcome in failed:
        print(f"\n--- {outcome.name}: {outcome.note} ({outcome.log.relative_to(ROOT)})")
        print("\n".join(outcome.log.read_text(encoding="utf-8").splitlines()[-SHOWN_LINES:]))
    print("", *outcomes, sep="\n")
    seconds = sum(outcome.seconds for outcome in outcomes)
    print(f"\n{len(held)} checks passed, {len(failed)} failed, {len(skipped)} were skipped; {seconds:.0f} s")
    print(sum((tests.total(outcome.log) for outcome in outcomes), tests.Total()))


if __name__ == "__main__":
    sys.exit(main())
