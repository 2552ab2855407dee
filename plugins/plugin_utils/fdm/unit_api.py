# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One unit's resources as methods. Paths and operations: the FDM API spec, section names in each docstring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import InvalidResponse, NotAllowed, NotFound, Rejected
from ..pure.reading import text, texts
from ..secrets import scrub_command
from .call import Query
from .caller import Caller, Json
from .connection import Connection
from .exports import Exports

HA = "/devices/default/ha/configurations"
ACTIONS = "/devices/default/action/ha"
JOIN = f"{ACTIONS}/join"
BREAK = f"{ACTIONS}/break"
CRITERIA = "/devices/default/ha/failoverconfigurations"
DEPLOY = "/operational/deploy"
INTERFACES = "/devices/default/interfaces"
NETWORKS = "/object/networks"
ACCESS_POLICIES = "/policy/accesspolicies"
COLLECTIONS = {
    "etherchannelinterface": "etherchannelinterfaces",
    "bridgegroupinterface": "bridgegroupinterfaces",
    "vlaninterface": "vlaninterfaces",
}
"""The collection of each type of interface; those of all other types are physical interfaces."""


class UnitApi:
    """The calls this collection makes to one unit, and no others."""

    def __init__(self, client: Caller) -> None:
        self._client = client

    @property
    def connection(self) -> Connection:
        """How the unit is reached."""
        return self._client.connection

    def reach(self, seconds: float) -> None:
        """Raise Unreachable where the unit accepts no connection within that time."""
        self._client.reach(seconds)

    def sleep(self, seconds: float) -> None:
        """Sleep; raise RunEnded when the run ends during the sleep."""
        self._client.sleep(seconds)

    def system(self) -> Json:
        """SystemInformation."""
        return self._client.get("/operational/systeminfo/default")

    def versions(self) -> list[str]:
        """The API versions that the unit serves; the oldest releases do not list them."""
        try:
            return list(texts(self._client.get("/api/versions").get("supportedVersions")))
        except NotFound:
            return []

    def description(self) -> Json:
        """The unit's own description of its API, Swagger 2.0 (1.2 MB on 7.6); empty where it serves none."""
        try:
            return self._client.get("/apispec/ngfw.json")
        except NotFound:
            return {}

    def status(self) -> Json:
        """HAStatus."""
        return self._client.get("/devices/default/operational/ha/status/default")

    def configuration(self) -> Json:
        """HAConfiguration: the one object there is, under an id of its own; never with the key."""
        found = self._client.list(HA)
        if not found:
            raise InvalidResponse(
                "an empty list",
                expected="the one HA configuration object every unit has",
                remedy="Check that the unit is managed locally by FDM, release 6.3 or later.",
                where=f"{self.connection.label}, GET {HA}",
            )
        chosen = next((each for each in found if text(each.get("name")) == "HA"), found[0])
        keyed = bool(chosen["sharedKey"]) if "sharedKey" in chosen else None
        return {name: value for name, value in chosen.items() if name != "sharedKey"} | {"keyed": keyed}

    def interfaces(self) -> list[Json]:
        """PhysicalInterface."""
        return self._client.list(INTERFACES)

    def etherchannels(self) -> list[Json]:
        """EtherChannelInterface; a release before 6.5 has none."""
        return self._if_known("/devices/default/etherchannelinterfaces")

    def bridge_groups(self) -> list[Json]:
        """BridgeGroupInterface."""
        return self._if_known("/devices/default/bridgegroupinterfaces")

    def vlan_interfaces(self) -> list[Json]:
        """VlanInterface; only platforms with switch ports have them."""
        return self._if_known("/devices/default/vlaninterfaces")

    def subinterfaces(self, parent: Mapping[str, Any]) -> list[Json]:
        """SubInterface of one physical interface or EtherChannel: one call a port."""
        return self._client.list(f"{_path_of(parent)}/subinterfaces")

    def interface_info(self) -> Json:
        """InterfaceInfo: capability and presence."""
        try:
            return self._client.get("/operational/interfaceinfo/default")
        except NotFound:
            return {}

    def pending_changes(self) -> list[Json]:
        """BaseEntityDiff: the pending changes."""
        return self._client.list("/operational/pendingchanges")

    def deployments(self) -> list[Json]:
        """DeploymentStatus of all deployments the unit remembers."""
        return self._client.list(DEPLOY)

    def deployment(self, identifier: str) -> Json:
        """One DeploymentStatus."""
        return self._client.get(f"{DEPLOY}/{identifier}")

    def start_deployment(self) -> Json:
        """POST without a body; returns the job."""
        return self._client.post(DEPLOY) or {}

    def deployment_error(self, identifier: str) -> Json:
        """CliDeploymentError of a failed job, as far as there is one; without the passwords and keys in its lines."""
        try:
            error = self._client.get(f"/operational/deploymenterrors/{identifier}")
        except (NotFound, Rejected):
            return {}
        lines = [scrub_command(line) for line in texts(error.get("cliLines"))]
        return error | ({"cliLines": lines} if lines else {})

    def joins(self) -> list[Json]:
        """JoinHAStatus of all joins the unit remembers."""
        return self._client.list(JOIN)

    def join(self, identifier: str) -> Json:
        """One JoinHAStatus."""
        return self._client.get(f"{JOIN}/{identifier}")

    def start_join(self, guard: Callable[[], None] | None = None) -> Json:
        """POST without a body; returns the job. ``guard`` is called before each attempt, and may raise to end it."""
        return self._client.post(JOIN, guard=guard) or {}

    def breaks(self) -> list[Json]:
        """BreakHAStatus of all breaks the unit remembers."""
        return self._client.list(BREAK)

    def break_(self, identifier: str) -> Json:
        """One BreakHAStatus."""
        return self._client.get(f"{BREAK}/{identifier}")

    def start_break(self, body: Json | None, query: Query | None, guard: Callable[[], None]) -> Json:
        """POST; answers the job. The option is in the query up to 6.5, in the body later; ``guard`` as for a join."""
        return self._client.post(BREAK, body, query, guard) or {}

    @property
    def exports(self) -> Exports:
        """Exports of the configuration, and their files."""
        return Exports(self._client)

    def configuration_syncs(self) -> list[Json]:
        """JobHistoryHaConfigSync: imports of the primary's configuration."""
        return self._if_known("/jobs/haconfigsync")

    def change_state(self, action: str, guard: Callable[[], None] | None = None) -> Json:
        """POST suspend, resume, failover or reset without a body; answers HAStatus. ``guard`` as for a join."""
        return self._client.post(f"{ACTIONS}/{action}", guard=guard) or {}

    def criteria(self) -> Json:
        """HAFailoverConfiguration: the one object there is; empty where the unit lists none."""
        return next(iter(self._if_known(CRITERIA)), {})

    def write_criteria(self, criteria: Json) -> Json | None:
        """PUT the HAFailoverConfiguration as given, its version among it."""
        return self._client.put(f"{CRITERIA}/{text(criteria.get('id'))}", criteria)

    def ntp(self) -> list[Json]:
        """NTP."""
        return self._if_known("/devicesettings/default/ntp")

    def license(self) -> list[Json]:
        """SmartAgentStatus: registered or in evaluation, and what shows of the account."""
        return self._if_known("/license/smartagentstatuses")

    def object_counts(self) -> dict[str, int]:
        """How many access rules and network objects there are, each list counted in one call; only what is known."""
        counts = {"network objects": self._count(NETWORKS)}
        for policy in self._if_known(ACCESS_POLICIES):
            rules = self._count(f"{ACCESS_POLICIES}/{text(policy.get('id'))}/accessrules")
            counts["access rules"] = (counts.get("access rules") or 0) + rules if rules is not None else None
        return {kind: count for kind, count in counts.items() if count is not None}

    def _count(self, path: str) -> int | None:
        try:
            return self._client.count(path)
        except (NotFound, Rejected, NotAllowed, InvalidResponse):
            return None

    def write_interface(self, interface: Json, parent: Mapping[str, Any] | None = None) -> Json | None:
        """PUT an interface as given, its version among it; ``parent``: the interface of a subinterface."""
        if parent is None:
            return self._client.put(_path_of(interface), interface)
        return self._client.put(f"{_path_of(parent)}/subinterfaces/{text(interface.get('id'))}", interface)

    def write_configuration(self, configuration: Json) -> Json | None:
        """PUT the HAConfiguration as given, its version among it."""
        return self._client.put(f"{HA}/{text(configuration.get('id'))}", configuration)

    def command(self, line: str) -> str:
        """Output of one show command (Command); empty where the unit does not know it."""
        try:
            response = self._client.post("/action/command", {"commandInput": line, "type": "Command"}) or {}
        except Rejected:
            return ""
        return str(response.get("commandOutput") or "")

    def _if_known(self, path: str) -> list[Json]:
        try:
            return self._client.list(path)
        except NotFound:
            return []


def _path_of(interface: Mapping[str, Any]) -> str:
    """The path of an interface that belongs to no other interface."""
    collection = COLLECTIONS.get(text(interface.get("type")).lower(), "interfaces")
    return f"/devices/default/{collection}/{text(interface.get('id'))}"
