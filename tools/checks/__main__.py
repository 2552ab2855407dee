# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m checks [NAME ...]` makes the named checks, or all of them. `make` is the usual way to call it.

With names, what they print is shown. Without, every check has one line, and the whole output of those that failed
follows; the last line is the sum of all tests that ran. Exits 1 when a check failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from . import tests
from .paths import LOGS, ROOT
from .shell import Failed, Shell, Skipped
from .steps import OLDEST, Step, chosen, core_step

SHOWN_LINES = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check ended. verdict: `ok`, `skipped` or `FAILED`. seconds: how long it took. note: why, if not ok."""

    name: str
    verdict: str
    seconds: float
    note: str
    log: Path

    def __str__(self) -> str:
        return f"{self.verdict:8}{self.name:14}{self.seconds:7.1f} s  {self.note}".rstrip()


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="checks", description="Make the named checks, or all of them.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--only", help="only this file, folder or test (of unit or integration), or these scenarios")
    parser.add_argument("--core", help="run the tests with this ansible-core instead, as in 2.16")
    parser.add_argument("--python", default=OLDEST[1], help="... on this Python, as in 3.10")
    parser.add_argument("--quiet", action="store_true", help="say something only of a check that does not hold")
    asked = parser.parse_args()
    try:
        steps = [core_step(asked.core, asked.python)] if asked.core else chosen(asked.names, asked.only)
    except Failed as error:
        parser.error(str(error))
    everything = not asked.names and not asked.core
    outcomes = run(steps, echo=not everything and not asked.quiet, quiet=asked.quiet)
    if everything:
        conclude(outcomes)
    wrong = {"FAILED", "skipped"} if asked.core else {"FAILED"}  # who asks for one Python wants no other answer
    return 1 if any(outcome.verdict in wrong for outcome in outcomes) else 0


def run(steps: Iterable[Step], echo: bool, quiet: bool) -> list[Outcome]:
    """Make the checks one after the other, a failure notwithstanding, with a line for each unless `quiet`.

    echo: show what they print.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    outcomes: list[Outcome] = []
    for step in steps:
        broken = [outcome.name for outcome in outcomes if outcome.verdict != "ok" and outcome.name in step.needs]
        outcomes.append(attempt(step, broken, echo))
        if outcomes[-1].verdict != "ok" or not quiet:
            print(outcomes[-1], flush=True)
    return outcomes


def attempt(step: Step, broken: list[str], echo: bool) -> Outcome:
    """Make one check; it is skipped when something that it needs is broken."""
    log = LOGS / f"{step.name}.log"
    log.write_text("", encoding="utf-8")
    tests.report(log).unlink(missing_ok=True)
    started = time.monotonic()
    verdict, note = "ok", ""
    try:
        if broken:
            raise Skipped(f"needs {', '.join(broken)}")
        step(Shell(log, echo))
    except Skipped as reason:
        verdict, note = "skipped", str(reason)
    except (Failed, OSError, subprocess.SubprocessError) as error:
        verdict, note = "FAILED", str(error)
    return Outcome(step.name, verdict, time.monotonic() - started, note, log)


def conclude(outcomes: list[Outcome]) -> None:
    """Print the output of what failed, all checks once more, and the sum of all tests as the last line."""
    failed, skipped, held = (
        [outcome for outcome in outcomes if outcome.verdict == verdict] for verdict in ("FAILED", "skipped", "ok")
    )
    for outcome in failed:
        print(f"\n--- {outcome.name}: {outcome.note} ({outcome.log.relative_to(ROOT)})")
        print("\n".join(outcome.log.read_text(encoding="utf-8").splitlines()[-SHOWN_LINES:]))
    print("", *outcomes, sep="\n")
    seconds = sum(outcome.seconds for outcome in outcomes)
    print(f"\n{len(held)} checks hold, {len(failed)} do not, {len(skipped)} were not made; {seconds:.0f} s")
    print(sum((tests.total(outcome.log) for outcome in outcomes), tests.Total()))


if __name__ == "__main__":
    sys.exit(main())
