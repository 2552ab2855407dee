# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One unit as it was read: a tolerant view on the data of the task ``unit_info``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..reading import line, mapping, number, records, text, texts
from .cli_output import (
    RUNNING_FAILOVER,
    SHOW_FAILOVER,
    SHOW_FAILOVER_STATE,
    SHOW_INTERFACES,
    Brief,
    read_encrypted,
    read_interface_brief,
)
from .job import Job, last_job, running_job
from .ports import Port, read_ports, read_subinterfaces
from .show_failover import ShowFailover, ShowFailoverState, read_show_failover, read_show_failover_state
from .states import BAD, IMPORTING, ON_THE_WAY, ConfigStatus, Health, NodeState, display_state
from .understood import unread_outputs
from .unreadable import unreadable_parts

# What those who read a unit need beside it.
__all__ = [
    "BAD",
    "HA_TYPES",
    "IMPORTING",
    "ON_THE_WAY",
    "RUNNING_FAILOVER",
    "SETTLING",
    "ConfigStatus",
    "Health",
    "NodeState",
    "Unit",
    "display_state",
]

SETTLING = 30_000
"""ms after the end of a join in which a unit that still says it is single may still be joining."""
HA_TYPES = frozenset({"haconfiguration"})


@dataclass(frozen=True)
class Unit:
    """What one unit reported; every property tolerates any JSON."""

    role: str
    data: Mapping[str, Any]

    def _section(self, name: str) -> Mapping[str, Any]:
        return mapping(self.data.get(name))

    @property
    def host(self) -> str:
        """The address at which it is reached."""
        return text(self.data.get("host"))

    @property
    def model(self) -> str:
        """Spec SystemInformation.platformModel."""
        return text(self._section("system").get("platformModel"))

    @property
    def software(self) -> str:
        """Spec SystemInformation.softwareVersion, such as 7.0.1-84."""
        return text(self._section("system").get("softwareVersion"))

    @property
    def serial(self) -> str:
        """Spec SystemInformation.serialNumber."""
        return text(self._section("system").get("serialNumber"))

    @property
    def management_addresses(self) -> tuple[str, ...]:
        """Spec SystemInformation.ipv4 and ipv6: the management interface's, without masks."""
        return texts([self._section("system").get(name) for name in ("ipv4", "ipv6")])

    @property
    def clock(self) -> int | None:
        """Spec SystemInformation.currentTime, ms since the epoch."""
        return number(self._section("system").get("currentTime"))

    @property
    def read_at(self) -> int | None:
        """When the controller received ``clock``, ms since the epoch of the controller."""
        return number(self.data.get("read_at"))

    @property
    def state(self) -> str:
        """Spec HAStatus.nodeState."""
        return text(self._section("status").get("nodeState")).upper()

    @property
    def in_ha(self) -> bool:
        """True for a unit that says it is in HA, in whatever state; one that reports no state counts as single."""
        return self.state not in ("", NodeState.SINGLE)

    @property
    def peer_state(self) -> str:
        """Spec HAStatus.peerNodeState."""
        return text(self._section("status").get("peerNodeState")).upper()

    @property
    def config_status(self) -> str:
        """Spec HAStatus.configStatus."""
        return text(self._section("status").get("configStatus")).upper()

    @property
    def health(self) -> str:
        """Spec HAStatus.haHealthStatus."""
        return text(self._section("status").get("haHealthStatus")).upper()

    @property
    def node_role(self) -> str:
        """Spec HAStatus.nodeRole: HA_PRIMARY, HA_SECONDARY, or empty in single state."""
        return text(self._section("status").get("nodeRole")).upper()

    @property
    def disabled_reason(self) -> str:
        """Why the unit left HA, in its own words (HAStatus.disabledReason, API v6)."""
        return line(self._section("status").get("disabledReason"))

    @property
    def disabled_since(self) -> str:
        """When the unit failed, was suspended or disabled (HAStatus.disabledTimestamp, API v6, UTC)."""
        return line(self._section("status").get("disabledTimestamp"))

    @property
    def failure_words(self) -> tuple[str, ...]:
        """Why the unit is out of service, in its own words: disabledReason, and what the last import of the peer's
        configuration says if it has failed (JobHistoryHaConfigSync)."""
        imports = records(self.data.get("configuration_syncs"))
        last = max(imports, key=lambda each: text(each.get("startDateTime")), default={})  # 2026-11-23 18:30:00Z
        failed = text(last.get("status")).upper() == "FAILED"
        said = (self.disabled_reason, line(last.get("statusMessage")) if failed else "")
        return tuple(dict.fromkeys(word for word in said if word))

    @property
    def configuration(self) -> Mapping[str, Any]:
        """Spec HAConfiguration, without the key."""
        return self._section("configuration")

    @cached_property
    def ports(self) -> dict[str, Port]:
        """All ports by hardware name."""
        return read_ports(self.data)

    @cached_property
    def subinterfaces(self) -> tuple[Port, ...]:
        """Subinterfaces of those ports that were read."""
        return read_subinterfaces(self.data)

    @cached_property
    def hardware_names(self) -> dict[str, str]:
        """Hardware name by id."""
        return {port.id: port.hardware for port in self.ports.values() if port.id}

    @cached_property
    def unreadable(self) -> tuple[str, ...]:
        """What of its data can't be read: not known, and not absent."""
        return unreadable_parts(self.data)

    @property
    def pending(self) -> tuple[Mapping[str, Any], ...]:
        """Spec BaseEntityDiff: the pending changes."""
        return records(self.data.get("pending_changes"))

    @property
    def deployment(self) -> Job | None:
        """The running deployment, if any."""
        return running_job(self.data.get("deployments"))

    @property
    def join(self) -> Job | None:
        """The running join, if any."""
        return running_job(self.data.get("joins"))

    @property
    def last_join(self) -> Job | None:
        """The newest join, running or not."""
        return last_job(self.data.get("joins"))

    @property
    def just_joined(self) -> bool:
        """True for a moment after a join has ended well: the state may lag behind the job, and the clock was read
        before it."""
        job, clock = self.last_join, self.clock
        good = job is not None and not job.running and not job.failed
        return job is not None and good and clock is not None and abs(clock - job.ended) < SETTLING

    @property
    def encrypted(self) -> bool | None:
        """Whether its links are encrypted, by `show running-config failover`; None if that is not known."""
        return read_encrypted(self.printed(RUNNING_FAILOVER))

    @property
    def command_output(self) -> Mapping[str, Any]:
        """Output of commands by command."""
        return self._section("commands")

    def printed(self, command: str) -> str:
        """What a command printed; empty if it was not run, or the unit refused it."""
        return text(self.command_output.get(command))

    @cached_property
    def unread_outputs(self) -> tuple[str, ...]:
        """The commands whose output is not understood."""
        return unread_outputs(self.command_output)

    @cached_property
    def shown(self) -> ShowFailover:
        """What `show failover` printed; empty if it was not run."""
        return read_show_failover(self.printed(SHOW_FAILOVER))

    @cached_property
    def shown_state(self) -> ShowFailoverState:
        """What `show failover state` printed; empty if it was not run."""
        return read_show_failover_state(self.printed(SHOW_FAILOVER_STATE))

    @cached_property
    def brief(self) -> tuple[Brief, ...]:
        """Every interface of the data plane, subinterfaces included; empty if it was not run."""
        return read_interface_brief(self.printed(SHOW_INTERFACES))

    @property
    def shown_addresses(self) -> tuple[tuple[str, str], ...]:
        """(port, address) of every interface of the data plane that has an address."""
        return tuple((each.port, each.address) for each in self.brief if each.address)
