# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of interfaces, kept and put back: ports, subinterfaces, EtherChannels, bridge groups (trap 18)."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.interface_settings import (
    owned,
    put_back,
    repair,
    saved,
    settings_of,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.snapshot import (
    Snapshot,
    criteria_differences,
    criteria_variable,
    read_snapshot,
)


def port(hardware, name, kind="physicalinterface", **changes):
    body = {
        "id": hardware,
        "type": kind,
        "version": "v1",
        "hardwareName": hardware,
        "name": name,
        "enabled": True,
        "monitorInterface": True,
        "macAddress": "0201.2A01.0001",
        "standbyMacAddress": None,
        "ipv4": {"ipAddress": {"ipAddress": "192.0.2.1", "netmask": "24", "standbyIpAddress": "192.0.2.2"}},
        "ipv6": {"ipAddresses": [{"ipAddress": "2001:DB8::1/64", "standbyIpAddress": "2001:db8::2"}]},
        "links": {"self": "https://192.0.2.1/"},
    }
    return body | changes


DATA = {
    "interfaces": [port("Ethernet1/2", "inside"), port("Ethernet1/3", None), port("Ethernet1/4", None)],
    "etherchannels": [port("Port-channel1", "core", "etherchannelinterface", memberInterfaces=[{"id": "Ethernet1/4"}])],
    "bridge_groups": [port("BVI1", "bridge", "bridgegroupinterface")],
    "vlan_interfaces": [port("Vlan7", "lab", "vlaninterface")],
    "subinterfaces": {"Ethernet1/3": [port("Ethernet1/3.10", "dmz", "subinterface")]},
}
KEPT = settings_of(DATA)


def broken(**changes):
    """The same unit after a break that took something from every interface."""
    data = copy.deepcopy(DATA)
    for each in (
        *(one for name in data if name != "subinterfaces" for one in data[name]),
        *data["subinterfaces"]["Ethernet1/3"],
    ):
        each |= changes
    return owned(data)


def test_every_kind_of_interface_is_kept_with_the_ports_that_carry_it():
    kept = ["Ethernet1/2", "Ethernet1/3", "Ethernet1/4", "Port-channel1", "BVI1", "Vlan7", "Ethernet1/3.10"]
    assert sorted(each["hardware"] for each in KEPT) == sorted(kept)


def test_spellings_are_those_of_the_snapshot():
    found = saved(port("Ethernet1/2", "inside"))
    assert (found["address"], found["mac"]) == ("192.0.2.1/24", "0201.2a01.0001")
    assert saved(port("Ethernet1/2", "inside", ipv4=None, ipv6=7, macAddress=3))["address"] == ""


def test_nothing_is_put_back_where_nothing_is_lost():
    assert put_back(owned(DATA), KEPT) == ([], [])
    assert repair(owned(DATA), KEPT) == []


def test_everything_comes_back_on_every_kind_and_subinterfaces_name_their_port():
    lost = {"monitorInterface": False, "macAddress": None, "ipv4": port("x", "y")["ipv4"] | {}}
    lost["ipv4"] = {"ipAddress": {"ipAddress": "192.0.2.1", "netmask": "255.255.255.0", "standbyIpAddress": None}}
    lost["ipv6"] = {"ipAddresses": [{"ipAddress": "2001:db8::1/64", "standbyIpAddress": None}]}
    edits, notes = put_back(broken(**lost), KEPT)
    assert notes == []
    assert {edit.hardware for edit in edits} == {"Ethernet1/2", "Port-channel1", "BVI1", "Vlan7", "Ethernet1/3.10"}
    for edit in edits:
        assert edit.body["ipv4"]["ipAddress"]["standbyIpAddress"] == "192.0.2.2"
        assert edit.body["ipv6"]["ipAddresses"][0]["standbyIpAddress"] == "2001:db8::2"
        assert (edit.body["monitorInterface"], edit.body["macAddress"]) == (True, "0201.2a01.0001")
        assert "links" not in edit.body
        assert (edit.parent is not None) is (edit.hardware == "Ethernet1/3.10")


def test_a_standby_address_is_not_put_on_another_network():
    moved = {"ipv4": {"ipAddress": {"ipAddress": "198.51.100.1", "netmask": "24", "standbyIpAddress": None}}}
    edits, notes = put_back(broken(**moved), KEPT)
    assert edits == []
    assert any("no longer 192.0.2.1/24" in note for note in notes)


def test_an_interface_that_is_gone_is_said():
    _edits, notes = put_back({}, KEPT)
    assert "inside (Ethernet1/2) is no named interface any more" in notes


@pytest.mark.parametrize(
    ("taken", "change"),
    [
        ({"enabled": False}, "enabled"),
        ({"ipv4": {"ipAddress": {"ipAddress": "192.0.2.2", "netmask": "24"}}}, "address 192.0.2.1/24"),
        ({"ipv6": {"ipAddresses": None}}, "IPv6 addresses 2001:DB8::1/64"),
    ],
)
def test_a_survivor_gets_back_what_traffic_needs(taken, change):
    edits = repair(broken(**taken), KEPT)
    assert {"Ethernet1/2", "Ethernet1/3.10", "Port-channel1"} <= {edit.hardware for edit in edits}
    assert all(change in edit.changes for edit in edits)


@pytest.mark.parametrize("now", [None, {"ipType": "DHCP", "dhcp": True, "dhcpRouteMetric": 1}])
def test_an_address_comes_back_static_and_with_the_types_that_the_specification_requires(now):
    """Spec InterfaceIPv4 and HAIPv4Address require type; the rest of the object stays as read."""
    for edit in repair(broken(ipv4=now), KEPT):
        ipv4 = edit.body["ipv4"]
        assert (ipv4["type"], ipv4["ipType"], ipv4["dhcp"], ipv4["addressNull"]) == (
            "interfaceipv4",
            "STATIC",
            False,
            False,
        )
        assert ipv4["ipAddress"]["type"] == "haipv4address"
        assert ipv4.get("dhcpRouteMetric") == (now or {}).get("dhcpRouteMetric")


TIME = {"value": 1, "timeUnit": "SECONDS", "type": "time"}


@pytest.mark.parametrize(
    ("now", "count"),
    [
        ({"peerPollTime": {"value": 1000, "timeUnit": "MILLISECONDS"}, "interfaceFailureUnit": "number"}, 0),
        ({"peerPollTime": {"value": 2, "timeUnit": "SECONDS"}, "interfaceFailureUnit": "NUMBER"}, 1),
        ({}, 2),
    ],
)
def test_criteria_are_compared_by_what_they_mean(now, count):
    """Trap 12: a unit spells 1000 ms as 1 s."""
    assert len(criteria_differences(now, {"peerPollTime": TIME, "interfaceFailureUnit": "NUMBER"})) == count


def test_criteria_in_the_words_of_the_inventory():
    told = {"peerPollTime": {"value": 500, "timeUnit": "MILLISECONDS"}, "peerHoldTime": TIME | {"value": 2}}
    told |= {"interfaceFailureUnit": "PERCENTAGE", "interfaceFailureThreshold": 50}
    assert criteria_variable(told) == {"peer_poll_time": "500 ms", "peer_hold_time": "2 s", "threshold": "50%"}
    assert criteria_variable({}) == {}


TAKEN = Snapshot("branch01", "20261125T211500Z", "primary", {"primary": "A", "secondary": "B"}, {}, {}, tuple(KEPT))


def test_a_snapshot_is_read_as_it_was_written():
    again = read_snapshot("branch01", "x", TAKEN.document())
    assert again == TAKEN
    assert again.same_as(TAKEN)
    assert not again.same_as(None)


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"pair": "branch02"},
        {"interfaces": None},
        {"interfaces": [{"hardware": "x"}]},
        {"interfaces": "x"},
    ],
)
def test_what_is_no_snapshot_of_this_pair_is_refused(change):
    with pytest.raises(InputError):
        read_snapshot("branch01", "x", TAKEN.document() | change)
