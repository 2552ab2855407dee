# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Seconds of CPU for every format of a report of many pairs; with a directory, examples are written to look at."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from ansible_collections.fdm.failover.plugins.plugin_utils.report.formats import FORMATS, render
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from support import report_data

LIMIT = 5.0
"""Seconds of CPU that all formats together may take."""


def main() -> int:
    """0 when it was quick enough."""
    parser = argparse.ArgumentParser(prog="benches.report", description=__doc__)
    parser.add_argument("--pairs", type=int, default=500, help="how many pairs (%(default)s)")
    parser.add_argument("--directory", type=Path, help="write example reports into this directory")
    options = parser.parse_args()
    total, files = measured(options.pairs)
    if options.directory:
        write(options.directory, files | examples())
    print(f"report: {options.pairs} pairs in all formats, {total:.1f} s of CPU, {LIMIT:.0f} s allowed")
    return 0 if total < LIMIT else 1


def measured(pairs: int) -> tuple[float, dict[str, str]]:
    """Seconds of CPU from plain data to every format, and the files."""
    data = report_data.many(pairs)
    total, files = 0.0, {}
    for name in FORMATS:
        start = time.process_time()
        files |= render(read(data), [name], f"{pairs}-pairs")
        seconds = time.process_time() - start
        size = len(next(reversed(files.values()))) / 1e6
        print(f"report: {name:9}{seconds:5.2f} s of CPU, {size:5.2f} MB")
        total += seconds
    return total, files


def examples() -> dict[str, str]:
    """Reports of a few pairs, in every format."""
    few = {"three-pairs": report_data.three(), "thirty-pairs": report_data.thirty()}
    few["cabling"] = report_data.report(*map(report_data.planned, ("branch01", "campus")), playbook="check")
    return {name: text for stem, data in few.items() for name, text in render(read(data), FORMATS, stem).items()}


def write(directory: Path, files: dict[str, str]) -> None:
    """Write the files, and say where."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")
    print(f"report: {len(files)} files in {directory}")


if __name__ == "__main__":
    sys.exit(main())
