# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Failover criteria of a unit compared with those of the inventory; times in ms, so 1000 ms and 1 s are the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..intent.ha_configuration import Difference
from ..intent.settings import (
    NUMBER,
    PERCENTAGE,
    SECOND,
    TIMES,
    Criteria,
    display_threshold,
    display_time,
    hold_problems,
)
from ..reading import mapping, number, text

FIELDS = {
    "peer_poll_time": "peerPollTime",
    "peer_hold_time": "peerHoldTime",
    "interface_poll_time": "interfacePollTime",
    "interface_hold_time": "interfaceHoldTime",
}
"""Fields of the spec definition HAFailoverConfiguration."""
THRESHOLD, THRESHOLD_UNIT = "interfaceFailureThreshold", "interfaceFailureUnit"
PER_UNIT = {"MILLISECONDS": 1, "SECONDS": SECOND, "MINUTES": 60 * SECOND, "HOURS": 3600 * SECOND}
"""Spec definition Time.timeUnit, in ms; smaller ones are no time of these fields."""


def read_time(value: Any) -> int | None:
    """A time of a unit in ms; None where it can't be read."""
    held = mapping(value)
    count, factor = number(held.get("value")), PER_UNIT.get(text(held.get("timeUnit")).upper())
    return None if count is None or factor is None else count * factor


def read_criteria(held: Mapping[str, Any]) -> Criteria:
    """The criteria of a unit; a field that can't be read is None."""
    count, unit = number(held.get(THRESHOLD)), text(held.get(THRESHOLD_UNIT)).upper()
    known = count is not None and unit in (NUMBER, PERCENTAGE)
    times = {name: read_time(held.get(field)) for name, field in FIELDS.items()}
    return Criteria(**times, threshold=(count, unit) if known and count is not None else None)


def differences(wanted: Criteria, held: Mapping[str, Any]) -> tuple[Difference, ...]:
    """How the criteria of a unit differ from the inventory's, in the inventory's words."""
    has = read_criteria(held)
    pairs = [(name, _time(getattr(has, name)), getattr(wanted, name)) for name in TIMES]
    found = [Difference(name, now, _time(want)) for name, now, want in pairs if want is not None and now != _time(want)]
    if wanted.threshold is not None and wanted.threshold != has.threshold:
        now = "unreadable" if has.threshold is None else display_threshold(has.threshold)
        found.append(Difference("threshold", now, display_threshold(wanted.threshold)))
    return tuple(found)


def _time(ms: int | None) -> str:
    return "unreadable" if ms is None else display_time(ms)


def problems(wanted: Criteria, held: Mapping[str, Any]) -> list[str]:
    """The rules between the fields that the inventory's criteria break together with what the unit keeps."""
    has = read_criteria(held)
    merged = {
        name: getattr(has, name) if getattr(wanted, name) is None else getattr(wanted, name)
        for name in (*TIMES, "threshold")
    }
    return [f"failover criteria: {problem}" for problem in hold_problems(Criteria(**merged))]


def body(wanted: Criteria, held: Mapping[str, Any]) -> dict[str, Any]:
    """The object to be written: as it was read, with what the inventory says in it."""
    made = {name: value for name, value in held.items() if name != "links"}
    for name, field in FIELDS.items():
        ms = getattr(wanted, name)
        if ms is not None:
            made[field] = _as_sent(ms)
    if wanted.threshold is not None:
        made[THRESHOLD], made[THRESHOLD_UNIT] = wanted.threshold
    return made


def _as_sent(ms: int) -> dict[str, Any]:
    whole = ms % SECOND == 0
    unit = "SECONDS" if whole else "MILLISECONDS"
    return {"value": ms // SECOND if whole else ms, "timeUnit": unit, "type": "time"}
