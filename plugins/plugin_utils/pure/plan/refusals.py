# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences for actions that the table refuses, by reason."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import Conflict
from ..device.unit import Unit
from ..rules.ha import SPLIT_BRAIN
from .actions import Action
from .positions import describe

_RUN_AGAIN = "Wait until it has ended, then run again."
REASONS: Mapping[str, tuple[str, str]] = {
    "roles-inverted": (
        "the roles as in the inventory",
        "Exchange primary and secondary in failover_units: roles are assigned once and never change.",
    ),
    "unit-away": (
        "answers from both units",
        "Check the unit's power, its management network and its address in failover_units, and run again.",
    ),
    "state-unknown": (
        "a state this collection knows",
        "Check `show failover` on both units; run again when each reports its state.",
    ),
    "not-in-ha": ("a pair in HA", "Form the pair first: run fdm.failover.deploy."),
    "half-a-pair": (
        "both units in HA",
        "Run fdm.failover.check: it reports which unit is missing and how to keep the configuration of the other.",
    ),
    "in-progress": ("units that neither negotiate nor import a configuration", _RUN_AGAIN),
    "split-brain": ("one active unit and one standby unit", SPLIT_BRAIN),
    "no-active": ("one active unit and one standby unit", "Wait until one unit is active, and run again."),
    "suspended": ("both units taking part in failover", "Resume the pair first: run fdm.failover.resume."),
    "unit-disabled": (
        "both units taking part in failover",
        "Read the reason on the unit, fix it, and run fdm.failover.resume.",
    ),
    "unit-failed": (
        "both units healthy",
        "Fix what failed, and run fdm.failover.reset.",
    ),
    "out-of-sync": (
        "both units with the same configuration",
        "Wait for the replication, or let both units run the same software. fdm.failover.verify says what differs.",
    ),
    "not-healthy": (
        "both units healthy",
        "Run fdm.failover.verify: it reports what is wrong. Fix that, and run again.",
    ),
    "break-unhealthy": (
        "a healthy pair in sync",
        "A break now may disable the interfaces of the active unit itself. Repair the pair first.",
    ),
    "break-alone": (
        "answers from both units",
        "A break now applies to the unit that answers, and disables its interfaces. Repair the other unit first.",
    ),
    "break-each": (
        "one active unit and one standby unit, in sync",
        "A break now applies to each unit on its own, and disables that unit's interfaces. Repair the pair first.",
    ),
}
"""What was expected, and what to do, of each refusal."""


def refusal(
    action: Action,
    reason: str,
    primary: Unit | None,
    secondary: Unit | None,
    where: str,
    what: str = "is not possible now",
) -> Conflict:
    """The sentence for an action that the table refuses; ``what``: what is so of the action."""
    expected, remedy = REASONS[reason]
    found = f"{action} {what}: {describe(primary, secondary)}"
    return Conflict(found, expected=expected, remedy=remedy, where=where)
