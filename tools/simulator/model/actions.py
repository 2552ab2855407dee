# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deploy, break, suspend, resume, switch, reset: what each does to a unit and to its peer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import haconfig, jobs, management, pair, ports
from .addresses import ipv4, without_standby
from .errors import Json, invalid, message, not_allowed
from .ha import ACTIVE, DISABLED, FAILED, NEGOTIATING, SINGLE, STANDBY, SUSPENDED, SYNC
from .jobs import Fate, Job
from .store import INTERFACE_KINDS

if TYPE_CHECKING:
    from .unit import Unit

OPTIONS = ("DISABLE_INTERFACES", "ENABLE_WITH_STANDBY_IP")


def deploy(unit: Unit, at: float, fate: Fate) -> Job:
    """Deploy the edited configuration as it is now, after `deploy_seconds`."""
    _nothing_else(unit)
    snapshot = unit.store.snapshot()

    def finish(when: float) -> None:
        before = dict(unit.store.deployed)
        unit.store.deploy(snapshot)
        ports.enabled_since(unit, before, when)
        pair.replicate(unit)

    return jobs.begin(unit, "deploy", at, unit.settings.deploy_seconds, finish, fate)


def break_(unit: Unit, at: float, clear: bool | None, option: str | None, fate: Fate) -> Job:
    """Dissolve the pair; `clear` is the v2 query `clearIntfs`, `option` the v5 body's `interfaceOption`."""
    _nothing_else(unit)
    _may_break(unit, clear, option)
    both = unit.ha.state == ACTIVE and pair.healthy(unit)

    def finish(when: float) -> None:
        other = pair.heard_peer(unit) if both else None
        for side in (unit, *([other] if other else [])):
            _dissolve(side, when)
            if clear:
                _clear_interfaces(side)
        left = other if both and other else unit
        if not clear:
            _leave_interfaces(left, option or OPTIONS[0])
        left.stranded = management.over_data(left) and left is not unit
        for side in (unit, *([other] if other else [])):
            _forget(side)

    return jobs.begin(unit, "break", at, unit.settings.break_seconds, finish, fate)


def suspend(unit: Unit, at: float) -> Json:
    """Stop failover: on the active unit for both units, on the standby unit for itself."""
    _in_ha(unit)
    if unit.ha.state not in (ACTIVE, STANDBY):
        raise not_allowed("Only an active or a standby unit can be suspended.", "haActionNotAllowed")
    other = pair.heard_peer(unit)
    sides = [unit, other] if other is not None and unit.ha.state == ACTIVE else [unit]
    for side in sides:
        side.ha.enter(SUSPENDED, at, "Suspended by user")
    return pair.status(unit)


def resume(unit: Unit, at: float) -> Json:
    """Start failover again: on the unit that was active for both units, on the other one for itself."""
    _in_ha(unit)
    if unit.ha.state not in (SUSPENDED, DISABLED):
        raise not_allowed("The unit is not suspended.", "haActionNotAllowed")
    other = unit.peer()
    sides = [unit]
    if unit.ha.was_active and other is not None and pair.connected(unit, other) and other.ha.state == SUSPENDED:
        sides.append(other)
    for side in sides:
        side.ha.enter(DISABLED, at, "Resume requested by user")
        side.at(at + side.settings.negotiate_seconds / 2, _resumer(side))
    return pair.status(unit)


def switch(unit: Unit, at: float) -> Json:
    """Exchange active and standby; only in a healthy pair."""
    _in_ha(unit)
    other = pair.heard_peer(unit)
    if other is None or not _may_switch(unit, other) or unit.ha.switching or other.ha.switching:
        raise not_allowed("The pair is not a healthy active and standby pair.", "haActionNotAllowed")
    unit.ha.switching = other.ha.switching = True

    def finish(when: float) -> None:
        unit.ha.switching = other.ha.switching = False
        if not _may_switch(unit, other):
            return
        for side, state in ((unit, other.ha.state), (other, unit.ha.state)):
            side.ha.enter(state, when, "Set by the config command")
            side.ha.was_active = state == ACTIVE

    unit.at(at + unit.settings.switch_seconds, finish)
    return pair.status(unit)


def _may_switch(unit: Unit, other: Unit) -> bool:
    """In a healthy pair; with `switch_out_of_sync: accept` also where the units only run different software."""
    accepts = unit.settings.switch_out_of_sync == "accept" and pair.heard_peer(unit) is other
    return pair.healthy(unit) or (accepts and {unit.ha.state, other.ha.state} == {ACTIVE, STANDBY})


def reset(unit: Unit, at: float) -> Json:
    """Put a failed unit into the unfailed state: it looks for its peer again."""
    _in_ha(unit)
    if unit.ha.state == FAILED:
        pair.negotiate(unit, at)
    return pair.status(unit)


def _resumer(unit: Unit) -> Callable[[float], None]:
    def start(when: float) -> None:
        if unit.ha.state == DISABLED:
            pair.negotiate(unit, when)

    return start


def _nothing_else(unit: Unit) -> None:
    if jobs.running(unit) is not None:
        raise not_allowed("Another deployment or HA action is running.", "jobInProgress")


def _in_ha(unit: Unit) -> None:
    if unit.ha.state == SINGLE:
        raise not_allowed("The device is not in an HA pair.", "notInHA")


def _may_break(unit: Unit, clear: bool | None, option: str | None) -> None:
    _in_ha(unit)
    states = {unit.ha.state, pair.peer_state(unit)}
    if states & {NEGOTIATING, SYNC} or "IMPORTING" in pair.config_status(unit):
        raise not_allowed("HA cannot be broken while the units negotiate or synchronize.", "haActionNotAllowed")
    if option is not None and clear is not None:
        raise invalid(message("interfaceOption and clearIntfs exclude each other", "invalidField", "interfaceOption"))
    if option is not None and option not in OPTIONS:
        raise invalid(
            message(f"interfaceOption must be one of {', '.join(OPTIONS)}", "invalidField", "interfaceOption")
        )
    if unit.ha.state != ACTIVE and option is None and clear is None:
        name = "interfaceOption" if unit.since(5) else "clearIntfs"
        raise invalid(message(f"{name} cannot be null on a unit that is not active", "invalidField", name))


def _dissolve(unit: Unit, at: float) -> None:
    unit.ha.leave(at, "HA broken by user")
    record = unit.store.every("haconfiguration")[0]
    unit.store.replace(record, haconfig.blank() | {"name": record.body["name"]})


def _leave_interfaces(unit: Unit, option: str) -> None:
    """Disable the interfaces of a unit that leaves the pair, or move them to their standby addresses."""
    kinds = ("physicalinterface", "etherchannelinterface", "subinterface", "vlaninterface")
    for record in [record for kind in kinds for record in unit.store.running_list(kind)]:
        if record.body["managementInterface"]:
            continue
        if option == OPTIONS[0]:
            unit.store.replace(record, record.body | {"enabled": False}, staged=False)
            continue
        address = record.body["ipv4"]["ipAddress"]
        standby = address["standbyIpAddress"]
        moved = ipv4(f"{standby}/{address['netmask']}") if standby else ipv4()
        unit.store.replace(record, record.body | {"ipv4": moved}, staged=False)


def _forget(unit: Unit) -> None:
    """Lose what only a pair has: a break removes standby addresses, MAC addresses, monitoring and criteria."""
    if not unit.settings.break_forgets:
        return
    for record in [record for record in unit.store.deployed.values() if record.kind in INTERFACE_KINDS]:
        lost = {"monitorInterface": False, "ipv4": without_standby(record.body["ipv4"])}
        lost |= {name: None for name in ("macAddress", "standbyMacAddress") if name in record.body}
        ipv6 = record.body["ipv6"]
        kept = [{**each, "standbyIpAddress": None} for each in ipv6.get("ipAddresses") or ()] or None
        unit.store.replace(record, record.body | lost | {"ipv6": {**ipv6, "ipAddresses": kept}}, staged=False)
    criteria = unit.store.every("hafailoverconfiguration")[0]
    unit.store.replace(criteria, haconfig.blank_criteria(), staged=False)


def _clear_interfaces(unit: Unit) -> None:
    for record in list(unit.store.running_list("physicalinterface")):
        if not record.body["managementInterface"]:
            cleared = {"name": None, "ipv4": ipv4(), "enabled": False, "monitorInterface": False}
            unit.store.replace(record, record.body | cleared, staged=False)
