# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines that a deploy of thirty pairs prints, five of them broken in different ways: a first and a second run.

`python -m benches.output [DIRECTORY]`; with a directory, what was printed is written there to look at.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from support.broken_fleet import PAIRS, thirty_pairs

BEFORE = {"first": 1790, "second": 1280}
"""Lines before the report was made; the second run may print a third of it."""


def main(kept: str = "") -> int:
    """0 where a second run prints little enough."""
    lines = {}
    with tempfile.TemporaryDirectory() as folder, thirty_pairs(Path(folder)) as fleet:
        for name in BEFORE:
            printed = fleet.play(ANSIBLE_STRATEGY="linear", ANSIBLE_CALLBACKS_ENABLED="fdm.failover.report").output
            lines[name] = len(printed.splitlines())
            if kept:
                Path(kept).mkdir(parents=True, exist_ok=True)
                (Path(kept) / f"{name}.log").write_text(printed, encoding="utf-8")
    for name, count in lines.items():
        print(f"output: {PAIRS} pairs, {name} deploy, {count} lines (before: {BEFORE[name]})")
    return 0 if lines["second"] * 3 <= BEFORE["second"] else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
