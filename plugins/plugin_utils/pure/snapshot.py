# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HA settings of a pair as a file: what is written, and what is understood of it again. It never holds a secret.

The unit's own export is another file; this one can be read by people and put back by this collection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from ..secrets import drop_secret_fields
from .device.unit import Unit
from .intent.ha_configuration import FIELDS, port_of
from .intent.settings import SECOND, display_threshold, display_time
from .names import ROLES
from .reading import mapping, number, records, text

FORMAT = 1
TIMES = {
    "peer_poll_time": "peerPollTime",
    "peer_hold_time": "peerHoldTime",
    "interface_poll_time": "interfacePollTime",
    "interface_hold_time": "interfaceHoldTime",
}
"""The times of the failover criteria: inventory, and spec definition HAFailoverConfiguration."""
CRITERIA_FIELDS = (*TIMES.values(), "interfaceFailureUnit", "interfaceFailureThreshold")


@dataclass(frozen=True)
class Snapshot:
    """The HA settings of a pair. serials: by role, empty where a unit did not answer; interfaces: see
    ``interface_settings.saved``; criteria: the fields of HAFailoverConfiguration that can be set."""

    pair: str
    taken: str
    active: str
    serials: Mapping[str, str]
    configuration: Mapping[str, Any]
    criteria: Mapping[str, Any]
    interfaces: tuple[Mapping[str, Any], ...]

    def document(self) -> dict[str, Any]:
        """As plain data, for the file."""
        return {
            "format": FORMAT,
            "pair": self.pair,
            "taken": self.taken,
            "active": self.active,
            "serials": dict(self.serials),
            "configuration": dict(self.configuration),
            "criteria": dict(self.criteria),
            "interfaces": [dict(each) for each in self.interfaces],
        }

    def same_as(self, other: Snapshot | None) -> bool:
        """Whether both say the same, whenever they were taken."""
        return other is not None and {**self.document(), "taken": ""} == {**other.document(), "taken": ""}


def read_snapshot(pair: str, where: str, document: Any) -> Snapshot:
    """A snapshot from its file; raises InputError for another pair's, another format's, or no snapshot at all."""
    raw = mapping(document)
    interfaces = records(raw.get("interfaces"))
    good = raw.get("format") == FORMAT and isinstance(raw.get("interfaces"), list)
    if not good or not all(_complete(each) for each in interfaces):
        raise _refused(
            where, "no snapshot of HA settings of this collection", "a file that fdm.failover.snapshot wrote"
        )
    if text(raw.get("pair")) != pair:
        raise _refused(where, f"the snapshot of {text(raw.get('pair')) or 'an unnamed pair'}", f"one of {pair}")
    return Snapshot(
        pair,
        text(raw.get("taken")),
        text(raw.get("active")),
        {role: text(mapping(raw.get("serials")).get(role)) for role in ROLES},
        mapping(raw.get("configuration")),
        mapping(raw.get("criteria")),
        interfaces,
    )


def _complete(each: Mapping[str, Any]) -> bool:
    names = ("hardware", "name", "address", "standby_address", "mac", "standby_mac")
    flags = all(isinstance(each.get(name), bool) for name in ("enabled", "monitored"))
    listed = isinstance(each.get("ipv6"), list) and all(
        isinstance(entry.get(name), str) for entry in records(each["ipv6"]) for name in ("address", "standby_address")
    )
    return flags and listed and all(isinstance(each.get(name), str) for name in names)


def _refused(where: str, what: str, expected: str) -> InputError:
    remedy = "Give the path of the settings file of this pair, or leave it out for the newest one."
    return InputError(what, expected=expected, remedy=remedy, where=where)


def kept_configuration(unit: Unit) -> dict[str, Any]:
    """HAConfiguration of a unit without secrets, the ports by their hardware names."""
    found = {name: value for name, value in unit.configuration.items() if name not in ("links", "version", "id")}
    for fields in FIELDS.values():
        found[fields.interface] = {"hardwareName": port_of(found.get(fields.interface), unit.hardware_names)}
    kept: dict[str, Any] = drop_secret_fields(found)
    return kept


def kept_criteria(criteria: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of HAFailoverConfiguration that can be set; empty where the unit has none."""
    return {name: criteria[name] for name in CRITERIA_FIELDS if criteria.get(name) is not None}


def criteria_differences(now: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """How the criteria of a unit differ from kept ones, in words; 1000 ms and 1 s are the same."""
    return [
        f"{name}: {_display(now.get(name)) or 'none'} -> {_display(wanted[name])}"
        for name in CRITERIA_FIELDS
        if name in wanted and _comparable(now.get(name)) != _comparable(wanted[name])
    ]


def criteria_body(now: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The object to PUT: the unit's own, with the kept fields."""
    return {name: value for name, value in now.items() if name != "links"} | dict(kept_criteria(wanted))


def milliseconds(value: Any) -> int | None:
    """A time of the unit in ms; None for what is no time."""
    count = number(mapping(value).get("value"))
    unit = text(mapping(value).get("timeUnit")).upper()
    return None if count is None or not unit else count * (SECOND if unit == "SECONDS" else 1)


def _comparable(value: Any) -> object:
    return milliseconds(value) if isinstance(value, Mapping) else text(value).upper()


def _display(value: Any) -> str:
    ms = milliseconds(value)
    return text(value) if ms is None else display_time(ms)


def criteria_variable(criteria: Mapping[str, Any]) -> dict[str, str]:
    """The criteria of a unit as ``failover_criteria`` of the inventory."""
    times = {name: milliseconds(criteria.get(field)) for name, field in TIMES.items()}
    found = {name: display_time(ms) for name, ms in times.items() if ms is not None}
    count, unit = number(criteria.get("interfaceFailureThreshold")), text(criteria.get("interfaceFailureUnit")).upper()
    return found | ({"threshold": display_threshold((count, unit))} if count is not None and unit else {})
