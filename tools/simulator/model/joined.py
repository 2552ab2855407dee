# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units that are in HA from the start, so that a test of a pair in HA need not join it first."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from . import haconfig, pair
from .errors import Json
from .ha import ACTIVE, STANDBY
from .store import Record

if TYPE_CHECKING:
    from ..settings import Joined
    from .unit import Unit


def fill(unit: Unit, joined: Joined) -> None:
    """Put a new unit into HA; the standby unit has the configuration of its peer.

    Raises KeyError for a port that the unit does not have.
    """
    active = joined.role == "primary" if joined.active is None else joined.active
    for hardware in {joined.port, joined.state_port or joined.port}:
        port = _port(unit, hardware)
        unit.store.replace(port, port.content | {"enabled": True}, staged=False)
    record = unit.store.every("haconfiguration")[0]
    unit.ha.running = unit.store.replace(record, haconfig.blank() | _links(unit, joined)).content
    unit.ha.enter(ACTIVE if active else STANDBY, unit.started, "Joined before the simulation began")
    unit.ha.was_active, unit.ha.met = active, True
    peer = unit.peer()
    if not active and peer is not None and peer.ha.state == ACTIVE and pair.connected(unit, peer):
        pair.take_over(unit)


def _links(unit: Unit, joined: Joined) -> Json:
    state_port = joined.state_port or joined.port
    combined = joined.state_port is None
    body: Json = {
        "nodeRole": f"HA_{joined.role.upper()}",
        "failoverInterface": _reference(_port(unit, joined.port)),
        "failoverName": joined.name,
        "statefulFailoverInterface": _reference(_port(unit, state_port)),
        "statefulFailoverName": joined.state_name,
        "sharedKey": joined.key,
    }
    failover = (joined.primary_address, joined.secondary_address)
    state = failover if combined else (joined.state_primary_address, joined.state_secondary_address)
    for link, addresses in (("failover", failover), ("state", state)):
        body |= _addresses(link, addresses)
    return body


def _addresses(link: str, addresses: tuple[str | None, str | None]) -> Json:
    body: Json = {}
    names = haconfig.address_members(link)
    for name4, name6, text in zip(names[:2], names[2:], addresses, strict=True):
        if text is None:
            continue
        parsed = ipaddress.ip_interface(text)
        if parsed.version == 4:
            body[name4] = {"ipAddress": str(parsed.ip), "netmask": str(parsed.netmask), "type": "ipv4address"}
        else:
            body[name6] = {"ipAddress": str(parsed), "type": "ipv6address"}
    return body


def _port(unit: Unit, hardware: str) -> Record:
    record = unit.store.port(hardware)
    if record is None:
        raise KeyError(f"{unit.name}: {hardware} does not exist")
    return record


def _reference(record: Record) -> Json:
    return {"id": record.id, "type": record.kind}
