# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m demo`: deploy two simulated pairs, show that a second run changes nothing, and verify. Exits 1 otherwise.

`make demo` is the usual way to call it. All its files are in .cache/demo.
"""

from __future__ import annotations

import shutil
import signal
import sys
from pathlib import Path

import yaml
from checks.paths import CACHE, ROOT
from checks.shell import Failed
from simulator.testing import running

from .fleet import Calls, Fleet
from .playbook import Ansible, Run

DIRECTORY = CACHE / "demo"
UNITS = ROOT / "examples" / "simulator" / "units.yml"
INVENTORY = ROOT / "examples" / "simulator" / "inventory.yml"
FILES_A_PAIR = 4


def main() -> int:
    """Run the demo; the simulator runs in this process, so it always ends with it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    DIRECTORY.mkdir(parents=True)
    try:
        with running(yaml.safe_load(UNITS.read_text(encoding="utf-8")), DIRECTORY) as simulator:
            demonstrate(Fleet(simulator), Ansible(INVENTORY, DIRECTORY))
    except Failed as error:
        print(f"\nThe demo failed: {error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def demonstrate(fleet: Fleet, ansible: Ansible) -> None:
    """Deploy twice, verify, and print the results. Raises Failed where they are not as expected."""
    title(f"first run: deploy {len(fleet.pairs)} pairs of units that are not in HA yet")
    ansible.play("deploy", "first run", shown=True)
    first = fleet.take_calls()

    title("second run: deploy again, which must not change anything")
    second = ansible.play("deploy", "second run", shown=False)
    print(*(second.on(pair)[-1] for pair in fleet.pairs), sep="\n")
    again = fleet.take_calls()

    title("verify: compare the pairs with the inventory")
    verified = ansible.play("verify", "verification", shown=False)

    for pair in fleet.pairs:
        check_pair(pair, fleet, second, verified)
    check_silence(again)
    conclude(verified, first, again)


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n=== {text}\n", flush=True)


def check_pair(pair: str, fleet: Fleet, second: Run, verified: Run) -> None:
    """Raise Failed unless the pair works, the second run changed nothing on it, and verify reported it."""
    if not fleet.works(pair):
        raise Failed(f"{pair} is not a working pair, although the playbook succeeded")
    if second.changed.get(pair) != 0:
        raise Failed(f"the second run changed {second.changed.get(pair, 'an unknown number of tasks')} on {pair}")
    if not verified.on(pair):
        raise Failed(f"verify printed nothing about {pair}")
    rendered = list((DIRECTORY / "rendered" / pair).glob("*"))
    if len(rendered) != FILES_A_PAIR:
        raise Failed(f"{len(rendered)} files instead of {FILES_A_PAIR} were rendered for {pair}")


def check_silence(calls: dict[str, Calls]) -> None:
    """Raise Failed if a unit received a call that writes."""
    for unit, got in calls.items():
        if got.writes:
            raise Failed(f"the second run wrote to {unit}: {', '.join(got.writes)}")


def conclude(verified: Run, first: dict[str, Calls], again: dict[str, Calls]) -> None:
    """Print the calls, then the summary table of verify and the path of its page."""
    wide = max(map(len, first))
    print(f"\n{'calls to each unit':{wide}}  first run  second run")
    for unit in first:
        print(f"{unit:{wide}}  {first[unit].count:9}  {again[unit].count:10}")
    print("\nsecond run: changed=0, and no unit received a call that writes")
    print(f"rendered files: {(DIRECTORY / 'rendered').relative_to(ROOT)}\n")
    print(*verified.summary, sep="\n")
    print(f"\nreport: {page_of(verified).relative_to(ROOT)}")


def page_of(run: Run) -> Path:
    """The page of a run. Raises Failed where none was written."""
    page = next((path for path in run.reports if path.suffix == ".html"), None)
    if page is None or not page.is_file():
        raise Failed("the run wrote no page")
    return page


if __name__ == "__main__":
    sys.exit(main())
