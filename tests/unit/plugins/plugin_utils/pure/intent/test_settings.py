# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Failover criteria and interfaces of the inventory: what is understood, and what is refused before any call."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.settings import (
    Criteria,
    InterfaceIntent,
    normal_mac,
    read_criteria,
    read_interfaces,
)
from support import units


@pytest.mark.parametrize(
    ("given", "ms"),
    [
        ("500 ms", 500),
        ("500ms", 500),
        ("500 MS", 500),
        ("1000 ms", 1000),
        ("1s", 1000),
        ("1 s", 1000),
        (1, 1000),
        ("1", 1000),
        (0.5, 500),
        ("0.5", 500),
        ("2.0 s", 2000),
        (15, 15000),
    ],
)
def test_a_time_is_read_in_any_usual_spelling(given, ms):
    """Trap 12: 1000 ms and 1 s are the same."""
    assert read_criteria("branch01", {"peer_poll_time": given}) == Criteria(peer_poll_time=ms)


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("peer_poll_time", "199 ms", False),
        ("peer_poll_time", "200 ms", True),
        ("peer_poll_time", "999 ms", True),
        ("peer_poll_time", "1500 ms", False),
        ("peer_poll_time", 15, True),
        ("peer_poll_time", 16, False),
        ("peer_hold_time", "799 ms", False),
        ("peer_hold_time", "800 ms", True),
        ("peer_hold_time", 45, True),
        ("peer_hold_time", 46, False),
        ("interface_poll_time", "499 ms", False),
        ("interface_poll_time", "500 ms", True),
        ("interface_poll_time", 15, True),
        ("interface_hold_time", "999 ms", False),
        ("interface_hold_time", 4, False),
        ("interface_hold_time", 5, True),
        ("interface_hold_time", 75, True),
        ("interface_hold_time", 76, False),
        ("peer_poll_time", True, False),
        ("peer_poll_time", "fast", False),
        ("peer_poll_time", "-1", False),
        ("peer_poll_time", [1], False),
        ("peer_poll_time", "1 min", False),
        ("peer_poll_time", "0.5 ms", False),
        ("peer_poll_time", "\uff11 s", False),
        ("threshold", 1, True),
        ("threshold", "250", True),
        ("threshold", 251, False),
        ("threshold", 0, False),
        ("threshold", "1%", True),
        ("threshold", "100 %", True),
        ("threshold", "101%", False),
        ("threshold", 1.5, False),
        ("threshold", True, False),
    ],
)
def test_ranges_are_those_of_the_data_plane(name, value, taken):
    if taken:
        assert read_criteria("branch01", {name: value}) is not None
    else:
        with pytest.raises(InputError, match=rf"^branch01, failover_criteria: {name} is .*; expected "):
            read_criteria("branch01", {name: value})


@pytest.mark.parametrize(
    ("poll", "hold", "names"),
    [
        ("1 s", "2 s", ("peer_poll_time", "peer_hold_time", 3)),
        ("300 ms", "899 ms", ("peer_poll_time", "peer_hold_time", 3)),
        ("6 s", "29 s", ("interface_poll_time", "interface_hold_time", 5)),
    ],
)
def test_a_hold_time_is_a_multiple_of_its_poll_time(poll, hold, names):
    with pytest.raises(InputError, match=rf"{names[1]} is {hold}, less than {names[2]} times {names[0]} \({poll}\)"):
        read_criteria("branch01", {names[0]: poll, names[1]: hold})


def test_a_hold_time_of_exactly_the_multiple_is_taken():
    assert read_criteria("branch01", {"peer_poll_time": 1, "peer_hold_time": 3, "threshold": "50%"}) == Criteria(
        peer_poll_time=1000, peer_hold_time=3000, threshold=(50, "PERCENTAGE")
    )


@pytest.mark.parametrize("nothing", [None, "", {}])
def test_what_is_left_out_is_nothing(nothing):
    assert (read_criteria("branch01", nothing), read_interfaces("branch01", nothing)) == (None, ())


@pytest.mark.parametrize(
    ("mac", "normal"),
    [
        ("0201.2a01.0001", "0201.2a01.0001"),
        ("02:01:2A:01:00:01", "0201.2a01.0001"),
        ("02-01-2a-01-00-01", "0201.2a01.0001"),
        ("02012A010001", "0201.2a01.0001"),
        ("0201.2a01.000", None),
        ("0201.2a01.000g", None),
        ("", None),
    ],
)
def test_a_mac_address_has_one_spelling(mac, normal):
    """Trap 12."""
    assert normal_mac(mac) == normal


def test_an_interface_is_read():
    given = {
        "monitored": "yes",
        "standby_address": ["198.51.100.2", "2001:DB8:0::2"],
        "mac_address": "02:01:2A:01:00:01",
        "standby_mac_address": "",
    }
    assert read_interfaces("branch01", {"outside": given}) == (
        InterfaceIntent("outside", True, ("198.51.100.2", "2001:db8::2"), "0201.2a01.0001", None),
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("outside", "failover_interfaces: a str is given"),
        ({"outside": True}, "failover_interfaces.outside: a bool is given"),
        ({"outside": {"monitor": True}}, r"unknown key monitor \(did you mean monitored\?\)"),
        ({"outside": {"monitored": "maybe"}}, "monitored is 'maybe'; expected true or false"),
        (
            {"outside": {"standby_address": "198.51.100.2/24"}},
            "expected an address without prefix length",
        ),
        ({"outside": {"standby_address": "nowhere"}}, "standby_address nowhere is no address"),
        ({"outside": {"standby_address": 5}}, "standby_address 5 is no address"),
        ({"outside": {"mac_address": "0101.2a01.0001"}}, "expected a MAC address of one host"),
        ({"outside": {"mac_address": "0000.0000.0000"}}, "expected a MAC address of one host"),
        ({"outside": {"mac_address": 201}}, "expected a MAC address of one host"),
        (
            {"outside": {"mac_address": "0201.2a01.0001", "standby_mac_address": "02:01:2a:01:00:01"}},
            "the MAC address 0201.2a01.0001 is given twice",
        ),
        (
            {"a": {"standby_address": "198.51.100.2"}, "b": {"standby_address": "198.51.100.2"}},
            "the standby address 198.51.100.2 is given twice",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_before_any_call(given, says):
    with pytest.raises(InputError, match=says):
        read_interfaces("branch01", given)


def test_the_intent_of_a_pair_holds_them():
    intent = units.intent(failover_criteria={"threshold": 2}, failover_upgrade="true")
    assert (intent.criteria, intent.upgrade) == (Criteria(threshold=(2, "NUMBER")), True)
    with pytest.raises(InputError, match="failover_upgrade is 'soon'; expected true or false"):
        units.intent(failover_upgrade="soon")
