# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page about the report names what the report holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from ansible_collections.fdm.failover.plugins.callback import report
from ansible_collections.fdm.failover.plugins.plugin_utils.report.data import OUTCOMES, VERDICTS
from ansible_collections.fdm.failover.plugins.plugin_utils.report.formats import FORMATS
from ansible_collections.fdm.failover.plugins.plugin_utils.report.metrics import as_metrics
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from ansible_collections.fdm.failover.plugins.plugin_utils.version import VERSION
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from support import report_data

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "report.md").read_text(encoding="utf-8")
CODE = set(re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```$", "", PAGE, flags=re.MULTILINE | re.DOTALL)))


def fields(schema):
    """The name of every field of a schema."""
    for key, value in schema.items() if isinstance(schema, dict) else ():
        yield from value if key == "properties" else ()
        yield from fields(value)


def test_every_field_of_the_schema_is_named():
    schema = json.loads((DOCS / "report.schema.json").read_text(encoding="utf-8"))
    assert set(fields(schema)) - CODE == set()


def test_every_outcome_verdict_and_format_is_named():
    endings = {f".{ending}" for ending, _write in FORMATS.values()}
    assert {*OUTCOMES, *VERDICTS, *FORMATS, *endings} - CODE == set()


def test_every_metric_and_label_is_named():
    samples = [
        sample
        for family in text_string_to_metric_families(as_metrics(read(report_data.three())))
        for sample in family.samples
    ]
    assert {sample.name for sample in samples} | {label for sample in samples for label in sample.labels} <= CODE
    assert {name for name in CODE if re.fullmatch(r"fdm_failover_\w+", name)} == {sample.name for sample in samples}


def test_every_setting_of_the_callback_is_named():
    options = yaml.safe_load(report.DOCUMENTATION)["options"]
    named = {
        name for each in options.values() for kind in ("vars", "env") for name in (one["name"] for one in each[kind])
    }
    section = {one["section"] for each in options.values() for one in each["ini"]}
    assert {*named, *section} <= CODE
    assert report.CallbackModule.CALLBACK_NAME in PAGE


def test_the_version_of_the_collection_is_that_of_galaxy():
    assert yaml.safe_load((DOCS.parent / "galaxy.yml").read_text(encoding="utf-8"))["version"] == VERSION
