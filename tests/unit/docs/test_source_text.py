# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/source-text.md has every sentence of the vendor's text, and every test that it names is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.catalogue import RULES

ROOT = Path(__file__).parents[3]
TEXT = ROOT.parent / "shared" / "facts" / "failover-and-stateful-link.txt"
ROW = re.compile(
    r"^\| (?P<sentence>.+?) \| (?P<behaviour>.+?) \| `(?P<path>[^:`]+)::(?P<test>[^`]+)` \|$", re.MULTILINE
)
ROWS = list(ROW.finditer((ROOT / "docs" / "source-text.md").read_text(encoding="utf-8")))
HEADINGS = {
    "Failover and Stateful Link for FDM-Managed High Availability",
    "Failover Link and (Optional) Stateful Link",
    "Failover Link",
    "Stateful Link",
}


def sentences(text: str) -> Iterator[str]:
    """The sentences and list items of the text, without headings and marks."""
    for line in text.splitlines():
        plain = re.sub(r"^\|\s*Note\s*\||\|\s*$|^-\s*", "", line.strip()).strip()
        if plain and plain not in HEADINGS:
            yield from re.split(r"(?<=[.:]) (?=[A-Z])", plain)


@pytest.mark.skipif(not TEXT.is_file(), reason="the vendor's text is not at hand")
def test_every_sentence_has_its_row_in_order() -> None:
    assert [row["sentence"] for row in ROWS] == list(sentences(TEXT.read_text(encoding="utf-8")))


@pytest.mark.parametrize("place", sorted({(row["path"], row["test"]) for row in ROWS}), ids="::".join)
def test_every_test_it_names_is_there(place: tuple[str, str]) -> None:
    path, test = place
    assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")


def test_every_rule_it_names_is_one() -> None:
    named = {
        name
        for row in ROWS
        for name in re.findall(
            r"`((?:port|link|links|state|plain|key|combined|etherchannel)-[a-z-]+)`", row["behaviour"]
        )
    }
    assert named - {"link-status"} <= set(RULES)
    assert len(named) > 10
