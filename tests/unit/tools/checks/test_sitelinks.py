# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A link of the site that leads nowhere is found, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.sitelinks import broken


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("pages/key.html", True),
        ("pages/key.html#why", True),
        ("pages/key.html#a%20place", True),
        ("#here", True),
        ("#", True),
        ("pages/", True),
        ("pages/report.schema.json", True),
        ("https://www.example.com/nothing", True),
        ("//www.example.com/nothing", True),
        ("mailto:team@example.com", True),
        ("pages/lock.html", False),
        ("pages/key.html#when", False),
        ("#there", False),
        ("key.html", False),
    ],
)
def test_a_link_leads_somewhere_or_is_named(tmp_path: Path, link: str, leads: bool) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "index.html").write_text(f'<h1 id="here">x</h1><a href="{link}">y</a>', encoding="utf-8")
    (tmp_path / "pages" / "index.html").write_text("<p>x</p>", encoding="utf-8")
    (tmp_path / "pages" / "report.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "pages" / "key.html").write_text(
        '<h2 id="why">x</h2><p id="a place">y</p><a href="../index.html#here">z</a>', encoding="utf-8"
    )
    assert list(broken(tmp_path)) == ([] if leads else [f"index.html: {link}"])
