# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses and networks, read with netaddr: the one file that imports it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...errors import InputError

NOT_AN_ADDRESS: tuple[type[Exception], ...] = (ValueError, TypeError, AttributeError, IndexError)
try:
    import netaddr
except ImportError:
    HAS_NETADDR = False
else:
    HAS_NETADDR = True
    NOT_AN_ADDRESS += (netaddr.AddrFormatError,)

SPELLING = re.compile(r"[0-9A-Fa-f:.]+(/[0-9A-Fa-f:.]+)?")
"""What a network may be made of; netaddr's prefix length is Python's ``int``, which takes 1_0 as well."""
RESERVED = ("169.254.0.0/16", "fd00::/48")
"""Networks the units use internally (FTD guidelines; the IPv6 one is given as fd00:0:0::/48)."""


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """One host address with its prefix length, in netaddr's canonical spelling."""

    version: int
    value: int
    prefix: int
    ip: str

    @property
    def network(self) -> str:
        """The network the address lies in, as CIDR."""
        return str(_network(f"{self.ip}/{self.prefix}").cidr)

    @property
    def netmask(self) -> str:
        """The dotted mask of an IPv4 address."""
        return str(_network(f"{self.ip}/{self.prefix}").netmask)

    @property
    def text(self) -> str:
        """Address and prefix length."""
        return f"{self.ip}/{self.prefix}"


def _network(spelling: str) -> netaddr.IPNetwork:
    if not HAS_NETADDR:
        raise InputError(
            what="the Python package netaddr is not installed where Ansible runs",
            expected="netaddr 1.0 or newer, to reason about the addresses of the links",
            remedy="Install it beside ansible-core: pip install netaddr.",
        )
    cleaned = "/".join(spelling.replace("/", " ").split())
    if not SPELLING.fullmatch(cleaned):
        raise ValueError("not an address")
    return netaddr.IPNetwork(cleaned)


def read_network(spelling: str) -> netaddr.IPNetwork | None:
    """A network or address in any usual spelling (prefix length or mask, blank or slash); None if it is none."""
    try:
        return _network(spelling)
    except NOT_AN_ADDRESS:
        return None


def _ip(value: int, version: int) -> netaddr.IPAddress:
    return netaddr.IPAddress(value, 4 if version == 4 else 6)


def _address(network: netaddr.IPNetwork, value: int) -> Address:
    ip = _ip(value, network.version)
    return Address(network.version, value, network.prefixlen, str(ip))


def read_address(spelling: str, mask: str = "") -> Address | None:
    """An address with its prefix length; ``mask`` is a prefix length or dotted mask given apart. None if it is none."""
    network = read_network(f"{spelling}/{mask}" if mask and "/" not in spelling else spelling)
    return None if network is None else _address(network, int(network.ip))


def spelled(spelling: str) -> str:
    """An address or network as it is shown: with a prefix length, or as it came where it is none."""
    network = read_network(spelling)
    return spelling if network is None else str(network)


def has_prefix(spelling: str) -> bool:
    """True if a prefix length or mask is part of the spelling."""
    return len(spelling.replace("/", " ").split()) == 2


def first_two_hosts(spelling: str) -> tuple[Address, Address] | None:
    """The first two host addresses of a network: primary's, then secondary's. None if the text is no network.

    A network with room for two hosts leaves out its first address (network address, or subnet-router anycast);
    /31 and /127 give their two addresses, /32 and /128 the same one twice: the rules decide whether that is allowed.
    """
    network = read_network(spelling)
    if network is None:
        return None
    skip = 1 if network.size > 2 else 0
    first = network.first + skip
    return _address(network, first), _address(network, min(first + 1, network.last))


def boundary_kind(address: Address) -> str:
    """Why an address is not a host's: "network" or "broadcast" address, or "" if it is a host's."""
    network = _network(address.text)
    if network.size <= 2:
        return ""
    if address.value == network.first:
        return "network" if address.version == 4 else "subnet-router anycast"
    if address.version == 4 and address.value == network.last:
        return "broadcast"
    return ""


def special(address: Address) -> str:
    """A kind of address no link can use, in words, or ""."""
    ip = _ip(address.value, address.version)
    kinds = (
        ("multicast", ip.is_multicast()),
        ("loopback", ip.is_loopback()),
        ("unspecified", address.value == 0),
        ("link-local", address.version == 6 and ip.is_link_local()),  # 169.254.0.0/16: a rule of its own
        ("reserved", address.version == 4 and (address.value >> 24 == 0 or address.value >> 28 == 0xF)),  # RFC 6890
    )
    return next((name for name, so in kinds if so), "")


def overlapping(network: str, others: Iterable[str]) -> tuple[str, ...]:
    """Those of ``others`` (CIDR texts) that share an address with ``network``."""
    mine = _network(network)
    theirs = ((other, read_network(other)) for other in others)
    return tuple(
        other
        for other, read in theirs
        if read is not None and read.version == mine.version and (mine in read.cidr or read.cidr in mine.cidr)
    )


def reserved(address: Address) -> str:
    """The internally used network an address falls into, or ""."""
    found = overlapping(address.network, RESERVED)
    return found[0] if found else ""
