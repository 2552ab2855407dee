# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proof after the change: both units held against the wish and against each other, and one line on the pair."""

from __future__ import annotations

from .finding import ERROR, Finding, in_order
from .judge import findings_of
from .proof import dataplane, state
from .proof.case import Finished, Living
from .rules.pair import spoken
from .snapshot import Unit
from .table import plural
from .wish import Wish


def verdict(wish: Wish, primary: Unit, secondary: Unit) -> tuple[Finding, ...]:
    """Findings on a pair that should be finished; no error means proved."""
    found = [*findings_of(state.ON_PAIR, Finished(wish, primary, secondary))]
    for unit in (primary, secondary):
        found += findings_of((*state.ON_UNIT, *dataplane.ON_UNIT), Living(wish, unit))
    return in_order(found)


def headline(wish: Wish, primary: Unit, secondary: Unit, findings: tuple[Finding, ...]) -> str:
    """One line on the pair for the end of a run."""
    links = f"failover link {wish.failover.port}" + (
        ", combined with the state link" if wish.state is None else f", state link {wish.state.port}"
    )
    states = ", ".join(f"{unit.role} {spoken_state(unit)}" for unit in (primary, secondary))
    sync = "in sync" if all(unit.config_status == "IN_SYNC" for unit in (primary, secondary)) else "not in sync"
    bad = [finding for finding in findings if finding.severity == ERROR]
    word = "encrypted" if wish.encrypted else "plain text"
    return f"{wish.pair}: {states}, {sync}; {links}, {word}" + (f"; {plural(len(bad), 'error')}" if bad else "")


def spoken_state(unit: Unit) -> str:
    """active, standby ready, or whatever else the unit says; the data plane's word where it was asked."""
    shown = unit.shown.this_host
    return shown.state.lower() if shown is not None else spoken(unit.state)
