# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units without sockets, with a clock that the test advances: the quickest way to see what a unit answers.

rig = Offline({"units": [{"name": "one", "address": "127.0.1.11"}]})
status, body = rig.call("one", "GET", "/operational/systeminfo/default")
rig.advance(1.5)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from . import changes as unit_changes
from . import control
from .api import Answer, Call, dispatch
from .model.clock import ManualClock
from .model.errors import Json
from .model.fleet import Fleet
from .model.unit import Unit
from .reading import parse

PORTS = "/devices/default/interfaces"
CHANNELS = "/devices/default/etherchannelinterfaces"
CONFIGURATIONS = "/devices/default/ha/configurations"
JOIN = "/devices/default/action/ha/join"


class Offline:
    """A fleet and a clock; `watch` sees every call with its answer."""

    def __init__(self, units: Mapping[str, Any], watch: Callable[[Call, Answer], None] | None = None) -> None:
        self.clock = ManualClock()
        self.fleet = Fleet(parse(units), self.clock)
        self._watch = watch
        self._tokens: dict[str, str] = {}

    def watch(self, watch: Callable[[Call, Answer], None]) -> None:
        """From now on `watch` sees every call with its answer."""
        self._watch = watch

    def unit(self, name: str) -> Unit:
        """The unit itself, after everything that is due."""
        unit = self.fleet.unit(name)
        self.fleet.settle(unit)
        return unit

    def advance(self, seconds: float) -> None:
        """Advance the clock."""
        self.clock.advance(seconds)

    def state(self, name: str) -> dict[str, Any]:
        """The answer to GET /simulator/state."""
        return control.state(self.unit(name), self.clock.now())

    def patch(self, name: str, **changes: Any) -> None:
        """What PATCH /simulator/unit does."""
        unit_changes.patch(self.unit(name), changes)
        self.unit(name)

    def login(self, name: str) -> str:
        """A new access token with the unit's current password; later calls use it."""
        unit = self.unit(name)
        body = {"grant_type": "password", "username": unit.username, "password": unit.password}
        token = str(self.call(name, "POST", "/fdm/token", body, token="")[1]["access_token"])
        self._tokens[name] = token
        return token

    def call(
        self,
        name: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        version: str | None = None,
    ) -> tuple[int, Any]:
        """One API call, `path` with its query: (status, body). Logs in unless `token` is given."""
        unit = self.unit(name)
        if token is None:
            token = self._tokens.get(name) or self.login(name)
        path, _, query = path.partition("?")
        version, host = version or unit.settings.api_versions[0], unit.settings.address
        parameters, now = dict(parse_qsl(query)), self.clock.now()
        call = Call(unit, method, path, version, host, parameters, body, now, f"Bearer {token}")
        answer = dispatch(call)
        if self._watch is not None:
            self._watch(call, answer)
        return answer.status, answer.body if answer.raw is None else answer.raw

    def port(self, name: str, hardware: str) -> Json:
        """The interface object of a port as the API returns it."""
        path = CHANNELS if hardware.startswith("Port-channel") else PORTS
        items: list[Json] = self.call(name, "GET", f"{path}?limit=100")[1]["items"]
        return next(item for item in items if item["hardwareName"] == hardware)

    def enable(self, name: str, *hardware: str) -> None:
        """Enable ports and deploy that."""
        for port in hardware:
            item = self.port(name, port)
            path = CHANNELS if item["type"] == "etherchannelinterface" else PORTS
            self.call(name, "PUT", f"{path}/{item['id']}", item | {"enabled": True})
        self.call(name, "POST", "/operational/deploy")
        self.advance(self.unit(name).settings.deploy_seconds)

    def configure(self, name: str, role: str, port: str = "GigabitEthernet0/2", **changes: Any) -> tuple[int, Any]:
        """PUT a combined link on `port`; `changes` replace members of the body."""
        item = self.port(name, port)
        current = self.call(name, "GET", CONFIGURATIONS)[1]["items"][0]
        reference = {"id": item["id"], "type": item["type"]}
        body = current | {
            "nodeRole": f"HA_{role.upper()}",
            "failoverInterface": reference,
            "failoverName": "failover-link",
            "primaryFailoverIPv4": address("192.168.10.1"),
            "secondaryFailoverIPv4": address("192.168.10.2"),
            "statefulFailoverInterface": reference,
            "statefulFailoverName": "stateful-failover-link",
            "primaryStatefulFailoverIPv4": address("192.168.10.1"),
            "secondaryStatefulFailoverIPv4": address("192.168.10.2"),
        }
        return self.call(name, "PUT", f"{CONFIGURATIONS}/{current['id']}", body | changes)

    def join(self, name: str, role: str, port: str = "GigabitEthernet0/2", **changes: Any) -> tuple[int, Any]:
        """Enable the port, configure HA and POST the join."""
        self.enable(name, port)
        self.configure(name, role, port, **changes)
        return self.call(name, "POST", JOIN)

    def pair_up(self, primary: str, secondary: str, **changes: Any) -> None:
        """Join both units and wait until they are a pair."""
        for name, role in ((primary, "primary"), (secondary, "secondary")):
            status, body = self.join(name, role, **changes)
            if status != 200:
                raise AssertionError(f"{name}: {body}")
            settings = self.unit(name).settings
            self.advance(settings.join_seconds + settings.negotiate_seconds)
        settings = self.unit(secondary).settings
        self.advance(settings.away_seconds + settings.sync_seconds)
        self._tokens.pop(secondary)


def address(text: str, netmask: str = "255.255.255.252") -> Json:
    """An `ipv4address`."""
    return {"ipAddress": text, "netmask": netmask, "type": "ipv4address"}
