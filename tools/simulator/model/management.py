# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The address that a unit is managed at: its management interface's, or that of a data interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ha import STANDBY, SYNC

if TYPE_CHECKING:
    from .unit import Unit


def over_data(unit: Unit) -> bool:
    """Whether the address that clients use is not the management interface's."""
    own = unit.settings.management_address
    return bool(own) and own != unit.settings.address


def reachable(unit: Unit) -> bool:
    """Whether the unit answers at its address.

    The address of a data interface belongs to the active unit: a standby unit has the standby address there, and after
    a break it keeps what it had and can't be reached (vendor's page on breaking a pair).
    """
    if unit.stranded:
        return False
    if not over_data(unit) or unit.ha.state not in (STANDBY, SYNC):
        return True
    member = "standbyIpAddress"
    addresses = (record.body.get("ipv4", {}).get("ipAddress", {}) for record in unit.store.deployed.values())
    return any(address.get(member) == unit.settings.address for address in addresses)
