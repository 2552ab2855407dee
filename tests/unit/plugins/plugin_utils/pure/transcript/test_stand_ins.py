# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that stand for others: always the same ones, and addresses as near to each other as the originals."""

from __future__ import annotations

import ipaddress

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.transcript.stand_ins import StandIns
from hypothesis import given
from hypothesis import strategies as st

MADE = StandIns(b"salt of this run")
OTHER = StandIns(b"salt of another")
IPV4 = st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address)
IPV6 = st.integers(0, 2**128 - 1).map(ipaddress.IPv6Address)
STAYS = [
    *("127.0.1.11", "0.0.0.0", "255.255.255.252", "169.254.1.1", "224.0.0.18"),
    *("::", "::1", "fe80::1", "ff02::1", "fd00::1"),
]


def shared(one: str, other: str) -> int:
    """How many bits two addresses begin with in common."""
    first, second = ipaddress.ip_address(one), ipaddress.ip_address(other)
    return first.max_prefixlen - (int(first) ^ int(second)).bit_length()


@pytest.mark.parametrize("address", STAYS)
def test_addresses_that_identify_no_owner_stay(address: str) -> None:
    assert MADE.address(address) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.0.0.0/8"),
        ("172.20.2.3", "172.16.0.0/12"),
        ("192.168.77.3", "192.168.0.0/16"),
        ("203.0.113.9", "100.64.0.0/10"),
        ("2001:db8:9::9", "2001:db8::/32"),
        ("fd12:3456:789a:1::1", "2001:db8::/32"),
    ],
)
def test_every_other_address_becomes_one_of_a_network_that_identifies_no_owner(address: str, network: str) -> None:
    assert ipaddress.ip_address(MADE.address(address)) in ipaddress.ip_network(network)


@pytest.mark.parametrize("network", ["10.{}.{}.7", "172.20.{}.7", "192.168.{}.7", "203.0.{}.7", "100.64.{}.7"])
def test_no_address_stays_itself_by_chance(network: str) -> None:
    addresses = [network.format(number, 255 - number) for number in range(256)]
    assert [address for address in addresses if MADE.address(address) == address] == []


@pytest.mark.parametrize("home", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"])
@given(one=st.integers(0, 2**16 - 1), other=st.integers(0, 2**16 - 1))
def test_private_addresses_are_to_each_other_as_before(home: str, one: int, other: int) -> None:
    first, second = (str(ipaddress.ip_network(home).network_address + number) for number in (one, other))
    assert shared(MADE.address(first), MADE.address(second)) == shared(first, second)


@given(address=IPV4, last=st.integers(0, 255))
def test_one_network_stays_one_network_and_its_last_part_stays(address: ipaddress.IPv4Address, last: int) -> None:
    neighbour = str(ipaddress.IPv4Address(int(address) & 0xFFFFFF00 | last))
    assert MADE.address(neighbour).rpartition(".")[2] == str(last)
    assert MADE.address(neighbour).rpartition(".")[0] == MADE.address(str(address)).rpartition(".")[0]


@given(address=st.integers(0x2 << 124, (0x4 << 124) - 1).map(ipaddress.IPv6Address), last=st.integers(0, 0xFFFF))
def test_one_ipv6_network_stays_one(address: ipaddress.IPv6Address, last: int) -> None:
    one, other = str(address), str(ipaddress.IPv6Address(int(address) >> 16 << 16 | last))
    assert shared(MADE.address(one), MADE.address(other)) >= 112


@given(address=IPV4 | IPV6)
def test_an_address_stays_an_address(address: ipaddress.IPv4Address) -> None:
    assert ipaddress.ip_address(MADE.address(str(address))).version == address.version


@pytest.mark.parametrize("text", ["999.1.2.3", "18:30:00", "::x", ""])
def test_what_is_no_address_stays(text: str) -> None:
    assert MADE.address(text) == text


@pytest.mark.parametrize(
    ("kind", "original", "length"),
    [
        ("uuid", "cfe11bdd-4a3f-5167-96ff-c7709fb6851d", 36),
        ("mac", "249A.16A4.5DED", 14),
        ("serial", "9A1B2C3D4E5", 11),
    ],
)
def test_a_stand_in_has_the_shape_of_the_original_and_differs_between_runs(
    kind: str, original: str, length: int
) -> None:
    made, again, other = (getattr(each, kind)(original) for each in (MADE, MADE, OTHER))
    assert made == again != original
    assert other != made
    assert len(made) == length


def test_a_mac_address_is_the_same_in_every_notation() -> None:
    dotted, colons = MADE.mac("249A.16A4.5DED"), MADE.mac("24:9a:16:a4:5d:ed")
    assert dotted.replace(".", "") == colons.replace(":", "")
    assert colons.startswith("02:")
