# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kill and every fault at every call of switch, dissolve, rebuild and replace, without Ansible's engine: the next
run finishes, and nothing is lost. All faults take hours; ``--every 31`` takes a sample of them."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from support.in_memory_faults import FAULTS
from support.life_works import WORKS, Ending, calls_of, disturbed, killed

MATRICES = ("kills", "faults")


class Cell(NamedTuple):
    """What happens at which call; ``what`` is before, after, or a fault that strikes ``times`` calls."""

    matrix: str
    work: str
    call: int
    what: str
    times: int = 1


def main() -> int:
    """0 when every cell is as it should be."""
    parser = argparse.ArgumentParser(prog="benches.in_memory_life", description=__doc__)
    parser.add_argument("--matrix", choices=MATRICES, help="only this one")
    parser.add_argument("--work", choices=WORKS, nargs="*", default=list(WORKS), help="only these")
    parser.add_argument("--every", type=int, default=1, help="only every n-th cell; odd, as cells come in twos")
    parser.add_argument("--workers", type=int, default=multiprocessing.cpu_count(), help="processes (%(default)s)")
    options = parser.parse_args()
    start = time.monotonic()
    wanted = [each for each in cells(options.work) if options.matrix in (None, each.matrix)][:: options.every]
    with ProcessPoolExecutor(options.workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        results = list(zip(wanted, pool.map(play, wanted, chunksize=5), strict=True))
    for cell, ending in results:
        for line in ending.wrong:
            print(f"{cell}: {line}", file=sys.stderr)
    for matrix in MATRICES:
        for work in options.work:
            report([ending for cell, ending in results if (cell.matrix, cell.work) == (matrix, work)], matrix, work)
    print(f"{time.monotonic() - start:.0f} s")
    return 1 if not results or any(ending.wrong for _cell, ending in results) else 0


def report(endings: list[Ending], matrix: str, work: str) -> None:
    """One line of counts; none where nothing of it was played."""
    if not endings:
        return
    good = [ending for ending in endings if not ending.wrong]
    alone = sum(ending.alone for ending in good)
    print(
        f"{matrix}, {work}: {len(endings)} cells, {alone} finished at once, {len(good) - alone} by the next run,"
        f" {len(endings) - len(good)} went wrong"
    )


def cells(works: list[str]) -> Iterator[Cell]:
    """All of them."""
    for work in works:
        with tempfile.TemporaryDirectory() as directory:
            calls = calls_of(WORKS[work], Path(directory))
        for call in range(1, calls + 1):
            yield from (Cell("kills", work, call, what) for what in ("before", "after"))
            yield from (Cell("faults", work, call, fault, times) for fault in FAULTS for times in (1, 3))


def play(cell: Cell) -> Ending:
    """One cell: a run with trouble, and the next one without."""
    work = WORKS[cell.work]
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory) / "run"
        if cell.matrix == "kills":
            return killed(work, folder, cell.call, cell.what == "after")
        return disturbed(work, folder, cell.what, cell.call, cell.times)


if __name__ == "__main__":
    sys.exit(main())
