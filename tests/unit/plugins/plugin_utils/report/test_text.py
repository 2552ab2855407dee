# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text of units, cleaned where it enters a report."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report.text import LONGEST, clean_line, clean_lines


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("standby ready", "standby ready"),
        ("  two   blanks\tand a tab ", "two blanks and a tab"),
        ("two\nlines\r\nand a third", "two lines and a third"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x9b31mred", "red"),
        ("bell\x07, null\x00, delete\x7f", "bell, null, delete"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("no character \ufffe\uffff", "no character"),
        ("line\u2028separator", "line separator"),
        ("Zürich, 東京", "Zürich, 東京"),
        (7, "7"),
        (True, ""),
        (None, ""),
        (["a list"], ""),
    ],
)
def test_a_text_becomes_one_clean_line(value, line):
    assert clean_line(value) == line


def test_lines_stay_lines():
    assert clean_lines("\n  first  \r\n\x1b[1msecond\x85third\n\n") == "  first\nsecond\nthird"


def test_long_text_is_cut():
    assert len(clean_line("x" * 3_000_000)) == LONGEST + len(" ...")
