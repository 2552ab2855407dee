# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at the FDM of simulated units: what remedies ask for, as the API calls behind the buttons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.in_memory_deploy import Deployment, Site
from support.in_memory_roles import attempt

ACTION = "/devices/default/action/ha"
PORTS = "/devices/default/interfaces"
CHANNELS = "/devices/default/etherchannelinterfaces"


class FdmUser:
    """Works on both units of a site."""

    def __init__(self, site: Site, directory: Path) -> None:
        self.site = site
        self.directory = directory
        self.rig = site.rig

    def call(self, role: str, method: str, path: str, body: Any = None) -> Any:
        """One call with a login of its own; it has to succeed."""
        status, answer = self.rig.call(role, method, path, body, token=self.rig.login(role))
        assert status < 300, f"{role}: {method} {path}: {status} {answer}"
        self.rig.advance(10)
        return answer

    def play(self, role: str, variables: dict[str, Any]) -> None:
        """Run another role of the collection, confirmed; it has to end well."""
        said = attempt(self.site, self.directory, variables | {f"{role}_confirm": "branch01"}, role)
        assert said == "", said

    def state(self, role: str) -> str:
        """The HA state of a unit."""
        return str(self.rig.state(role)["state"])

    def enter(self, role: str, state: str) -> None:
        """Something puts a unit into a state."""
        self.rig.unit(role).ha.enter(state, self.rig.clock.now(), "so the test wants it")

    def act(self, role: str, action: str) -> None:
        """suspend, resume, reset or failover."""
        self.call(role, "POST", f"{ACTION}/{action}")
        self.rig.advance(30)

    def revive(self, role: str) -> None:
        """Resume HA on a unit that is suspended or disabled; reset a failed one."""
        self.act(role, "reset" if self.state(role) == "HA_FAILED_NODE" else "resume")

    def break_ha(self, role: str, **body: Any) -> None:
        """Break HA."""
        self.call(role, "POST", f"{ACTION}/break", body or None)
        self.rig.advance(30)

    def start_deployment(self, role: str) -> None:
        """Deploy, without waiting for the end."""
        self.call(role, "POST", "/operational/deploy")

    def deploy(self, role: str) -> None:
        """Deploy what is pending."""
        self.start_deployment(role)
        self.rig.advance(60)

    def edit(self, role: str, hardware: str, **members: Any) -> None:
        """Edit a port, and deploy."""
        self._stage(role, hardware, members)
        self.deploy(role)

    def members(self, role: str, channel: str, *hardware: str) -> None:
        """Give an EtherChannel these members, and deploy."""
        ports = (self.rig.port(role, each) for each in hardware)
        listed = [{name: port[name] for name in ("id", "type", "version", "name", "hardwareName")} for port in ports]
        self.edit(role, channel, memberInterfaces=listed)

    def enable_named(self, role: str) -> None:
        """Enable every port that has a name, and deploy."""
        for hardware in self.named(role):
            self._stage(role, hardware, {"enabled": True})
        self.deploy(role)

    def _stage(self, role: str, hardware: str, members: dict[str, Any]) -> None:
        item = self.rig.port(role, hardware)
        path = CHANNELS if hardware.startswith("Port-channel") else PORTS
        self.call(role, "PUT", f"{path}/{item['id']}", item | members)

    def delete_subinterfaces(self, role: str, hardware: str) -> None:
        """Delete the subinterfaces of a port, and deploy."""
        parent = self.rig.port(role, hardware)["id"]
        listed = self.call(role, "GET", f"{PORTS}/{parent}/subinterfaces")["items"]
        for each in listed:
            self.call(role, "DELETE", f"{PORTS}/{parent}/subinterfaces/{each['id']}")
        self.deploy(role)

    def cable(self, role: str, hardware: str) -> None:
        """Plug the cable of a port."""
        self.rig.patch(role, interfaces={hardware: {"link": "UP"}})

    def named(self, role: str) -> dict[str, Any]:
        """The interfaces of a unit that have a name: what a user would lose."""
        ports = self.rig.state(role)["interfaces"].items()
        return {
            hardware: {member: body.get(member) for member in ("name", "enabled", "ipv4", "ipv6", "mode")}
            for hardware, body in ports
            if body.get("name") and not body.get("managementInterface")
        }

    def findings(self, variables: dict[str, Any]) -> Any:
        """What preflight finds."""
        return Deployment(self.site, variables).preflight().findings
