# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text of units and inventories, cleaned where it enters a report."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000
"""Characters of one text in a report; longer text is cut."""
TERMINAL = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,500}(?:\x07|\x1b\\)|[ -/]*[0-~])?|\x9b[0-?]*[ -/]*[@-~]"
)
BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Controls, invisible and bidirectional formats, lone surrogates, private and unassigned characters."""


def clean(value: object) -> str:
    """Lines of plain text: no terminal escapes, no invisible characters, nothing that XML forbids, not too long."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = BREAKS.sub("\n", TERMINAL.sub("", str(value)[: 2 * LONGEST])).replace("\t", " ")
    if not text.isascii() or not text.isprintable():
        text = "".join(each for each in text if each == "\n" or unicodedata.category(each) not in DROPPED)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."


def clean_line(value: object) -> str:
    """One line of plain text, with single blanks."""
    return " ".join(clean(value).split())


def clean_lines(value: object) -> str:
    """Several lines of plain text, without blanks at their ends."""
    return "\n".join(line.rstrip() for line in clean(value).strip("\n").split("\n"))
