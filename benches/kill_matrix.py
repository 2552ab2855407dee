# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kill ``fdm.failover.deploy`` right before and right after each of its calls; the next run has to finish the pair."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from integration.harness import DEDICATED, KEY, QUICK, Pair, simulated_pair
from integration.interruption import Axe, Undisturbed, at, finish, reset, undisturbed
from simulator.service import AFTER, BEFORE

LINKS: dict[str, dict[str, Any]] = {"combined": {}, "dedicated": DEDICATED | {"failover_key": KEY}}
TRIES = 3
"""Runs until one gets as far as the call: how often a run polls depends on the machine."""
HOURS = 6 * 3600.0


def main() -> int:
    """0 when every pair was finished by the next run."""
    parser = argparse.ArgumentParser(prog="benches.kill_matrix", description=__doc__)
    parser.add_argument("--links", choices=LINKS, default="dedicated", help="what the pair is to get (%(default)s)")
    parser.add_argument("--every", type=int, default=1, help="only every n-th call")
    parser.add_argument("--workers", type=int, default=2, help="pairs at the same time (%(default)s)")
    options = parser.parse_args()
    start = time.monotonic()
    parts = [(options.links, options.every, number, options.workers) for number in range(options.workers)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.workers, mp_context=context) as pool:
        results = list(pool.map(part, parts))
    calls, cells, missed = results[0][0], sum(each[1] for each in results), sum(each[2] for each in results)
    wrong = [line for each in results for line in each[3]]
    print(*wrong, sep="\n")
    print(
        f"kill matrix, {options.links}: {calls} calls in an undisturbed run, {cells} runs killed, "
        f"{cells - len(wrong)} finished by the next run, {missed} calls not reached, "
        f"{time.monotonic() - start:.0f} s"
    )
    return 1 if wrong or missed * 20 > cells else 0  # a run that polls less often has fewer calls


def part(job: tuple[str, int, int, int]) -> tuple[int, int, int, list[str]]:
    """One worker's cells: calls of an undisturbed run, runs killed, calls not reached, what went wrong."""
    links, every, number, workers = job
    with (
        tempfile.TemporaryDirectory() as directory,
        simulated_pair(Path(directory), both=QUICK, number=200 + number, lifetime=HOURS, **LINKS[links]) as pair,
    ):
        axe = Axe(pair)
        before = undisturbed(pair, axe)
        cells = [(call, moment) for call in range(1, before.calls + 1, every) for moment in (BEFORE, AFTER)]
        wrong: list[str] = []
        killed = 0
        for call, moment in cells[number::workers]:
            found = cell(pair, axe, before, call, moment)
            killed += found is not None
            wrong += found or []
            for line in found or []:
                print(line, file=sys.stderr, flush=True)
        return before.calls, killed, len(cells[number::workers]) - killed, wrong


def cell(pair: Pair, axe: Axe, before: Undisturbed, call: int, moment: str) -> list[str] | None:
    """What is wrong after a kill and the next run, empty where nothing is; None where the call was not reached."""
    for _ in range(TRIES):
        reset(pair)
        fallen = axe.run(pair, at(call, moment))
        if fallen:
            found = finish(pair, before, f"killed {moment} call {call} ({fallen})")
            return ["\n".join(found)] if found else []
    return None


if __name__ == "__main__":
    sys.exit(main())
