# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/source-text.md has every sentence of the vendor's text, and every test that it names is there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.catalogue import RULES
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification.evidence import evidence
from support.verify_cases import pair

ROOT = Path(__file__).parents[3]
TEXT = ROOT.parent / "shared" / "facts" / "failover-and-stateful-link.txt"
ROW = re.compile(r"^\| (?P<sentence>.+?) \| (?P<behaviour>.+?) \| (?P<shown>`[^|]+?::[^|]+`) \|$", re.MULTILINE)
ROWS = list(ROW.finditer((ROOT / "docs" / "source-text.md").read_text(encoding="utf-8")))
CASES = sorted({case for row in ROWS for case in re.findall(r"`([^`]+)`", row["shown"])})
FIVE = (
    "The unit state (active or standby)",
    "Hello messages (keep-alives)",
    "Network link status",
    "MAC address exchange",
    "Configuration replication and synchronization",
)
"""The kinds of information that the text says cross the failover link."""
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


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Every case of the files that the table names, as pytest names it."""
    files = sorted({case.partition("::")[0] for case in CASES})
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n", "0", *files]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=120, check=False).stdout
    cases = {line for line in told.splitlines() if "::" in line}
    return cases | {case.partition("[")[0] for case in cases}


@pytest.mark.parametrize("case", CASES)
def test_every_case_it_names_is_there(case: str, known: set[str]) -> None:
    assert case in known


def test_no_case_shows_more_than_a_quarter_of_the_text() -> None:
    shown = [case for row in ROWS for case in re.findall(r"`([^`]+)`", row["shown"])]
    assert max(map(shown.count, CASES)) <= len(ROWS) / 4


@pytest.mark.parametrize("sentence", FIVE)
def test_each_kind_of_information_has_its_row_of_evidence(sentence: str) -> None:
    [row] = [row for row in ROWS if row["sentence"] == sentence]
    [kind] = re.findall(r"evidence `([^`]+)`", row["behaviour"])
    shown = [each.kind for each in evidence(*pair())]
    assert any(each.startswith((kind[0].lower() + kind[1:], kind)) for each in shown)
    assert "test_evidence.py::test_every_verdict[" in row["shown"]


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
