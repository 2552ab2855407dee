# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a unit's own API description says, held against the table of the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_description import ApiDescription, bare_path
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_table import Kind
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.open_questions import QUESTIONS
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import Finding
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.probe import compare
from hypothesis import given
from hypothesis import strategies as st
from support.described_api import description

Change = Callable[[dict[str, Any]], None]
CONFIGURATION = "/devices/default/ha/configurations/{objId}"


def found(change: Change | None = None, release: str = "7.2.0-1", described: str = "99.0") -> list[Finding]:
    document = description(described)
    if change is not None:
        change(document)
    return list(compare(ApiDescription(document), "primary", release))


def field(definition: str, name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda document: document["definitions"][definition]["properties"][name]


def test_a_description_with_all_that_is_relied_on_differs_in_nothing() -> None:
    assert found() == []


def test_a_first_release_lacks_only_what_came_later() -> None:
    severities = {each.severity for each in found(release="6.3.0-1", described="6.3")}
    assert severities == {"advice"}


def test_the_same_gaps_in_a_later_release_are_warnings() -> None:
    severities = [each.severity for each in found(release="7.2.0-1", described="6.3")]
    assert "warning" in severities
    assert "error" not in severities


CHANGES: list[tuple[str, Change, str, str, str]] = [
    (
        "a call that deploy needs",
        lambda document: document["paths"][CONFIGURATION].pop("put"),
        "error",
        f"PUT {CONFIGURATION}",
        "this call is not described. For deploy: the playbook stops",
    ),
    (
        "a call that one check needs",
        lambda document: document["paths"].pop("/devicesettings/default/ntp"),
        "warning",
        "GET /devicesettings/default/ntp",
        "rule ntp-differs is not checked",
    ),
    (
        "a field that is sent",
        lambda document: document["definitions"]["HAConfiguration"]["properties"].pop("sharedKey"),
        "error",
        "HAConfiguration",
        "no field sharedKey is described. For deploy: an encrypted pair can't be made",
    ),
    (
        "a field of another type",
        lambda document: field("PhysicalInterface", "enabled")(document).update(type="string"),
        "warning",
        "PhysicalInterface.enabled",
        "it is described as text",
    ),
    (
        "a shorter key",
        lambda document: field("HAConfiguration", "sharedKey")(document).update(maxLength=32),
        "warning",
        "HAConfiguration.sharedKey",
        "it takes 32 characters",
    ),
    (
        "a new state of a unit",
        lambda document: document["definitions"]["HANodeState"]["enum"].append("HA_RESTING_NODE"),
        "advice",
        "HANodeState",
        "it also has the values HA_RESTING_NODE",
    ),
    (
        "a role that is gone",
        lambda document: document["definitions"]["HANodeRole"]["enum"].remove("HA_PRIMARY"),
        "error",
        "HANodeRole",
        "HA_PRIMARY is no value of it",
    ),
    (
        "a field that a body must have now",
        lambda document: document["definitions"]["HAConfiguration"].update(required=["nodeRole", "unicast"]),
        "error",
        "HAConfiguration",
        "it requires unicast",
    ),
    (
        "a definition of another name",
        lambda document: document["definitions"].pop("NTP"),
        "advice",
        "NTP",
        "its fields were not compared",
    ),
]


@pytest.mark.parametrize(
    ("change", "severity", "subject", "says"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES]
)
def test_each_difference_is_a_finding(change: Change, severity: str, subject: str, says: str) -> None:
    differing = found(change)
    assert {(each.rule, each.unit) for each in differing} == {("api-differs", "primary")}
    assert [(each.severity, each.subject) for each in differing if says in each.found] == [(severity, subject)]


def test_every_finding_names_its_playbooks_and_a_remedy() -> None:
    for each in found(described="6.3"):
        assert each.expected
        assert each.remedy.endswith(".")


@pytest.mark.parametrize("path", ["/x/{objId}", "/api/fdm/v6/x/{id}", "/api/fdm/latest/x/{parentId}"])
def test_paths_are_compared_without_version_and_without_names_of_parameters(path: str) -> None:
    assert bare_path(path) == "/x/{}"


def test_openapi_3_is_read_too() -> None:
    swagger = description()
    document = {"openapi": "3.0.0", "paths": swagger["paths"], "components": {"schemas": swagger["definitions"]}}
    assert compare(ApiDescription(document), "primary", "7.2.0") == ()


def test_references_and_inherited_fields_are_followed() -> None:
    described = ApiDescription(
        {
            "definitions": {
                "Base": {"properties": {"id": {"type": "string"}}, "required": ["id"]},
                "State": {"type": "string", "enum": ["UP"]},
                "Port": {
                    "allOf": [{"$ref": "#/definitions/Base"}],
                    "properties": {"state": {"$ref": "#/definitions/State", "description": "of the port"}},
                },
                "Loop": {"$ref": "#/definitions/Loop"},
            }
        }
    )
    assert described.kind("Port", "id") == described.kind("Port", "state") == Kind.TEXT
    assert described.values("Port.state") == described.values("State") == ("UP",)
    assert (described.field("Port", "state") or {})["description"] == "of the port"
    assert described.required("Port") == {"id"}
    assert described.properties("Loop") == {}


ANSWERS = [
    ("HAConfiguration", "sharedKey", {"maxLength": 63, "pattern": "^[!-~]*$"}, "maxLength 63; pattern ^[!-~]*$"),
    ("HAConfiguration", "failoverInterface", {"description": "One of: A, B"}, "One of: A, B"),
    ("HAConfiguration", "failoverName", {}, "the description does not say"),
    ("IPv4Address", "netmask", {"format": "ipv4"}, "format ipv4"),
]


@pytest.mark.parametrize(("definition", "name", "declared", "answer"), ANSWERS)
def test_open_questions_are_answered_in_the_words_of_the_description(
    definition: str, name: str, declared: dict[str, Any], answer: str
) -> None:
    document = description()
    field(definition, name)(document).update(declared)
    answers = {each.asked: each.answer(ApiDescription(document))["answer"] for each in QUESTIONS}
    assert answers[f"{definition}.{name}"] == answer


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["paths", "definitions", "properties", "$ref", "allOf", "enum", "get", "type", "parameters", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(document=ANY)
def test_any_document_is_compared_without_trouble(document: Any) -> None:
    described = ApiDescription(json.loads(json.dumps(document)))
    compare(described, "primary", "7.0.1")
    assert all(isinstance(question.answer(described)["answer"], str) for question in QUESTIONS)
    assert described.understood in (True, False)
