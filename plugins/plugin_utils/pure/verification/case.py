# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rules of verify apply to."""

from __future__ import annotations

from dataclasses import dataclass

from ..device.unit import Unit
from ..intent.intent import Intent
from ..names import PAIR


@dataclass(frozen=True, slots=True)
class PairInHa:
    """Both units of a pair that should be in HA."""

    intent: Intent
    primary: Unit
    secondary: Unit

    unit = PAIR
    subject = "pair"


@dataclass(frozen=True, slots=True)
class UnitInHa:
    """One unit of such a pair."""

    intent: Intent
    owner: Unit

    subject = "unit"

    @property
    def unit(self) -> str:
        """The unit's role."""
        return self.owner.role
