# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pending changes of a unit that are not those of the inventory's settings: they are deployed only if
the user allows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..comparison import CHANGED, changed_fields
from ..device.unit import HA_TYPES
from ..intent.intent import Intent
from ..reading import mapping, records, text
from .criteria import FIELDS, THRESHOLD, THRESHOLD_UNIT
from .edits import CRITERIA

INTERFACE_FIELDS = frozenset({"monitorInterface", "ipv4", "ipv6", "macAddress", "standbyMacAddress"})
STANDBY = ("standbyIpAddress",)


def changed_by_others(pending: Iterable[Mapping[str, Any]], own: Mapping[str, str], intent: Intent) -> tuple[str, ...]:
    """The pending changes that this collection is known not to have caused, by name; ``own``: our objects' names by id.

    Releases before 6.6 do not say which fields a change touches: one on an object of ours is then taken for ours.
    """
    return tuple(_others(pending, own, intent))


def _others(pending: Iterable[Mapping[str, Any]], own: Mapping[str, str], intent: Intent) -> Iterator[str]:
    for change in pending:
        name = own.get(text(change.get("entityId")))
        fields = changed_fields(change)
        if text(change.get("entityType")).lower() in HA_TYPES:
            continue
        if name is None:
            yield text(change.get("entityName")) or text(change.get("entityType")) or "unnamed change"
        elif fields is not None:
            foreign = sorted(fields - _ours(name, intent)) or _foreign_addresses(change)
            if foreign:
                yield f"{name}: {', '.join(foreign)}"


def _ours(name: str, intent: Intent) -> frozenset[str]:
    if name != CRITERIA or intent.criteria is None:
        return INTERFACE_FIELDS
    times = {field for key, field in FIELDS.items() if getattr(intent.criteria, key) is not None}
    return frozenset(times | ({THRESHOLD, THRESHOLD_UNIT} if intent.criteria.threshold else set()))


def _foreign_addresses(change: Mapping[str, Any]) -> list[str]:
    """The address fields of which more has changed than the standby unit's addresses."""
    entries = [entry for part in CHANGED for entry in records(change.get(part))]
    return sorted(
        text(entry.get("fieldName"))
        for entry in entries
        if text(entry.get("fieldName")) in ("ipv4", "ipv6")
        and _without_standby(entry.get("oldValue")) != _without_standby(entry.get("newValue"))
    )


def _without_standby(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_standby(each) for name, each in mapping(value).items() if name not in STANDBY}
    return [_without_standby(each) for each in value] if isinstance(value, (list, tuple)) else value
