# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What check, deploy, a second deploy and verify cost on fleets of several sizes.

Calls to the units first (by path with --paths), CPU seconds of the controller a pair second, wall seconds last. Beside
them, in the same run, unless --alone is given: a playbook with as many empty tasks (what Ansible itself costs), and a
plain script that makes as many calls. A deployment should take no longer than 1.25 times what the units of one pair
need, and the CPU time. Figures are compared with the last accepted ones in benches/fleet.json; --accept writes them.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
from pathlib import Path

from benches._fleet import Cost, SimulatedFleet, floor, simulated_fleet, slow

PHASES = (("check", "check"), ("deploy", "deploy"), ("second deploy", "deploy"), ("verify", "verify"))
ACCEPTED = Path(__file__).parent / "fleet.json"
SLIP = 1.1
"""A figure above the accepted one by more than a tenth is a slip."""
_OK = re.compile(r"^\S+\s+: ok=(\d+).*?skipped=(\d+)", re.MULTILINE)

_SCRIPT = """
import http.client, json, ssl, sys
inventory, calls = json.load(open(sys.argv[1])), int(sys.argv[2])
group = inventory["failover_pairs"]
shared, path = group["vars"], "/api/fdm/latest/devices/default/interfaces"
trust = ssl.create_default_context(cafile=shared["failover_ca_path"])
for host in group["hosts"].values():
    for unit in host["failover_units"].values():
        one = http.client.HTTPSConnection(unit["host"], shared["failover_https_port"], context=trust)
        grant = {"grant_type": "password", "username": "admin", "password": shared["failover_password"]}
        one.request("POST", "/api/fdm/latest/fdm/token", json.dumps(grant), {"Content-Type": "application/json"})
        token = json.load(one.getresponse())["access_token"]
        for _call in range(calls // 2 - 1):
            one.request("GET", path, headers={"Authorization": f"Bearer {token}"})
            json.load(one.getresponse())
"""


def main() -> int:
    """0 where every command ended well and no figure slipped."""
    parser = argparse.ArgumentParser(prog="benches.fleet", description=__doc__)
    parser.add_argument("--pairs", type=int, nargs="+", default=[1, 10], help="sizes of fleets (%(default)s)")
    parser.add_argument("--forks", type=int, nargs="+", default=[10], help="forks (%(default)s)")
    parser.add_argument("--join-seconds", type=float, help="how long joins and imports take (short)")
    parser.add_argument("--alone", action="store_true", help="without the two comparisons")
    parser.add_argument("--paths", action="store_true", help="print the calls by path")
    parser.add_argument("--accept", action="store_true", help=f"write the figures to {ACCEPTED.name}")
    options = parser.parse_args()
    figures: dict[str, dict[str, float]] = {}
    print(f"{'':<31}calls a pair  without polling  CPU s a pair  x Ansible  x script  wall s  allowed  MiB  lines")
    for forks in options.forks:
        for pairs in options.pairs:
            measured = _measure(pairs, forks, options)
            if measured is None:
                return 1
            figures |= measured
        _fit(figures, options.pairs, forks)
    print(f"the units of one pair need {floor(_times(options)):.1f} s for a first deploy")
    slips = _slips(figures)
    for line in slips:
        print(line)
    if options.accept:
        kept = json.loads(ACCEPTED.read_text(encoding="utf-8")) if ACCEPTED.exists() else {}
        ACCEPTED.write_text(json.dumps(kept | figures, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return 1 if slips and not options.accept else 0


def _times(options: argparse.Namespace) -> dict[str, float]:
    return slow(options.join_seconds) if options.join_seconds else {}


def _measure(pairs: int, forks: int, options: argparse.Namespace) -> dict[str, dict[str, float]] | None:
    """The figures of one fleet by phase; None where a run failed."""
    figures, times = {}, _times(options)
    with tempfile.TemporaryDirectory() as folder, simulated_fleet(pairs, Path(folder), times) as fleet:
        for name, playbook in PHASES:
            cost = fleet.run(_ansible(fleet, f"fdm.failover.{playbook}", forks))
            if cost.status:
                print(cost.output[-3000:], file=sys.stderr)
                return None
            others = None if options.alone else _compared(fleet, cost, forks)
            allowed = 1.25 * floor(times) + cost.cpu if name == "deploy" else None
            figures[f"{name}, {pairs} pairs, {forks} forks"] = _row(name, pairs, forks, cost, others, allowed)
            if options.paths:
                for path, count in cost.calls.most_common():
                    print(f"    {count / pairs:6.1f}  {path}")
    return figures


def _ansible(fleet: SimulatedFleet, playbook: str, forks: int) -> list[str]:
    return ["ansible-playbook", "-i", str(fleet.inventory), "-f", str(forks), playbook]


def _compared(fleet: SimulatedFleet, cost: Cost, forks: int) -> tuple[float, float]:
    """CPU seconds as a multiple of those of as many empty tasks, and of a script with as many calls."""
    empty = fleet.run(_ansible(fleet, _empty_playbook(fleet, cost), forks))
    script = fleet.run(_script(fleet, max(2, round(sum(cost.calls.values()) / fleet.pairs))))
    if empty.status or script.status:
        raise SystemExit((empty.output if empty.status else script.output)[-3000:])
    return cost.cpu / empty.cpu, cost.cpu / script.cpu


def _row(
    name: str, pairs: int, forks: int, cost: Cost, compared: tuple[float, float] | None, allowed: float | None
) -> dict[str, float]:
    """Print one row; return what is kept of it."""
    total = sum(cost.calls.values())
    ansible, script = ("", "") if compared is None else (f"{compared[0]:.2f}", f"{compared[1]:.1f}")
    print(
        f"{name:<14}{pairs:>5} pairs {forks:>3} forks  {total / pairs:10.1f}  {(total - cost.polled) / pairs:15.1f}  "
        f"{cost.cpu / pairs:12.2f}  {ansible:>9}  {script:>8}  {cost.wall:6.1f}  "
        f"{'' if allowed is None else format(allowed, '.1f'):>7}  {cost.memory:3.0f}  {cost.lines:5}",
        flush=True,
    )
    kept = {"calls": (total - cost.polled) / pairs, "cpu": round(cost.cpu / pairs, 3)}
    return kept | ({} if compared is None else {"cpu_to_ansible": round(compared[0], 3)})


def _empty_playbook(fleet: SimulatedFleet, cost: Cost) -> str:
    """A playbook with as many tasks that do nothing as the measured one counts in its recap."""
    counts = [int(match[1]) + int(match[2]) for match in _OK.finditer(cost.output)]
    tasks = [{"name": f"Task {number}", "ansible.builtin.debug": {"msg": "."}} for number in range(max(counts))]
    path = fleet.directory / "empty.yml"
    path.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]), encoding="utf-8")
    return str(path)


def _script(fleet: SimulatedFleet, calls: int) -> list[str]:
    path = fleet.directory / "script.py"
    path.write_text(_SCRIPT, encoding="utf-8")
    return ["python", str(path), str(fleet.inventory), str(calls)]


def _fit(figures: dict[str, dict[str, float]], sizes: list[int], forks: int) -> None:
    """Print how the CPU seconds of a whole run grow with the number of pairs: a line through the sizes."""
    if len(sizes) < 2:
        return
    for name, _playbook in PHASES:
        whole = [figures[f"{name}, {pairs} pairs, {forks} forks"]["cpu"] * pairs for pairs in sizes]
        slope, start = statistics.linear_regression(sizes, whole)
        print(f"{name}, {forks} forks: {start:.1f} CPU s, and {slope:.2f} for each pair")


def _slips(figures: dict[str, dict[str, float]]) -> list[str]:
    """Calls, and CPU against empty tasks, that are above the accepted figures by more than a tenth."""
    accepted = json.loads(ACCEPTED.read_text(encoding="utf-8")) if ACCEPTED.exists() else {}
    return [
        f"slip: {place}: {name} is {value:.2f}, accepted {accepted[place][name]:.2f}"
        for place, row in figures.items()
        if place in accepted
        for name, value in row.items()
        if name != "cpu" and value > accepted[place].get(name, value) * SLIP
    ]


if __name__ == "__main__":
    sys.exit(main())
