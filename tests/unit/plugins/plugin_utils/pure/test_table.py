# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings as people see them on a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import Finding
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.table import summary, table
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.wording import plural

NAMED = Finding(
    "port-named", "error", "primary", "GigabitEthernet0/2", "is named", "a port without a name", "Remove the name."
)
WAIVED = replace(NAMED, rule="port-passive", severity="warning", unit="secondary", waived=True)
ADVICE = replace(NAMED, rule="plain-text", severity="advice", unit="pair", subject="links")


@pytest.mark.parametrize(
    ("count", "word", "words"),
    [(0, "error", "0 errors"), (1, "error", "1 error"), (2, "warning", "2 warnings"), (2, "advice", "2 advice")],
)
def test_plural(count, word, words):
    assert plural(count, word) == words


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ((), "no findings"),
        ((ADVICE,), "1 advice"),
        ((NAMED, replace(NAMED, subject="GigabitEthernet0/5"), WAIVED, ADVICE), "2 errors, 1 warning, 1 advice"),
        ((replace(NAMED, unit="primary"), replace(NAMED, unit="secondary")), "1 error"),
    ],
)
def test_summary(findings, words):
    assert summary(findings) == words


def test_a_table():
    assert table("branch01, preflight", (NAMED, WAIVED, ADVICE), width=60) == "\n".join(
        (
            "branch01, preflight: 1 error, 1 warning, 1 advice",
            "  ERROR    primary    GigabitEthernet0/2  port-named",
            "           is named; expected a port without a name. Remove",
            "           the name.",
            "  warning  secondary  GigabitEthernet0/2  port-passive (waived)",
            "           is named; expected a port without a name. Remove",
            "           the name.",
            "  advice   pair       links               plain-text",
            "           is named; expected a port without a name. Remove",
            "           the name.",
        )
    )


def test_an_empty_table_is_one_line():
    assert table("branch01, preflight", ()) == "branch01, preflight: no findings"
