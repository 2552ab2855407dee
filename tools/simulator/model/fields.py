# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of the members of a body, by table: everything that is wrong is reported at once, as 422."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import Json, invalid, message

# Describes what is wrong with a value, in words that follow the member's name, or None.
Check = Callable[[Any], "str | None"]


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a body."""

    check: Check
    required: bool = False


def text(pattern: str | None = None, most: int | None = None) -> Check:
    """A text, of at most `most` characters, that matches `pattern`."""
    compiled = re.compile(pattern) if pattern else None

    def check(value: Any) -> str | None:
        if not isinstance(value, str):
            return "must be a string"
        if most is not None and len(value) > most:
            return f"must not be longer than {most} characters"
        return f"must match pattern {pattern}" if compiled and not compiled.fullmatch(value) else None

    return check


def number(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(value: Any) -> str | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return "must be an integer"
        return None if least <= value <= most else f"must be between {least} and {most}"

    return check


def flag(value: Any) -> str | None:
    """A boolean."""
    return None if isinstance(value, bool) else "must be a boolean"


def one_of(*values: str) -> Check:
    """One of these values."""
    return lambda value: None if value in values else f"must be one of {', '.join(values)}"


def object_(value: Any) -> str | None:
    """An object."""
    return None if isinstance(value, dict) else "must be an object"


def list_(value: Any) -> str | None:
    """A list."""
    return None if isinstance(value, list) else "must be a list"


def complaints(body: Json, members: Mapping[str, Member], at: str = "") -> list[Json]:
    """What is wrong with `body`, one NGFWErrorMessage a member; members that are not in the table are accepted."""
    found = []
    for name, member in members.items():
        value = body.get(name)
        if value is None:
            wrong = "cannot be null" if member.required else None
        else:
            wrong = member.check(value)
        if wrong:
            found.append(message(f"{at}{name} {wrong}", "invalidField", f"{at}{name}"))
    return found


def check(body: Json, members: Mapping[str, Member]) -> None:
    """Raise 422 with everything that is wrong with `body`."""
    found = complaints(body, members)
    if found:
        raise invalid(*found)


def ipv4(value: Any) -> ipaddress.IPv4Address | None:
    """An IPv4 address, or None."""
    try:
        return ipaddress.IPv4Address(value) if isinstance(value, str) else None
    except ValueError:
        return None


def prefix_length(netmask: Any) -> int | None:
    """The prefix length of a netmask that is dotted or a number as text ("24"), or None."""
    if not isinstance(netmask, str) or not netmask:
        return None
    try:
        network = ipaddress.IPv4Network(f"0.0.0.0/{netmask}")
    except ValueError:
        return None
    inverted = "." in netmask and str(network.netmask) != netmask
    return None if inverted else network.prefixlen


def dotted(length: int) -> str:
    """A prefix length as dotted netmask."""
    return str(ipaddress.IPv4Network(f"0.0.0.0/{length}").netmask)


def ipv6_interface(value: Any) -> ipaddress.IPv6Interface | None:
    """An IPv6 address with prefix length, or None."""
    if not isinstance(value, str) or "/" not in value:
        return None
    try:
        return ipaddress.IPv6Interface(value)
    except ValueError:
        return None
