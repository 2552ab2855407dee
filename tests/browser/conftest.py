# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Chromium of this machine, without a network; no browser, no test."""

from __future__ import annotations

import pytest
from checks import browser as chromium
from playwright.sync_api import sync_playwright

FLAGS = (
    "--no-sandbox",  # containers run tests as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


@pytest.fixture(scope="session")
def browser():
    path = chromium.path()
    if not path:
        pytest.skip("not run: no browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)  # its profile is new, and goes with it
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open a page of this HTML: at a width, in a colour scheme, or as it is printed."""
    contexts = []

    def open_page(html, width=1280, scheme="light", media="screen", script=True):
        path = tmp_path / "report.html"
        path.write_text(html, encoding="utf-8")
        size = {"width": width, "height": 900}
        contexts.append(browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=script))
        page = contexts[-1].new_page()
        page.emulate_media(media=media, color_scheme=scheme)
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
