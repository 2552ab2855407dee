# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One unit: its settings, objects, tokens, jobs and HA state, and its scheduled events."""

from __future__ import annotations

import hashlib
import heapq
import itertools
import random
import re
from collections.abc import Callable, Iterable

from ..faults import Faults
from ..log import Log
from ..settings import Unit as Settings
from . import management, ports, seed
from .clock import Clock, job_time
from .exports import Export
from .ha import STANDBY, SYNC, Ha
from .jobs import Job
from .platforms import PLATFORMS
from .store import UNSTAGED, Record, Store
from .tokens import Tokens

_ORDER = itertools.count()


def _newest(versions: Iterable[str]) -> int:
    """The number of the newest API version; 6 where none has a number."""
    return max((int(name[1:]) for name in versions if re.fullmatch("v[0-9]{1,3}", name)), default=6)


class Unit:
    """A simulated unit. `find` gives another unit of the fleet by name."""

    def __init__(self, settings: Settings, clock: Clock, find: Callable[[str], Unit]) -> None:
        self.settings = settings
        self.clock = clock
        self._find = find
        self.platform = PLATFORMS[settings.platform]
        self.username, self.password = settings.username, settings.password
        self.software, self.model = settings.software, settings.model
        self.setup_complete = settings.setup_complete
        self.powered_off, self.unplugged = settings.powered_off, settings.unplugged
        self.license, self.clock_skew = settings.license, settings.clock_skew_seconds
        self.started = clock.now()
        self.store = Store(random.Random(settings.name))
        secret = hashlib.sha256(settings.name.encode()).hexdigest()
        self.tokens = Tokens(secret, settings.token_seconds, settings.refresh_seconds, clock.epoch)
        self.ports: dict[str, ports.Port] = {}
        self.jobs: list[Job] = []
        self.exports: list[Export] = []
        self.config_files: dict[str, bytes] = {}
        self.stranded = False
        self.ha = Ha(since=self.started)
        self.log = Log(settings.log_limit)
        self.faults = Faults(settings.faults)
        self.away: tuple[float, float] | None = None
        self.next_away: float | None = None
        self.joins_posted = self.joins_refused = 0
        self._agenda: list[tuple[float, int, Callable[[float], None]]] = []
        self._api = _newest(settings.api_versions)
        for interface in settings.interfaces:
            self.ports[interface.hardware] = ports.build(interface)
        seed.fill(self)

    @property
    def name(self) -> str:
        """The unit's name in the units file."""
        return self.settings.name

    def since(self, api: int) -> bool:
        """Whether the unit's newest API version is this one or a later one."""
        return self._api >= api

    def peer(self) -> Unit | None:
        """The unit at the other end of the cables, in HA or not."""
        return self._find(self.settings.peer) if self.settings.peer else None

    def wall(self, at: float) -> float:
        """A monotonic time as this unit's clock shows it: seconds since 1970."""
        return self.clock.epoch + at + self.clock_skew

    def wall_text(self, at: float) -> str:
        """A monotonic time as text, UTC."""
        return job_time(self.wall(at))

    def at(self, when: float, action: Callable[[float], None]) -> None:
        """Schedule an action; it is called with the time at which it is due."""
        heapq.heappush(self._agenda, (when, next(_ORDER), action))

    def due(self) -> float | None:
        """When the next event is due."""
        return self._agenda[0][0] if self._agenda else None

    def step(self) -> None:
        """Run the next event."""
        when, _, action = heapq.heappop(self._agenda)
        action(when)

    def go_away(self, at: float, seconds: float) -> None:
        """Be away for some seconds."""
        self.away = (at, at + seconds)

    def absence(self, now: float) -> str | None:
        """How the unit is away now (`reset` or `503`), or None."""
        if self.powered_off or not management.reachable(self):
            return "reset"
        if self.away is None or not self.away[0] <= now < self.away[1]:
            return None
        if self.settings.away_as != "mixed":
            return self.settings.away_as
        return "reset" if now < sum(self.away) / 2 else "503"

    def link_port(self, link: str) -> str | None:
        """The hardware name of the port that a link (`failover` or `state`) runs on."""
        if self.ha.running is None:
            return None
        member = "failoverInterface" if link == "failover" else "statefulFailoverInterface"
        record = self.store.running(self.ha.running[member]["id"])
        return None if record is None else str(record.body["hardwareName"])

    def link_up(self, link: str) -> bool:
        """Whether the port of a link is up."""
        hardware = self.link_port(link)
        record = self.store.running_port(hardware) if hardware else None
        return record is not None and self.port_up(record)

    def port_up(self, record: Record) -> bool:
        """Whether an interface is enabled in the running configuration, is present and has a link."""
        return ports.is_up(self, record)

    def lease(self, hardware: str) -> str | None:
        """The address that DHCP gave to a port or a subinterface."""
        parent, _, number = hardware.partition(".")
        port = next((port for port in self.settings.interfaces if port.hardware == parent), None)
        if port is None or not number:
            return port.lease if port else None
        return next((sub.lease for sub in port.subinterfaces if str(sub.id) == number), None)

    def pending(self) -> list[tuple[str, Record]]:
        """The changes that are not deployed, as /operational/pendingchanges lists them."""
        shown = self.settings.ha_configuration_is_pending and self.ha.running is None
        return self.store.pending(UNSTAGED - {"haconfiguration"} if shown else UNSTAGED)

    def standby(self) -> bool:
        """Whether the configuration may not be changed here."""
        return self.ha.state in (STANDBY, SYNC)
