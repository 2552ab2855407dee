# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/traps.md has each trap once, and each test that it names is there and says which trap it is about."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROW = re.compile(r"^\| (?P<number>\d+) \| [^|]+ \| [^|]+ \| (?P<shown>`[^|]+`) \|$", re.MULTILINE)
ROWS = list(ROW.finditer((ROOT / "docs" / "traps.md").read_text(encoding="utf-8")))
SHOWN = [(row["number"], case) for row in ROWS for case in re.findall(r"`([^`]+)`", row["shown"])]
TOLD = re.compile(r"^Traps? ([0-9, and]+)[:.]")


@lru_cache(maxsize=16)
def cases_of(file: str) -> dict[str, str]:
    """The tests of a file, and what each says it shows."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {each.name: ast.get_docstring(each) or "" for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_every_trap_has_its_row_in_order():
    assert [row["number"] for row in ROWS] == [str(number) for number in range(1, 20)]


@pytest.mark.parametrize(("number", "case"), SHOWN)
def test_what_it_names_is_a_test_of_this_trap(number, case):
    file, _, name = case.partition("::")
    told = TOLD.match(cases_of(file).get(name, ""))
    assert told is not None, "no such test, or its docstring does not begin with the number of the trap"
    assert number in re.findall(r"\d+", told[1])
