# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The intent for a pair: what the inventory says, checked before any unit is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from ...errors import InputError
from ..names import FAILOVER, ROLES, STATE
from ..reading import none_if_blank
from .addresses import Address, first_two_hosts, has_prefix, read_address
from .checks import as_mapping, checked_key, read_flag, refuse_unknown
from .settings import Criteria, InterfaceIntent, read_criteria, read_interfaces

AUTO = "auto"
VARIABLE = {FAILOVER: "failover_link", STATE: "failover_state_link"}
DEFAULT_NAME = {FAILOVER: "failover-link", STATE: "stateful-failover-link"}
VARIABLES = (
    *("failover_units", "failover_link", "failover_state_link", "failover_key", "failover_username"),
    *("failover_password", "failover_https_port", "failover_validate_certs", "failover_ca_path", "failover_timeout"),
    *("failover_retries", "failover_hosts", "failover_plain_text", "failover_fingerprint", "failover_transcript"),
    *("failover_criteria", "failover_interfaces", "failover_upgrade"),
)
"""Every variable of the inventory contract."""
LINK_KEYS = ("port", "network", "primary_address", "secondary_address", "name")
UNIT_KEYS = (
    "host",
    "https_port",
    "username",
    "password",
    "validate_certs",
    "ca_path",
    "fingerprint",
    "timeout",
    "retries",
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the inventory defines it; ``port`` is a hardware name or ``auto``."""

    kind: str
    port: str
    name: str
    primary: Address
    secondary: Address

    @property
    def label(self) -> str:
        """How messages call the link."""
        return f"{self.kind} link"


@dataclass(frozen=True, slots=True)
class Intent:
    """The pair as the inventory defines it. ``state`` is None where both links share the failover link's port.

    criteria and interfaces: what the inventory says of a pair in HA, None and empty where it says nothing; upgrade: the
    units may run different releases for a while.
    """

    pair: str
    failover: Link
    state: Link | None
    encrypted: bool
    criteria: Criteria | None = None
    interfaces: tuple[InterfaceIntent, ...] = ()
    upgrade: bool = False

    @property
    def links(self) -> tuple[Link, ...]:
        """The links that need a port of their own: one when combined, else two."""
        return (self.failover,) if self.state is None else (self.failover, self.state)

    @property
    def ports(self) -> tuple[str, ...]:
        """The ports of the links, failover link first."""
        return tuple(link.port for link in self.links)


def refuse_misspelt(where: str, names: Iterable[str]) -> None:
    """Raise InputError for a variable ``failover_*`` that is nearly the name of a contract variable which is missing.

    Variables of other projects may begin with ``failover_`` too. So only a near miss of a name that is not there itself
    is refused: with failover_key given, failover_key_id is the user's own variable.
    """
    defined = {name for name in names if name.startswith("failover_")}
    for name in sorted(defined - set(VARIABLES)):
        near = get_close_matches(name, sorted(set(VARIABLES) - defined - {"failover_hosts"}), n=1, cutoff=0.9)
        if near:
            raise InputError(
                where=where,
                what=f"unknown variable {name} (did you mean {near[0]}?)",
                expected="the variables " + ", ".join(VARIABLES),
                remedy=f"Correct it to {near[0]}, or rename your own variable.",
            )


def _addresses(where: str, raw: Mapping[str, Any]) -> tuple[Address, Address]:
    network, explicit = none_if_blank(raw.get("network")), [none_if_blank(raw.get(f"{unit}_address")) for unit in ROLES]
    if network is not None and any(explicit):
        raise InputError(
            where=where,
            what="both network and addresses are given",
            expected="one of the two ways",
            remedy="Keep network, or keep primary_address and secondary_address.",
        )
    if network is not None:
        pair = first_two_hosts(str(network)) if has_prefix(str(network)) else None
        if pair is None:
            raise InputError(
                where=where,
                what=f"network {network} is no network with a prefix length",
                expected="a network such as 192.0.2.0/30 or 2001:db8::/64",
                remedy="Correct network.",
            )
        return pair
    primary, secondary = (_address(where, unit, value) for unit, value in zip(ROLES, explicit, strict=True))
    return primary, secondary


def _address(where: str, unit: str, value: Any) -> Address:
    if value is None:
        raise InputError(
            where=where,
            what=f"neither network nor {unit}_address is given",
            expected="network, or primary_address and secondary_address",
            remedy="Give the link a network of its own, such as network: 192.0.2.0/30.",
        )
    address = read_address(str(value)) if has_prefix(str(value)) else None
    if address is None:
        raise InputError(
            where=where,
            what=f"{unit}_address {value} is no address with a prefix length",
            expected="an address such as 192.0.2.1/30 or 2001:db8::1/64",
            remedy=f"Correct {unit}_address.",
        )
    return address


def read_link(pair: str, kind: str, value: Any) -> Link:
    """One link from its inventory variable (docs/inventory.md); raises InputError."""
    where = f"{pair}, {VARIABLE[kind]}"
    raw = as_mapping(where, value, "port: GigabitEthernet0/2 and network: 192.0.2.0/30")
    refuse_unknown(where, raw, LINK_KEYS)
    port, name = none_if_blank(raw.get("port")), none_if_blank(raw.get("name"))
    if not isinstance(port, str):
        raise InputError(
            where=where,
            what="no port is given",
            expected="the hardware name of a port, or auto",
            remedy="Name a port that is free on both units, such as port: GigabitEthernet0/2.",
        )
    primary, secondary = _addresses(where, raw)
    return Link(kind, port.strip(), str(name or DEFAULT_NAME[kind]), primary, secondary)


def read_units(pair: str, value: Any) -> dict[str, Mapping[str, Any]]:
    """The two units from ``failover_units``; raises InputError for a missing, unknown or addressless unit."""
    where = f"{pair}, failover_units"
    raw = as_mapping(where, value, "primary: {host: 192.0.2.11} and secondary: {host: 192.0.2.12}")
    refuse_unknown(where, raw, ROLES)
    units = {}
    for unit in ROLES:
        if none_if_blank(raw.get(unit)) is None:
            raise InputError(
                where=where,
                what=f"the pair has no {unit}",
                expected="a primary and a secondary",
                remedy=f"Add {unit}: {{host: ADDRESS}} to failover_units of {pair}.",
            )
        units[unit] = as_mapping(f"{where}.{unit}", raw[unit], "host: 192.0.2.11")
        refuse_unknown(f"{where}.{unit}", units[unit], UNIT_KEYS)
        if none_if_blank(units[unit].get("host")) is None:
            raise InputError(
                where=f"{where}.{unit}",
                what="host is missing",
                expected="the management address of the unit",
                remedy=f"Add host to failover_units.{unit} of {pair}.",
            )
    return units


def read_intent(pair: str, variables: Mapping[str, Any]) -> Intent:
    """The intent from the ``failover_*`` variables, as plain templated data; raises InputError."""
    read_units(pair, variables.get("failover_units"))
    failover = read_link(pair, FAILOVER, none_if_blank(variables.get("failover_link")))
    state = none_if_blank(variables.get("failover_state_link"))
    upgrade = none_if_blank(variables.get("failover_upgrade"))
    return Intent(
        pair=pair,
        failover=failover,
        state=None if state is None or state == {} else read_link(pair, STATE, state),
        encrypted=checked_key(pair, variables.get("failover_key")) is not None,
        criteria=read_criteria(pair, variables.get("failover_criteria")),
        interfaces=read_interfaces(pair, variables.get("failover_interfaces")),
        upgrade=False if upgrade is None else read_flag(pair, "failover_upgrade", upgrade),
    )


def with_ports(intent: Intent, ports: Mapping[str, str]) -> Intent:
    """The intent with ``auto`` replaced by the chosen ports ({"failover": ..., "state": ...})."""

    def settled(link: Link) -> Link:
        return replace(link, port=ports.get(link.kind, link.port)) if link.port == AUTO else link

    return replace(
        intent, failover=settled(intent.failover), state=None if intent.state is None else settled(intent.state)
    )
