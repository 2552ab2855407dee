# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names that every layer uses: the roles of a pair, its two links, and how the FDM API calls the roles."""

from __future__ import annotations

from enum import Enum


class Name(str, Enum):
    """A fixed word that is also plain text (StrEnum needs Python 3.11)."""

    __str__ = str.__str__

    def __format__(self, format_spec: str) -> str:
        return str.__format__(str(self), format_spec)


PRIMARY = "primary"
SECONDARY = "secondary"
ROLES = (PRIMARY, SECONDARY)


def other_of(role: str) -> str:
    """The other role of a pair."""
    return SECONDARY if role == PRIMARY else PRIMARY


PAIR = "pair"
"""What a finding is about where it is about both units."""

NODE_ROLE = {PRIMARY: "HA_PRIMARY", SECONDARY: "HA_SECONDARY"}
"""Spec definition HANodeRole."""

FAILOVER = "failover"
STATE = "state"
