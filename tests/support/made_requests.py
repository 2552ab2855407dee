# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that schemathesis makes from the vendor's specification, sent to simulated units: none may end in a 5xx."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core import NOT_SET
from simulator.offline import Offline

from . import openapi

STATES = ("single", "pair")


def operations() -> list[Any]:
    """Every operation of the specification; none where it is not available."""
    document = openapi.find()
    if document is None:
        return []
    return [found.ok() for found in schemathesis.openapi.from_dict(document).get_all_operations()]


def rig(state: str) -> Offline:
    """Two units, single or in HA."""
    units = [
        {"name": "one", "address": "127.0.1.11", "peer": "two"},
        {"name": "two", "address": "127.0.1.12", "peer": "one"},
    ]
    made = Offline({"units": units})
    if state == "pair":
        made.pair_up("one", "two")
    return made


def send_made(operation: Any, state: str, examples: int) -> Counter[int]:
    """Send requests made for one operation to a unit, half of them with identifiers that it has. Returns how often each
    status came; raises AssertionError for a 5xx, and whatever the simulator raises."""
    units, statuses = rig(state), Counter[int]()

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(), real=st.booleans())
    def run(case: Any, real: bool) -> None:
        path = _real_path(units, operation.path) if real else case.formatted_path
        query = urlencode({name: _text(value) for name, value in (case.query or {}).items()})
        body = None if case.body is NOT_SET else case.body
        status, _answer = units.call("one", case.method, f"{path}?{query}" if query else path, body, **_login(units))
        statuses[status] += 1
        assert status < 500, f"{case.method} {path} {query} {body}: {status}"
        units.advance(1)

    run()
    return statuses


def _login(units: Offline) -> dict[str, str]:
    """A token that is good: what was sent before may have ended every other."""
    return {"token": units.login("one")}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _real_path(units: Offline, template: str) -> str:
    """A path with the first identifier that the unit has in each place; ``default`` where it lists none."""
    before, found, after = template.partition("{")
    if not found:
        return template
    listed = units.call("one", "GET", before.rstrip("/"), **_login(units))[1]
    known = next(_identifiers(listed), "default")
    return _real_path(units, f"{before}{known}{after.partition('}')[2]}")


def _identifiers(listed: Any) -> Iterator[str]:
    items = listed.get("items") if isinstance(listed, dict) else None
    yield from (str(each["id"]) for each in items or [] if isinstance(each, dict) and each.get("id"))
