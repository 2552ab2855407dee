# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read both units of a pair for preflight."""

from __future__ import annotations

from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.device.unit import Unit
from ..pure.intent.intent import AUTO, Intent
from ..pure.names import PRIMARY, ROLES, SECONDARY
from ..pure.preflight import open_candidates
from . import read
from .read import UnitData
from .waiting import Observation, Wait


def read_pair(
    primary: UnitApi, secondary: UnitApi, intent: Intent, status: Json, wait: Wait | None
) -> dict[str, UnitData]:
    """What the rules need of both units, by role. ``status`` is the primary's; ``wait``: for a secondary that may be
    away, None where it may not."""
    ports = [port for port in intent.ports if port != AUTO]
    primary_in_ha = Unit(PRIMARY, {"status": status}).in_ha
    found: dict[str, UnitData] = {}

    def poll() -> Observation:
        mine = secondary.status()
        both = primary_in_ha and Unit(SECONDARY, {"status": mine}).in_ha
        found[SECONDARY] = read.read_for_preflight(secondary, ports, mine, both)
        return Observation("answers", done=True)

    if wait is None:
        poll()
    else:
        wait.until(poll, "an answer from the secondary")
        status = primary.status()
    both = Unit(PRIMARY, {"status": status}).in_ha and Unit(SECONDARY, dict(found[SECONDARY])).in_ha
    combined = intent.state is None  # the primary's configuration is the pair's
    found[PRIMARY] = read.read_for_preflight(primary, ports, status, both, count_objects=combined)
    if AUTO in intent.ports:
        _add_candidates((primary, secondary), found)
    return {role: found[role] for role in ROLES}


def _add_candidates(apis: tuple[UnitApi, UnitApi], found: dict[str, UnitData]) -> None:
    """Subinterfaces of the ports that may be chosen: one call a port, so only of those that nothing else excludes."""
    names = open_candidates(*(Unit(role, dict(found[role])) for role in ROLES))
    for api, role in zip(apis, ROLES, strict=True):
        found[role]["subinterfaces"] |= read.subinterfaces(api, found[role], names)
