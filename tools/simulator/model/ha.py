# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""High availability of one unit: its state and its history.

States are the spec's HANodeState. A unit in HA keeps its deployed HA configuration in `running`; the
object of the API may differ from it only while the unit is single.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .errors import Json
from .jobs import SyncJob

SINGLE = "SINGLE_NODE"
NEGOTIATING = "HA_NEGOTIATING_NODE"
ACTIVE = "HA_ACTIVE_NODE"
STANDBY = "HA_STANDBY_NODE"
SYNC = "HA_CONFIGURATION_SYNC"
SUSPENDED = "HA_SUSPENDED_NODE"
DISABLED = "HA_DISABLED_NODE"
FAILED = "HA_FAILED_NODE"
UNKNOWN = "HA_UNKNOWN_NODE"

# The names of states in `show failover` (captures of the data plane).
WORDS = {
    SINGLE: "Disabled",
    NEGOTIATING: "Negotiation",
    ACTIVE: "Active",
    STANDBY: "Standby Ready",
    SYNC: "Sync Config",
    SUSPENDED: "Disabled",
    DISABLED: "Disabled",
    FAILED: "Failed",
    UNKNOWN: "Not Detected",
}
# A unit in one of these states takes no part in failover.
OUT = frozenset({SINGLE, SUSPENDED, DISABLED})


@dataclass(slots=True)
class Event:
    """One line of the failover history; `at` is monotonic seconds."""

    at: float
    before: str
    after: str
    reason: str


@dataclass(slots=True)
class Ha:
    """The HA data of one unit; times are monotonic seconds."""

    state: str = SINGLE
    running: Json | None = None
    since: float = 0.0
    reason: str = ""
    disabled_at: float | None = None
    was_active: bool = False
    switching: bool = False
    met: bool = False
    active_seconds: float = 0.0
    last_failover: float | None = None
    last_failure: str = "None"
    history: list[Event] = field(default_factory=list)
    syncs: list[SyncJob] = field(default_factory=list)

    @property
    def role(self) -> str | None:
        """HA_PRIMARY, HA_SECONDARY, or None on a single unit."""
        return None if self.running is None else str(self.running["nodeRole"])

    @property
    def primary(self) -> bool:
        """Whether the unit's role is primary; the state does not matter."""
        return self.role == "HA_PRIMARY"

    def uses(self, interface: str) -> bool:
        """Whether an interface, by id, carries one of the links."""
        links = ("failoverInterface", "statefulFailoverInterface")
        return self.running is not None and any(self.running[link]["id"] == interface for link in links)

    def enter(self, state: str, at: float, reason: str = "No Error") -> None:
        """Enter a state, and record it in the history."""
        if state == self.state:
            return
        if self.state == ACTIVE:
            self.active_seconds += at - self.since
        if state in (ACTIVE, STANDBY) and self.state in (ACTIVE, STANDBY):
            self.last_failover = at
        self.history.append(Event(at, self.state, state, reason))
        bad = state in (FAILED, SUSPENDED, DISABLED)
        self.disabled_at = at if bad else None
        self.reason = reason if bad else ""
        self.state, self.since = state, at

    def leave(self, at: float, reason: str) -> None:
        """Become single: the pair is broken."""
        self.enter(SINGLE, at, reason)
        self.running, self.met, self.switching, self.was_active = None, False, False, False

    def active_for(self, now: float) -> float:
        """Seconds that the unit has been active in all."""
        return self.active_seconds + (now - self.since if self.state == ACTIVE else 0.0)
