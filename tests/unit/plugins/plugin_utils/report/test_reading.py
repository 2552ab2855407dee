# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From plain data to a run, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.report.data import (
    SCHEMA,
    SCHEMA_VERSION,
    End,
    Pair,
    Run,
    Unit,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import as_data, as_json, read, read_json
from jsonschema import Draft202012Validator
from support import report_data

ROOT = Path(__file__).parents[5]
WHOLE = {"schema": SCHEMA, "schema_version": SCHEMA_VERSION, "playbook": "verify"}


@pytest.fixture(scope="module")
def schema():
    return json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("data", [report_data.three(), report_data.thirty(), report_data.report(report_data.longest())])
def test_a_report_is_written_as_it_was_read(data):
    run = read(data)
    assert as_data(run) == as_data(read_json(as_json(run)))
    assert as_data(run)["pairs"][0]["units"] == data["pairs"][0]["units"]


def test_what_is_written_fits_the_schema(schema):
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(as_json(read(report_data.thirty()))))


def test_the_schema_names_every_field_that_is_written(schema):
    strict = json.loads(json.dumps(schema).replace('"properties":', '"additionalProperties": false, "properties":'))
    Draft202012Validator(strict).validate(json.loads(as_json(read(report_data.thirty()))))
    Draft202012Validator(strict).validate(report_data.thirty())


@pytest.mark.parametrize(
    ("field", "value"),
    [("outcome", "fine"), ("findings", [{"rule": "x", "severity": "bad", "unit": "pair"}]), ("links", {"combined": 1})],
)
def test_the_schema_refuses_what_is_wrong(schema, field, value):
    data = report_data.three()
    data["pairs"][0][field] = value
    assert not Draft202012Validator(schema).is_valid(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "no report"),
        ({}, "no report"),
        ({"schema": "another"}, "no report"),
        ({"schema": SCHEMA}, "schema_version missing"),
        ({"schema": SCHEMA, "schema_version": 2}, "schema_version 2"),
        ({"schema": SCHEMA, "schema_version": "1"}, "schema_version 1"),
        ({"schema": SCHEMA, "schema_version": True}, "schema_version"),
    ],
)
def test_what_is_no_report_of_this_version_is_refused(data, said):
    with pytest.raises(InputError, match=said):
        read(data)


@pytest.mark.parametrize("text", ["", "no JSON", "[" * 100_000, "{}"])
def test_a_file_that_is_no_report_is_refused(text):
    with pytest.raises(InputError):
        read_json(text)


def test_the_least_report():
    assert read(WHOLE) == Run("verify")


@pytest.mark.parametrize(
    "pair",
    [
        {"name": "branch01"},
        {"name": "branch01", "outcome": "another", "units": [], "links": "none", "findings": 7, "evidence": {"a": 1}},
        {"name": "branch01", "units": {"primary": None}, "links": {"failover": None}, "steps": [None], "plan": "text"},
        {"name": "branch01", "future": {"field": 1}, "changed": "yes", "findings": [[]], "drift_since": None},
    ],
)
def test_missing_parts_are_not_known(pair):
    assert read({**WHOLE, "pairs": [pair]}).pairs == (Pair("branch01", "not_run"),)


def test_a_pair_without_a_name_is_left_out_and_one_name_is_one_pair():
    pairs = [{"outcome": "ok"}, "text", {"name": "a", "outcome": "ok"}, {"name": "a", "outcome": "failed"}]
    assert read({**WHOLE, "pairs": pairs}).pairs == (Pair("a", "failed"),)


@pytest.mark.parametrize(("status", "kept"), [("up", "up"), ("down", "down"), ("UP", None), (True, None), (None, None)])
def test_the_status_of_a_link(status, kept):
    link = {"port": "Ethernet1/2", "primary": {"address": "192.0.2.1/30", "status": status}}
    run = read({**WHOLE, "pairs": [{"name": "a", "links": {"failover": link}}]})
    assert run.pairs[0].links.failover.primary == End("192.0.2.1/30", kept)


@pytest.mark.parametrize(("encrypted", "kept"), [(True, True), (False, False), (None, None), ("yes", None), (1, None)])
def test_encryption_that_is_not_understood_is_not_known(encrypted, kept):
    link = {"port": "Ethernet1/2", "encrypted": encrypted}
    run = read({**WHOLE, "pairs": [{"name": "a", "links": {"failover": link}}]})
    assert run.pairs[0].links.failover.encrypted is kept


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), "3", None])
def test_seconds_that_are_none_are_zero(seconds):
    run = read({**WHOLE, "pairs": [{"name": "a", "steps": [{"name": "read", "seconds": seconds}]}]})
    assert run.pairs[0].steps[0].seconds == 0


def test_a_combined_link_has_no_state_link():
    link = {"port": "Ethernet1/2"}
    run = read({**WHOLE, "pairs": [{"name": "a", "links": {"combined": True, "failover": link, "state": link}}]})
    assert run.pairs[0].links.state is None


def test_texts_are_cleaned_where_they_enter():
    run = read({**WHOLE, "pairs": [{"name": "a\x1b[31m", "units": {"primary": {"state": "act\u202eive\n"}}}]})
    assert run.pairs[0].name == "a"
    assert run.pairs[0].primary == Unit("primary", state="active")
