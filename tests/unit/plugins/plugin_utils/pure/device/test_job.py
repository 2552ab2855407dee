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
        ({"cliErrorMessage": "ERROR", "cliLines": LINES, "errorLineId": 3}, ("ERROR",)),
        ({"cliErrorMessage": "", "cliLines": LINES, "errorLineId": 3}, ("failed near: three | four | five",)),
        ({"cliLines": LINES, "errorLineId": 0}, ("failed near: one | two | three",)),
        ({"cliLines": LINES, "errorLineId": 6}, ("failed near: six",)),
        ({"cliLines": LINES, "errorLineId": 103, "blockStartLineId": 100}, ("failed near: three | four | five",)),
        ({"cliLines": LINES, "errorLineId": 999}, ("failed near: one | two | three",)),
        ({"cliLines": LINES, "errorLineId": -9}, ("failed near: one | two | three",)),
        ({"cliLines": LINES, "errorLineId": "soon"}, ("failed near: one | two | three",)),
        ({"cliLines": "one"}, ()),
        ({"cliLines": ["a\nb", {}, ["x"]], "errorLineId": 0}, ("failed near: a b",)),
    ],
)
def test_error_words(error, words):
    assert error_words(error) == words
