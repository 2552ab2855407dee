# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of cases: for every rule a pair that breaks it, and one that just does not.

A row is written for the unit it is about, and made for the primary and for the secondary.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from ansible_collections.fdm.failover.plugins.plugin_utils.pure.fleet import Place
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.rule import PairContext, Settings
from support import units

PORT, OTHER = units.PORT, units.STATE_PORT
STATE: dict[str, Any] = {"failover_state_link": units.STATE_LINK}
KEYED: dict[str, Any] = {"failover_key": "s3cret"}
Parts = Callable[[str], dict[str, Any]]


class Row(NamedTuple):
    """What breaks the rule on a unit, what just does not, and whom the finding names ("" for the unit itself)."""

    rule: str
    breaks: Callable[[str], PairContext]
    holds: Callable[[str], PairContext]
    names: str = ""
    severity: str = "error"


def pair(
    parts: Parts | None = None, settings: Settings | None = None, **variables: Any
) -> Callable[[str], PairContext]:
    """A pair whose unit of the given role has these parts; ``variables`` are the inventory's."""

    def made(role: str) -> PairContext:
        data = {role: units.unit(role, **parts(role))} if parts else {}
        return units.case(**data, settings=settings, **variables)

    return made


def shared(host: str) -> Callable[[str], PairContext]:
    """A pair beside another pair of the run that has a unit at this address."""

    def made(role: str) -> PairContext:
        own = Place("branch01", role, "192.0.2.11")
        return replace(units.case(), places=(own, Place("branch02", "primary", host)))

    return made


def both(parts: Parts, **variables: Any) -> Callable[[str], PairContext]:
    """A pair of which both units have these parts."""
    return lambda _role: units.case(*(units.unit(role, **parts(role)) for role in units.HOSTS), **variables)


def port(hardware: str = PORT, **members: Any) -> Parts:
    """One port of the unit changed."""

    def parts(role: str) -> dict[str, Any]:
        changed: dict[str, Any] = {hardware: members}
        listed = units.interfaces(role, **changed)
        return {"interfaces": listed, "interface_info": {}}

    return parts


def without(hardware: str) -> Parts:
    """The unit has no such port."""
    return lambda role: {"interfaces": [each for each in units.interfaces(role) if each["hardwareName"] != hardware]}


def module(present: bool) -> Parts:
    """One port more than the other unit has, plugged or only listed."""

    def parts(role: str) -> dict[str, Any]:
        listed = [*units.interfaces(role), units.interface("Ethernet2/1", role, present=present)]
        return {"interfaces": listed, "interface_info": {}}

    return parts


def part(**parts: Any) -> Parts:
    """Parts of the unit's data, whatever its role."""
    return lambda _role: parts


def system(**members: Any) -> Parts:
    """System information of the unit, changed."""
    return lambda role: {"system": units.unit(role)["system"] | members}


def channel(*members: str) -> Parts:
    """An EtherChannel on the unit."""
    return lambda role: {"etherchannels": [units.etherchannel(*members, role=role)]}


def bundles(data: int) -> Parts:
    """A free EtherChannel of two 10 Gb/s ports, and a named one of so many."""
    names = [f"TenGigabitEthernet0/{number}" for number in range(4)]

    def parts(role: str) -> dict[str, Any]:
        listed = [units.interface(each, role, speedType="TEN_THOUSAND") for each in names]
        free = units.etherchannel(*names[:2], role=role)
        used = units.etherchannel(*names[2 : 2 + data], number=2, role=role, name="lan")
        return {"interfaces": listed, "interface_info": {}, "etherchannels": [free, used]}

    return parts


CHANNEL: dict[str, Any] = {"failover_link": units.LINK | {"port": "Port-channel1"}}


def link(**members: Any) -> dict[str, Any]:
    """The failover link of the inventory, changed."""
    return {"failover_link": units.LINK | members}


def addresses(primary: str, secondary: str) -> dict[str, Any]:
    """The failover link of the inventory with addresses of its own."""
    return {"failover_link": {"port": PORT, "primary_address": primary, "secondary_address": secondary}}


def in_ha(
    primary: dict[str, Any] | None = None, secondary: dict[str, Any] | None = None, **variables: Any
) -> Callable[[str], PairContext]:
    """A pair in HA, parts of its units changed."""
    return lambda _role: units.case(
        units.joined("primary", **(primary or {})), units.joined("secondary", **(secondary or {})), **variables
    )


def unit_in_ha(role_parts: Callable[[str], dict[str, Any]]) -> Callable[[str], PairContext]:
    """A pair in HA of which the unit of the given role has these parts."""
    return lambda role: units.case(
        **{each: units.joined(each, **(role_parts(each) if each == role else {})) for each in units.HOSTS}
    )


def serials(peer: str) -> Parts:
    """`show failover` of a unit in a pair with the unit of this serial number."""
    text = f"Failover On\nSerial Number: Ours 9AOWN, Mate {peer}\n"
    return lambda role: {
        "status": units.active() if role == "primary" else units.standby(),
        "commands": {"show failover": text},
    }


def running_failover(key: str) -> dict[str, str]:
    """`show running-config failover` with this line about the key."""
    lines = ["failover", "failover lan unit primary", f"failover lan interface failover-link {PORT}", key]
    return {"show running-config failover": "\n".join([*lines, ""])}


def half(key: str | None, **variables: Any) -> Callable[[str], PairContext]:
    """A unit that has joined with this line about its key (None: it shows none), and its peer still single."""

    def made(role: str) -> PairContext:
        status = units.status("HA_ACTIVE_NODE", "HA_FAILED_NODE", nodeRole=f"HA_{role.upper()}")
        shown = {} if key is None else running_failover(key)
        return units.case(**{role: units.joined(role, commands=shown, status=status)}, **variables)

    return made


def managers(text: str) -> dict[str, Any]:
    """`show managers`."""
    return {"commands": {"show managers": text}}


def licensed(**members: Any) -> Parts:
    """The unit's license, changed."""
    return part(license=[units.fixture("license", **members)])


def clock(seconds: int) -> Parts:
    """The unit's clock is ahead of the controller's."""
    return system(currentTime=units.READ_AT + seconds * 1000)


def dhcp(hardware: str, **members: Any) -> Parts:
    """A port that gets its address by DHCP."""
    return port(hardware, ipv4=units.ipv4(None, dhcp=True), **members)


def subinterfaces(**by_port: list[dict[str, Any]]) -> Parts:
    """What the unit answered about subinterfaces."""
    return part(subinterfaces={PORT: []} | by_port)


def switched(**links: Any) -> Parts:
    """A configuration of the unit in HA with these links."""
    return lambda role: {"configuration": units.configuration(role, units.intent(**links))}


def brief(line: str) -> dict[str, str]:
    """`show interface ip brief` with one line."""
    return {"show interface ip brief": f"Interface IP-Address OK? Method Status Protocol\n{line}\n"}


def both_models(model: str) -> Callable[[str], PairContext]:
    """A pair of this model."""
    return both(system(platformModel=model))


def disabled_member(enabled: bool) -> Callable[[str], PairContext]:
    """A link on an EtherChannel whose member of the unit is enabled or not."""

    def made(role: str) -> PairContext:
        members: dict[str, Any] = {OTHER: {"enabled": enabled}}
        data = {each: units.unit(each, **channel(OTHER)(each)) for each in units.HOSTS}
        data[role]["interfaces"] = units.interfaces(role, **members)
        return units.case(**data, **link(port="Port-channel1"))

    return made


def watched(address: str | None, standby: str | None) -> Callable[[str], PairContext]:
    """A pair whose primary has a monitored interface with this address."""
    host, _slash, mask = (address or "").partition("/")
    ipv4 = units.ipv4(host or None, mask or "255.255.255.0", standby=standby)
    return lambda _role: units.case(units.unit(**port(OTHER, name="lan", monitorInterface=True, ipv4=ipv4)("primary")))


def pending_change(role: str, *fields: str) -> dict[str, Any]:
    """A pending change of the link's port, as 6.6 and later list its fields."""
    values = [{"fieldName": name, "oldValue": "a", "newValue": "b", "type": "valueupdate"} for name in fields]
    return units.pending(PORT, role, valuesUpdated=values)


COMPLAINT = "show managers\n^\nERROR: % Invalid input detected at '^' marker.\n"
OTHER_HOST = {"primary": units.HOSTS["secondary"], "secondary": units.HOSTS["primary"]}
SUB = units.fixture("subinterface")
FAST = {"speedType": "TEN_THOUSAND"}
AUTO = link(port="auto")
BIG = "Cisco Secure Firewall 3130 Threat Defense"
THREE = {"name": "dmz", "ipv4": units.ipv4("192.0.2.65")}
EVERY_NAMED = part(interfaces=[units.interface(PORT, "secondary", name="lan")])

ROWS = (
    # ----- on a port
    Row("port-missing", pair(without(PORT)), pair(without(OTHER))),
    Row("port-missing", pair(**link(port="gi0/2")), pair(**link(port=PORT)), names="both"),
    Row(
        "port-missing",
        pair(
            lambda role: {
                "interfaces": [
                    units.interface(each, role, name=f"n{number}")
                    for number, each in enumerate((PORT, OTHER, units.FREE_PORT))
                ]
            },
            **AUTO,
        ),
        pair(port(PORT, name="a"), **AUTO),
        names="pair",
    ),
    Row("port-not-present", pair(port(present=False)), pair(port(present=None))),
    Row(
        "port-not-present",
        pair(
            lambda role: {"interface_info": {"interfaceInfoList": [{"hardwareName": PORT, "interfacePresent": False}]}}
        ),
        pair(
            lambda role: {"interface_info": {"interfaceInfoList": [{"hardwareName": OTHER, "interfacePresent": False}]}}
        ),
    ),
    Row("port-management", pair(port(managementOnly=True)), pair(port(managementOnly=None))),
    Row("port-management", pair(**link(port=units.MANAGEMENT)), pair(), names="both"),
    Row("port-named", pair(port(name="dmz")), pair(port(name=""))),
    Row("port-has-subinterfaces", pair(subinterfaces(**{PORT: [SUB]})), pair(subinterfaces(**{OTHER: [SUB]}))),
    Row("port-is-subinterface", pair(**link(port=f"{PORT}.10")), pair(**link(port=PORT)), names="both"),
    Row("port-type", pair(**link(port="Vlan10")), pair(channel(OTHER), **link(port="Port-channel1")), names="both"),
    Row("port-type", pair(**link(port="BVI1")), pair(**link(port="Redundant1")), names="both"),
    Row("port-type", pair(**link(port="Tunnel1")), pair(), names="both"),
    Row(
        "port-in-bridge-group",
        pair(lambda role: {"bridge_groups": [units.bridge_group(PORT, role=role)]}),
        pair(lambda role: {"bridge_groups": [units.bridge_group(OTHER, role=role)]}),
    ),
    Row("port-in-bridge-group", pair(port(mode="BRIDGEGROUPMEMBER")), pair(port(mode="ROUTED"))),
    Row("port-in-etherchannel", pair(channel(PORT)), pair(channel(OTHER))),
    Row("port-switch-mode", pair(port(mode="SWITCHPORT")), pair(port(mode="ROUTED"))),
    Row("port-passive", pair(port(mode="PASSIVE")), pair(port(mode=None))),
    Row("port-passive", pair(port(mode="INLINE_OF_A_LATER_RELEASE")), pair(port(mode="SWITCHPORT"))),
    Row("port-addressed", pair(port(ipv4=units.ipv4("198.51.100.9"))), pair(port(ipv4=units.ipv4(None)))),
    Row("port-addressed", pair(port(ipv6=units.ipv6("2001:db8::9/64"))), pair(port(ipv6=units.ipv6()))),
    Row("port-addressed", pair(port(ipv6=units.ipv6() | {"autoConfig": True})), pair(port(ipv6=None))),
    Row("port-addressed", pair(dhcp(PORT)), pair(dhcp(OTHER))),
    Row("port-addressed", pair(port(pppoe={"vpdnGroupName": "isp"})), pair(port(pppoe={}))),
    Row("port-used-by-other-link", pair(failover_state_link=units.STATE_LINK | {"port": PORT}), pair(**STATE), "pair"),
    Row("port-disabled", pair(port(enabled=False)), pair(port(enabled=True)), severity="advice"),
    Row("port-disabled", pair(port(enabled=False, linkState="UP")), pair(port(linkState="DOWN")), severity="advice"),
    Row(
        "port-link-down", pair(port(linkState="DOWN")), pair(port(linkState="DOWN", enabled=False)), severity="warning"
    ),
    Row(
        "port-link-down",
        pair(port(linkState="DOWN"), Settings(require_link=True)),
        pair(settings=Settings(require_link=True)),
    ),
    Row("port-link-down", pair(port(linkState=None)), pair(port(linkState="UP")), severity="warning"),
    Row("port-disabled", disabled_member(False), disabled_member(True), severity="advice"),
    Row("port-unreadable", pair(port(name={})), pair(port(name=None))),
    Row("port-unreadable", pair(port(ipv4="198.51.100.9")), pair(port(ipv4=None))),
    Row("port-unreadable", pair(port(mode=["SWITCHPORT"])), pair(port(OTHER, mode=["SWITCHPORT"]))),
    # ----- on a link
    Row(
        "link-ports-differ",
        in_ha(
            {
                "configuration": units.configuration("primary", units.intent())
                | {"failoverInterface": units.reference(units.interface(OTHER, "primary"))}
            }
        ),
        in_ha(),
        "pair",
    ),
    Row("link-name", pair(**link(name="a b")), pair(**link(name="A_b.c+d-1")), "pair"),
    Row("link-name", pair(**link(name="n" * 49)), pair(**link(name="n" * 48)), "pair"),
    Row("link-name", pair(failover_state_link=units.STATE_LINK | {"name": "failover-link"}), pair(**STATE), "pair"),
    Row("link-name", pair(**link(name="stateful-failover-link")), pair(**link(name="failover")), "pair"),
    Row("link-address", pair(**link(network="192.168.10.0/31")), pair(**link(network="192.168.10.0/30")), "pair"),
    Row("link-address", pair(**link(network="192.168.10.0/32")), pair(**link(network="192.168.10.0/29")), "pair"),
    Row("link-address", pair(**link(network="2001:db8::/127")), pair(**link(network="2001:db8::/126")), "pair"),
    Row(
        "link-address",
        pair(**addresses("192.0.2.1/30", "192.0.2.5/30")),
        pair(**addresses("192.0.2.5/30", "192.0.2.6/30")),
        "pair",
    ),
    Row(
        "link-address",
        pair(**addresses("192.0.2.1/30", "192.0.2.2/29")),
        pair(**addresses("192.0.2.1/30", "192.0.2.2 255.255.255.252")),
        "pair",
    ),
    Row(
        "link-address",
        pair(**addresses("192.0.2.1/30", "192.0.2.1/30")),
        pair(**addresses("2001:db8::1/64", "2001:0DB8:0:0::2/64")),
        "pair",
    ),
    Row(
        "link-address",
        pair(**addresses("192.0.2.1/30", "2001:db8::2/64")),
        pair(**addresses("2001:db8::1/64", "2001:db8::2/64")),
        "pair",
    ),
    Row(
        "link-address",
        pair(**addresses("192.0.2.0/30", "192.0.2.1/30")),
        pair(**addresses("192.0.2.2/30", "192.0.2.1/30")),
        "primary",
    ),
    Row("link-address", pair(**addresses("192.0.2.1/30", "192.0.2.3/30")), pair(), "secondary"),
    Row("link-address", pair(**link(network="224.0.0.0/30")), pair(**link(network="223.255.255.0/30")), "both"),
    Row("link-address", pair(**link(network="240.0.0.0/30")), pair(), "both"),
    Row("link-address", pair(**link(network="fe80::/64")), pair(**link(network="fd12::/64")), "both"),
    Row(
        "link-reserved-network", pair(**link(network="169.254.9.0/30")), pair(**link(network="169.253.0.0/30")), "pair"
    ),
    Row(
        "link-reserved-network", pair(**link(network="fd00:0:0:5::/64")), pair(**link(network="fd00:0:1::/64")), "pair"
    ),
    Row(
        "link-overlaps-data",
        pair(port(OTHER, ipv4=units.ipv4("192.168.10.9", "255.255.255.0"))),
        pair(port(OTHER, ipv4=units.ipv4("192.168.11.9", "255.255.255.0"))),
    ),
    Row(
        "link-overlaps-data",
        pair(port(OTHER, ipv6=units.ipv6("2001:db8::9/32")), **link(network="2001:db8:1::/64")),
        pair(port(OTHER, ipv6=units.ipv6("2001:db8::9/48")), **link(network="2001:db8:1::/64")),
    ),
    Row("link-overlaps-data", pair(system(ipv4="192.168.10.2")), pair(system(ipv4="192.168.10.4"))),
    Row(
        "link-overlaps-data",
        pair(part(commands={"show interface ip brief": f"{OTHER}.7  192.168.10.1  YES manual up up"})),
        pair(part(commands={"show interface ip brief": f"{PORT}  192.168.10.1  YES unset up up"})),
    ),
    Row(
        "link-overlaps-data",
        pair(subinterfaces(**{OTHER: [SUB | {"ipv4": units.ipv4("192.168.10.1")}]})),
        pair(subinterfaces(**{OTHER: [SUB]})),
    ),
    Row(
        "links-overlap",
        pair(failover_state_link=units.STATE_LINK | {"network": "192.168.10.0/29"}),
        pair(failover_state_link=units.STATE_LINK | {"network": "192.168.10.4/30"}),
        "pair",
    ),
    Row(
        "etherchannel-members-differ",
        lambda _role: units.case(
            units.unit(**channel(OTHER)("primary")),
            units.unit("secondary", **channel(units.FREE_PORT)("secondary")),
            **link(port="Port-channel1"),
        ),
        both(channel(OTHER, units.FREE_PORT), **link(port="Port-channel1")),
        "pair",
    ),
    Row(
        "etherchannel-members-missing",
        pair(lambda role: {"etherchannels": [units.etherchannel(role=role)]}, **link(port="Port-channel1")),
        both(channel(OTHER), **link(port="Port-channel1")),
    ),
    Row(
        "etherchannel-members-missing",
        both(channel("Ethernet9/9"), **link(port="Port-channel1")),
        both(channel(OTHER), **link(port="Port-channel1")),
        "both",
    ),
    Row(
        "etherchannel-members-missing",
        both(
            lambda role: channel(OTHER)(role) | port(OTHER, present=False)(role),
            **link(port="Port-channel1"),
        ),
        both(channel(OTHER), **link(port="Port-channel1")),
        "both",
    ),
    Row("link-speed-differs", pair(port(speedType="THOUSAND")), pair(port(speedType="IGNORE")), "pair", "warning"),
    Row("link-speed-differs", pair(port(duplexType="HALF")), pair(port(duplexType="IGNORE")), "pair", "warning"),
    Row("link-speed-differs", pair(port(speedType="TEN_THOUSAND")), pair(port(speedType="WARP")), "pair", "warning"),
    Row("key-policy", pair(failover_key="k" * 64), pair(failover_key="k" * 63), "pair"),
    Row("key-policy", pair(failover_key="a b"), pair(failover_key="a~b!c#d"), "pair"),
    Row("key-policy", pair(failover_key="a;b"), pair(failover_key="a:b-4711"), "pair"),
    Row("key-policy", pair(failover_key="schlüssel"), pair(failover_key="Schl-0815"), "pair"),
    Row("key-policy", pair(failover_key="*****"), pair(failover_key="****x"), "pair"),
    *(
        Row("key-policy", pair(failover_key=word), pair(failover_key=f"{word}-Xy4711"), "pair", "warning")
        for word in ("7", "10.1", "name", "failover")
    ),
    # ----- on the pair
    Row("unit-shared", shared("192.0.2.11"), shared("192.0.2.99")),
    Row(
        "same-unit",
        lambda role: units.case(
            **{
                role: units.unit(
                    role, **system(serialNumber=units.SERIALS["secondary" if role == "primary" else "primary"])(role)
                )
            }
        ),
        pair(system(serialNumber=None)),
        "pair",
    ),
    Row(
        "same-unit",
        lambda role: units.case(
            **{each: units.unit(each, **system(serialNumber=None, ipv4="192.0.2.11")(each)) for each in units.HOSTS}
        ),
        pair(system(serialNumber="")),
        "pair",
    ),
    Row(
        "same-unit",
        lambda role: units.case(**{role: units.unit(role, **system(serialNumber=None)(role), host=OTHER_HOST[role])}),
        lambda role: units.case(**{role: units.unit(role, host=OTHER_HOST[role])}),
        "pair",
    ),
    Row("public-cloud", both_models("Cisco Firepower Threat Defense for AWS"), both_models(BIG), "both"),
    Row("public-cloud", both_models("Cisco Firepower Threat Defense for Azure"), both_models("for KVM"), "both"),
    Row("unit-unreadable", pair(part(bridge_groups="BVI1")), pair(part(bridge_groups=None))),
    Row("unit-unreadable", pair(port(OTHER, ipv4={"ipAddress": "x"})), pair(port(OTHER, ipv4={"ipAddress": None}))),
    Row("unit-unreadable", pair(port(OTHER, ipv4=units.ipv4("192.168.10"))), pair(port(OTHER, ipv4=units.ipv4(None)))),
    Row("unit-unreadable", pair(system(softwareVersion={"a": 1})), pair(system(softwareVersion=None))),
    Row(
        "unit-unreadable",
        pair(lambda role: {"etherchannels": [units.etherchannel(role=role, memberInterfaces=[PORT])]}),
        pair(channel(OTHER)),
    ),
    Row(
        "output-unreadable",
        pair(part(commands={"show managers": COMPLAINT})),
        pair(part(commands={"show managers": "Managed locally."})),
        severity="warning",
    ),
    Row(
        "output-unreadable",
        unit_in_ha(lambda _role: {"commands": {"show failover": COMPLAINT}}),
        unit_in_ha(lambda _role: {"commands": {"show failover": ""}}),
        severity="warning",
    ),
    Row(
        "model-differs",
        pair(system(platformModel="Cisco Firepower 1120 Threat Defense")),
        pair(system(platformModel=None)),
        "pair",
    ),
    Row("software-differs", pair(system(softwareVersion="7.0.2-84")), pair(system(softwareVersion="7.0.1-84")), "pair"),
    Row(
        "release-lacks",
        both(system(softwareVersion="6.2.3-83")),
        both(system(softwareVersion="6.3.0-84")),
        names="both",
    ),
    Row(
        "release-lacks",
        pair(system(softwareVersion="6.4.0-102"), **CHANNEL),
        pair(system(softwareVersion="6.5.0-115"), **CHANNEL),
    ),
    Row(
        "release-lacks",
        pair(system(softwareVersion="6.4.0-102"), **CHANNEL),
        pair(system(softwareVersion=None), **CHANNEL),
    ),
    Row(
        "software-differs",
        pair(system(softwareVersion="7.0.1-85")),
        pair(system(softwareVersion="")),
        "pair",
        "warning",
    ),
    Row(
        "software-differs",
        unit_in_ha(system(softwareVersion="7.6.1-291")),
        unit_in_ha(system(softwareVersion="7.0.1-84")),
        "pair",
    ),
    Row("ports-differ", pair(without(OTHER)), pair(), "pair"),
    Row("ports-differ", pair(module(True)), pair(module(False)), "pair"),
    Row(
        "license-differs",
        pair(licensed(registrationStatus="UNREGISTERED")),
        pair(licensed(registrationStatus="RENEW_CERT_FAILED")),
        "pair",
    ),
    Row("license-differs", pair(licensed(virtualAccount="lab")), pair(part(license=[])), "pair", "warning"),
    Row(
        "license-differs",
        pair(licensed(exportControl=False)),
        pair(licensed(exportControl=None, virtualAccount=None)),
        "pair",
        "warning",
    ),
    Row(
        "license-differs",
        pair(licensed(registrationStatus="UNIVERSAL_PLR")),
        both(licensed(registrationStatus="UNIVERSAL_PLR")),
        "pair",
        "warning",
    ),
    Row(
        "license-differs",
        pair(part(license=[{"connectionType": "EVALUATION"}])),
        pair(part(license=[{"connectionType": "REGISTER"}])),
        "pair",
    ),
    Row(
        "cloud-differs",
        lambda role: units.case(
            **{
                each: units.unit(
                    each, **managers("Managed locally.\n" if each == role else "Type : Manager\nHost : cloud\n")
                )
                for each in units.HOSTS
            }
        ),
        lambda role: units.case(
            **{
                each: units.unit(
                    each,
                    **managers(
                        "\nManaged locally.\n" if each == role else "show managers\n^\nERROR: % Invalid input\n"
                    ),
                )
                for each in units.HOSTS
            }
        ),
        "pair",
    ),
    Row(
        "ntp-differs",
        pair(part(ntp=[units.fixture("ntp", ntpServers=["192.0.2.1"])])),
        pair(part(ntp=[units.fixture("ntp", ntpServers=["198.51.100.124", "198.51.100.123"])])),
        "pair",
    ),
    Row("ntp-differs", pair(part(ntp=[units.fixture("ntp", enabled=False)])), pair(part(ntp=[])), "pair"),
    Row("clock-skew", pair(clock(31)), pair(clock(30)), "pair"),
    Row("clock-skew", pair(clock(-31)), pair(clock(-90), Settings(clock_skew=90)), "pair"),
    Row("dhcp-client", pair(dhcp("GigabitEthernet0/0")), pair(dhcp(units.MANAGEMENT))),
    Row(
        "dhcp-client",
        pair(subinterfaces(**{OTHER: [SUB | {"ipv4": units.ipv4(None, dhcp=True)}]})),
        pair(subinterfaces(**{OTHER: [SUB]})),
    ),
    Row(
        "dhcp-client",
        pair(part(commands=brief("Ethernet1/9.30 unassigned YES DHCP up up"))),
        pair(part(commands=brief(f"{units.MANAGEMENT} 192.0.2.11 YES DHCP up up"))),
    ),
    Row(
        "dhcp-client",
        unit_in_ha(lambda role: {"commands": brief("Ethernet1/9.30 203.0.113.9 YES DHCP up up")}),
        unit_in_ha(lambda role: {"commands": brief("Ethernet1/9.30 203.0.113.9 YES CONFIG up up")}),
        severity="warning",
    ),
    Row(
        "pppoe-client",
        pair(part(commands=brief("Ethernet1/9.30 203.0.113.9 YES PPPoE up up"))),
        pair(part(commands=brief("Ethernet1/9.30 203.0.113.9 YES manual up up"))),
    ),
    Row(
        "managed-over-data",
        pair(lambda role: port(OTHER, name="lan", ipv4=units.ipv4("198.51.100.9"))(role) | {"host": "198.51.100.9"}),
        pair(lambda role: port(OTHER, name="lan", ipv4=units.ipv4("198.51.100.9"))(role)),
    ),
    Row(
        "managed-over-data",
        pair(part(host="203.0.113.9", commands=brief("Ethernet1/9.30 203.0.113.9 YES CONFIG up up"))),
        pair(part(host="203.0.113.9", commands=brief("Management0/0 203.0.113.9 YES CONFIG up up"))),
    ),
    Row(
        "managed-over-data",
        pair(
            lambda role: port(OTHER, name="lan", ipv6=units.ipv6("2001:db8::9/64"))(role) | {"host": "[2001:DB8:0::9]"}
        ),
        pair(lambda role: port(OTHER, name="lan", ipv6=units.ipv6("2001:db8::9/64"))(role) | {"host": "fw.example"}),
    ),
    Row(
        "switch-ports",
        pair(port(OTHER, mode="SWITCHPORT")),
        pair(port(OTHER, mode="SWITCHPORT", enabled=False)),
        severity="warning",
    ),
    Row(
        "switch-ports",
        unit_in_ha(port(OTHER, mode="SWITCHPORT")),
        unit_in_ha(port(OTHER, mode="ROUTED")),
        severity="warning",
    ),
    Row(
        "standby-address-missing",
        watched("198.51.100.9", None),
        watched("198.51.100.9", "198.51.100.10"),
        "primary",
        "advice",
    ),
    Row("standby-address-missing", watched("198.51.100.8/31", None), watched(None, None), "primary", "advice"),
    Row(
        "pppoe-client",
        pair(port("GigabitEthernet0/0", pppoe={"vpdnGroupName": "isp"})),
        pair(port("GigabitEthernet0/0", pppoe=None)),
    ),
    Row(
        "pending-changes",
        pair(part(pending_changes=[units.pending("mail", entityId="x", entityType="networkobject")])),
        pair(
            lambda role: {
                "pending_changes": [
                    pending_change(role, "enabled"),
                    units.pending("HA", role, entityType="HAConfiguration"),
                ]
            }
        ),
    ),
    Row(
        "pending-changes",
        pair(part(pending_changes=[units.pending("mail", entityId="x")]), Settings(pending_changes="deploy")),
        pair(settings=Settings(pending_changes="deploy")),
        severity="warning",
    ),
    Row(
        "pending-changes",
        pair(lambda role: {"pending_changes": [pending_change(role, "enabled", "description")]}),
        pair(lambda role: {"pending_changes": [pending_change(role, "enabled")]}),
    ),
    Row(
        "pending-changes",
        pair(lambda role: {"pending_changes": [units.pending(PORT, role)]}),
        pair(lambda role: {"pending_changes": [pending_change(role)]}),
        severity="warning",
    ),
    Row(
        "already-paired-elsewhere",
        unit_in_ha(serials("9AANOTHER")),
        lambda role: unit_in_ha(serials(units.SERIALS["secondary" if role == "primary" else "primary"]))(role),
    ),
    Row(
        "already-paired-elsewhere",
        lambda role: units.case(**{role: units.joined(role, commands={})}),
        lambda role: units.case(
            **{
                role: units.joined(
                    role,
                    commands={},
                    status=units.status("HA_ACTIVE_NODE", "HA_FAILED_NODE", nodeRole=f"HA_{role.upper()}"),
                )
            }
        ),
    ),
    Row("key-differs", half("failover ipsec pre-shared-key *****"), half("no failover ipsec")),
    Row("key-differs", half("no failover ipsec", **KEYED), half(None, **KEYED)),
    Row(
        "key-differs",
        half("failover key *****", **KEYED),
        in_ha({"commands": running_failover("failover key *****")}, **KEYED),
        severity="warning",
    ),
    Row(
        "key-differs",
        unit_in_ha(lambda _role: {"commands": running_failover("failover key *****")}),
        unit_in_ha(lambda _role: {"commands": running_failover("no failover ipsec")}),
    ),
    Row(
        "roles-inverted",
        unit_in_ha(
            lambda role: {
                "status": units.joined(role)["status"]
                | {"nodeRole": "HA_SECONDARY" if role == "primary" else "HA_PRIMARY"}
            }
        ),
        unit_in_ha(lambda role: {"status": units.joined(role)["status"] | {"nodeRole": None}}),
    ),
    Row(
        "split-brain",
        in_ha(secondary={"status": units.active(nodeRole="HA_SECONDARY")}),
        in_ha({"status": units.standby(nodeRole="HA_PRIMARY")}, {"status": units.active(nodeRole="HA_SECONDARY")}),
        "pair",
    ),
    Row(
        "busy",
        pair(part(deployments=[units.deployment("DEPLOYING")])),
        pair(part(deployments=[units.deployment("A_NEW_WORD")])),
        severity="warning",
    ),
    Row("busy", pair(part(joins=[units.join("QUEUED")])), pair(part(joins=[units.join()])), severity="warning"),
    # ----- advice
    Row(
        "state-link-bandwidth",
        pair(lambda role: port("GigabitEthernet0/0", name="outside", **FAST)(role)),
        pair(lambda role: port("GigabitEthernet0/0", name=None, ipv4=None, **FAST)(role)),
        severity="advice",
    ),
    Row(
        "state-link-bandwidth",
        pair(lambda role: port("GigabitEthernet0/0", name="outside", **FAST)(role), **STATE),
        both(
            lambda role: {
                "interface_info": {},
                "interfaces": units.interfaces(role, blank=False, **{"GigabitEthernet0/0": FAST, OTHER: FAST}),
            },
            **STATE,
        ),
        severity="advice",
    ),
    Row(
        "state-link-bandwidth",
        both(bundles(2), **link(port="Port-channel1")),
        both(bundles(1), **link(port="Port-channel1")),
        "both",
        "advice",
    ),
    Row(
        "combined-link-busy",
        pair(lambda role: {"interfaces": units.interfaces(role, blank=False, **{OTHER: THREE})}),
        pair(lambda role: {"interfaces": units.interfaces(role, blank=False)}),
        severity="advice",
    ),
    Row(
        "combined-link-busy",
        pair(
            lambda role: {"interfaces": units.interfaces(role, blank=False), "subinterfaces": {units.FREE_PORT: [SUB]}}
        ),
        pair(
            lambda role: {"interfaces": units.interfaces(role, blank=False, **{OTHER: THREE})},
            failover_state_link=units.STATE_LINK | {"port": units.FREE_PORT},
        ),
        severity="advice",
    ),
    Row(
        "combined-link-busy",
        pair(part(object_counts={"access rules": 1_000})),
        pair(part(object_counts={"access rules": 999, "network objects": 4_999})),
        severity="advice",
    ),
    Row(
        "combined-link-busy",
        pair(part(object_counts={"network objects": 5_000, "NAT rules": "many"})),
        pair(part(object_counts={"network objects": True}), **STATE),
        severity="advice",
    ),
    Row(
        "platform-bandwidth",
        pair(system(platformModel=BIG)),
        pair(system(platformModel="Cisco Secure Firewall 3120 Threat Defense")),
        severity="advice",
    ),
    Row("platform-bandwidth", pair(port(speedType="HUNDRED")), pair(port(speedType="THOUSAND")), severity="advice"),
    Row("plain-text", pair(), pair(failover_key="k"), "pair", "advice"),
    Row(
        "secondary-not-blank",
        lambda _role: units.case(secondary=units.unit("secondary", **port(OTHER, name="lan")("secondary"))),
        lambda _role: units.case(
            secondary=units.unit("secondary", interfaces=units.interfaces("secondary", blank=False))
        ),
        "secondary",
        "advice",
    ),
    Row(
        "secondary-not-blank",
        lambda _role: units.case(
            units.unit(interfaces=units.interfaces(blank=True)),
            units.unit("secondary", interfaces=units.interfaces("secondary", blank=False)),
        ),
        lambda _role: units.case(units.unit(interfaces=units.interfaces(blank=True)), units.unit("secondary")),
        "secondary",
    ),
)
