# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of the API against the vendor's specification, against the code, and against docs/device.md."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.unit_api import UnitApi
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_description import ApiDescription
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_fields import FIELDS
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_operations import (
    OPERATIONS,
    OTHERS,
    OUTSIDE,
    READS,
    WRITES,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_table import (
    FIRST,
    Confidence,
    release_number,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_values import LIMITS, VALUES
from support.device_page import PAGE, filled

ROOT = Path(__file__).parents[6]
CODE = ROOT / "plugins" / "plugin_utils"
ROWS = (*OPERATIONS, *FIELDS, *VALUES)
WRITE = "WRITE_DEVICE=1 make unit TEST=tests/unit/plugins/plugin_utils/pure/device/test_api_table.py"
RENDERED = ROOT / "extensions" / "molecule" / "example_inventories_are_understood" / "expected"


@pytest.fixture(scope="module")
def described() -> ApiDescription:
    """The vendor's specification, from `shared/facts` beside the checkout."""
    for folder in ROOT.resolve().parents:
        file = folder / "shared" / "facts" / "ngfw-v2.json"
        if file.is_file():
            return ApiDescription(json.loads(file.read_text(encoding="utf-8")))
    pytest.skip("the vendor's specification is not available")


class Recorder:
    """A client that notes each call and answers with something."""

    def __init__(self) -> None:
        self.connection = Connection("branch01", "primary", "192.0.2.11", "correct horse")
        self.calls: list[tuple[str, str]] = []
        self.sleep = self.reach = lambda _seconds: None

    def get(self, path: str) -> dict[str, Any]:
        self.calls.append(("GET", path))
        return {"id": "an-id"}

    def list(self, path: str) -> list[dict[str, Any]]:
        return [self.get(path)]

    def count(self, path: str) -> int:
        self.calls.append(("GET", path))
        return 0

    def put(self, path: str, _body: Any) -> None:
        self.calls.append(("PUT", path))

    def post(self, path: str, *_arguments: Any, **_options: Any) -> dict[str, Any]:
        self.calls.append(("POST", path))
        return {}

    def download(self, path: str) -> bytes:
        self.calls.append(("GET", path))
        return b""

    def delete(self, path: str) -> None:
        self.calls.append(("DELETE", path))


KINDS = ("physical", "etherchannel", "bridgegroup", "vlan")
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "parent": ({"id": "an-id", "type": "physicalinterface"}, {"id": "an-id", "type": "etherchannelinterface"}),
    "interface": tuple({"id": "an-id", "type": f"{kind}interface"} for kind in KINDS),
    "identifier": ("an-id",),
    "configuration": ({"id": "an-id"},),
    "line": ("show failover",),
    "guard": (None,),
    "body": (None,),
    "file": ("export.zip",),
    "key": (None,),
    "query": (None,),
    "action": ("failover", "suspend", "resume", "reset"),
    "criteria": ({"id": "an-id"},),
}


def calls_of_the_code() -> set[tuple[str, str]]:
    """Every call that the methods of UnitApi and of its exports make."""
    client = Recorder()
    api = UnitApi(client)
    for holder in (api, api.exports):
        for name, method in inspect.getmembers(type(holder), inspect.isfunction):
            if name.startswith("_") or name in ("reach", "sleep"):
                continue
            wanted = list(inspect.signature(method).parameters)[1:]
            assert set(wanted) <= ARGUMENTS.keys(), f"{name}: give ARGUMENTS of this test a value for {wanted}"
            for number in range(max([len(ARGUMENTS[each]) for each in wanted], default=1)):
                method(holder, *(ARGUMENTS[each][number % len(ARGUMENTS[each])] for each in wanted))
    for kind in ARGUMENTS["interface"]:
        api.write_interface(kind)
    return set(client.calls)


def matches(call: tuple[str, str], method: str, path: str) -> bool:
    return call[0] == method and bool(re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), call[1]))


def test_every_call_of_the_code_is_in_the_table() -> None:
    table = [(row.method, row.path) for row in (*OPERATIONS, *OUTSIDE)]
    missing = [call for call in calls_of_the_code() if not any(matches(call, *row) for row in table)]
    assert missing == [], f"add a row to pure/device/api_operations.py, then run `{WRITE}`"


def test_every_call_of_the_table_is_in_the_code() -> None:
    made = calls_of_the_code() | {("POST", "/fdm/token"), ("GET", "/api/versions")}  # auth.py makes these two
    table = [(row.method, row.path) for row in (*OPERATIONS, *OUTSIDE)]
    assert [row for row in table if not any(matches(call, *row) for call in made)] == []


def test_each_call_stands_in_the_table_once() -> None:
    table = [(row.method, row.path) for row in (*OPERATIONS, *OUTSIDE)]
    assert len(set(table)) == len(table)
    assert {row.method for row in READS} == {"GET"}
    assert "GET" not in {row.method for row in (*WRITES, *OTHERS)}


@pytest.mark.parametrize("row", OPERATIONS, ids=lambda row: f"{row.method} {row.path}")
def test_calls_are_those_of_the_specification(described: ApiDescription, row: Any) -> None:
    assert (described.operation(row.method, row.path) is not None) == (row.since == FIRST)


@pytest.mark.parametrize("row", FIELDS, ids=lambda row: f"{row.definition} {row.names[0]}")
def test_fields_and_their_types_are_those_of_the_specification(described: ApiDescription, row: Any) -> None:
    kinds = {name: described.kind(row.definition, name) for name in row.names}
    assert kinds == dict.fromkeys(row.names, row.kind if row.since == FIRST else None)


@pytest.mark.parametrize("row", VALUES, ids=lambda row: f"{row.enumeration} {row.names[0]}")
def test_values_are_those_of_the_specification(described: ApiDescription, row: Any) -> None:
    there = set(described.values(row.enumeration))
    assert there, "an enumeration of the specification"
    assert set(row.names) <= there if row.since == FIRST else not set(row.names) & there


def test_limits_are_on_fields_that_are_sent() -> None:
    sent = {(row.definition, name) for row in FIELDS if row.sent for name in row.names}
    assert {(row.definition, row.field) for row in LIMITS} <= sent


def test_what_is_not_in_the_specification_names_another_source() -> None:
    assert [row for row in ROWS if row.since != FIRST and "v2" in row.source] == []
    assert [row for row in ROWS if row.confidence == Confidence.HIGH and not row.source] == []
    assert all(release_number(row.since) for row in ROWS)


def test_every_playbook_that_is_named_is_there() -> None:
    named = {name for row in (*ROWS, *OUTSIDE, *LIMITS) for name in row.playbooks}
    assert [name for name in named if not (ROOT / "playbooks" / f"{name}.yml").is_file()] == []


def words_of_the_code() -> set[str]:
    """Every text of the code that is spelt as the fields of this API are (camelCase)."""
    files = [file for room in ("fdm", "steps", "pure") for file in (CODE / room).rglob("*.py")]
    found: set[str] = set()
    for file in files:
        if file.name.startswith(("api_", "open_questions")) or "transcript" in file.parts:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        texts = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        found |= {
            part for text in texts for part in text.split(".") if re.fullmatch(r"[a-z]+([A-Z][A-Za-z0-9]*)+", part)
        }
    return found


def test_every_field_that_the_code_names_is_in_the_table() -> None:
    known = {name for row in FIELDS for name in row.names}
    assert words_of_the_code() - known - NOT_THERE == set(), (
        f"add a row to pure/device/api_fields.py, then run `{WRITE}`"
    )


def names_in(value: Any) -> set[str]:
    """The names of all members of JSON data."""
    if isinstance(value, dict):
        return {*value, *(name for each in value.values() for name in names_in(each))}
    return {name for each in value for name in names_in(each)} if isinstance(value, list) else set()


def test_every_field_that_a_template_renders_is_in_the_table() -> None:
    files = sorted(RENDERED.rglob("*.json"))
    rendered = {name for file in files for name in names_in(json.loads(file.read_text(encoding="utf-8")))}
    missing = rendered - {name for row in FIELDS for name in row.names}
    assert files
    assert missing == set(), f"add a row to pure/device/api_fields.py, then run `{WRITE}`"


NOT_THERE = frozenset({"supportedVersions", "invalidVersion", "fieldName", "oldValue", "newValue", "clearIntfs"})
"""A member of an answer that no definition describes, codes of errors, members of members, and a query's parameter,
which the row of its call names."""


def test_every_field_of_the_table_is_named_by_the_code() -> None:
    camel = {name for row in FIELDS for name in row.names if re.search("[A-Z]", name)}
    templates = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "roles").rglob("*.j2"))
    assert {name for name in camel - words_of_the_code() if name not in templates} == set()


def test_the_page_says_what_the_table_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    if os.environ.get("WRITE_DEVICE"):
        PAGE.write_text(filled(page), encoding="utf-8")
    else:
        assert page == filled(page), f"run `{WRITE}`, and commit docs/device.md"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7.0.1-84", (7, 0, 1)),
        ("6.3.0", (6, 3, 0)),
        ("6.5", (6, 5)),
        (" 7.2.5.1-3 ", (7, 2, 5, 1)),
        ("", ()),
        ("7", ()),
        ("seven.two", ()),
        ("7.0.²", ()),
        ("999999.1", ()),
    ],
)
def test_a_release_is_read_or_not_known(text: str, numbers: tuple[int, ...]) -> None:
    assert release_number(text) == numbers
