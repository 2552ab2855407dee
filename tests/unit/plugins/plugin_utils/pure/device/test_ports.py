# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ports are read from everything a unit answers about its interfaces."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device import ports
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.ports import Port, read_ports
from support import units

FREE = Port(
    hardware=units.PORT,
    kind=ports.PortKind.PHYSICAL,
    id=units.identifier("primary", units.PORT),
    enabled=True,
    link="UP",
    mode="ROUTED",
    present=True,
    bandwidth=1_000,
    bandwidth_source="flag",
    speed="AUTO",
    duplex="AUTO",
)
ANSWERED = {"interfaces": [units.interface()]}


@pytest.mark.parametrize(
    ("members", "changes"),
    [
        ({}, {}),
        ({"name": "dmz", "ipv4": units.ipv4("192.0.2.1")}, {"name": "dmz", "networks": ("192.0.2.1/255.255.255.0",)}),
        ({"ipv4": units.ipv4("192.0.2.1", None)}, {"networks": ("192.0.2.1/32",)}),
        (
            {"ipv6": units.ipv6("2001:db8::1/64", "2001:db8::2")},
            {"networks": ("2001:db8::1/64", "2001:db8::2/128")},
        ),
        ({"ipv4": None, "ipv6": None}, {}),
        ({"ipv4": units.ipv4(None, dhcp=True)}, {"dhcp": True}),
        ({"ipv4": {"ipType": "dhcp"}}, {"dhcp": True}),
        ({"pppoe": {"type": "pppoe"}}, {"pppoe": True}),
        ({"enabled": False, "linkState": "down"}, {"enabled": False, "link": "DOWN"}),
        ({"mode": "SWITCHPORT"}, {"mode": "SWITCHPORT"}),
        ({"managementInterface": True}, {"management": True}),
        ({"managementOnly": True}, {"management": True}),
        ({"present": False}, {"present": False}),
        ({"present": None}, {"present": None}),
        ({"speedType": "HUNDRED"}, {"bandwidth": 100, "bandwidth_source": "speed", "speed": "HUNDRED"}),
        (
            {"enabled": "true", "id": None, "name": 7},
            {"enabled": False, "id": "", "name": "7", "unreadable": ("enabled",)},
        ),
        ({"name": {}, "ipv4": "192.0.2.1"}, {"unreadable": ("name", "ipv4")}),
        ({"monitorInterface": True, "macAddress": "000c.f142.4cde"}, {"monitored": True, "macs": ("000c.f142.4cde",)}),
        (
            {"ipv4": units.ipv4("192.0.2.1", standby="192.0.2.2")},
            {"networks": ("192.0.2.1/255.255.255.0",), "standby_addresses": ("192.0.2.2",)},
        ),
    ],
)
def test_a_physical_interface(members, changes):
    assert read_ports({"interfaces": [units.interface(**members)]}) == {units.PORT: replace(FREE, **changes)}


def test_the_management_port_is_known_by_its_name_too():
    assert read_ports({"interfaces": [units.interface("Management1/1")]})["Management1/1"].management


@pytest.mark.parametrize(
    ("parts", "changes"),
    [
        (
            {"interface_info": units.interface_info([units.interface()], "TEN_THOUSAND")},
            {"bandwidth": 10_000, "bandwidth_source": "capability"},
        ),
        (
            {"interface_info": {"interfaceInfoList": [{"hardwareName": units.PORT, "interfacePresent": False}]}},
            {"present": False},
        ),
        ({"subinterfaces": {units.PORT: []}}, {"subinterfaces": ()}),
        (
            {"subinterfaces": {units.PORT: [units.fixture("subinterface"), {"name": "lab"}, {}, "x"]}},
            {"subinterfaces": ("GigabitEthernet0/2.20", "lab", "unnamed")},
        ),
        ({"subinterfaces": {units.STATE_PORT: []}}, {}),
        (
            {"bridge_groups": [units.bridge_group(units.PORT)]},
            {"member_of": "BVI1", "member_kind": ports.PortKind.BRIDGE_GROUP},
        ),
        (
            {"bridge_groups": [units.bridge_group(units.PORT, hardwareName=None)]},
            {"member_of": "lab", "member_kind": ports.PortKind.BRIDGE_GROUP},
        ),
        (
            {"etherchannels": [units.etherchannel(units.PORT)]},
            {"member_of": "Port-channel1", "member_kind": ports.PortKind.ETHERCHANNEL},
        ),
    ],
)
def test_what_other_answers_say_of_a_port(parts, changes):
    assert read_ports(ANSWERED | parts)[units.PORT] == replace(FREE, **changes)


def test_an_etherchannel_is_a_port_with_members():
    channel = units.etherchannel(units.PORT, units.STATE_PORT)
    channel["memberInterfaces"][1] = units.reference(units.interface(units.STATE_PORT), hardware=False)
    assert read_ports({"etherchannels": [channel]}) == {
        "Port-channel1": Port(
            hardware="Port-channel1",
            kind=ports.PortKind.ETHERCHANNEL,
            id=units.identifier("primary", "Port-channel1"),
            enabled=True,
            link="UP",
            mode="ROUTED",
            speed="AUTO",
            duplex="AUTO",
            members=(units.PORT, units.identifier("primary", units.STATE_PORT)),
        )
    }


def test_every_kind_of_interface_is_a_port():
    data = {
        "interfaces": [units.interface(), units.interface(), units.interface(hardwareName=None), "x"],
        "etherchannels": [units.etherchannel()],
        "bridge_groups": [units.bridge_group()],
        "vlan_interfaces": [units.interface("Vlan10", type="vlaninterface")],
    }
    assert {name: port.kind for name, port in read_ports(data).items()} == {
        units.PORT: ports.PortKind.PHYSICAL,
        "Port-channel1": ports.PortKind.ETHERCHANNEL,
        "Vlan10": ports.PortKind.VLAN,
        "BVI1": ports.PortKind.BRIDGE_GROUP,
    }


@pytest.mark.parametrize("data", [{}, {"interfaces": None}, {"interfaces": {"a": 1}, "etherchannels": "x"}])
def test_a_unit_that_reports_nothing_has_no_ports(data):
    assert read_ports(data) == {}


@pytest.mark.parametrize(
    ("hardware", "kind"),
    [
        ("GigabitEthernet0/2", ports.PortKind.PHYSICAL),
        ("Ethernet1/3", ports.PortKind.PHYSICAL),
        ("GigabitEthernet0/2.100", ports.PortKind.SUBINTERFACE),
        ("Port-channel1.20", ports.PortKind.SUBINTERFACE),
        ("port-channel48", ports.PortKind.ETHERCHANNEL),
        ("Vlan10", ports.PortKind.VLAN),
        ("BVI1", ports.PortKind.BRIDGE_GROUP),
        ("Tunnel0", ports.PortKind.TUNNEL),
        ("anything", ports.PortKind.PHYSICAL),
    ],
)
def test_the_kind_of_a_hardware_name(hardware, kind):
    assert ports.kind_by_spelling(hardware) == kind
