# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m demo`: deploy two simulated pairs, show that a second run changes nothing, and verify. Exits 1 if not so.

`make demo` is the usual way to call it. Everything it leaves is in .cache/demo.
"""

from __future__ import annotations

import shutil
import signal
import sys

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
    """Give the demo; the simulator lives in this process, so it ends with it, however that may be."""
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
    """Deploy twice, verify, and say what was seen. Raises Failed where it is not what was promised."""
    title(f"first run: deploy {len(fleet.pairs)} pairs of units that know nothing of each other")
    ansible.play("deploy", "first run", shown=True)
    first = fleet.take_calls()

    title("second run: deploy again, which has to change nothing")
    second = ansible.play("deploy", "second run", shown=False)
    print(*(second.on(pair)[-1] for pair in fleet.pairs), sep="\n")
    again = fleet.take_calls()

    title("verify: hold the living pairs against the inventory")
    verified = ansible.play("verify", "verification", shown=False)

    for pair in fleet.pairs:
        check_pair(pair, fleet, second, verified)
    check_silence(again)
    conclude(fleet.pairs, verified, first, again)


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n=== {text}\n", flush=True)


def check_pair(pair: str, fleet: Fleet, second: Run, verified: Run) -> None:
    """Raise Failed unless the pair works, was left alone by the second run, and can be read about."""
    if not fleet.works(pair):
        raise Failed(f"{pair} is no working pair, whatever was printed")
    if second.changed.get(pair) != 0:
        raise Failed(f"the second run changed {second.changed.get(pair, 'who knows what')} on {pair}")
    if not verified.on(pair):
        raise Failed(f"nothing was said of {pair} when it was verified")
    rendered = list((DIRECTORY / "rendered" / pair).glob("*"))
    if len(rendered) != FILES_A_PAIR:
        raise Failed(f"{len(rendered)} files instead of {FILES_A_PAIR} were rendered for {pair}")


def check_silence(calls: dict[str, Calls]) -> None:
    """Raise Failed if a unit got any call that could change it."""
    for unit, got in calls.items():
        if got.writes:
            raise Failed(f"the second run wrote to {unit}: {', '.join(got.writes)}")


def conclude(pairs: list[str], verified: Run, first: dict[str, Calls], again: dict[str, Calls]) -> None:
    """Print what was shown."""
    print(*(verified.on(pair)[0] for pair in pairs), sep="\n")
    wide = max(map(len, first))
    print(f"\n{'calls to each unit':{wide}}  first run  second run")
    for unit in first:
        print(f"{unit:{wide}}  {first[unit].count:9}  {again[unit].count:10}")
    print("\nsecond run: changed=0, and no unit got a call that writes")
    print(f"rendered files: {(DIRECTORY / 'rendered').relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
