# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said to units and what the simulator answers, held against the vendor's specification by a validator that
this project did not write (openapi-core)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_operations import OPERATIONS
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_table import FIRST
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from simulator.api import Answer, Call
from support import openapi
from support.harness import DEDICATED, KEY
from support.in_memory_deploy import Deployment, Site

HOST, PREFIX = "https://unit.example", "/api/fdm/v6"
LATER = [
    re.compile(re.sub(r"\{\w+\}", "[^/]+", f"{row.method} {row.path}")) for row in OPERATIONS if row.since != FIRST
]
"""Calls of later releases, which the first specification does not have."""
BLANK = "the HA configuration of a unit that never had one: its role, links and names are null, though required"


@pytest.fixture(scope="module")
def api() -> OpenAPI:
    """The vendor's specification; that the converted document is valid is checked here too."""
    found = openapi.find()
    if found is None:
        pytest.skip("the vendor's specification is not available")
    return OpenAPI.from_dict(found)


@pytest.fixture(scope="module")
def calls() -> list[tuple[Call, Answer]]:
    """Every call of a deployment and of a verification, with its answer."""
    made: list[tuple[Call, Answer]] = []
    site = Site({}, watch=lambda call, answer: made.append((call, answer)))
    variables = DEDICATED | {"failover_key": KEY}
    Deployment(site, variables).run()
    Deployment(site, variables).run()
    return [each for each in made if not any(later.fullmatch(f"{each[0].method} {each[0].path}") for later in LATER)]


def request_of(call: Call) -> MockRequest:
    data = None if call.body is None else json.dumps(call.body).encode()
    return MockRequest(HOST, call.method, PREFIX + call.path, args=call.query, data=data)


def problem(error: BaseException) -> str:
    """The innermost reason of a validator's error."""
    while error.__cause__ is not None:
        error = error.__cause__
    details = [each.message for each in getattr(error, "schema_errors", ())]
    return "; ".join(details) or f"{type(error).__name__}: {error}"


def test_every_request_is_one_of_the_specification(api: OpenAPI, calls: list[tuple[Call, Answer]]) -> None:
    wrong = []
    for call, _answer in calls:
        try:
            api.validate_request(request_of(call))
        except Exception as error:
            wrong.append(f"{call.method} {call.path}: {problem(error)}")
    assert sorted(set(wrong)) == []
    assert len(calls) > 100


def test_every_answer_is_one_of_the_specification(api: OpenAPI, calls: list[tuple[Call, Answer]]) -> None:
    wrong = []
    for call, answer in calls:
        if _is_blank(answer.body) or answer.status in (204, 401):
            continue  # BLANK; an empty answer; a token that ended, which no specification has to name
        response = MockResponse(json.dumps(answer.body).encode(), answer.status)
        try:
            api.validate_response(request_of(call), response)
        except Exception as error:
            wrong.append(f"{call.method} {call.path} {answer.status}: {problem(error)}")
    assert sorted(set(wrong)) == []


def _is_blank(body: Any) -> bool:
    listed = body.get("items") if isinstance(body, dict) else None
    return bool(listed) and all(each.get("type") == "haconfiguration" and not each["nodeRole"] for each in listed)


@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        ("/devices/default/interfaces/an-id", {"type": "physicalinterface"}, "required"),
        ("/action/command", {"type": "Command"}, "commandInput"),
        ("/fdm/token", {"grant_type": "magic"}, "magic"),
    ],
)
def test_the_validator_finds_what_is_wrong(api: OpenAPI, path: str, body: Any, says: str) -> None:
    method = "PUT" if "interfaces" in path else "POST"
    request = MockRequest(HOST, method, PREFIX + path, data=json.dumps(body).encode())
    with pytest.raises(Exception) as caught:  # noqa: PT011 - each validator has classes of its own
        api.validate_request(request)
    assert says in problem(caught.value)
