# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client that answers from a script, for tests of what is done to a unit call by call.

    unit = fake_client.unit(status=units.active(), start_join=OutcomeUnknown("..."), joins=([], [units.join("QUEUED")]))

A tuple is answered one by one, its last member for ever; an error is raised; everything else is the answer.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.fdm.failover.plugins.plugin_utils.errors import NotFound
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.unit_api import UnitApi
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.waiting import Wait

from . import units

DEVICE = "/devices/default"
CALLS = {
    "versions": "GET /api/versions",
    "description": "GET /apispec/ngfw.json",
    "system": "GET /operational/systeminfo/default",
    "status": f"GET {DEVICE}/operational/ha/status/default",
    "configurations": f"LIST {DEVICE}/ha/configurations",
    "write_configuration": f"PUT {DEVICE}/ha/configurations/[^/]+",
    "interfaces": f"LIST {DEVICE}/interfaces",
    "subinterfaces": f"LIST {DEVICE}/[a-z]*interfaces/[^/]+/subinterfaces",
    "write_interface": f"PUT {DEVICE}/(etherchannel)?interfaces/[^/]+",
    "etherchannels": f"LIST {DEVICE}/etherchannelinterfaces",
    "bridge_groups": f"LIST {DEVICE}/bridgegroupinterfaces",
    "vlan_interfaces": f"LIST {DEVICE}/vlaninterfaces",
    "interface_info": "GET /operational/interfaceinfo/default",
    "pending_changes": "LIST /operational/pendingchanges",
    "deployments": "LIST /operational/deploy",
    "deployment": "GET /operational/deploy/[^/]+",
    "start_deployment": "POST /operational/deploy",
    "deployment_error": "GET /operational/deploymenterrors/[^/]+",
    "joins": f"LIST {DEVICE}/action/ha/join",
    "join": f"GET {DEVICE}/action/ha/join/[^/]+",
    "start_join": f"POST {DEVICE}/action/ha/join",
    "change_state": f"POST {DEVICE}/action/ha/(suspend|resume|failover|reset)",
    "criteria": f"LIST {DEVICE}/ha/failoverconfigurations",
    "write_criteria": f"PUT {DEVICE}/ha/failoverconfigurations/[^/]+",
    "syncs": "LIST /jobs/haconfigsync",
    "ntp": "LIST /devicesettings/default/ntp",
    "license": "LIST /license/smartagentstatuses",
    "network_count": "COUNT /object/networks",
    "access_policies": "LIST /policy/accesspolicies",
    "access_rule_count": "COUNT /policy/accesspolicies/[^/]+/accessrules",
    "command": "POST /action/command",
}
WRITES = (
    *("write_configuration", "write_interface", "write_criteria"),
    *("start_deployment", "start_join", "change_state"),
)


@dataclass
class Client:
    """What a unit needs of its client; `calls` holds the name and the body of every call."""

    connection: Connection
    script: dict[str, Any]
    calls: list[tuple[str, Any]] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    uses_fallback_login: bool = False
    reached: list[float] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)
    logouts: int = 0
    time_left: Callable[[], float] | None = None

    def logout(self) -> None:
        """Note that the token is revoked."""
        self.logouts += 1

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_failure: object) -> None:
        """Nothing was opened."""

    def reach(self, seconds: float) -> None:
        """Note how long the unit may take."""
        self.reached.append(seconds)

    def sleep(self, seconds: float) -> None:
        """Note the seconds, and don't wait."""
        self.naps.append(seconds)

    def get(self, path: str) -> Any:
        return self._answer("GET", path)

    def list(self, path: str) -> Any:
        return self._answer("LIST", path)

    def count(self, path: str) -> Any:
        return self._answer("COUNT", path)

    def put(self, path: str, body: Any) -> Any:
        return self._answer("PUT", path, body)

    def post(self, path: str, body: Any = None, *, guard: Any = None) -> Any:
        if guard is not None:
            guard()
        return self._answer("POST", path, body)

    def _answer(self, method: str, path: str, body: Any = None) -> Any:
        name = next(name for name, call in CALLS.items() if re.fullmatch(call, f"{method} {path}"))
        self.calls.append((name, copy.deepcopy(body)))
        answer = self.script.get(name, NotFound("no such object"))
        if isinstance(answer, tuple):
            self.script[name] = answer[1:] or answer
            answer = answer[0]
        if isinstance(answer, Exception):
            if self.time_left is not None:  # asked as after a failed attempt
                self.time_left()
            raise answer
        return copy.deepcopy(answer)


class Unit(UnitApi):
    """A unit with a fake client."""

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self.client = client

    @property
    def names(self) -> list[str]:
        """The calls by name, in order."""
        return [name for name, _body in self.client.calls]

    @property
    def written(self) -> list[str]:
        """The calls that write, by name, in order."""
        return [name for name in self.names if name in WRITES]

    def bodies(self, name: str) -> list[Any]:
        """The bodies of the calls of one name."""
        return [body for called, body in self.client.calls if called == name]


def unit(role: str = "primary", **script: Any) -> Unit:
    """A single unit that is ready to be paired, but for what the script says."""
    data = units.unit(role)
    keyed = data["configuration"].pop("keyed")
    answers = {name: data[name] for name in data if name in CALLS}
    answers |= {"configurations": [data["configuration"] | {"sharedKey": "*********" if keyed else None}]}
    answers |= {"syncs": [], "subinterfaces": [], "command": {"commandOutput": ""}, "write_configuration": None}
    answers |= {
        "write_interface": None,
        "start_join": units.join("QUEUED"),
        "start_deployment": units.deployment("QUEUED"),
    }
    return Unit(Client(Connection(units.PAIR, role, units.HOSTS[role], "correct horse"), answers | script))


def configured(role: str = "primary", intent: Any = None, **members: Any) -> list[Any]:
    """The answer to `configurations` of a unit that has the links of an intent."""
    own = units.configuration(role, intent or units.intent(), **members)
    keyed = own.pop("keyed")
    return [own | {"sharedKey": "*********" if keyed else None}]


@dataclass
class Clock:
    """Time that passes when somebody sleeps."""

    now: float = 1000.0
    naps: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


def wait(
    timeout: float = 600.0, tolerate_absence: bool = False, option: str = "wait_timeout"
) -> tuple[Wait, list[str], Clock]:
    """A wait without waiting, the lines it says, and its clock."""
    lines: list[str] = []
    clock = Clock()
    label = f"{units.PAIR}, primary"
    return Wait(label, timeout, lines.append, tolerate_absence, None, option, clock, clock.sleep), lines, clock
