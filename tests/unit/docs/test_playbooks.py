# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every playbook is named on a page."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PLAYBOOKS = sorted(file.stem for file in (ROOT / "playbooks").glob("*.yml"))
PAGES = [file.read_text(encoding="utf-8") for file in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_a_playbook_is_named_on_a_page(name):
    assert any(f"fdm.failover.{name}" in page for page in PAGES), "name it in README.md or in a table of docs/life.md"
