# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thirty simulated pairs, five of them broken in different ways, for what a run of many pairs prints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.harness import COMBINED, KEY, Fleet, simulated_fleet

PAIRS = 30
JOIN_FAILS = {"fault": "job-fails", "method": "POST", "path": "/devices/default/action/ha/join", "times": 9}
BROKEN: dict[str, dict[str, Any]] = {
    "branch04": {"secondary": {"interfaces": [{"hardware": "GigabitEthernet0/2", "name": "dmz"}]}},
    "branch09": {},  # its secondary is at an address where nobody answers
    "branch15": {"failover_password": "not-the-password-4711"},
    "branch22": {"failover_link": COMBINED["failover_link"] | {"netwrok": "192.168.10.0/30"}},
    "branch28": {"secondary": {"faults": [JOIN_FAILS | {"message": "no license"}]}},
}
"""Refused by a rule, unreachable, a login refused, an inventory that can't be meant, a join that fails."""


@contextmanager
def thirty_pairs(directory: Path, number: int | None = None) -> Iterator[Fleet]:
    """The pairs branch01 to branch30; every third is encrypted."""
    names = [f"branch{place:02}" for place in range(1, PAIRS + 1)]
    cases = {name: BROKEN.get(name, {"failover_key": KEY} if int(name[-2:]) % 3 == 0 else {}) for name in names}
    with simulated_fleet(directory, cases, number=number) as fleet:
        away = next(pair for pair in fleet.pairs if pair.name == "branch09")
        first = away.variables["failover_units"]["primary"]["host"]
        away.variables["failover_units"]["secondary"] = {"host": f"{first.rpartition('.')[0]}.250"}
        yield fleet
