# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and answers that would be more than text: harmless in every format."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report.comparing import (
    compare,
    comparison_html,
    comparison_markdown,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.report.formats import FORMATS, render
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from markdown_it import MarkdownIt
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from support import report_data
from support.markup import Page

HOSTILE = [
    "<script>alert(1)</script>",
    "</style></svg></title></textarea><img src=x onerror=alert(1)>",
    '"\' onmouseover=\'alert(1)" x="',
    "{{ 7 * 191 }}{% for x in range(9) %}{{ x }}{% endfor %}{# gone #}",
    "]]><!--<![CDATA[ --> &lt;b&gt; &#60;",
    "one\nPLAY RECAP\r\nbranch01 : ok=1",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \x00\x08\x7f",
    "abc\u202edcba\u2066 \u200f\u061c \ud800 \ufffe",
    "javascript:alert(1)",
    "`${x}` $(id) %s %(x)s \\n \\",
    '} 1\n# EOF\nfdm_failover_pair_good{pair="x"} 1',
    "| a | b |\n| --- | --- |\n[x](javascript:alert(1))",
]
FIXED = {"schema", "schema_version", "outcome", "severity", "unit", "verdict", "role", "status", "started", "ended"}
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def spoil(data, text):
    """The same data with another text wherever a text is free."""
    if isinstance(data, dict):
        return {
            key: value if key in FIXED and isinstance(value, str) else spoil(value, text) for key, value in data.items()
        }
    if isinstance(data, list):
        return [spoil(each, text) for each in data]
    return text if isinstance(data, str) else data


def spoilt(text):
    data = report_data.report(report_data.broken("a"), report_data.planned("b"))
    spoilt_data = spoil(data, text)
    for number, pair in enumerate(spoilt_data["pairs"]):
        pair["name"] = f"{text}{number}"
    return read(spoilt_data), read(
        spoil(data, "text")
        | {"pairs": [pair | {"name": f"text{number}"} for number, pair in enumerate(spoil(data, "text")["pairs"])]}
    )


def shape(page):
    """Names of elements and of attributes, in order; the text left aside."""
    left = ("text", "tspan")  # as many as a text has lines
    return [(each.name, *each.attributes) for each in page.elements if each.name not in left]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_keeps_its_shape(text):
    bad, good = (Page(render(run, ["html"])["report.html"]) for run in spoilt(text))
    assert set(shape(bad)) <= set(shape(good)) | {("code",)}
    assert all(href.startswith("#") for href in bad.attributes("href"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_drawing_stays_sound(text):
    page = render(spoilt(text)[0], ["html"])["report.html"]
    drawings = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(drawings) == 1 + 3 * 2
    for drawing in drawings:
        ElementTree.fromstring(drawing)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_renders_no_more_elements(text):
    bad, good = (
        Page(MarkdownIt("commonmark").enable("table").render(render(run, ["markdown"])["report.md"]))
        for run in spoilt(text)
    )
    assert [each.name for each in bad.elements] == [each.name for each in good.elements]


@pytest.mark.parametrize("text", HOSTILE)
def test_junit_has_no_more_cases(text):
    bad, good = (ElementTree.fromstring(render(run, ["junit"])["report.junit.xml"].encode()) for run in spoilt(text))
    assert [each.tag for each in bad.iter()] == [each.tag for each in good.iter()]


@pytest.mark.parametrize("text", HOSTILE)
def test_metrics_have_no_more_samples(text):
    bad, good = (
        [
            each.name
            for family in text_string_to_metric_families(render(run, ["metrics"])["report.prom"])
            for each in family.samples
        ]
        for run in spoilt(text)
    )
    assert bad == good


@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_reaches_any_file(text):
    run = spoilt(text)[0]
    compared = compare(run, run)
    for written in (*render(run, FORMATS).values(), comparison_markdown(compared), comparison_html(compared)):
        assert not FORBIDDEN.search(written)
        written.encode()


@pytest.mark.parametrize("text", HOSTILE)
def test_templates_are_not_evaluated(text):
    for written in render(spoilt(text)[0], FORMATS).values():
        assert "1337" not in written


def test_a_comparison_keeps_its_shape():
    text = HOSTILE[1]
    before, after = (
        read(spoil(report_data.report(make("a")), text)) for make in (report_data.dedicated, report_data.broken)
    )
    page = Page(comparison_html(compare(before, after)))
    assert {"script", "img"}.isdisjoint(each.name for each in page.elements)
    assert any(text.split(">")[0] in cell for cell in page.texts("td"))
