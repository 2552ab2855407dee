# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/rules.md says what the code says. WRITE_RULES=1 in the environment writes its tables."""

from __future__ import annotations

import os

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import REASONS
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.catalogue import RULES
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification import verify as verification
from support.rules_page import PAGE, filled

pytestmark = pytest.mark.xdist_group("rules-page")  # the first test may write what the second reads
WRITE = "WRITE_RULES=1 make unit TEST=tests/unit/plugins/plugin_utils/pure/rules/test_page.py"


def test_the_page_says_what_the_code_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    if os.environ.get("WRITE_RULES"):
        PAGE.write_text(filled(page), encoding="utf-8")
    else:
        assert page == filled(page), f"run `{WRITE}`, and commit docs/rules.md"


def test_the_page_has_every_rule_and_every_state() -> None:
    page = PAGE.read_text(encoding="utf-8")
    missing = [name for name in (*RULES, *REASONS, *verification.RULES) if f"| `{name}` |" not in page]
    assert missing == [], f"run `{WRITE}`, and commit docs/rules.md"
