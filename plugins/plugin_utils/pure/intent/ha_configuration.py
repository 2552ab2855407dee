# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit's HA configuration: the values its template needs, the body to send, the differences to a intent.

Field names and shapes are those of the spec definition HAConfiguration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...errors import InputError
from ..names import NODE_ROLE, ROLES
from ..reading import mapping, text
from .addresses import Address, read_address
from .intent import AUTO, DEFAULT_NAME, STATE, Intent, Link

HALVES = (("failover", "Failover"), ("statefulFailover", "StatefulFailover"))
"""The two halves of the object as its fields call them: statefulFailoverName, primaryStatefulFailoverIPv4."""
INTERFACES = ("failoverInterface", "statefulFailoverInterface")


def with_ports(intent: Intent, ports: Mapping[str, str]) -> Intent:
    """The intent with ``auto`` replaced by the chosen ports ({"failover": ..., "state": ...})."""

    def settled(link: Link) -> Link:
        return replace(link, port=ports.get(link.kind, link.port)) if link.port == AUTO else link

    return replace(
        intent, failover=settled(intent.failover), state=None if intent.state is None else settled(intent.state)
    )


def state_half(intent: Intent) -> Link:
    """The state link; for a combined link the failover link once more, under the state link's default name.

    The vendor's sample sends the same port and the same addresses in both halves of a combined link.
    """
    return intent.state or replace(intent.failover, kind=STATE, name=DEFAULT_NAME[STATE])


def link_values(intent: Intent, unit: str) -> dict[str, Any]:
    """What the templates render for one unit, plain and without any secret; raises InputError on an open ``auto``."""
    for link in intent.links:
        if link.port == AUTO:
            raise InputError(
                where=f"{intent.pair}, {link.label}",
                what="port is auto, and nothing has chosen a port yet",
                expected="a hardware name",
                remedy="Run the role fdm.failover.preflight first: it reads both units and chooses.",
            )
    return {
        "pair": intent.pair,
        "unit": unit,
        "role": NODE_ROLE[unit],
        "combined": intent.state is None,
        "encrypted": intent.encrypted,
        "failover": _link_values(intent.failover),
        "state": _link_values(state_half(intent)),
    }


def _link_values(link: Link) -> dict[str, Any]:
    values: dict[str, Any] = {"name": link.name, "port": link.port, "version": link.primary.version}
    for unit, address in zip(ROLES, (link.primary, link.secondary), strict=True):
        values[unit] = {"ip": address.ip, "prefix": address.prefix, "text": address.text, "netmask": address.netmask}
    return values


def body(
    rendered: Mapping[str, Any],
    existing: Mapping[str, Any],
    references: Mapping[str, Mapping[str, Any]],
    key: str | None,
) -> dict[str, Any]:
    """The object to PUT: the rendered fields on the identity (id, version, type, name) of the existing object.

    ``references`` maps a hardware name to the unit's own interface object. Without a key there is no ``sharedKey``.
    """
    sent = {name: existing[name] for name in ("version", "id") if name in existing}
    sent |= {"name": text(existing.get("name")) or "HA"} | dict(rendered)
    for field in INTERFACES:
        sent[field] = reference(references, text(mapping(rendered.get(field)).get("hardwareName")))
    return sent if key is None else sent | {"sharedKey": key}


def reference(references: Mapping[str, Mapping[str, Any]], port: str) -> dict[str, str]:
    """A port as the spec definition ReferenceModel wants it: id and type, and the version where the unit told one."""
    if port not in references:
        raise InputError(
            where=port or "port",
            what="the unit has no such port",
            expected="one of " + ", ".join(sorted(references)),
            remedy="Correct port in failover_link or failover_state_link.",
        )
    known = references[port]
    return {name: text(known[name]) for name in ("id", "type", "version") if text(known.get(name))}


def port_of(reference_: Any, hardware_names: Mapping[str, str]) -> str:
    """The hardware name a reference points to: by its id, else as the reference itself says (6.6 and later)."""
    known = mapping(reference_)
    return hardware_names.get(text(known.get("id")), "") or text(known.get("hardwareName"))


def _addresses_of(configuration: Mapping[str, Any], half: str, unit: str) -> Address | None:
    ipv4 = mapping(configuration.get(f"{unit}{half}IPv4"))
    ipv6 = mapping(configuration.get(f"{unit}{half}IPv6"))
    if text(ipv4.get("ipAddress")):
        return read_address(text(ipv4.get("ipAddress")), text(ipv4.get("netmask")))
    return read_address(text(ipv6.get("ipAddress"))) if text(ipv6.get("ipAddress")) else None


def differences(
    configuration: Mapping[str, Any], intent: Intent, unit: str, hardware_names: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """How a unit's HA configuration differs from the intent: (what, as it is, as wished), empty when it does not.

    Spellings are normalised, for a unit may answer a dotted mask where a prefix length was sent. In the state half of a
    combined link the name and the addresses may also be those of the failover half, or missing: the data plane knows
    only one link then. The key can't be read back, so it is never compared.
    """
    return tuple(_differences(configuration, intent, unit, hardware_names))


def _differences(
    configuration: Mapping[str, Any], intent: Intent, unit: str, hardware_names: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    if text(configuration.get("nodeRole")) != NODE_ROLE[unit]:
        yield "role", text(configuration.get("nodeRole")) or "none", NODE_ROLE[unit]
    for link, (field, half) in zip((intent.failover, state_half(intent)), HALVES, strict=True):
        merged = intent.state is None and link.kind == STATE
        name = text(configuration.get(f"{field}Name"))
        if name != link.name and not (merged and name in ("", intent.failover.name)):
            yield f"name of the {link.label}", name or "none", link.name
        port = port_of(configuration.get(f"{field}Interface"), hardware_names)
        if port != link.port and not (merged and not port):
            yield f"port of the {link.label}", port or "none", link.port
        for each, wished in zip(ROLES, (link.primary, link.secondary), strict=True):
            found = _addresses_of(configuration, half, each)
            if found != wished and not (merged and found is None):
                yield f"{each}'s address on the {link.label}", found.text if found else "none", wished.text


def links_of(configuration: Mapping[str, Any]) -> tuple[object, ...]:
    """What a configuration says of its links, and whether there is a key: equal in two readings of one unit unless
    somebody has written meanwhile."""
    return configuration.get("keyed"), *(
        (
            text(configuration.get(f"{field}Name")),
            text(mapping(configuration.get(f"{field}Interface")).get("id")),
            *(_addresses_of(configuration, half, unit) for unit in ROLES),
        )
        for field, half in HALVES
    )


def masked(sent: Mapping[str, Any]) -> dict[str, Any]:
    """A body as it may be shown: the key replaced by a word."""
    return dict(sent) | ({"sharedKey": "(hidden)"} if "sharedKey" in sent else {})
