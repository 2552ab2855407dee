# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The licence of every file: a header in the file, or an entry of REUSE.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import trees
from .paths import ROOT
from .shell import Failed, Shell

LICENCE = "GPL-3.0-or-later"
HEADER = re.compile(
    r"\A(?:#!.*\n|\{#-? ?|/\*\n?)?"
    r"\W*Copyright: \(c\) \d{4}, the fdm\.failover authors\n"
    r"\W*GNU General Public License v3\.0\+ \(see LICENSE or https://www\.gnu\.org/licenses/gpl-3\.0\.txt\)\n"
    rf"\W*SPDX-License-Identifier: {re.escape(LICENCE)}(?![\w.-])"
)
TEXT = "LICENSE"  # the licence itself


def headers(shell: Shell) -> None:
    """Fail where a file has neither a header nor an entry, or where an entry names another licence."""
    names = trees.tracked()
    if wrong := list(problems({name: (ROOT / name).read_text(encoding="utf-8") for name in names})):
        raise Failed(f"{len(wrong)} files have no valid licence, the first: {wrong[0]}")
    shell.note(f"{len(names)} files, each with {LICENCE}")


def problems(texts: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with the licence of these files, by their names."""
    covered = entries(texts["REUSE.toml"])
    for name, text in sorted(texts.items()):
        if name != TEXT and not HEADER.match(text) and not any(_covers(path, name) for path in covered):
            yield f"{name}; expected the header of three lines, or an entry in REUSE.toml"


def entries(reuse: str) -> list[str]:
    """Return the paths that REUSE.toml covers; Failed where a licence is another."""
    licences = re.findall(r'^SPDX-License-Identifier = "(.*)"$', reuse, re.MULTILINE)
    if set(licences) != {LICENCE}:
        raise Failed(f"REUSE.toml names {', '.join(licences) or 'no licence'}; expected {LICENCE}")
    return [
        path for line in re.findall(r"^path = \[(.*)\]$", reuse, re.MULTILINE) for path in re.findall('"(.*?)"', line)
    ]


def _covers(path: str, name: str) -> bool:
    """Whether a path of REUSE.toml means this file: `**` is any text, `*` any without a slash."""
    parts = (
        "[^/]*" if part == "*" else ".*" if part == "**" else re.escape(part) for part in re.split(r"(\*\*|\*)", path)
    )
    return re.fullmatch("".join(parts), name) is not None
