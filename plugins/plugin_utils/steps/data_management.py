# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a unit is managed over a data interface: what takes its interfaces then takes the unit's address too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.device.unit import Unit
from ..pure.rules.data_interfaces import at_management, data_management
from .pair_settings import read_interfaces


def managed_over(api: UnitApi, role: str, settings: Mapping[str, Any] | None = None) -> str:
    """The data interface at whose address a unit is reached; empty where it is none.

    ``settings``: what was read of the unit's interfaces; without them they are read where they decide.
    """
    data: Json = {"host": api.connection.host, "system": api.system()}
    if at_management(Unit(role, data)):
        return ""
    if settings is None:
        read_interfaces(api, data)
    return data_management(Unit(role, {**(settings or {}), **data}))
