# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a deploy costs: calls to each unit first, CPU seconds of the controller second, wall seconds last.

`python -m benches.deploy [PAIRS] [RUNS]`: a first run and a second run on simulated pairs, beside the same number of
empty tasks, which is what Ansible itself costs.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from simulator.testing import Simulator, running
from support.harness import PASSWORD, QUICK, Pair, Run


class Cost(NamedTuple):
    """Calls per unit and seconds per pair of one run."""

    calls: float
    writes: int
    cpu: float
    wall: float


@contextmanager
def fleet(pairs: int, directory: Path) -> Iterator[tuple[Simulator, Pair]]:
    """Simulated pairs, and the first of them with an inventory of all."""
    names = [f"pair{number:03}" for number in range(1, pairs + 1)]
    units = []
    for number, name in enumerate(names, 1):
        for unit, peer, host in (("primary", "secondary", 1), ("secondary", "primary", 2)):
            units.append({"name": f"{name}-{unit}", "address": f"127.70.{number}.{host}", "peer": f"{name}-{peer}"})
    with running({"defaults": QUICK | {"password": PASSWORD}, "units": units}, directory) as simulator:
        hosts = {
            name: {
                "failover_units": {
                    "primary": {"host": f"127.70.{number}.1"},
                    "secondary": {"host": f"127.70.{number}.2"},
                },
                "failover_link": {"port": "GigabitEthernet0/2", "network": f"192.168.{number % 250}.0/30"},
            }
            for number, name in enumerate(names, 1)
        }
        shared = {
            "failover_password": PASSWORD,
            "failover_https_port": simulator.port,
            "failover_ca_path": str(simulator.ca),
            "render_directory": str(directory / "rendered"),
        }
        inventory = {"failover_pairs": {"hosts": hosts, "vars": shared}}
        (directory / "fleet.json").write_text(json.dumps(inventory), encoding="utf-8")
        yield simulator, Pair(names[0], simulator, directory)


def measure(simulator: Simulator, pair: Pair, pairs: int) -> tuple[Cost, Run]:
    """One deploy of the whole fleet; the simulator runs in this process, so only children count as controller."""
    units = [simulator.unit(name) for name in simulator.server.fleet.settings]
    for unit in units:
        unit.forget()
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    run = pair.play("fdm.failover.deploy", "-i", str(pair.directory / "fleet.json"), "--forks", "10")
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - start
    calls = [call for unit in units for call in unit.requests()]
    reading = ("/fdm/token", "/action/command")
    writes = sum(call["method"] != "GET" and not call["path"].endswith(reading) for call in calls)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(len(calls) / len(units), writes, cpu / pairs, wall / pairs), run


def main(pairs: int = 1, runs: int = 3) -> int:
    """Print a row for the first and the second run: medians of several fleets."""
    rows: dict[str, list[Cost]] = {"first run": [], "second run": []}
    for _number in range(runs):
        with tempfile.TemporaryDirectory() as folder, fleet(pairs, Path(folder)) as (simulator, pair):
            for costs in rows.values():
                cost, run = measure(simulator, pair, pairs)
                if not run.ok:
                    print(run.output[-3000:], file=sys.stderr)
                    return 1
                costs.append(cost)
    print(f"{pairs} pair(s), median of {runs}: calls a unit, writes in all, CPU s a pair, wall s a pair")
    for name, costs in rows.items():
        calls, writes, cpu, wall = (statistics.median(column) for column in zip(*costs, strict=True))
        print(f"{name:<11} {calls:6.1f} {writes:6.0f} {cpu:8.2f} {wall:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
