# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/troubleshooting.md quotes what a run really says: each trouble is made, and its sentence held against it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import REASONS
from support.in_memory_deploy import attempt
from support.troubles import TROUBLE

PAGE = Path(__file__).parents[2] / "docs/troubleshooting.md"
ROW = re.compile(
    r"^\| `(?P<name>[a-z-]+)` \| (?P<what>[^|]+) \| (?P<said>[^|]+) \| (?P<pair>[^|]+) \| (?P<do>[^|]+) \|$", re.M
)


def rows() -> dict[str, re.Match[str]]:
    """The page's rows by name."""
    return {row["name"]: row for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}


def pattern(quoted: str) -> str:
    """A quotation as a regular expression: `...` stands for anything."""
    return ".*".join(re.escape(part) for part in quoted.strip().strip("`").split("..."))


@pytest.mark.parametrize("name", TROUBLE)
def test_the_page_quotes_what_a_run_says(name: str) -> None:
    said = attempt(TROUBLE[name](), {})
    assert said
    assert re.search(pattern(rows()[name]["said"]), said), said


def test_every_reason_that_blocks_is_on_the_page() -> None:
    there = rows()
    for reason, (_expected, remedy) in REASONS.items():
        assert remedy.strip() in there[reason]["do"], reason


def test_every_row_is_held_against_something() -> None:
    assert set(rows()) == set(TROUBLE) | set(REASONS)
