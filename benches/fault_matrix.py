# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Strike each call of ``fdm.failover.deploy`` with each named fault, once and three times in a row: the run finishes
or ends with one clear sentence, and the next run finishes the pair."""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from support.fault_matrix import Verdicts, calls, cells, judge

from benches.kill_matrix import LINKS

BATCH = 150
"""Pairs in one run of ansible-playbook."""
NUMBER = 90


def main() -> int:
    """0 when every cell is as it should be."""
    parser = argparse.ArgumentParser(prog="benches.fault_matrix", description=__doc__)
    parser.add_argument("--links", choices=LINKS, default="combined", help="what the pairs are to get (%(default)s)")
    parser.add_argument("--faults", nargs="*", default=(), help="only these faults")
    parser.add_argument("--sentences", action="store_true", help="print what the runs ended with")
    parser.add_argument("--every", type=int, default=1, help="only every n-th cell; odd, as cells come in twos")
    options = parser.parse_args()
    links = LINKS[options.links]
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        there = calls(Path(directory) / "undisturbed", links, NUMBER)
        chosen = iter(cells(there, options.faults)[:: options.every])
        count: Counter[str] = Counter()
        for number in itertools.count():
            batch = list(itertools.islice(chosen, BATCH))
            if not batch:
                break
            found = judge(Path(directory) / str(number), batch, links, NUMBER)
            tally(found, len(batch), count)
            print(f"{dict(count)}, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
            if options.sentences:
                print(*found.said.values(), sep="\n")
    print(
        f"fault matrix, {options.links}: {len(there)} calls in an undisturbed run, {count['cells']} faults struck; "
        f"{count['finished']} runs finished all the same, {count['said']} ended with a sentence and the next run "
        f"finished the pair, {count['wrong']} went wrong, {time.monotonic() - start:.0f} s"
    )
    return 1 if count["wrong"] else 0


def tally(found: Verdicts, struck: int, count: Counter[str]) -> None:
    """Add one batch to the counts, and say what went wrong in it."""
    wrong = {line.split(":")[0] for line in found.wrong}
    count["cells"] += struck
    count["wrong"] += len(wrong)
    count["finished"] += len(set(found.finished) - wrong)
    count["said"] += len(set(found.said) - wrong)
    for line in found.wrong:
        print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
