# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of the checkout the documentation site shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from checks import trees
from checks.docsite import OWN, PAGES, copy, is_page, targets
from checks.paths import ROOT


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("README.md", True),
        ("docs/awx.md", True),
        ("docs/guides/key.md", True),
        ("roles/apply/README.md", True),
        ("tools/simulator/README.md", True),
        ("tools/docsite/index.md", False),
        ("docs/report.schema.json", False),
        ("plugins/README.md", False),
    ],
)
def test_a_page_is_shown(name: str, shown: bool) -> None:
    assert is_page(name) == shown


def test_a_page_brings_the_files_it_links_to() -> None:
    assert "docs/report.schema.json" in list(targets("docs/report.md"))
    assert "docs/awx.md" in list(targets("README.md"))


def test_links_still_lead_somewhere_in_the_copy(tmp_path: Path) -> None:
    copy(tmp_path)
    assert [(page, link) for page in tmp_path.rglob("*.md") for link in targets_of(page) if not link.exists()] == []


def targets_of(page: Path) -> list[Path]:
    return [page.parent / link for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text("utf-8"))]


def test_every_page_has_a_place_in_the_contents() -> None:
    contents = (OWN / "index.md").read_text(encoding="utf-8")
    pages = [f"{PAGES}/{name.removesuffix('.md')}" for name in trees.tracked() if is_page(name)]
    alone = [page for page in pages if not page.startswith((f"{PAGES}/roles/", f"{PAGES}/examples/"))]
    assert [page for page in alone if page not in contents] == []


def test_what_its_tasks_say_on_the_installation_has_the_version_of_the_tarball() -> None:
    version = re.search(r"^version: (\S+)$", (ROOT / "galaxy.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None
    assert f"-{version[1]}.tar.gz" in (OWN / "antsibull-docs.cfg").read_text(encoding="utf-8")
