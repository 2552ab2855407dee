# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several reports as one: of slices of a fleet, or of runs on different days."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import InputError
from .data import Pair, Run


def merge(runs: Sequence[Run]) -> Run:
    """One report of several of the same playbook; a pair that is in more than one is taken from the newest.

    Raises InputError where there is none, or where the playbooks differ.
    """
    playbooks = sorted({run.playbook for run in runs})
    if len(playbooks) != 1:
        found = f"reports of the playbooks {', '.join(playbooks)}" if playbooks else "no report"
        raise InputError(found, expected="reports of one playbook", remedy="Draw the reports of each playbook apart.")
    by_age = sorted(runs, key=lambda run: run.ended or run.started)
    pairs: dict[str, Pair] = {pair.name: pair for run in by_age for pair in run.pairs}
    return Run(
        playbook=playbooks[0],
        pairs=tuple(pairs.values()),
        collection=by_age[-1].collection,
        started=min((run.started for run in runs if run.started), default=""),
        ended=max((run.ended for run in runs if run.ended), default=""),
    )
