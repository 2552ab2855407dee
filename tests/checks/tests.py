# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running pytest, and counting what it ran."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from .paths import ROOT
from .shell import Shell, Skipped, environment


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


def run(shell: Shell, venv: Path, *folders: str, workers: int = 0) -> None:
    """Run pytest on the folders that are there, in as many further processes as said; the count is in a report."""
    there = [folder for folder in folders if (ROOT / folder).is_dir()]
    if not there:
        raise Skipped(f"there is no {' or '.join(folders)}")
    shell(
        *("pytest", f"--junit-xml={report(shell.log)}", f"--numprocesses={workers}", "--dist=loadgroup", *there),
        env=environment(venv),
    )


def total(log: Path) -> Total:
    """Return what the run of pytest with this log counted; nothing at all when it was none."""
    if not report(log).is_file():
        return Total()
    suites = [suite.attrib for suite in ElementTree.parse(report(log)).getroot().iter("testsuite")]
    ran, failures, errors, skipped = (
        sum(int(suite[what]) for suite in suites) for what in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return Total(ran - failed - skipped, failed, skipped)


def report(log: Path) -> Path:
    """Return where the run of pytest with this log reports what it counted."""
    return log.with_suffix(".xml")
