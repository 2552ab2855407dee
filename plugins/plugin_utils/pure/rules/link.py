# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on the name and the addresses of one link of the pair, and on the key of both."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...secrets import is_ordinary
from ..device.ports import natural
from ..device.unit import Unit
from ..finding import Severity
from ..intent.addresses import Address, boundary_kind, overlapping, reserved, special, spelled
from ..intent.intent import DEFAULT_NAME, VARIABLE
from ..names import STATE
from .rule import Judgement, LinkContext, PairContext, rule

NAME = re.compile(r"[A-Za-z0-9_.+-]{1,48}")
KEY = re.compile(r"[!-~]{1,63}")
KEY_FORBIDDEN = frozenset(";?\"'`<>")
HOSTS = "Correct the addresses, or set only network: its first two host addresses are then used."


@rule(
    "link-name",
    Severity.ERROR,
    "API v2 field text of failoverName: no semicolon; data-plane name limits",
    well_sourced=False,
)
def link_name(case: LinkContext) -> Iterator[Judgement]:
    """The name is one the data plane can hold, and not the other link's."""
    name = case.link.name
    if not NAME.fullmatch(name):
        yield Judgement(
            f"its name is {name!r}",
            "1 to 48 letters, digits or _ . + -",
            f"Correct name in {VARIABLE[case.link.kind]}, or leave it out for the default.",
        )
    combined = case.pair.intent.state is None
    if combined and name == DEFAULT_NAME[STATE]:
        yield Judgement(
            f"its name {name!r} is the one that the state link gets on a shared port",
            "a name of its own",
            "Choose another name, or leave it out for the default.",
        )
    elif case.link.kind == STATE and name == case.pair.intent.failover.name:
        yield Judgement(
            f"its name {name!r} is also the failover link's name",
            "a name of its own",
            "Give one of the two links another name.",
        )


@rule("link-address", Severity.ERROR, "guide and data plane: two host addresses in one network", well_sourced=False)
def link_address(case: LinkContext) -> Iterator[Judgement]:
    """Both addresses are distinct host addresses of one network that has room for two hosts."""
    wrong = address_pair_problem(case.link.primary, case.link.secondary)
    if wrong:
        yield Judgement(*wrong)
    for unit, address in (("primary", case.link.primary), ("secondary", case.link.secondary)):
        what = special(address) or boundary_kind(address)
        if what:
            remedy = f"Correct {unit}_address, or choose another network."
            yield Judgement(f"{address.text} is a {what} address", "a host address", remedy, unit=unit)


def address_pair_problem(primary: Address, secondary: Address) -> tuple[str, str, str] | None:
    """Why two addresses can't be the ends of one link: what is so, what should be, what to do; None if they can."""
    say = f"{primary.text} and {secondary.text}"
    last = 32 if primary.version == 4 else 128
    if primary.version != secondary.version:
        return f"{say} are of different IP versions", "IPv4 at both ends, or IPv6 at both", HOSTS
    if primary.prefix != secondary.prefix:
        return f"{say} have different prefix lengths", "one prefix length", HOSTS
    if primary.prefix == last:
        return f"a /{last} has room for one address only", "a network with room for two hosts", HOSTS
    if primary.network != secondary.network:
        return f"{say} are not in one network", "both addresses in one network", HOSTS
    if primary.value == secondary.value:
        return f"both units have the address {primary.text}", "an address of its own for each unit", HOSTS
    if primary.prefix == last - 1:
        return (
            f"{primary.network} has no network address, and it is not known whether FDM accepts it",
            f"a prefix of /{last - 2} or shorter",
            f"Use a /{last - 2}, or waive link-address if your release accepts a /{last - 1}.",
        )
    return None


@rule(
    "link-reserved-network",
    Severity.ERROR,
    "FTD guidelines: 169.254.0.0/16 and fd00:0:0::/48 are used internally",
    well_sourced=False,
)
def link_reserved_network(case: LinkContext) -> Iterator[Judgement]:
    """The link stays out of the networks a unit uses inside itself."""
    for address in (case.link.primary, case.link.secondary):
        inside = reserved(address)
        if not inside:
            continue
        yield Judgement(
            f"its network {address.network} overlaps {inside}, which the units use internally",
            "another network",
            "Choose a private network that nothing else uses, such as a /30 of 192.168.0.0/16.",
        )


def data_networks(unit: Unit, ports: tuple[str, ...]) -> dict[str, str]:
    """Networks of a unit other than the links', and where they are."""
    listed = sorted((*unit.ports.values(), *unit.subinterfaces), key=lambda port: natural(port.hardware), reverse=True)
    found = {spelled(network): port.name or port.hardware for port in listed for network in port.networks}
    known = {*ports, *(port.hardware for port in listed if port.networks)}
    # Subinterfaces cost a call a port; the data plane shows their addresses, without masks, in one call for all.
    shown = {as_host_network(ip): where for where, ip in unit.shown_addresses if where not in known}
    return {as_host_network(ip): "the management interface" for ip in unit.management_addresses} | shown | found


def as_host_network(ip: str) -> str:
    """One address as a network."""
    return f"{ip}/{128 if ':' in ip else 32}"


@rule(
    "link-overlaps-data",
    Severity.ERROR,
    "guide: for failover communication only; the network must be otherwise unused",
    well_sourced=False,
)
def link_overlaps_data(case: LinkContext) -> Iterator[Judgement]:
    """No network of either unit overlaps the link's."""
    own = case.link.primary.network
    for unit in case.pair.units:
        known = data_networks(unit, case.pair.intent.ports)
        for network in overlapping(own, known):
            yield Judgement(
                f"its network {own} overlaps {network} on {known[network]}",
                "a network that no interface of either unit uses",
                "Choose another network for the link.",
                unit=unit.role,
            )


@rule("links-overlap", Severity.ERROR, "data plane: a separate state link has a network of its own", well_sourced=False)
def links_overlap(case: LinkContext) -> Iterator[Judgement]:
    """The two links have different networks."""
    failover = case.pair.intent.failover
    if case.link.kind == STATE and overlapping(case.link.primary.network, [failover.primary.network]):
        yield Judgement(
            f"its network {case.link.primary.network} overlaps the failover link's {failover.primary.network}",
            "a network of its own for each link",
            "Choose another network for one of the links.",
        )


@rule(
    "key-policy",
    Severity.ERROR,
    "own rule: the limit of sharedKey is not documented; 63 is failover key's",
    well_sourced=False,
)
def key_policy(case: PairContext) -> Iterator[Judgement]:
    """The key has only characters that every layer up to the data plane accepts. A key that is ordinary text, such as a
    short number, is a warning: in messages it can be hidden only where it stands by itself."""
    if case.key is None:
        return
    if is_ordinary(case.key) and not key_problem(case.key):
        yield Judgement(
            "the key is a short or ordinary text, easy to guess and hard to hide in messages",
            "a key that is no plain word, number or address, best of 12 characters or more",
            "Choose a longer failover_key of letters and digits.",
            subject="key",
            severity=Severity.WARNING,
        )
    wrong = key_problem(case.key)
    if wrong:
        yield Judgement(
            f"the key {wrong}",
            "1 to 63 printable characters without blanks, semicolon, question mark, quotes, < or >",
            "Choose another failover_key; letters and digits are always safe.",
            subject="key",
        )


def key_problem(key: str) -> str:
    """What is wrong with a key, without showing it; empty when nothing is."""
    if len(key) > 63:
        return f"is {len(key)} characters long"
    if not KEY.fullmatch(key):
        return "has blanks or characters that can't be printed"
    if KEY_FORBIDDEN & set(key):
        return "has characters that have a meaning on the unit's command line"
    return "is only asterisks, which is how a unit masks a key" if set(key) == {"*"} else ""


LINK_RULES = (
    link_name,
    link_address,
    link_reserved_network,
    link_overlaps_data,
    links_overlap,
)
