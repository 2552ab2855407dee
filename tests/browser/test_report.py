# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report in a browser: nothing runs over, everything can be read, printed, found, and does no harm."""

from __future__ import annotations

import re

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report.comparing import compare, comparison_html
from ansible_collections.fdm.failover.plugins.plugin_utils.report.page import as_html
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from axe_playwright_python.sync_playwright import Axe
from support import report_data

A4 = 695
"""Pixels between the margins of a printed page."""
SCREEN = [(width, scheme, "screen") for width in (1280, 390) for scheme in ("light", "dark")]
WAYS = pytest.mark.parametrize(("width", "scheme", "media"), [*SCREEN, (A4, "light", "print")])
PAGES = {
    "three": report_data.three(),
    "thirty": report_data.thirty(),
    "longest": report_data.report(report_data.longest()),
    "cabling": report_data.report(report_data.planned("branch01"), report_data.longest("campus"), playbook="check"),
    "empty": report_data.report(),
    "not known": report_data.report({"name": "branch01", "outcome": "unreachable"}),
}
PAGES["endless"] = report_data.report(report_data.endless(report_data.longest()), report_data.well("branch01"))
EACH = pytest.mark.parametrize("name", PAGES)

OVERFLOWING = """() => {
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")]
    .filter(each => !each.closest("svg *, thead") && each.getClientRects().length)
    .filter(each => { const box = each.getBoundingClientRect(); return box.right > wide + 0.5 || box.left < -0.5; })
    .map(each => each.outerHTML.slice(0, 120));
}"""
OUTSIDE = """() => {
  const wrong = [];
  for (const group of document.querySelectorAll("svg g[data-box]")) {
    if (!group.getClientRects().length || !group.getBoundingClientRect().width) continue;
    const [x, y, width, height] = group.dataset.box.split(" ").map(Number);
    const [, , right, bottom] = group.ownerSVGElement.getAttribute("viewBox").split(" ").map(Number);
    for (const text of group.querySelectorAll("text")) {
      const box = text.getBBox();
      const far = box.x + box.width, low = box.y + box.height;
      const inside = box.x >= Math.max(0, x - 2) && far <= Math.min(right, x + width + 2)
        && box.y >= y - 2 && low <= Math.min(bottom + 1, y + height + 3);
      if (!inside) wrong.push([text.textContent, box.x, box.y, box.width, box.height, group.dataset.box]);
    }
  }
  return wrong;
}"""
SHOWN = """() => [...document.querySelectorAll("svg g[data-box] text")].filter(each => each.getClientRects().length
  && each.getBoundingClientRect().width).length"""


def html_of(name):
    return as_html(read(PAGES[name]))


@WAYS
@EACH
def test_nothing_runs_over(opened, name, width, scheme, media):
    page = opened(html_of(name), width, scheme, media)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []


@WAYS
@EACH
def test_words_stay_inside_their_boxes(opened, name, width, scheme, media):
    page = opened(html_of(name), width, scheme, media)
    assert page.evaluate(OUTSIDE) == []
    assert name == "empty" or page.evaluate(SHOWN) > 3


@pytest.mark.parametrize("font", ["DejaVu Sans", "Liberation Sans", "serif"])
@pytest.mark.parametrize("width", [1280, 390])
def test_words_stay_inside_their_boxes_in_other_fonts(opened, font, width):
    html = html_of("longest").replace("--sans: system-ui", f"--sans: '{font}'")
    assert opened(html, width).evaluate(OUTSIDE) == []


@WAYS
@EACH
def test_axe_finds_nothing(opened, name, width, scheme, media):
    page = opened(html_of(name), width, scheme, media)
    found = Axe().run(page).response
    assert [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found["violations"]] == []
    checked = {each["id"] for each in found["passes"]}
    assert {"color-contrast", "heading-order", "page-has-heading-one"} <= checked


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_comparison_is_sound_too(opened, width, scheme):
    before, after = (read(report_data.report(make("a"))) for make in (report_data.dedicated, report_data.longest))
    after = read(report_data.report(report_data.longest("a")))
    page = opened(comparison_html(compare(before, after)), width, scheme)
    assert page.evaluate(OVERFLOWING) == []
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize(
    ("data", "sheets"),
    [
        (PAGES["three"], 1 + 3),
        (PAGES["thirty"], 1 + 30),
        (report_data.report(report_data.planned("a"), report_data.planned("b"), playbook="check"), 1 + 2),
        (report_data.report(report_data.broken("a")), 1),
    ],
)
def test_a_pair_is_printed_on_one_sheet(opened, data, sheets):
    pdf = opened(as_html(read(data)), A4, media="print").pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == sheets


def test_paper_is_white_whatever_the_screen_is(opened):
    page = opened(html_of("three"), A4, "dark", "print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_ring_leads_to_its_sentence(opened):
    page = opened(html_of("three"))
    page.locator("svg.wide a.ring").first.click()
    target = page.locator("li:target")
    assert "link-status" in target.inner_text() or "network-link-status" in target.inner_text()
    assert target.locator(".number").inner_text() == page.locator("svg.wide a.ring text").first.text_content()


def test_the_drawing_fits_the_screen(opened):
    wide, narrow = (opened(html_of("three"), width).locator("#pair-campus svg") for width in (1280, 390))
    assert [each.is_visible() for each in wide.all()] == [True, False]
    assert [each.is_visible() for each in narrow.all()] == [False, True]


def test_without_a_script_everything_is_there_but_the_search(opened):
    page = opened(html_of("thirty"), script=False)
    assert not page.locator("#find").is_visible()
    assert page.locator(".tile").count() == 25
    assert page.locator("section.pair").count() == 30


def test_a_pair_is_found_among_five_hundred(opened):
    page = opened(as_html(read(report_data.many(500))))
    assert page.locator("h1").inner_text() == "490 of 500 pairs work; 10 need attention."
    page.locator("#find").fill("SITE123")
    assert page.locator("#found").inner_text() == "1 found"
    assert page.locator(".tile:visible").count() == 1
    page.locator("#find").press("Enter")
    page.locator("#pair-site123 h2").wait_for(state="visible")
    assert page.evaluate("location.hash") == "#pair-site123"
    assert page.locator("#pair-site123").evaluate("each => each.getBoundingClientRect().top < innerHeight")


def test_the_trouble_is_a_click_away(opened):
    page = opened(as_html(read(report_data.many(500))))
    page.locator(".trouble a.name").nth(3).click()
    place = page.evaluate("location.hash")
    assert page.locator(place).evaluate("each => Math.abs(each.getBoundingClientRect().top) < innerHeight")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><svg onload=alert(1)>"]
)
def test_hostile_text_runs_nothing(opened, text):
    data = report_data.thirty()
    for pair in data["pairs"]:
        pair["name"] = text + pair["name"]
        pair["reason"] = text
        pair["links"]["failover"]["name"] = text
    page = opened("<!DOCTYPE html>")
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.set_content(as_html(read(data)))
    page.wait_for_load_state()
    assert said == []
    assert page.locator("script").count() == 1
    assert page.locator("img, [onload], [onerror]").count() == 0
    assert text in page.locator("h2").nth(2).inner_text()
