# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit's HA configuration: the values its template needs, the body to send, and how a stored object differs.

Field names and shapes are those of the spec definition HAConfiguration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ...errors import InputError
from ..names import FAILOVER, NODE_ROLE, PRIMARY, ROLES, SECONDARY, STATE
from ..reading import items, mapping, text
from .addresses import Address, read_address
from .intent import AUTO, DEFAULT_NAME, Intent, Link


class LinkFields(NamedTuple):
    """The fields of one link: its port, its name, and by role the IPv4 and the IPv6 address."""

    interface: str
    name: str
    addresses: Mapping[str, tuple[str, str]]


FIELDS: Mapping[str, LinkFields] = {
    FAILOVER: LinkFields(
        "failoverInterface",
        "failoverName",
        {
            PRIMARY: ("primaryFailoverIPv4", "primaryFailoverIPv6"),
            SECONDARY: ("secondaryFailoverIPv4", "secondaryFailoverIPv6"),
        },
    ),
    STATE: LinkFields(
        "statefulFailoverInterface",
        "statefulFailoverName",
        {
            PRIMARY: ("primaryStatefulFailoverIPv4", "primaryStatefulFailoverIPv6"),
            SECONDARY: ("secondaryStatefulFailoverIPv4", "secondaryStatefulFailoverIPv6"),
        },
    ),
}
"""Every field of HAConfiguration that describes a link."""
LINK_FIELDS = frozenset(
    field
    for fields in FIELDS.values()
    for field in (fields.interface, fields.name, *(each for pair in fields.addresses.values() for each in pair))
)
IDENTITY_FIELDS = frozenset({"version", "id", "type", "name", "nodeRole", "links", "sharedKey", "keyed"})
"""What identifies the object, what only the unit writes, and the key, which can't be read back."""


class Difference(NamedTuple):
    """What differs, as it was found, and as it should be."""

    what: str
    found: str
    expected: str


def state_half(intent: Intent) -> Link:
    """The state link; for a combined link the failover link once more, under the state link's default name.

    The vendor's sample sends the same port and the same addresses in both halves of a combined link.
    """
    return intent.state or replace(intent.failover, kind=STATE, name=DEFAULT_NAME[STATE])


def link_values(intent: Intent, role: str) -> dict[str, Any]:
    """What the templates render for one unit: plain data without any secret. Raises InputError while a port is auto."""
    for link in intent.links:
        if link.port == AUTO:
            raise InputError(
                where=f"{intent.pair}, {link.label}",
                what="port is auto, and no port has been chosen yet",
                expected="a hardware name",
                remedy="Run the role fdm.failover.preflight first: it reads both units and chooses.",
            )
    return {
        "pair": intent.pair,
        "unit": role,
        "role": NODE_ROLE[role],
        "combined": intent.state is None,
        "encrypted": intent.encrypted,
        "failover": _link_values(intent.failover),
        "state": _link_values(state_half(intent)),
    }


def _link_values(link: Link) -> dict[str, Any]:
    values: dict[str, Any] = {"name": link.name, "port": link.port, "version": link.primary.version}
    for role, address in zip(ROLES, (link.primary, link.secondary), strict=True):
        values[role] = {"ip": address.ip, "prefix": address.prefix, "text": address.text, "netmask": address.netmask}
    return values


def body(
    rendered: Mapping[str, Any],
    existing: Mapping[str, Any],
    references: Mapping[str, Mapping[str, Any]],
    key: str | None,
) -> dict[str, Any]:
    """The object to PUT: the rendered fields on the identity (id, version, name) of the existing object.

    ``references`` maps a hardware name to the unit's own interface object. Without a key there is no ``sharedKey``.
    """
    sent = {name: existing[name] for name in ("version", "id") if name in existing}
    sent |= {"name": text(existing.get("name")) or "HA"} | dict(rendered)
    for fields in FIELDS.values():
        sent[fields.interface] = reference(references, rendered_port(rendered, fields))
    return sent if key is None else sent | {"sharedKey": key}


def rendered_port(rendered: Mapping[str, Any], fields: LinkFields) -> str:
    """The hardware name that a rendered body gives to a link."""
    return text(mapping(rendered.get(fields.interface)).get("hardwareName"))


def reference(references: Mapping[str, Mapping[str, Any]], port: str) -> dict[str, str]:
    """A port as the spec definition ReferenceModel wants it: id and type, and the version if the unit reports one."""
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


def link_ports(configuration: Mapping[str, Any], hardware_names: Mapping[str, str]) -> dict[str, str]:
    """The port of each link as a configuration has it; empty text where it names none."""
    return {kind: port_of(configuration.get(fields.interface), hardware_names) for kind, fields in FIELDS.items()}


def link_address(configuration: Mapping[str, Any], fields: LinkFields, role: str) -> Address | None:
    """The address of a unit on a link, as a configuration has it."""
    ipv4, ipv6 = (mapping(configuration.get(name)) for name in fields.addresses[role])
    if text(ipv4.get("ipAddress")):
        return read_address(text(ipv4.get("ipAddress")), text(ipv4.get("netmask")))
    return read_address(text(ipv6.get("ipAddress"))) if text(ipv6.get("ipAddress")) else None


def differences(
    configuration: Mapping[str, Any], intent: Intent, role: str, hardware_names: Mapping[str, str]
) -> tuple[Difference, ...]:
    """How an HA configuration, stored or rendered, differs from the intent; empty when it does not.

    Spellings are normalised: a unit may answer a dotted mask where a prefix length was sent. In the state half of a
    combined link the name and the addresses may also be those of the failover half, or missing: the data plane knows
    only one link then. The key can't be read back, so it is never compared.
    """
    return tuple(_differences(configuration, intent, role, hardware_names))


def _differences(
    configuration: Mapping[str, Any], intent: Intent, role: str, hardware_names: Mapping[str, str]
) -> Iterator[Difference]:
    if text(configuration.get("nodeRole")) != NODE_ROLE[role]:
        yield Difference("role", text(configuration.get("nodeRole")) or "none", NODE_ROLE[role])
    yield from _link_differences(configuration, intent.failover, FIELDS[FAILOVER], hardware_names, "")
    same_link_name = "" if intent.state else intent.failover.name
    yield from _link_differences(configuration, state_half(intent), FIELDS[STATE], hardware_names, same_link_name)


def _link_differences(
    configuration: Mapping[str, Any],
    link: Link,
    fields: LinkFields,
    hardware_names: Mapping[str, str],
    same_link_name: str,
) -> Iterator[Difference]:
    """``same_link_name``: for the state half of a combined link, the failover link's name; empty for any other."""
    combined = bool(same_link_name)
    name = text(configuration.get(fields.name))
    if name != link.name and not (combined and name in ("", same_link_name)):
        yield Difference(f"name of the {link.label}", name or "none", link.name)
    port = port_of(configuration.get(fields.interface), hardware_names)
    if port != link.port and not (combined and not port):
        yield Difference(f"port of the {link.label}", port or "none", link.port)
    for role, expected in zip(ROLES, (link.primary, link.secondary), strict=True):
        found = link_address(configuration, fields, role)
        if found != expected and not (combined and found is None):
            yield Difference(f"{role}'s address on the {link.label}", found.text if found else "none", expected.text)


def added_differences(configuration: Mapping[str, Any], rendered: Mapping[str, Any]) -> tuple[Difference, ...]:
    """How a stored object differs from a rendered one in the fields that only the user's own template adds."""
    added = sorted(rendered.keys() - LINK_FIELDS - IDENTITY_FIELDS)
    return tuple(
        Difference(name, _plain(configuration.get(name)), _plain(rendered[name]))
        for name in added
        if not _contains(configuration.get(name), rendered[name])
    )


def _contains(found: Any, expected: Any) -> bool:
    """Whether what a unit stored has all that was sent: it may add members to objects, and write numbers as text."""
    if isinstance(expected, Mapping):
        return isinstance(found, Mapping) and all(_contains(found.get(name), expected[name]) for name in expected)
    if isinstance(expected, (list, tuple)):
        stored = items(found)
        return len(stored) == len(expected) and all(map(_contains, stored, expected))
    return bool(found == expected) or (expected is not None and text(found) == text(expected) != "")


def _plain(value: Any) -> str:
    return "none" if value is None else text(value) or str(value)


def is_unset(configuration: Any) -> bool:
    """True for a readable configuration without role, port, name or address of a link: no unit joins with it."""
    fields = ("nodeRole", *sorted(LINK_FIELDS))
    return isinstance(configuration, Mapping) and bool(configuration) and not any(map(configuration.get, fields))


def links_of(configuration: Mapping[str, Any]) -> tuple[object, ...]:
    """What a configuration says of its links, and whether there is a key: equal in two readings of one unit unless
    it was written in between."""
    return configuration.get("keyed"), *(
        (
            text(configuration.get(fields.name)),
            text(mapping(configuration.get(fields.interface)).get("id")),
            *(link_address(configuration, fields, role) for role in ROLES),
        )
        for fields in FIELDS.values()
    )


def masked(sent: Mapping[str, Any]) -> dict[str, Any]:
    """A body as it may be shown: the key replaced by a word."""
    return dict(sent) | ({"sharedKey": "(hidden)"} if "sharedKey" in sent else {})
