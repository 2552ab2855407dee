# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses in every spelling people and units use; nothing else passes."""

from __future__ import annotations

import ipaddress

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent import addresses
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.addresses import Address, read_address
from hypothesis import given
from hypothesis import strategies as some

V4 = Address(4, 0xC0000201, 30, "192.0.2.1")
V6 = Address(6, 0x20010DB8000000000000000000000001, 64, "2001:db8::1")
HOSTILE = [
    "",
    "/",
    "/30",
    "host/30",
    "192.0.2.256/30",
    "192.0.2.1/33",
    "192.0.2.1/-1",
    "192.0.2.1/1_0",
    "192.0.2.1/+30",
    "192.0.2.1/\u0663",
    "\u0661.1.1.1/30",
    "192.0.2.01/30",
    "0x7f.1/8",
    "3221225985/30",
    "192.0.2/24",
    "192.0.2.1/255.0.255.0",
    "192.0.2.1/30/30",
    "192.0.2.1\x00/30",
    "192.0.2.1;reboot/30",
    "{{ lookup('pipe', 'id') }}",
    "2001:db8::1/129",
    "2001:db8::1::/64",
    "fe80::1%eth0/64",
    "1" * 5000,
    "192.0.2.1/" + "9" * 5000,
]


@pytest.mark.parametrize(
    ("spelling", "mask", "expected"),
    [
        ("192.0.2.1/30", "", V4),
        (" 192.0.2.1 / 30 ", "", V4),
        ("192.0.2.1 30", "", V4),
        ("192.0.2.1/255.255.255.252", "", V4),
        ("192.0.2.1 255.255.255.252", "", V4),
        ("192.0.2.1", "30", V4),
        ("192.0.2.1", "255.255.255.252", V4),
        ("192.0.2.1/30", "24", V4),
        ("2001:db8::1/64", "", V6),
        ("2001:DB8:0:0:0:0:0:1/64", "", V6),
        ("2001:db8::1", "64", V6),
    ],
)
def test_spellings_of_one_address_are_equal(spelling, mask, expected):
    assert read_address(spelling, mask) == expected


@pytest.mark.parametrize("spelling", HOSTILE)
def test_what_is_no_address_is_none(spelling):
    assert read_address(spelling) is None
    assert addresses.first_two_hosts(spelling) is None


@given(some.text(max_size=60))
def test_no_text_raises(spelling):
    read = read_address(spelling)
    assert read is None or read_address(read.text) == read


@given(some.ip_addresses(), some.data())
def test_an_address_survives_being_spelled(address, data):
    prefix = data.draw(some.integers(0, address.max_prefixlen))
    read = read_address(f"{address}/{prefix}")
    known = ipaddress.ip_interface((address, prefix))
    assert (read.version, read.value, read.prefix) == (known.version, int(known.ip), prefix)
    assert ipaddress.ip_network(read.network) == known.network
    assert read.netmask == str(known.netmask)
    assert read_address(read.ip, read.netmask) == read


@pytest.mark.parametrize(
    ("spelling", "prefixed"),
    [("192.0.2.1/30", True), ("192.0.2.1 255.255.255.252", True), ("192.0.2.1", False), ("1/2/3", False), ("", False)],
)
def test_a_prefix_is_noticed(spelling, prefixed):
    assert addresses.has_prefix(spelling) is prefixed


@pytest.mark.parametrize(
    ("network", "hosts"),
    [
        ("192.0.2.0/30", ("192.0.2.1/30", "192.0.2.2/30")),
        ("192.0.2.3/30", ("192.0.2.1/30", "192.0.2.2/30")),
        ("192.0.2.0/24", ("192.0.2.1/24", "192.0.2.2/24")),
        ("192.0.2.0 255.255.255.252", ("192.0.2.1/30", "192.0.2.2/30")),
        ("192.0.2.0/31", ("192.0.2.0/31", "192.0.2.1/31")),
        ("192.0.2.7/32", ("192.0.2.7/32", "192.0.2.7/32")),
        ("2001:db8::/64", ("2001:db8::1/64", "2001:db8::2/64")),
        ("2001:db8::/126", ("2001:db8::1/126", "2001:db8::2/126")),
        ("2001:db8::/127", ("2001:db8::/127", "2001:db8::1/127")),
        ("2001:db8::5/128", ("2001:db8::5/128", "2001:db8::5/128")),
    ],
)
def test_a_link_takes_the_first_two_hosts(network, hosts):
    assert tuple(each.text for each in addresses.first_two_hosts(network)) == hosts


@pytest.mark.parametrize(
    ("spelling", "boundary_kind", "special"),
    [
        ("192.0.2.0/30", "network", ""),
        ("192.0.2.3/30", "broadcast", ""),
        ("192.0.2.1/30", "", ""),
        ("192.0.2.0/31", "", ""),
        ("192.0.2.0/32", "", ""),
        ("2001:db8::/64", "subnet-router anycast", ""),
        ("2001:db8::ffff:ffff:ffff:ffff/64", "", ""),
        ("2001:db8::/127", "", ""),
        ("224.0.0.1/24", "", "multicast"),
        ("127.0.0.1/24", "", "loopback"),
        ("0.0.0.0/32", "", "unspecified"),
        ("ff02::1/64", "", "multicast"),
        ("::1/128", "", "loopback"),
        ("::/128", "", "unspecified"),
    ],
)
def test_addresses_that_no_host_can_have(spelling, boundary_kind, special):
    address = read_address(spelling)
    assert (addresses.boundary_kind(address), addresses.special(address)) == (boundary_kind, special)


@pytest.mark.parametrize(
    ("spelling", "network"),
    [
        ("169.254.1.1/30", "169.254.0.0/16"),
        ("169.0.0.1/8", "169.254.0.0/16"),
        ("169.253.255.1/24", ""),
        ("fd00::1:1/112", "fd00::/48"),
        ("fd00:0:1::1/64", ""),
        ("192.0.2.1/30", ""),
    ],
)
def test_networks_the_units_use_themselves(spelling, network):
    assert addresses.reserved(read_address(spelling)) == network


def test_overlapping_networks_are_named_as_they_were_given():
    others = ["192.0.2.0/24", "192.0.2.1/32", "192.0.2.129 255.255.255.128", "2001:db8::/64", "nonsense", "0.0.0.0/0"]
    assert addresses.overlapping("192.0.2.0/30", others) == ("192.0.2.0/24", "192.0.2.1/32", "0.0.0.0/0")


@given(some.ip_addresses(v=4, network="192.0.2.0/24"), some.ip_addresses(v=4, network="192.0.2.0/24"), some.data())
def test_overlap_goes_both_ways(one, two, data):
    lengths = some.integers(24, 32)
    first, second = f"{one}/{data.draw(lengths)}", f"{two}/{data.draw(lengths)}"
    known = ipaddress.ip_interface(first).network.overlaps(ipaddress.ip_interface(second).network)
    assert bool(addresses.overlapping(first, [second])) is known
    assert bool(addresses.overlapping(second, [first])) is known


def test_without_netaddr_the_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(addresses, "HAS_NETADDR", False)
    with pytest.raises(InputError) as raised:
        read_address("192.0.2.1/30")
    assert str(raised.value) == (
        "the Python package netaddr is not installed where Ansible runs; expected netaddr 1.0 or newer, to reason "
        "about the addresses of the links. Install it beside ansible-core: pip install netaddr."
    )
