# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether pairs that are broken keep the others waiting: 100 pairs, ten of them broken in ten ways.

Two of the ten are stuck until their limit, others are refused by a rule, away, or fail while they are deployed. The
time at which the last of the good ones has finished is compared with that of a run of the good ones alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support.harness import COMBINED

from benches._fleet import Cost, simulated_fleet, slow

JOIN = {"method": "POST", "path": "/devices/default/action/ha/join", "times": 0}
DEPLOY = {"method": "POST", "path": "/operational/deploy", "times": 0}
PORT = "GigabitEthernet0/2"
WAYS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("its primary's join never ends", {"primary": {"faults": [JOIN | {"fault": "job-never-ends"}]}}),
    ("a port is in use", {"secondary": {"interfaces": [{"hardware": PORT, "name": "dmz"}]}}),
    ("a unit is off", {"secondary": {"powered_off": True}}),
    ("a login is refused", {"failover_password": "not-the-password-4711"}),
    ("a variable is misspelt", {"failover_link": COMBINED["failover_link"] | {"netwrok": "192.168.10.0/30"}}),
    ("its secondary's join fails", {"secondary": {"faults": [JOIN | {"fault": "job-fails", "message": "no license"}]}}),
    ("a deployment fails", {"primary": {"faults": [DEPLOY | {"fault": "job-fails", "message": "no space"}]}}),
    ("a deployment never ends", {"secondary": {"faults": [DEPLOY | {"fault": "job-never-ends"}]}}),
    (
        "another user's change is pending",
        {"primary": {"pending_changes": [{"name": "servers", "type": "networkobject"}]}},
    ),
    ("a unit answers errors", {"primary": {"faults": [{"fault": "http-500", "path": "/devices/*", "times": 0}]}}),
)


def main() -> int:
    """0 where the good pairs took at most a tenth longer than alone, and the broken ones failed, and no other."""
    parser = argparse.ArgumentParser(prog="benches.broken_pairs", description=__doc__)
    parser.add_argument("--pairs", type=int, default=100, help="how many pairs (%(default)s)")
    parser.add_argument("--forks", type=int, default=10, help="forks (%(default)s)")
    parser.add_argument(
        "--limit", type=int, default=120, help="seconds until the stuck pairs are given up (%(default)s)"
    )
    parser.add_argument("--join-seconds", type=float, default=8.0, help="how long joins and imports take (%(default)s)")
    options = parser.parse_args()
    places = range(3, 3 + 7 * len(WAYS), 7)
    broken = {place: case for place, (_way, case) in zip(places, WAYS, strict=True)}
    last, cost = _run(options.pairs, broken, options)
    alone, _cost = _run(options.pairs - len(WAYS), {}, options)
    failed = [line.split()[0] for line in cost.output.splitlines() if "failed=1" in line or "unreachable=1" in line]
    wanted = [f"pair{place:04}" for place in places]
    print(f"{options.pairs} pairs, {len(WAYS)} of them broken, {options.forks} forks, {cost.wall:.0f} s:")
    print(f"  failed: {', '.join(sorted(failed))}; broken: {', '.join(wanted)}")
    print(f"  the last of the others finished after {last:.0f} s; alone they take {alone:.0f} s")
    return 0 if sorted(failed) == wanted and last <= 1.1 * alone else 1


def _run(pairs: int, broken: Mapping[int, Mapping[str, Any]], options: argparse.Namespace) -> tuple[float, Cost]:
    """Seconds until the last good pair has finished, and what the run cost."""
    times = slow(options.join_seconds)
    limits = [f"apply_{name}_timeout={options.limit}" for name in ("join", "deploy")]
    extra = [word for limit in limits for word in ("-e", limit)]
    with tempfile.TemporaryDirectory() as folder, simulated_fleet(pairs, Path(folder), times, broken) as fleet:
        command = ["ansible-playbook", "-i", str(fleet.inventory), "-f", str(options.forks), *extra]
        cost = fleet.run([*command, "fdm.failover.deploy"])
        ends = fleet.ends()
    return max(seconds for pair, seconds in ends.items() if int(pair[4:]) not in broken), cost


if __name__ == "__main__":
    sys.exit(main())
