# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a failed deployment says."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.job import error_words

LINES = ["one", "two", "three", "four", "five", "six"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ({}, ()),
        ({"cliErrorMessage": None, "cliLines": None, "errorLineId": None}, ()),
        ({"cliErrorMessage": "ERROR: nameif"}, ("ERROR: nameif",)),
        (
            {"cliErrorMessage": "ERROR", "cliLines": LINES, "errorLineId": 3},
            ("ERROR", "CLI: two / three / four / five"),
        ),
        ({"cliLines": LINES, "errorLineId": 0}, ("CLI: one / two",)),
        ({"cliLines": LINES, "errorLineId": 1}, ("CLI: one / two / three",)),
        ({"cliLines": LINES, "errorLineId": 6}, ("CLI: five / six",)),
        ({"cliLines": LINES, "errorLineId": 103, "blockStartLineId": 100}, ("CLI: two / three / four / five",)),
        ({"cliLines": LINES, "errorLineId": 999}, ()),
        ({"cliLines": LINES}, ("CLI: one / two / three / four",)),
        ({"cliLines": LINES, "errorLineId": "soon"}, ("CLI: one / two / three / four",)),
        ({"cliLines": "one"}, ()),
        ({"cliLines": ["a\nb", {}, ["x"]], "errorLineId": 0}, ("CLI: a b",)),
    ],
)
def test_error_words(error, words):
    assert error_words(error) == words
