# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two units of a pair: which hears the other, what each reports, which becomes active, which imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import haconfig
from .errors import Json
from .ha import ACTIVE, FAILED, NEGOTIATING, OUT, SINGLE, STANDBY, SYNC, UNKNOWN
from .jobs import SyncJob

if TYPE_CHECKING:
    from .unit import Unit

PROGRESSION_FAILED = "HA state progression failed"


def connected(one: Unit, two: Unit | None) -> bool:
    """Whether hellos arrive: power, cable, ports, names, addresses, key and opposite roles."""
    if two is None or two.peer() is not one or one.ha.running is None or two.ha.running is None:
        return False
    for unit in (one, two):
        if unit.powered_off or unit.unplugged or not unit.link_up("failover"):
            return False
    return _alike(one, two)


def heard_peer(unit: Unit) -> Unit | None:
    """The peer, if it takes part in failover and is heard."""
    other = unit.peer()
    seen = connected(unit, other) and unit.ha.state not in OUT
    return other if seen and other is not None and other.ha.state not in OUT else None


def known(unit: Unit) -> Unit | None:
    """The other unit, if it takes part in failover, or was heard before it went away."""
    return heard_peer(unit) or (unit.peer() if unit.ha.met else None)


def peer_state(unit: Unit) -> str:
    """`peerNodeState`: what the unit knows of its peer."""
    if unit.ha.state in OUT or unit.ha.state == FAILED:
        return UNKNOWN
    seen = heard_peer(unit)
    if seen is not None:
        return seen.ha.state
    other = unit.peer()
    if unit.ha.met and other is not None and connected(unit, other):
        return "HA_DISABLED_NODE"
    return UNKNOWN if unit.ha.state == NEGOTIATING else FAILED


def config_status(unit: Unit) -> str:
    """`configStatus` (spec definition HAConfigStatus)."""
    seen = heard_peer(unit)
    if seen is None:
        return "UNKNOWN"
    for side in (unit, seen):
        if side.ha.state == SYNC:
            return "PRIMARY_IMPORTING_CONFIG" if side.ha.primary else "SECONDARY_IMPORTING_CONFIG"
    if {unit.ha.state, seen.ha.state} != {ACTIVE, STANDBY}:
        return "UNKNOWN"
    return "IN_SYNC" if unit.software == seen.software else "OUT_OF_SYNC"


def health(unit: Unit) -> str:
    """`haHealthStatus` (spec definition HAHealthStatus)."""
    if unit.ha.state == SINGLE:
        return "HEALTHY"
    if unit.ha.state in OUT or unit.ha.state == FAILED:
        return "CRITICAL"
    seen = heard_peer(unit)
    if unit.ha.state in (NEGOTIATING, SYNC) or (seen is not None and seen.ha.state in (NEGOTIATING, SYNC)):
        return "PROCESSING"
    return "HEALTHY" if healthy(unit) else "UNHEALTHY"


def healthy(unit: Unit) -> bool:
    """Active and standby, in sync."""
    return config_status(unit) == "IN_SYNC"


def status(unit: Unit) -> Json:
    """The HAStatus of a unit; `disabledReason` and `disabledTimestamp` from v6 on."""
    ha = unit.ha
    answer: Json = {
        "nodeRole": ha.role,
        "nodeState": ha.state,
        "peerNodeState": peer_state(unit),
        "configStatus": config_status(unit),
        "haHealthStatus": health(unit),
        "id": "default",
        "type": "hastatus",
    }
    if unit.since(6):
        stamp = None if ha.disabled_at is None else unit.wall_text(ha.disabled_at)
        answer |= {"disabledReason": ha.reason, "disabledTimestamp": stamp}
    return answer


def negotiate(unit: Unit, at: float) -> None:
    """Start to look for the peer."""
    unit.ha.enter(NEGOTIATING, at)
    unit.at(at + unit.settings.negotiate_seconds, lambda when: _decide(unit, when))


def reconcile(one: Unit, at: float) -> None:
    """Let both units react when they see, or no longer see, each other."""
    two = one.peer()
    if two is None:
        return
    if heard_peer(one) is two:
        one.ha.met = two.ha.met = True
        if one.ha.state == two.ha.state == ACTIVE:
            _import(two if one.ha.primary else one, at)
        return
    for unit in (one, two):
        if unit.ha.state == STANDBY:
            unit.ha.last_failure = "Comm Failure"
            unit.ha.enter(ACTIVE, at, "HELLO not heard from peer")
            unit.ha.was_active = True


def replicate(unit: Unit) -> None:
    """Copy the deployed configuration of the active unit to the standby unit."""
    seen = heard_peer(unit)
    if seen is not None and unit.ha.state == ACTIVE and healthy(unit):
        seen.store.take_over(unit.store.deployed.values())
        _keep_role(seen)


def _alike(one: Unit, two: Unit) -> bool:
    mine, other = one.ha.running, two.ha.running
    if mine is None or other is None or mine["nodeRole"] == other["nodeRole"]:
        return False
    if one.link_port("failover") != two.link_port("failover"):
        return False
    same_addresses = haconfig.addresses(mine, "failover") == haconfig.addresses(other, "failover")
    return same_addresses and all(mine[name] == other[name] for name in ("failoverName", "sharedKey"))


def _decide(unit: Unit, at: float) -> None:
    if unit.ha.state != NEGOTIATING:
        return
    seen = heard_peer(unit)
    if seen is not None and seen.ha.state == ACTIVE:
        seen.ha.met = unit.ha.met = True
        _import(unit, at)
    elif seen is not None and seen.ha.state == NEGOTIATING and _waits_for(unit, seen):
        unit.at(at + max(unit.settings.negotiate_seconds / 4, 0.01), lambda when: _decide(unit, when))
    else:
        unit.ha.enter(ACTIVE, at, "Other unit not detected" if seen is None else "No Error")
        unit.ha.was_active = True


def _waits_for(unit: Unit, other: Unit) -> bool:
    """Whether the other one becomes active where both negotiate: the one that was active before, else the primary."""
    return other.ha.was_active if unit.ha.was_active != other.ha.was_active else not unit.ha.primary


def _import(unit: Unit, at: float) -> None:
    """Become the standby unit; the configuration comes from the active one, while the API is away."""
    seen = heard_peer(unit)
    unit.ha.was_active = False
    if seen is None or seen.software != unit.software:
        unit.ha.enter(STANDBY, at, "Version mismatch, configuration not imported")
        return
    unit.ha.enter(SYNC, at, "Detected an Active mate")
    sync = SyncJob(unit.store.new_id(), len(unit.ha.syncs) + 1, at)
    unit.ha.syncs.append(sync)
    away = unit.next_away if unit.next_away is not None else unit.settings.away_seconds
    unit.next_away = None
    unit.go_away(at, away)
    unit.at(at + away, lambda _: take_over(unit))
    unit.at(at + away + unit.settings.sync_seconds, lambda when: _finish(unit, sync, when))


def take_over(unit: Unit) -> None:
    """Take over the configuration and the password of the active peer, as after an import."""
    seen = heard_peer(unit)
    if unit.ha.state not in (SYNC, STANDBY) or seen is None:
        return
    unit.store.take_over(seen.store.deployed.values())
    _keep_role(unit)
    if unit.settings.tokens_after_import == "dead":
        unit.tokens.kill_all()
    if unit.settings.password_follows:
        unit.username, unit.password = seen.username, seen.password
    if not unit.settings.jobs_survive_import:
        unit.jobs.clear()


def _keep_role(unit: Unit) -> None:
    """The HA configuration is the peer's, except for the role."""
    if unit.ha.running is None:
        return
    record = unit.store.every("haconfiguration")[0]
    unit.store.replace(record, record.content | {"nodeRole": unit.ha.role})
    unit.ha.running = unit.store.every("haconfiguration")[0].content


def _finish(unit: Unit, sync: SyncJob, at: float) -> None:
    sync.ended = at
    if unit.ha.state != SYNC:
        sync.status, sync.message = "FAILED", "The import was interrupted."
        return
    seen = heard_peer(unit)
    if seen is None:
        sync.status, sync.message = "FAILED", PROGRESSION_FAILED
        unit.ha.enter(FAILED, at, PROGRESSION_FAILED)
        return
    sync.status, sync.message = "SUCCESS", "The configuration was imported."
    unit.ha.enter(STANDBY, at, "Configuration synchronised")
    replicate(seen)
