# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kill, every fault and a second run at every call of a deployment without Ansible: the next run finishes."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple

from support.harness import DEDICATED, KEY
from support.in_memory_deploy import Asked, Deployment, Site, attempt, recover, well_said
from support.in_memory_faults import FAULTS, kill_at, strike

LINKS: dict[str, dict[str, Any]] = {"combined": {}, "dedicated": DEDICATED | {"failover_key": KEY}}
OTHER = {"failover_link": {"port": "GigabitEthernet0/4", "network": "192.168.44.0/30"}}


class Cell(NamedTuple):
    """What happens at which call; ``what`` is before, after, same, other, or a fault that strikes ``times`` calls."""

    matrix: str
    links: str
    call: int
    what: str
    times: int = 1


class Result(NamedTuple):
    """One cell: whether its run finished by itself, and what is wrong after the next one."""

    cell: Cell
    finished: bool
    wrong: list[str]


def main() -> int:
    """0 when every cell is as it should be."""
    parser = argparse.ArgumentParser(prog="benches.in_memory_deploy", description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every n-th cell; odd, as cells come in twos")
    parser.add_argument("--workers", type=int, default=multiprocessing.cpu_count(), help="processes (%(default)s)")
    options = parser.parse_args()
    start = time.monotonic()
    there = list(cells())[:: options.every]
    with ProcessPoolExecutor(options.workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        results = list(pool.map(play, there, chunksize=20))
    for result in results:
        for line in result.wrong:
            print(f"{result.cell}: {line}", file=sys.stderr)
    for matrix in ("kills", "faults", "two runs"):
        mine = [result for result in results if result.cell.matrix == matrix]
        good = [result for result in mine if not result.wrong]
        alone = sum(result.finished for result in good)
        print(
            f"{matrix}, in memory: {len(mine)} cells, {alone} finished at once, {len(good) - alone} by the next run,"
            f" {len(mine) - len(good)} went wrong"
        )
    print(f"{time.monotonic() - start:.0f} s")
    return 1 if any(result.wrong for result in results) else 0


def cells() -> Iterator[Cell]:
    """All of them."""
    for links, variables in LINKS.items():
        site = Site()
        Deployment(site, variables).run()
        for call in range(1, len(site.asked) + 1):
            yield from (Cell("kills", links, call, what) for what in ("before", "after"))
            yield from (Cell("faults", links, call, fault, times) for fault in FAULTS for times in (1, 3))
            yield from (Cell("two runs", links, call, what) for what in ("same", "other"))


def play(cell: Cell) -> Result:
    """One cell: a run with trouble, and the next one without."""
    site, links = Site(), LINKS[cell.links]
    if cell.matrix == "kills":
        kill_at(site, cell.call, cell.what == "after")
    elif cell.matrix == "faults":
        strike(site, cell.what, cell.call, cell.times)
    else:
        return _two_runs(site, cell)
    said = attempt(site, links)
    return Result(cell, said == "", recover(site, links, said))


def _two_runs(site: Site, cell: Cell) -> Result:
    """The second run takes place, whole, right before one call of the first; the pair is that of one of them."""
    mine, other = LINKS[cell.links], LINKS[cell.links] if cell.what == "same" else OTHER
    said_of_other: list[str | None] = []

    def changed_by_others(asked: Asked) -> None:
        if asked.number == cell.call:
            site.before = lambda _asked: None
            said_of_other.append(attempt(site, other))

    site.before = changed_by_others
    said = attempt(site, mine)
    wrong = [f"not one clear sentence: {each}" for each in (said, *said_of_other) if not well_said(each or "")]
    states = [site.rig.state(role)["state"] for role in ("primary", "secondary")]
    wrong += ["split brain"] if states == ["HA_ACTIVE_NODE"] * 2 else []
    winner = mine if said == "" else other
    wrong += recover(site, winner, None, alone=False)
    if cell.what == "other":  # a port that the first run enabled right before it noticed may stay staged: harmless
        wrong = [line for line in wrong if "pending is" not in line]
    return Result(cell, said == "" or said_of_other == [""], wrong)


if __name__ == "__main__":
    sys.exit(main())
