# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page: what stands where, and that its colours can be read."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report import page
from ansible_collections.fdm.failover.plugins.plugin_utils.report.page import as_html
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from support import report_data
from support.markup import Page


def page_of(data):
    text = as_html(read(data))
    return text, Page(text)


def test_the_summary_comes_first_and_then_the_trouble():
    text, found = page_of(report_data.thirty())
    assert found.texts("h1") == ["25 of 30 pairs work; 5 need attention."]
    assert found.texts("h2")[:2] == ["5 pairs need attention", "25 pairs work"]
    order = ["branch04", "branch28", "branch09", "branch15", "branch22"]
    assert found.texts("h2")[2:7] == order
    places = [text.index(f'href="#pair-{name}"') for name in order]
    assert places == sorted(places)


def test_every_link_leads_to_something_on_the_page():
    for data in (report_data.thirty(), report_data.report(report_data.longest())):
        _text, found = page_of(data)
        ids = found.attributes("id")
        assert len(ids) == len(set(ids))
        assert {href.removeprefix("#") for href in found.attributes("href")} <= set(ids)


def test_nothing_is_fetched():
    text, found = page_of(report_data.thirty())
    assert not found.attributes("src")
    assert all(href.startswith("#") for href in found.attributes("href"))
    assert not re.search(r"https?:|@import|url\((?!#)", text)


def test_the_script_is_the_one_that_the_policy_allows():
    text, found = page_of(report_data.thirty())
    (script,) = re.findall(r"<script>(.*)</script>", text, re.DOTALL)
    assert page._hash(script) in "".join(found.attributes("content"))


def test_drawings_are_sound_xml():
    text, _found = page_of(report_data.thirty())
    drawings = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(drawings) == 1 + 3 * 30
    for drawing in drawings:
        ElementTree.fromstring(drawing)


def test_the_three_values_of_evidence_differ_by_word_and_mark():
    _text, found = page_of(report_data.report(report_data.broken("a")))
    assert set(found.texts("span.verdict")) == {"✓verified", "\N{MULTIPLICATION SIGN}failed", "?not known"}


def test_findings_say_their_rule_and_what_to_do():
    _text, found = page_of(report_data.report(report_data.broken("a")))
    first = found.texts("ol.notes")[0]
    for words in ("link-status", "Port-channel1 is down", "Expected Port-channel1 is up.", "Check the cable"):
        assert words in first


def test_backquotes_are_code():
    _text, found = page_of(report_data.report(report_data.broken("a")))
    assert "show failover state" in found.texts("code")
    odd = report_data.broken("a") | {"reason": "one ` alone"}
    _text, found = page_of(report_data.report(odd))
    assert found.texts("p.reason") == ["one ` alone"]


def test_a_cabling_sheet_has_boxes_to_tick():
    _text, found = page_of(report_data.report(report_data.planned("a"), playbook="check"))
    assert found.texts("label") == [
        "Failover link: connect Ethernet1/2 on the primary to Ethernet1/2 on the secondary.",
        "State link: connect each member of Port-channel1 on the primary to the same member on the secondary.",
        "The link LED of each of these ports is lit on both units.",
    ]
    assert found.texts("h3") == ["Cabling", "Findings: 1 warning", "What deploy will do"]


def test_after_verify_there_is_nothing_to_tick():
    _text, found = page_of(report_data.three())
    assert not found.texts("label")


def test_names_that_become_the_same_anchor_keep_their_own():
    _text, found = page_of(report_data.report(report_data.well("a b"), report_data.well("a/b")))
    assert {"pair-a-b", "pair-a-b.2"} <= set(found.attributes("id"))


def test_a_report_of_nothing_is_a_page():
    _text, found = page_of(report_data.report())
    assert found.texts("h1") == ["No pair took part."]


LIGHT = ("ink", "quiet", "accent", "warning", "alarm")


def colours(css):
    """The colours of both schemes."""
    light, dark = css.split("@media")
    return [dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", part)) for part in (light, dark)]


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", LIGHT)
def test_words_in_a_drawing_can_be_read(scheme, name):
    colour = colours((page.TEMPLATES / "design.css.j2").read_text(encoding="utf-8"))[scheme]
    bright, dark = sorted((luminance(colour[name]), luminance(colour["paper"])), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_colours_stand_in_one_file():
    for path in page.TEMPLATES.iterdir():
        if path.name != "design.css.j2":
            assert not re.search(
                r"#[0-9a-fA-F]{3,8}\b(?=[;\"' ])|\brgba?\(|\bhsla?\(", path.read_text(encoding="utf-8")
            ), path.name
