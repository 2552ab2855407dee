# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kill ``fdm.failover.deploy`` right before and right after each of its calls; the next run has to finish the pair."""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from simulator.service import AFTER, BEFORE
from support.harness import DEDICATED, KEY, QUICK, Pair, simulated_pair
from support.killed_run import RunKiller, Undisturbed, at, finish, reset, undisturbed

LINKS: dict[str, dict[str, Any]] = {"combined": {}, "dedicated": DEDICATED | {"failover_key": KEY}}
TRIES = 3
"""Runs that have to end before a call, until that call counts as one that no run makes: how often a run polls, and so
how many calls it makes, depends on the machine."""
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
    wrong = [line for each in results for line in each.wrong]
    killed = sum(each.killed for each in results)
    print(*wrong, sep="\n")
    print(
        f"kill matrix, {options.links}: {results[0].calls} calls in an undisturbed run, {killed} runs killed, "
        f"up to call {max(each.last for each in results)}, {killed - len(wrong)} finished by the next run, "
        f"{time.monotonic() - start:.0f} s"
    )
    stride = options.every * options.workers
    return 1 if wrong or any(each.last + stride < each.calls * 0.9 for each in results) else 0


class Part(NamedTuple):
    """One worker's cells: calls of an undisturbed run, runs killed, the last call at which one was, what went wrong."""

    calls: int
    killed: int
    last: int
    wrong: list[str]


def part(job: tuple[str, int, int, int]) -> Part:
    """Kill a run at every call of this worker's share, as far as a run gets."""
    links, every, number, workers = job
    with (
        tempfile.TemporaryDirectory() as directory,
        simulated_pair(Path(directory), both=QUICK, number=200 + number, lifetime=HOURS, **LINKS[links]) as pair,
    ):
        killer = RunKiller(pair)
        before = undisturbed(pair, killer)
        wrong: list[str] = []
        killed = last = 0
        for call in itertools.count(1 + number * every, every * workers):
            found = [cell(pair, killer, before, call, moment) for moment in (BEFORE, AFTER)]
            lines = [line for each in found for line in each or []]
            print(*lines, sep="\n", end="\n" * bool(lines), file=sys.stderr, flush=True)
            wrong += lines
            reached = sum(each is not None for each in found)
            killed += reached
            if not reached:
                return Part(before.calls, killed, last, wrong)
            last = call
    raise AssertionError("no run ends")


def cell(pair: Pair, killer: RunKiller, before: Undisturbed, call: int, moment: str) -> list[str] | None:
    """What is wrong after a kill and the next run, empty where nothing is; None where the call was not reached."""
    for _ in range(TRIES):
        reset(pair)
        fallen = killer.run(pair, at(call, moment))
        if fallen:
            found = finish(pair, before, f"killed {moment} call {call} ({fallen})")
            return ["\n".join(found)] if found else []
    return None


if __name__ == "__main__":
    sys.exit(main())
