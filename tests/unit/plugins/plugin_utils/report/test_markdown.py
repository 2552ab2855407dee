# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as Markdown, as a renderer understands it."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report.markdown import as_markdown, escape, escape_line
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from markdown_it import MarkdownIt
from support import report_data
from support.markup import Page

GFM = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def rendered(markdown):
    """What a renderer that lets HTML through makes of it."""
    return Page(GFM.render(markdown))


def test_the_summary_comes_first():
    found = rendered(as_markdown(read(report_data.thirty())))
    assert found.texts("h1") == ["25 of 30 pairs work; 5 need attention"]
    assert found.texts("h2")[:3] == ["5 pairs need attention", "25 pairs work", "branch04: needs attention: unhealthy"]
    assert found.texts("td")[:4] == [
        "branch04",
        "unhealthy",
        "The state link is down, so a failover would cut every connection.",
        "Check the cable between the units and the port at each end.",
    ]


def test_a_pair_in_full():
    found = rendered(as_markdown(read(report_data.report(report_data.broken("campus")))))
    assert found.texts("h1") == ["campus needs attention: unhealthy"]
    assert found.texts("h3") == ["Findings: 2 errors, 2 warnings", "Evidence"]
    assert found.texts("th")[:7] == ["Unit", "State", "Address", "Model", "Software", "Serial", "Health"]
    cells = found.texts("td")
    for words in ("192.168.11.2/30", "Port-channel1", "down at the secondary", "link-status", "failed", "not known"):
        assert words in cells


def test_the_plan_is_a_list():
    data = report_data.report(report_data.planned("campus"), playbook="check")
    assert rendered(as_markdown(read(data))).texts("li") == data["pairs"][0]["plan"]


def test_every_row_of_a_table_has_as_many_cells_as_its_head():
    data = report_data.broken("campus")
    data["findings"][0]["found"] = r"a | b \| c \\| d"
    text = as_markdown(read(report_data.report(data)))
    found = rendered(text)
    assert r"a | b \| c \\| d" in found.texts("td")
    assert len(found.texts("td")) == 2 * 7 + 2 * 8 + 4 * 7 + 8 * 4


@pytest.mark.parametrize(
    "text",
    [
        "*bold* _emphasis_ ~~struck~~ ==marked==",
        "`code` and ``more`",
        "[a](http://192.0.2.1/) ![b](c) [d] <http://192.0.2.1/>",
        "<script>alert(1)</script> <b>& &amp; &lt;",
        "# no heading",
        "a | b \\| c \\",
        "1. no list",
        "- no list",
        "+ no list",
        "> no quotation",
        "---",
        "===",
        "$x^2$",
        "mail user@example.com, see www.example.com or https://example.com/",
        "192.0.2.1: 7.4.2 is what it says - and so on",
    ],
)
def test_text_stays_text(text):
    found = rendered(escape_line(text))
    assert [element.name for element in found.elements] == ["p"]
    assert found.texts("p") == [text]
    assert rendered(f"# {escape(text)}").texts("h1") == [text]


def test_lines_become_one():
    assert escape("one\n  two\n\nthree") == "one / two / three"
