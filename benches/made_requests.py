# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that schemathesis makes from the specification, sent to simulated units single and in HA: no 5xx."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from support.made_requests import STATES, operations, send_made


def main() -> int:
    """0 when no request ended in a server error."""
    parser = argparse.ArgumentParser(prog="benches.made_requests", description=__doc__)
    parser.add_argument("--examples", type=int, default=100, help="requests for each operation (%(default)s)")
    options = parser.parse_args()
    start, statuses, wrong = time.monotonic(), Counter[int](), 0
    every = operations()
    if not every:
        print("the vendor's specification is not available; nothing was sent")
        return 0
    for operation in every:
        for state in STATES:
            try:
                statuses += send_made(operation, state, options.examples)
            except Exception as error:
                wrong += 1
                print(f"{operation.label}, {state}: {type(error).__name__}: {error}", file=sys.stderr)
    answers = ", ".join(f"{count} of {status}" for status, count in sorted(statuses.items()))
    print(f"{len(every)} operations, {statuses.total()} requests: {answers}; {wrong} went wrong")
    print(f"{time.monotonic() - start:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
