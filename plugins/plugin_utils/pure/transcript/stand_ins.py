# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that replace others: the same for each original throughout a run, and useless without the run's salt.

A word is made from the original and a salt that only the run knows, so workers need no common list.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from functools import lru_cache

SHARED = ipaddress.IPv4Network("100.64.0.0/10")
"""Where public addresses go (RFC 6598)."""
PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
EXAMPLE_NETWORK = ipaddress.IPv6Network("2001:db8::/32")
RESERVED = ipaddress.IPv6Network("fd00::/48")
"""Addresses that units use inside (FMC guide); a rule knows them."""
IPV4 = re.compile(r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?!\w|\.\w)")
_IPV6_RUN = re.compile(r"[0-9A-Fa-f:]{2,}")
MAC = re.compile(
    r"(?<![\w.])(?:[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}|(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2})(?!\w|[.:]\w)"
)
UUID = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Za-z])")


class StandIns:
    """The words of one run; ``salt`` is its secret."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt
        self.address = lru_cache(maxsize=4096)(self._address)

    def addresses_in(self, text: str) -> str:
        """A text with every address replaced."""
        text = IPV4.sub(lambda found: self.address(found[0]), text)
        return _IPV6_RUN.sub(lambda found: self._run(found[0]), text)

    def _run(self, run: str) -> str:
        """Hexadecimal digits and colons, with the longest IPv6 address among them replaced: ``addr:2001:db8::1:``."""
        if run.count(":") < 2:
            return run
        starts = [0, *(place + 1 for place, each in enumerate(run) if each == ":")]
        for start in starts:
            for end in (len(run), len(run.rstrip(":"))):
                if is_ipv6(run[start:end]):
                    return run[:start] + self.address(run[start:end]) + run[end:]
        return run

    def word(self, kind: str, original: str) -> str:
        """A word for a name or a serial number: name-3fa91c."""
        return f"{kind}-{self._digest(kind, original).hex()[:8]}"

    def serial(self, original: str) -> str:
        """A serial number of the same length, as far as that is usual."""
        return ("SN" + self._digest("serial", original).hex().upper())[: max(8, min(len(original), 32))]

    def uuid(self, original: str) -> str:
        """An identifier of the same shape."""
        digits = self._digest("uuid", original.lower()).hex()
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))

    def mac(self, original: str) -> str:
        """A locally administered address in the notation of the original."""
        digits = iter("02" + self._digest("mac", re.sub("[^0-9a-f]", "", original.lower())).hex()[:10])
        return "".join(next(digits) if each.isalnum() else each for each in original)

    def _address(self, original: str) -> str:
        """An address that is to other replaced addresses as the original is to theirs: in one network or not, and with
        the same last part. Masks, loopback, link-local and multicast addresses identify no owner and stay."""
        try:
            address = ipaddress.ip_address(original)
        except ValueError:
            return original
        if isinstance(address, ipaddress.IPv4Address):
            return str(self._ipv4(address))
        return str(self._ipv6(address))

    def _ipv4(self, address: ipaddress.IPv4Address) -> ipaddress.IPv4Address:
        if int(address) >> 24 in (0, 127, *range(224, 256)) or address.is_link_local:
            return address
        home = next((each for each in PRIVATE if address in each), None)
        if home is not None:
            return ipaddress.IPv4Address(self._permuted(int(address), home.prefixlen, 24, 32))
        outer = self._digest("public", str(int(address) >> 16))[0] & 0x3F
        inner = self._permuted(int(address), 16, 24, 32) & 0xFFFF
        return ipaddress.IPv4Address(int(SHARED.network_address) | outer << 16 | inner)

    def _ipv6(self, address: ipaddress.IPv6Address) -> ipaddress.IPv6Address:
        special = address.is_loopback or address.is_unspecified or address.is_link_local or address.is_multicast
        if special or address in RESERVED:
            return address
        site = int.from_bytes(self._digest("site", str(int(address) >> 80))[:2], "big")
        subnet = self._permuted(int(address), 48, 64, 128) >> 64 & 0xFFFF
        host = int(address) & 0xFFFFFFFFFFFFFFFF
        if host >> 16:  # an interface id may be made of a MAC address
            upper = int.from_bytes(self._digest("interface", str(host >> 16))[:6], "big")
            host = upper << 16 | host & 0xFFFF
        return ipaddress.IPv6Address(int(EXAMPLE_NETWORK.network_address) | site << 80 | subnet << 64 | host)

    def _permuted(self, value: int, first: int, last: int, width: int) -> int:
        """A number with the bits from first to last changed so that two numbers with equal beginnings keep them equal,
        and no longer (a prefix-preserving permutation). The last of these bits always changes, so none stays itself."""
        for place in range(first, last):
            before = value >> (width - place)
            if place == last - 1 or self._digest("bit", f"{place} {before}")[0] & 1:
                value ^= 1 << (width - 1 - place)
        return value

    def _digest(self, kind: str, original: str) -> bytes:
        return hmac.digest(self._salt, f"{kind}\0{original}".encode(errors="surrogatepass"), "sha256")


def is_ipv6(text: str) -> bool:
    """Whether a text is an IPv6 address."""
    try:
        return bool(ipaddress.IPv6Address(text))
    except ValueError:
        return False
