# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An export is found again where its id was lost, made once, and leaves no copy on the unit."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    FailoverError,
    InvalidResponse,
    OutcomeUnknown,
    Unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import export

FILE = "fdm-failover-20261126T024213Z.zip"
LISTED = {"id": "job", "diskFileName": FILE, "status": "SUCCESS"}
LOST = OutcomeUnknown("the response was lost")
AWAY = Unreachable("no response")


class Exports:
    """A unit's exports: each answer of a script in turn, the last one again and again; and the calls."""

    def __init__(self, **script: list[Any]) -> None:
        self._script = {"start": [{"jobHistoryUuid": "job"}], "jobs": [[LISTED]], "files": [[FILE]]} | script
        self.calls: list[str] = []

    def _answer(self, name: str) -> Any:
        self.calls.append(name)
        left = self._script[name]
        given = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(given, FailoverError):
            raise given
        return given

    def start(self, _file: str, _key: str | None) -> Any:
        return self._answer("start")

    def jobs(self) -> Any:
        return self._answer("jobs")

    def files(self) -> Any:
        return self._answer("files")

    def job(self, identifier: str) -> Any:
        assert identifier == "job"
        return LISTED

    def download(self, file: str) -> bytes:
        return file.encode()

    def delete(self, file: str) -> None:
        self.calls.append(f"delete {file}")


class Wait:
    """A wait that looks once."""

    def until(self, poll: Any, _what: str) -> str:
        seen = poll()
        assert seen.done
        return str(seen.state)


def taken(exports: Exports) -> tuple[bytes, list[str], list[float]]:
    naps: list[float] = []
    api: Any = SimpleNamespace(
        exports=exports, sleep=naps.append, connection=SimpleNamespace(label="branch01, primary")
    )
    content, warnings = export.take(api, "20261126T024213Z", "key", Wait())  # type: ignore[arg-type]
    return content, warnings, naps


@pytest.mark.parametrize(
    ("start", "jobs", "starts"),
    [
        ([{"jobHistoryUuid": "job"}], [[]], 1),
        # answered, and the id is missing: found by the name of its file
        ([{}], [[LISTED]], 1),
        # not answered: found, or made once more
        ([LOST], [[LISTED]], 1),
        ([LOST, {"jobHistoryUuid": "job"}], [[]], 2),
    ],
)
def test_an_export_is_made_once_and_found_again(start: list[Any], jobs: list[Any], starts: int) -> None:
    exports = Exports(start=start, jobs=jobs)
    content, _warnings, _naps = taken(exports)
    assert content == FILE.encode()
    assert exports.calls.count("start") == starts


@pytest.mark.parametrize("start", [[{}], [LOST, {}]])
def test_an_export_that_can_not_be_found_is_an_error(start: list[Any]) -> None:
    with pytest.raises(InvalidResponse, match="an export without jobHistoryUuid"):
        taken(Exports(start=start, jobs=[[]]))


@pytest.mark.parametrize("failed", [0, 1, 3])
def test_the_copy_on_the_unit_is_deleted_where_a_look_fails(failed: int) -> None:
    exports = Exports(files=[[], *[AWAY] * failed, [FILE]])
    _content, warnings, naps = taken(exports)
    assert exports.calls[-1] == f"delete {FILE}"
    assert warnings == []
    assert sum(naps) == sum(export.RETRY_DELAYS[:failed])


def test_a_copy_that_stays_is_said() -> None:
    exports = Exports(files=[[], AWAY])
    _content, warnings, _naps = taken(exports)
    assert warnings == [
        f"branch01, primary: the export {FILE} may still be on the unit (no response); delete it in FDM",
    ]
