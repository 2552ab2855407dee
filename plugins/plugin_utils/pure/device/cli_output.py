# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands of the data plane print, read into data: limits, lines, and the short outputs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

LONGEST_OUTPUT = 200_000
"""Characters; `show failover` of a unit with a thousand interfaces has some 60,000. A longer output is not read."""
MOST_LINES = 20_000
"""Lines that are read; with more, reading takes a tenth of a second."""
LONGEST_LINE = 2_000
RUNNING_FAILOVER = "show running-config failover"
SHOW_FAILOVER = "show failover"
SHOW_FAILOVER_STATE = "show failover state"
SHOW_INTERFACES = "show interface ip brief"
SHOW_MANAGERS = "show managers"
MANAGED = ("Managed locally", "Type", "Managed by", "No managers configured")
"""How the answer to `show managers` begins (CDO requirements; FTD command reference)."""


class Brief(NamedTuple):
    """A line of `show interface ip brief`; ``address`` is empty for `unassigned`, and no mask is shown."""

    port: str
    address: str
    method: str


def lines_of(output: str) -> list[str]:
    """The lines of an output without the blanks around them; none where the output is too long to be one."""
    if len(output) > LONGEST_OUTPUT or output.count("\n") > MOST_LINES:
        return []
    return [line.strip() for line in output.splitlines() if len(line) <= LONGEST_LINE]


def between(lines: Sequence[str], heading: str, next_heading: str) -> tuple[str, ...]:
    """The lines under a heading, up to the next one; blank ones are left out."""
    following = lines[lines.index(heading) + 1 :] if heading in lines else ()
    return tuple(line for line in takewhile(lambda line: not line.startswith(next_heading), following) if line)


def read_interface_brief(output: str) -> tuple[Brief, ...]:
    """Every line of `show interface ip brief`."""
    found = (line.split(None, 4) for line in lines_of(output))
    return tuple(
        Brief(words[0], "" if words[1] == "unassigned" else words[1], words[3].upper())
        for words in found
        if len(words) >= 4 and words[2] in ("YES", "NO") and _is_address(words[1])
    )


def _is_address(word: str) -> bool:
    return word == "unassigned" or (("." in word or ":" in word) and set(word.lower()) <= set("0123456789abcdef.:"))


def read_managers(output: str) -> str:
    """Who manages the unit: the first line of `show managers`; empty where the answer is not understood."""
    first: str = next((line for line in lines_of(output) if line), "")
    return first.rstrip(".") if first.startswith(MANAGED) else ""


def read_encrypted(output: str) -> bool | None:
    """Whether `show running-config failover` shows a key; None where the output is another."""
    words = [line.split(None, 2)[:2] for line in lines_of(output)]
    if ["failover", "lan"] not in words:  # a unit that does not know the command repeats it in its complaint
        return None
    return ["failover", "ipsec"] in words or ["failover", "key"] in words
