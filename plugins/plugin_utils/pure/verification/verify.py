# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proof after the change: both units held against the intent and against each other, and one line on the pair."""

from __future__ import annotations

from ..device.unit import ConfigStatus, Unit, display_state
from ..finding import Finding, Severity, in_order
from ..intent.ha_configuration import link_ports
from ..intent.intent import Intent
from ..rules.judge import findings_of
from ..table import merged
from ..wording import plural
from . import dataplane, state
from .case import PairInHa, UnitInHa


def verify(intent: Intent, primary: Unit, secondary: Unit) -> tuple[Finding, ...]:
    """Findings on a pair that should be finished; no error means proved. Two single units are one finding: no pair."""
    found = [*findings_of(state.ON_PAIR, PairInHa(intent, primary, secondary))]
    if primary.in_ha or secondary.in_ha:
        for unit in (primary, secondary):
            found += findings_of((*state.ON_UNIT, *dataplane.ON_UNIT), UnitInHa(intent, unit))
    return in_order(found)


def headline(intent: Intent, primary: Unit, secondary: Unit, findings: tuple[Finding, ...]) -> str:
    """One line on the pair for the end of a run: what the units report, not what is wished."""
    states = ", ".join(f"{unit.role} {spoken_state(unit)}" for unit in (primary, secondary))
    bad = merged([finding for finding in findings if finding.severity == Severity.ERROR])
    wrong = f"; {plural(len(bad), 'error')}" if bad else ""
    if not (primary.in_ha or secondary.in_ha):
        return f"{intent.pair}: {states}: not a pair yet{wrong}"
    sync = (
        "in sync" if all(unit.config_status == ConfigStatus.IN_SYNC for unit in (primary, secondary)) else "not in sync"
    )
    word = {True: "encrypted", False: "plain text", None: ""}[primary.encrypted]
    links = ", ".join(filter(None, (_links(primary), word)))
    return f"{intent.pair}: {states}, {sync}{'; ' if links else ''}{links}{wrong}"


def _links(unit: Unit) -> str:
    failover, own = link_ports(unit.configuration, unit.hardware_names).values()
    if not failover:
        return ""
    return f"failover link {failover}, " + (
        "combined with the state link" if own in ("", failover) else f"state link {own}"
    )


def spoken_state(unit: Unit) -> str:
    """active, standby ready, or whatever else the unit says; the data plane's word where it was asked."""
    shown = unit.shown.this_host
    return shown.state.lower() if shown is not None and unit.in_ha else display_state(unit.state)
