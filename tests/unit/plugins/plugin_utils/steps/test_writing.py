# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An object is written once more only after the unit has been read, and only if something is still missing."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    DeviceFault,
    FailoverError,
    OutcomeUnknown,
    Rejected,
    StaleVersion,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.writing import write_object

MOVED, LOST, REFUSED = StaleVersion("moved"), OutcomeUnknown("lost"), Rejected("no")


@pytest.mark.parametrize(
    ("answers", "missing", "done", "end"),
    [
        ([None], None, ["put first"], None),
        ([MOVED, None], "rest", ["put first", "read", "put rest"], None),
        ([LOST, None], "rest", ["put first", "read", "put rest"], None),
        ([LOST], None, ["put first", "read"], None),
        ([MOVED, MOVED], "rest", ["put first", "read", "put rest"], MOVED),
        ([LOST, REFUSED], "rest", ["put first", "read", "put rest"], REFUSED),
        ([REFUSED], "rest", ["put first"], REFUSED),
        ([fault := DeviceFault("500")], "rest", ["put first"], fault),
    ],
)
def test_write_object(
    answers: list[FailoverError | None], missing: str | None, done: list[str], end: FailoverError | None
) -> None:
    calls: list[str] = []
    rest = iter(answers)

    def put(what: str) -> None:
        calls.append(f"put {what}")
        error = next(rest)
        if error is not None:
            raise error

    def read() -> str | None:
        calls.append("read")
        return missing

    found = None
    try:
        write_object(put, "first", read)
    except FailoverError as error:
        found = error
    assert (calls, found) == (done, end)


def test_what_ends_the_second_reading_ends_the_write() -> None:
    def put(_what: str) -> None:
        raise MOVED

    def read() -> None:
        raise REFUSED

    with pytest.raises(Rejected, match="no"):
        write_object(put, "first", read)
