# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running pytest, and counting what it ran."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from .paths import ROOT
from .shell import Failed, Shell, environment


@dataclass(frozen=True, slots=True)
class Total:
    """How many tests passed, failed (an error counts as one) and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Total) -> Total:
        return Total(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


def run(shell: Shell, venv: Path, *places: str, workers: int = 0) -> None:
    """Run pytest on folders, files or single tests, in `workers` processes; the counts are in a report."""
    if missing := [place for place in map(_path, places) if not place.exists()]:
        raise Failed(f"{missing[0]} does not exist; expected a path from the root of the checkout")
    shell(
        *("pytest", f"--junit-xml={report(shell.log)}", f"--numprocesses={workers}", "--dist=loadgroup", *places),
        env=environment(venv),
    )


def workers(place: str) -> int:
    """Return the number of worker processes: two for a folder, none for a file or a test."""
    return 2 if _path(place).is_dir() else 0


def _path(place: str) -> Path:
    return ROOT / place.partition("::")[0]


def total(log: Path) -> Total:
    """Return the counts of the pytest run with this log; zero where pytest did not run."""
    if not report(log).is_file():
        return Total()
    suites = [suite.attrib for suite in ElementTree.parse(report(log)).getroot().iter("testsuite")]
    ran, failures, errors, skipped = (
        sum(int(suite[what]) for suite in suites) for what in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return Total(ran - failed - skipped, failed, skipped)


def report(log: Path) -> Path:
    """Return the path of the report of the pytest run with this log."""
    return log.with_suffix(".xml")
