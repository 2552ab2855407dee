# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A value of an unknown type is not known; null and missing are absent."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unreadable import (
    INTERFACE,
    UNIT,
    unreadable,
    unreadable_parts,
)
from hypothesis import given
from hypothesis import strategies as some
from support import units


@pytest.mark.parametrize(
    ("members", "fields"),
    [
        ({}, ()),
        ({"name": None, "ipv4": None, "ipv6": None, "pppoe": None, "mode": None}, ()),
        ({"name": 7}, ()),
        ({"name": {}}, ("name",)),
        ({"name": ["dmz"]}, ("name",)),
        ({"mode": True}, ("mode",)),
        ({"ipv4": "192.0.2.1"}, ("ipv4",)),
        ({"ipv4": {"ipAddress": "192.0.2.1"}}, ("ipv4.ipAddress",)),
        ({"ipv4": {"ipAddress": {"ipAddress": ["192.0.2.1"]}}}, ("ipv4.ipAddress.ipAddress",)),
        ({"ipv4": {"dhcp": "true", "ipType": {}}}, ("ipv4.ipType", "ipv4.dhcp")),
        ({"ipv6": {"ipAddresses": "2001:db8::1/64"}}, ("ipv6.ipAddresses",)),
        ({"ipv6": {"ipAddresses": ["2001:db8::1/64"]}}, ("ipv6.ipAddresses",)),
        ({"ipv6": {"ipAddresses": [{"ipAddress": {}}]}}, ("ipv6.ipAddresses.ipAddress",)),
        ({"pppoe": True}, ("pppoe",)),
        ({"memberInterfaces": "GigabitEthernet0/2"}, ("memberInterfaces",)),
        ({"memberInterfaces": ["GigabitEthernet0/2"]}, ("memberInterfaces",)),
        ({"managementOnly": "no"}, ("managementOnly",)),
    ],
)
def test_fields_of_an_interface(members, fields):
    assert unreadable(units.interface(**members), INTERFACE) == fields


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, ()),
        ({"interfaces": None, "ntp": None}, ()),
        ({"interfaces": {}}, ("interfaces",)),
        ({"interfaces": ["GigabitEthernet0/2"]}, ("interfaces",)),
        ({"system": {"softwareVersion": ["7.0.1"]}}, ("system.softwareVersion",)),
        ({"system": "7.0.1"}, ("system",)),
        ({"status": {"nodeState": 1.5}}, ("status.nodeState",)),
        ({"pending_changes": "none"}, ("pending_changes",)),
        ({"subinterfaces": {units.PORT: "none"}}, (f"subinterfaces of {units.PORT}",)),
        ({"interfaces": [units.interface(name={})]}, (f"name of {units.PORT}",)),
        ({"interfaces": [units.interface(hardwareName={})]}, ("hardwareName of an entry of interfaces",)),
        (
            {"etherchannels": [units.etherchannel(memberInterfaces=["GigabitEthernet0/2"])]},
            ("memberInterfaces of Port-channel1",),
        ),
    ],
)
def test_parts_of_a_unit(parts, said):
    assert unreadable_parts(units.unit() | parts) == said


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=3),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(some.sampled_from(sorted(UNIT)), JSON)
def test_any_value_anywhere_is_readable_or_named(path, value):
    data = {}
    inner = data
    for step in path.split(".")[:-1]:
        inner = inner.setdefault(step, {})
    inner[path.split(".")[-1]] = value
    assert unreadable(data, {path: UNIT[path]}) == (() if value is None or UNIT[path](value) else (path,))
