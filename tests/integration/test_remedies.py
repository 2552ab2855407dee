# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every remedy is followed to its end: the trouble is made, the message read, done what it says, and run again.

The next run ends well, and the named interfaces and addresses of the unit that gives the pair its configuration are
what they were. What is not followed here is listed with the reason; both lists together are all remedies there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import FailoverError
from support.fdm_user import FdmUser
from support.harness import COMBINED, DEDICATED, KEY, PASSWORD
from support.in_memory_deploy import HOSTS, OWN_PASSWORD, Site, attempt, unfinished
from support.remedies import NOT_FOLLOWED, places
from support.troubles import DEPLOY, FOREVER, TROUBLE, on

Variables = dict[str, Any]
Follow = Callable[[FdmUser, Variables], "Variables | None"]
P, FREE = "GigabitEthernet0/2", "GigabitEthernet0/4"
LINK = COMBINED["failover_link"]
EXCHANGED = {
    "failover_units": {
        "primary": {"host": HOSTS["secondary"], "password": OWN_PASSWORD},
        "secondary": {"host": HOSTS["primary"], "password": PASSWORD},
    }
}


def units(first: str = "primary", second: str = "secondary") -> dict[str, dict[str, str]]:
    """Both units of a pair that is or was in HA: the secondary has taken over the primary's password."""
    places = {"primary": HOSTS[first], "secondary": HOSTS[second]}
    return {role: {"host": host, "password": PASSWORD} for role, host in places.items()}


BLANK = [{"hardware": f"GigabitEthernet0/{n}", "name": None, "ipv4": None, "enabled": False} for n in (0, 1)]
ADDRESSES = {"primary_address": "192.168.10.1/30", "secondary_address": "192.168.10.2/30"}
SURVIVOR = {"joined": {"role": "secondary", "port": P, "active": True} | ADDRESSES}
FPR = {"platform": "fpr1010"}


@dataclass(frozen=True)
class Case:
    """A trouble, what the message says to do, and doing it; ``follow`` may return variables that change.

    place: where the remedy stands; keeps: the unit whose configuration the pair must have in the end, empty where the
    remedy itself changes it.
    """

    place: str
    site: Callable[[], Site]
    says: str
    follow: Follow
    variables: Mapping[str, Any] | None = None
    paired: bool = False
    keeps: str = "primary"


def port(role: str = "primary", hardware: str = P, **members: Any) -> Callable[[], Site]:
    """A site with one port of a unit, or of both, changed."""
    return lambda: Site({role: {"interfaces": [{"hardware": hardware, **members}]}})


def single(**settings: Any) -> Callable[[], Site]:
    """A site with settings by unit."""
    return lambda: Site(settings)


def link(**members: Any) -> Variables:
    """The inventory's failover link, changed."""
    return {"failover_link": LINK | members}


def with_link(**members: Any) -> Follow:
    """Correct the failover link in the inventory."""
    return lambda _user, _variables: link(**members)


def with_variables(**changes: Any) -> Follow:
    """Change the inventory; None leaves a variable out."""
    return lambda _user, _variables: changes


def by(act: Callable[[FdmUser], object]) -> Follow:
    """Do something on the units, and change no variable."""

    def follow(user: FdmUser, _variables: Variables) -> None:
        act(user)

    return follow


def rebuilt(user: FdmUser, variables: Variables) -> None:
    """Run fdm.failover.rebuild, after a switch where it asks for one."""
    if user.state("primary") != "HA_ACTIVE_NODE":
        with pytest.raises(AssertionError, match=r"Run fdm\.failover\.switch with switch_to: primary, then run again"):
            user.play("rebuild", COMBINED | variables)
        user.act("secondary", "failover")
    user.play("rebuild", COMBINED | variables)


def routed(hardware: str) -> Follow:
    """Make a port a routed one on both units, and name it in the inventory."""

    def follow(user: FdmUser, _variables: Variables) -> Variables:
        for role in HOSTS:
            user.edit(role, hardware, mode="ROUTED")
        return link(port=hardware)

    return follow


def dissolved(user: FdmUser, variables: Variables) -> None:
    """Run fdm.failover.dissolve, deploy, and fdm.failover.restore."""
    user.play("dissolve", COMBINED | variables | {"dissolve_survivor": "primary"})
    assert attempt(user.site, variables) == ""
    user.play("restore", COMBINED | variables)


def staged_late() -> Site:
    """Somebody stages a change while the secondary's port is deployed."""
    site = Site()
    changes = [{"name": "mail-server", "type": "networkobject"}]
    stage = lambda: site.rig.patch("primary", pending_changes=changes)  # noqa: E731 - one statement
    return on(site, "GET", f"{DEPLOY}/[^/]+", "secondary", stage)


def replaced(user: FdmUser, variables: Variables) -> Variables:
    """Exchange the units in the inventory, and run fdm.failover.replace."""
    user.play("replace", COMBINED | variables | EXCHANGED | {"replace_unit": "primary"})
    return EXCHANGED


def restored(user: FdmUser, _variables: Variables) -> None:
    """Restore the primary's interfaces, and break HA on the secondary."""
    for hardware, body in user.named("secondary").items():
        user.edit("primary", hardware, **body)
    user.break_ha("secondary", interfaceOption="DISABLE_INTERFACES")


def nothing(_user: FdmUser, _variables: Variables) -> None:
    """Run again."""


def trouble(name: str, place: str, says: str, follow: Follow = nothing) -> tuple[str, Case]:
    """A trouble of docs/troubleshooting.md, with its remedy."""
    return name, Case(place, TROUBLE[name], says, follow)


RULES = "pure/rules/"
CASES: dict[str, Case] = {
    # ----- ports
    "port-named, other port": Case(
        f"{RULES}port.py:port_named", port(name="dmz"), "Choose a free port", with_link(port=FREE)
    ),
    "port-named, name removed": Case(
        f"{RULES}port.py:port_named",
        port("secondary", name="dmz"),
        "remove the name on this unit and deploy",
        by(lambda user: user.edit("secondary", P, name=None)),
    ),
    "port-has-subinterfaces": Case(
        f"{RULES}port.py:port_has_subinterfaces",
        port(subinterfaces=[{"id": 10}]),
        "delete its subinterfaces",
        by(lambda user: user.delete_subinterfaces("primary", P)),
    ),
    "port-in-bridge-group": Case(
        f"{RULES}port.py:port_in_bridge_group",
        single(primary={"bridge_groups": [{"id": 1, "name": "lan", "members": [P]}]}),
        "Choose another port",
        with_link(port=FREE),
    ),
    "port-in-etherchannel": Case(
        f"{RULES}port.py:port_in_etherchannel",
        single(both={"etherchannels": [{"id": 1, "members": [P]}]}),
        "use Port-channel1 itself",
        with_link(port="Port-channel1"),
    ),
    "port-switch-mode": Case(
        f"{RULES}port.py:port_switch_mode",
        single(both=FPR),
        "set its mode to Routed on both units",
        routed("Ethernet1/2"),
        link(port="Ethernet1/2"),
    ),
    "port-passive": Case(
        f"{RULES}port.py:port_passive",
        port(mode="PASSIVE"),
        "set its mode to Routed",
        by(lambda user: user.edit("primary", P, mode="ROUTED")),
    ),
    "port-addressed": Case(
        f"{RULES}port_state.py:port_addressed",
        port(ipv4="198.51.100.1/24"),
        "remove the address on this unit",
        by(lambda user: user.edit("primary", P, ipv4=user.rig.port("primary", FREE)["ipv4"])),
    ),
    "port-missing": Case(
        f"{RULES}port.py:port_missing",
        Site,
        f"Name one of its free ports: {P}",
        with_link(port=P),
        link(port="GigabitEthernet0/22"),
    ),
    "port-missing, abbreviated": Case(
        f"{RULES}port.py:port_missing", Site, f"Write {P}.", with_link(port=P), link(port="gi0/2")
    ),
    "port-not-present": Case(
        f"{RULES}port.py:port_not_present", port("both", present=False), "choose another port", with_link(port=FREE)
    ),
    "port-management": Case(
        f"{RULES}port.py:port_management", Site, "Name a data port", with_link(port=FREE), link(port="Management0/0")
    ),
    "port-is-subinterface": Case(
        f"{RULES}port.py:port_is_subinterface", Site, "Name a port", with_link(port=FREE), link(port=f"{P}.10")
    ),
    "port-type": Case(
        f"{RULES}port.py:port_type",
        single(both=FPR | {"vlan_interfaces": [{"vlan": 10}]}),
        "Name a port",
        routed("Ethernet1/8"),
        link(port="Vlan10"),
    ),
    "port-used-by-other-link": Case(
        f"{RULES}port_state.py:port_used_by_other_link",
        Site,
        "leave out failover_state_link",
        with_variables(failover_state_link=None),
        DEDICATED | {"failover_state_link": DEDICATED["failover_state_link"] | {"port": P}},
    ),
    "port-link-down": Case(
        f"{RULES}port_state.py:port_link_down",
        port("both", enabled=True, link="DOWN"),
        "Check the cable",
        by(lambda user: [user.cable(role, P) for role in HOSTS]),
        {"preflight_require_link": True},
    ),
    "port-disabled": Case(f"{RULES}port_state.py:port_disabled", Site, "Nothing to do: apply enables it", nothing),
    "no free port": Case(
        f"{RULES}port_choice.py:_none",
        single(
            secondary={"interfaces": [{"hardware": f"GigabitEthernet0/{n}", "name": f"lan{n}"} for n in range(2, 10)]}
        ),
        "Free a port on both units and deploy",
        by(lambda user: user.edit("secondary", FREE, name=None)),
        link(port="auto"),
    ),
    # ----- links and key
    "link-name": Case(
        f"{RULES}link.py:link_name", Site, "leave it out for the default", with_link(), link(name="link;1")
    ),
    "link-address": Case(
        f"{RULES}link.py:link_address", Site, "Use a /30", with_link(), link(network="192.168.10.0/31")
    ),
    "link-reserved-network": Case(
        f"{RULES}link.py:link_reserved_network",
        Site,
        "a /30 of 192.168.0.0/16",
        with_link(network="192.168.77.0/30"),
        link(network="169.254.7.0/30"),
    ),
    "link-overlaps-data": Case(
        f"{RULES}link.py:link_overlaps_data",
        Site,
        "Choose another network",
        with_link(),
        link(network="203.0.113.0/24"),
    ),
    "links-overlap": Case(
        f"{RULES}link.py:links_overlap",
        Site,
        "Choose another network for one of the links",
        with_variables(**DEDICATED),
        DEDICATED | {"failover_state_link": DEDICATED["failover_state_link"] | {"network": "192.168.10.0/29"}},
    ),
    "key-policy": Case(
        f"{RULES}link.py:key_policy",
        Site,
        "Choose another failover_key",
        with_variables(failover_key=KEY),
        {"failover_key": "two words"},
    ),
    "key-policy, short": Case(
        f"{RULES}link.py:key_policy",
        Site,
        "Choose a longer failover_key",
        with_variables(failover_key=KEY),
        {"failover_key": "7"},
    ),
    "plain-text": Case(f"{RULES}advice.py:plain_text", Site, "Add failover_key", with_variables(failover_key=KEY)),
    "combined-link-busy": Case(
        f"{RULES}advice.py:combined_link_busy",
        port("both", "GigabitEthernet0/5", name="dmz"),
        "Consider failover_state_link",
        with_variables(**DEDICATED),
    ),
    "platform-bandwidth": Case(
        f"{RULES}advice.py:platform_bandwidth",
        single(both={"platform": "fpr3130"}),
        "Use a faster port",
        with_link(port="Ethernet1/9"),
        link(port="Ethernet1/3"),
    ),
    "state-link-bandwidth": Case(
        f"{RULES}advice.py:state_link_bandwidth",
        port("both", "GigabitEthernet0/0", speed="TEN_THOUSAND"),
        "Use a faster port for it if one is free",
        nothing,
    ),
    "etherchannel-members-differ": Case(
        f"{RULES}link_ports.py:etherchannel_members_differ",
        single(
            primary={"etherchannels": [{"id": 1, "members": [FREE]}]},
            secondary={"etherchannels": [{"id": 1, "members": ["GigabitEthernet0/5"]}]},
        ),
        "the same members on both units",
        by(lambda user: user.members("secondary", "Port-channel1", FREE)),
        link(port="Port-channel1"),
    ),
    "etherchannel-members-missing": Case(
        f"{RULES}link_ports.py:etherchannel_members_missing",
        single(both={"etherchannels": [{"id": 1}]}),
        "Correct the members of the EtherChannel",
        by(lambda user: [user.members(role, "Port-channel1", FREE) for role in HOSTS]),
        link(port="Port-channel1"),
    ),
    "link-speed-differs": Case(
        f"{RULES}link_ports.py:link_speed_differs",
        port(speed="THOUSAND"),
        "Set both ends to the same value",
        by(lambda user: user.edit("secondary", P, speedType="THOUSAND")),
    ),
    # ----- the pair
    "same-unit": Case(
        f"{RULES}pair.py:same_unit",
        Site,
        "Correct host of one of the units",
        with_variables(failover_units=None),
        {"failover_units": {role: {"host": HOSTS["primary"]} for role in HOSTS}},
    ),
    "software-differs": Case(
        f"{RULES}pair.py:software_differs",
        single(secondary={"software": "7.2.0-1"}),
        "Bring both units to the same version",
        by(lambda user: user.rig.patch("secondary", software="7.0.1-84")),
    ),
    "release-lacks": Case(
        f"{RULES}release.py:release_lacks",
        single(both={"software": "6.2.3-83"}),
        "Upgrade both units",
        by(lambda user: [user.rig.patch(role, software="7.0.1-84") for role in HOSTS]),
    ),
    "pending-changes, deployed": Case(
        f"{RULES}pair.py:pending_changes",
        single(primary={"pending_changes": [{"name": "mail-server"}]}),
        "Deploy or discard them in FDM",
        by(lambda user: user.deploy("primary")),
    ),
    "pending-changes, told": Case(
        f"{RULES}pair.py:pending_changes",
        single(secondary={"pending_changes": [{"name": "mail-server"}]}),
        "let apply deploy them with preflight_pending_changes: deploy",
        with_variables(preflight_pending_changes="deploy"),
    ),
    "license-differs": Case(
        f"{RULES}services.py:license_differs",
        single(primary={"license": {"registered": True}}),
        "leave both in evaluation",
        by(lambda user: user.rig.patch("secondary", license={"registered": True})),
    ),
    "ntp-differs": Case(
        f"{RULES}services.py:ntp_differs",
        single(secondary={"ntp": {"servers": ["192.0.2.123"]}}),
        "Give both units the same time servers",
        by(lambda user: [user.rig.patch(role, ntp={"servers": ["192.0.2.123"]}) for role in HOSTS]),
    ),
    "clock-skew": Case(
        f"{RULES}services.py:clock_skew",
        single(secondary={"clock_skew_seconds": 90.0}),
        "wait until their clocks agree",
        by(lambda user: user.rig.patch("secondary", clock_skew_seconds=0.0)),
        {"preflight_clock_skew": 30},
    ),
    "dhcp-client": Case(
        f"{RULES}data_interfaces.py:_judge_clients",
        port("primary", "GigabitEthernet0/5", name="dmz", dhcp=True, ipv4=None),
        "Give dmz a static address",
        by(
            lambda user: user.rig.patch(
                "primary", interfaces={"GigabitEthernet0/5": {"dhcp": False, "ipv4": "198.51.100.1/24"}}
            )
        ),
        keeps="",
    ),
    "standby-address-missing": Case(
        f"{RULES}data_interfaces.py:standby_address_missing",
        port("primary", "GigabitEthernet0/5", name="dmz", ipv4="198.51.100.129/25", monitor=True),
        "Give each a standby address",
        by(
            lambda user: user.rig.patch(
                "primary", interfaces={"GigabitEthernet0/5": {"ipv4_standby": "198.51.100.130"}}
            )
        ),
        keeps="",
    ),
    "switch-ports": Case(
        f"{RULES}data_interfaces.py:switch_ports",
        single(
            both=FPR
            | {
                "interfaces": [
                    {"hardware": "Ethernet1/8", "mode": "ROUTED"},
                    {"hardware": "Ethernet1/3", "enabled": True},
                ]
            }
        ),
        "make them routed ports in FDM",
        by(lambda user: [user.edit(role, "Ethernet1/3", mode="ROUTED") for role in HOSTS]),
        link(port="Ethernet1/8"),
    ),
    "secondary-not-blank, a blank primary": Case(
        f"{RULES}advice.py:secondary_not_blank",
        single(primary={"interfaces": BLANK}),
        "Exchange primary and secondary",
        with_variables(**EXCHANGED),
        keeps="secondary",
    ),
    "busy": Case(
        f"{RULES}ha.py:busy",
        single(primary={"deploy_seconds": 60.0}),
        "Nothing to do: apply waits",
        nothing,
        {"before": lambda user: user.start_deployment("primary")},
    ),
    # ----- pairs in HA
    "roles-inverted": Case(
        f"{RULES}ha.py:roles_inverted",
        Site,
        "Exchange primary and secondary",
        with_variables(failover_units=units()),
        {"failover_units": units("secondary", "primary")},
        paired=True,
    ),
    "key-differs, corrected": Case(
        f"{RULES}ha.py:key_differs",
        Site,
        "Correct failover_key",
        with_variables(failover_key=None),
        {"failover_key": KEY},
        paired=True,
    ),
    "key-differs, broken": Case(
        f"{RULES}ha.py:key_differs",
        Site,
        "Run fdm.failover.rebuild",
        rebuilt,
        {"failover_key": KEY},
        paired=True,
    ),
    "pair-differs, corrected": Case(
        "plan:pair-differs", Site, "Correct the inventory.", with_link(), link(network="192.168.44.0/30"), paired=True
    ),
    "pair-differs, broken": Case(
        "plan:pair-differs",
        Site,
        "run fdm.failover.rebuild",
        rebuilt,
        link(network="192.168.44.0/30"),
        paired=True,
    ),
    "pair-differs, broken while the secondary is active": Case(
        "plan:pair-differs",
        Site,
        "run fdm.failover.rebuild",
        rebuilt,
        link(network="192.168.44.0/30") | {"before": lambda user: user.act("primary", "failover")},
        paired=True,
    ),
    "split-brain": Case(
        f"{RULES}ha.py:split_brain",
        Site,
        "When they reach each other again, one becomes standby",
        by(lambda user: user.rig.patch("secondary", unplugged=False)),
        {"before": lambda user: user.rig.patch("secondary", unplugged=True)},
        paired=True,
    ),
    "primary-single": Case(
        "plan:primary-single",
        single(primary={"interfaces": BLANK}, secondary=SURVIVOR),
        "run fdm.failover.replace with replace_unit: primary",
        replaced,
        keeps="secondary",
    ),
    "primary-single, restored": Case(
        "plan:primary-single",
        single(primary={"interfaces": BLANK}, secondary=SURVIVOR),
        "restore the primary from its backup, break HA on the secondary, and deploy again",
        restored,
        keeps="secondary",
    ),
    "suspended": Case(
        "plan:suspended",
        Site,
        "Resume HA in FDM on the active unit",
        by(lambda user: user.act("primary", "resume")),
        {"before": lambda user: user.act("primary", "suspend")},
        paired=True,
    ),
    "unit-disabled": Case(
        "plan:unit-disabled",
        Site,
        "resume HA on that unit in FDM",
        by(lambda user: user.act("secondary", "resume")),
        {"before": lambda user: user.enter("secondary", "HA_DISABLED_NODE")},
        paired=True,
    ),
    "unit-failed": Case(
        "plan:unit-failed",
        Site,
        "reset the failed unit",
        by(lambda user: user.act("secondary", "reset")),
        {"before": lambda user: user.enter("secondary", "HA_FAILED_NODE")},
        paired=True,
    ),
    "link-ports-differ": Case(
        f"{RULES}link_ports.py:link_ports_differ",
        single(
            primary={"joined": {"role": "primary", "port": P, "active": True} | ADDRESSES},
            secondary={"joined": {"role": "secondary", "port": "GigabitEthernet0/3", "active": True} | ADDRESSES},
        ),
        "Run fdm.failover.dissolve with dissolve_survivor: primary",
        dissolved,
    ),
    # ----- the inventory
    "no link port": Case(
        "pure/intent/intent.py:read_link",
        Site,
        "Name a port",
        with_link(),
        {"failover_link": {"network": "192.168.10.0/30"}},
    ),
    "network and addresses": Case(
        "pure/intent/intent.py:_addresses",
        Site,
        "Keep network, or keep primary_address and secondary_address",
        with_link(),
        link(primary_address="192.168.10.1/30"),
    ),
    "no address": Case(
        "pure/intent/intent.py:_address",
        Site,
        "Correct primary_address",
        with_link(),
        {"failover_link": {"port": P, "primary_address": "nowhere", "secondary_address": "192.168.10.2/30"}},
    ),
    "no secondary": Case(
        "pure/intent/intent.py:read_units",
        Site,
        "Add secondary: {host: ADDRESS} to failover_units of branch01",
        with_variables(failover_units=None),
        {"failover_units": {"primary": {"host": HOSTS["primary"]}}},
    ),
    "link as text": Case(
        "pure/intent/checks.py:as_mapping",
        Site,
        "Correct the variable in the inventory",
        with_link(),
        {"failover_link": "GigabitEthernet0/2"},
    ),
    "unknown key": Case(
        "pure/intent/checks.py:refuse_unknown", Site, "Correct the key in the inventory", with_link(), link(prot=P)
    ),
    "empty key": Case(
        "pure/intent/checks.py:_refused_key",
        Site,
        "For plain-text links leave the variable out",
        with_variables(failover_key=None),
        {"failover_key": ""},
    ),
    "unknown waiver": Case(
        f"{RULES}judge.py:waived",
        Site,
        "Correct preflight_waive",
        with_variables(preflight_waive=["key-policy"]),
        {"preflight_waive": ["key-polcy"]},
    ),
    "cloud-differs": Case(
        f"{RULES}services.py:cloud_differs",
        single(secondary={"commands": {"show managers": "Type : Manager\nHost : cloud\n"}}),
        "Register both units with the cloud, or neither",
        by(lambda user: user.rig.patch("secondary", commands={})),
    ),
    # ----- in the middle of a deployment
    "staged since preflight": Case(
        "steps/before_join.py:refuse_pending",
        staged_late,
        "Deploy or discard them in FDM, then run again",
        by(lambda user: user.deploy("primary")),
    ),
    **dict(
        (
            trouble(
                "unreachable",
                "fdm/failures.py:_unreachable",
                "Check that",
                by(lambda user: user.rig.patch("primary", powered_off=False)),
            ),
            trouble("not-up", "fdm/responses.py:_error", "Wait, then run again"),
            trouble("portal", "fdm/responses.py:_json", "Check that host and https_port lead to"),
            trouble("deployment-fails", "steps/jobs.py:failure", "run again: it deploys again"),
            trouble(
                "deployment-endless",
                "steps/waiting.py:until",
                "run again to keep waiting",
                by(lambda user: user.rig.advance(FOREVER)),
            ),
            trouble(
                "join-endless",
                "steps/waiting.py:until",
                "run again to keep waiting",
                by(lambda user: user.rig.advance(FOREVER)),
            ),
            trouble(
                "away-too-long",
                "steps/waiting.py:until",
                "run again to keep waiting",
                by(lambda user: user.rig.advance(FOREVER)),
            ),
            trouble("deployment-vanishes", "steps/deployment.py:_without_record", "run again: it deploys again"),
            trouble(
                "no-link",
                "steps/before_join.py:_no_path",
                "Check the cable",
                by(lambda user: user.cable("secondary", P)),
            ),
            trouble(
                "port-taken",
                "steps/before_join.py:refuse_unfit",
                "remove the name on this unit and deploy",
                by(lambda user: [user.edit(role, P, name=None) for role in HOSTS if user.rig.port(role, P)["name"]]),
            ),
            trouble("join-fails", "steps/jobs.py:failure", "run again: it continues from here"),
            trouble(
                "login-refused",
                "fdm/responses.py:login_refusal",
                "Check username and password",
                with_variables(
                    failover_units={
                        "primary": {"host": HOSTS["primary"]},
                        "secondary": {"host": HOSTS["secondary"], "password": "Nobody-Knows-1"},
                    }
                ),
            ),
            trouble(
                "both-active",
                "steps/after_join.py:_refuse_wrong_active",
                "Suspend HA on the secondary in FDM",
                by(
                    lambda user: (
                        user.act("secondary", "suspend"),
                        user.rig.patch("secondary", unplugged=False),
                        user.act("secondary", "resume"),
                    )
                ),
            ),
            trouble(
                "import-fails",
                "steps/after_join.py:_refuse_bad",
                "reset that unit or resume HA on it",
                by(lambda user: (user.rig.patch("secondary", unplugged=False), user.revive("secondary"))),
            ),
            trouble(
                "out-of-sync",
                "steps/after_join.py:_refuse_bad",
                "Compare the software versions of both units",
                by(lambda user: user.rig.patch("secondary", software="7.0.1-84")),
            ),
            trouble("answers-lost", "fdm/client.py:_attempt", "Run again; the next run reads what the unit has done"),
            trouble("version-moves", "fdm/responses.py:_rejected", "Run again"),
            trouble("another-run", "steps/jobs.py:changed_by_others", "wait until it has finished, then run again"),
            trouble("stored-other", "steps/before_join.py:compare", "wait until that has finished"),
            trouble(
                "another-join",
                "steps/jobs.py:changed_by_others",
                "wait until it has finished, then run again",
                with_link(name="theirs"),
            ),
            trouble(
                "join-running",
                "steps/jobs.py:changed_by_others",
                "wait until it has finished, then run again",
                with_link(name="theirs"),
            ),
            trouble(
                "another-change",
                "steps/deployment.py:_refuse_others",
                "Deploy or discard them in FDM",
                by(lambda user: user.deploy("primary")),
            ),
        )
    ),
}


MIDDLE = {*TROUBLE, "staged since preflight"}
"""Troubles that arise after preflight."""


def prepared(case: Case, directory: Path) -> tuple[FdmUser, Variables]:
    """The site with its trouble, and the variables of the run that meets it."""
    site, variables = case.site(), dict(case.variables or {})
    user = FdmUser(site, directory)
    before = variables.pop("before", None)
    if case.paired:
        assert attempt(site, {}) == ""
        site.rig.advance(7200)
    if before is not None:
        before(user)
    return user, variables


def remedies(user: FdmUser, variables: Variables, says: str) -> list[str]:
    """What a run says to do: the remedies of its findings; where none of them is meant, the sentence of its end."""
    try:
        found = [finding.remedy for finding in user.findings(variables)]
    except FailoverError as error:
        return [str(error)]
    return found if any(says in remedy for remedy in found) else [*found, attempt(user.site, variables) or ""]


@pytest.mark.parametrize("name", CASES)
def test_a_remedy_that_is_followed_leads_to_a_whole_pair(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    user, variables = prepared(case, tmp_path)
    before = user.named(case.keeps) if case.keeps else {}
    said = [attempt(user.site, variables) or ""] if name in MIDDLE else remedies(user, variables, case.says)
    assert any(case.says in remedy for remedy in said), said
    user.site.untroubled()
    changes = case.follow(user, variables) or {}
    user.site.rig.advance(300)
    after = {name: value for name, value in (variables | changes).items() if value is not None}
    assert attempt(user.site, after) == ""
    assert unfinished(user.site, after) == []
    for role in HOSTS if case.keeps else ():
        assert user.named(role) == before


def test_every_remedy_is_followed_or_not_with_a_reason() -> None:
    followed = {case.place for case in CASES.values()}
    left = {place for group in NOT_FOLLOWED.values() for place in group}
    assert followed & left == set()
    assert places() - followed - left == set(), "follow it in CASES, or give the reason in NOT_FOLLOWED"
    assert (followed | left) - places() == set(), "no such remedy is left"
