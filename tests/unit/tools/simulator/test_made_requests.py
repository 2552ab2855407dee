# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that schemathesis makes from the vendor's specification: the simulator answers each, and never with a 5xx.

A few for each operation; ``benches.made_requests`` sends as many as you like.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.made_requests import STATES, operations, send_made

EXAMPLES = 3
EVERY = operations()


@pytest.mark.skipif(not EVERY, reason="the vendor's specification is not available")
def test_there_is_an_operation_for_each_call_of_the_specification() -> None:
    assert len(EVERY) > 80


@pytest.mark.parametrize("operation", EVERY, ids=lambda operation: operation.label)
def test_no_request_ends_in_a_server_error(operation: Any) -> None:
    state = STATES[EVERY.index(operation) % len(STATES)]
    assert sum(send_made(operation, state, EXAMPLES).values()) >= 1
