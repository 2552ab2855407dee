# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each part in one call, subinterfaces only of the ports asked for, and the clock noted when it counts."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import NotFound
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import read
from support import fake_client, units

PLAIN = ["system", "status", "configurations", "interfaces", "etherchannels", "bridge_groups", "interface_info"]
PLAIN += ["pending_changes", "deployments", "joins", "ntp", "license"]
SUB = units.fixture("subinterface")


def test_a_single_unit_is_read_in_one_call_a_part():
    unit = fake_client.unit()
    assert read.read(unit, now=lambda: units.READ_AT / 1000) == units.unit(subinterfaces={})
    assert unit.names == PLAIN


def test_a_secondary_is_read_at_its_own_address():
    assert read.read(fake_client.unit("secondary"), ["status"])["host"] == "192.0.2.12"


@pytest.mark.parametrize(
    ("gather", "calls"),
    [
        (["status"], ["status"]),
        (["status", "system"], ["system", "status"]),
        ([], []),
        (["interfaces", "etherchannels"], ["interfaces", "etherchannels"]),
    ],
)
def test_only_what_is_gathered_is_read(gather, calls):
    unit = fake_client.unit()
    data = read.read(unit, gather)
    assert unit.names == calls
    assert set(data) - {"host", "subinterfaces", "commands", "read_at"} == set(gather)


def test_the_controllers_clock_is_noted_with_the_units():
    assert read.read(fake_client.unit(), ["system"], now=lambda: 1.5)["read_at"] == 1500
    assert "read_at" not in read.read(fake_client.unit(), ["status"])


@pytest.mark.parametrize(
    ("ports", "asked"),
    [
        ([units.PORT, units.PORT, "Ethernet9/9"], {units.PORT: [SUB]}),
        (["Port-channel1"], {"Port-channel1": [SUB]}),
        ([], {}),
    ],
)
def test_subinterfaces_cost_a_call_a_port(ports, asked):
    unit = fake_client.unit(etherchannels=[units.etherchannel()], subinterfaces=[SUB])
    assert read.read(unit, ports=ports)["subinterfaces"] == asked
    assert unit.names.count("subinterfaces") == len(asked)


@pytest.mark.parametrize(
    ("status", "commands", "asked"),
    [
        (units.status(), ["show managers", "show managers"], ["show managers"]),
        (units.active(), ["show managers"], ["show managers", "show failover", "show running-config failover"]),
        (units.active(), ["show failover"], ["show failover", "show running-config failover"]),
        (units.status(), [], []),
        (
            units.active(peerNodeState="HA_FAILED_NODE"),
            ["show managers"],
            ["show managers", "show failover", "show running-config failover"],
        ),
    ],
)
def test_a_unit_in_ha_is_read_for_its_peer(status, commands, asked):
    unit = fake_client.unit(status=status, command={"commandOutput": "output"})
    assert read.read(unit, commands=commands)["commands"] == dict.fromkeys(asked, "output")
    assert [body["commandInput"] for body in unit.bodies("command")] == asked


def test_the_vlans_of_a_unit_with_switch_ports_are_read():
    listed = units.interfaces(**{units.FREE_PORT: {"mode": "SWITCHPORT"}})
    vlan = [units.interface("Vlan10", type="vlaninterface")]
    assert read.read(fake_client.unit(interfaces=listed, vlan_interfaces=vlan))["vlan_interfaces"] == vlan
    assert read.read(fake_client.unit(interfaces=listed, vlan_interfaces=NotFound("no")))["vlan_interfaces"] == []
    assert "vlan_interfaces" not in read.read(fake_client.unit())


@pytest.mark.parametrize("state", ["HA_DISABLED_NODE", "HA_FAILED_NODE", "HA_SUSPENDED_NODE"])
def test_the_reason_of_a_unit_that_takes_no_part_in_ha_is_read(state):
    syncs = [{"status": "FAILED", "statusMessage": "CD App Sync error"}]
    unit = fake_client.unit(status=units.status(state), syncs=syncs)
    assert read.read(unit, ["status"])["configuration_syncs"] == syncs


# ----- for preflight and verify

BRIEF, MANAGERS, FAILOVER, RUNNING, STATE = (
    "show interface ip brief",
    "show managers",
    "show failover",
    "show running-config failover",
    "show failover state",
)
IN_HA = [
    *("system", "configurations", "interfaces", "etherchannels", "interface_info", "pending_changes"),
    "deployments",
]
IN_HA += ["joins"]
SINGLE = [each for each in PLAIN if each not in ("status", "joins")]


@pytest.mark.parametrize(
    ("status", "pair_in_ha", "calls", "commands"),
    [
        (units.status(), False, SINGLE, [BRIEF, MANAGERS]),
        (units.active(), True, IN_HA, [BRIEF, FAILOVER, RUNNING]),
        # one unit is in HA, the other is not yet: all rules matter
        (units.active(), False, [*SINGLE, "joins"], [BRIEF, MANAGERS, FAILOVER, RUNNING]),
        (
            units.active(peerNodeState="HA_FAILED_NODE"),
            True,
            IN_HA,
            [BRIEF, FAILOVER, RUNNING],
        ),
    ],
    ids=["single", "pair in HA", "one in HA", "peer is not heard"],
)
def test_preflight_reads_each_part_once_and_less_of_a_pair_in_ha(status, pair_in_ha, calls, commands):
    api = fake_client.unit(command={"commandOutput": "output"})
    data = read.read_for_preflight(api, [units.PORT], status, pair_in_ha)
    subinterfaces = [] if pair_in_ha else ["subinterfaces"]
    assert api.names == [*calls, *subinterfaces, *["command"] * len(commands)]
    assert data["commands"] == dict.fromkeys(commands, "output")
    assert data["status"] == status


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ({}, False),
        ({"nodeRole": "HA_PRIMARY"}, True),
        ({"failoverName": "failover-link"}, True),
        ({"failoverInterface": {"id": "port"}}, True),
        ({"primaryFailoverIPv4": {"ipAddress": "192.168.10.1"}}, True),
    ],
)
def test_joins_are_read_where_the_unit_has_something_to_join_with(stored, asked):
    api = fake_client.unit(configurations=[units.fixture("configuration") | stored], command={"commandOutput": ""})
    data = read.read_for_preflight(api, [units.PORT], units.status(), pair_in_ha=False)
    assert ("joins" in api.names, "joins" in data) == (asked, asked)


REFERENCES = fake_client.configured()
OLD = [
    REFERENCES[0]
    | {
        field: units.reference(units.interface(units.PORT), hardware=False)
        for field in ("failoverInterface", "statefulFailoverInterface")
    }
]


@pytest.mark.parametrize(
    ("configurations", "ports", "calls"),
    [
        (REFERENCES, [units.PORT], ["system", "status", "configurations"]),
        # references before 6.6 don't name the port
        (OLD, [units.PORT], ["system", "status", "configurations", "interfaces"]),
        (REFERENCES, ["Port-channel1"], ["system", "status", "configurations", "etherchannels"]),
    ],
    ids=["named", "not named", "EtherChannel"],
)
def test_verify_reads_interfaces_only_where_it_needs_them(configurations, ports, calls):
    api = fake_client.unit(status=units.active(), configurations=configurations)
    data = read.read_evidence(api, units.intent(failover_link=units.LINK | {"port": ports[0]}))
    assert api.names == [*calls, "command", "command", "command"]
    assert list(data["commands"]) == [FAILOVER, STATE, RUNNING]


def test_verify_does_not_read_again_what_this_run_knows():
    api = fake_client.unit(status=units.active(), configurations=REFERENCES)
    data = read.read_evidence(api, units.intent(), (), {"serialNumber": "9A1B2C3D4E5"})
    assert api.names == ["status", "configurations"]
    assert data["system"] == {"serialNumber": "9A1B2C3D4E5"}


@pytest.mark.parametrize(
    ("status", "variables", "calls"),
    [
        (units.active(), {"failover_criteria": {"threshold": 2}}, ["criteria"]),
        (units.standby(), {"failover_criteria": {"threshold": 2}}, []),
        (
            units.active(),
            {"failover_interfaces": {"outside": {"monitored": True}}},
            ["configurations", "interfaces", "etherchannels", "bridge_groups", "vlan_interfaces"]
            + ["subinterfaces"] * 5,
        ),
    ],
    ids=["criteria", "standby", "interfaces"],
)
def test_verify_reads_the_settings_of_the_active_unit_alone_where_the_inventory_has_any(status, variables, calls):
    api = fake_client.unit(status=status, configurations=REFERENCES, criteria=[units.criteria()])
    data = read.read_evidence(api, units.intent(**variables), ())
    assert api.names == ["system", "status", "configurations", *calls]
    assert ("settings" in data) is bool(calls)


def test_gathering_jobs_alone_needs_no_status():
    assert read.read(fake_client.unit(), ["joins"])["joins"] == []
