# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Take a unit's own export of its configuration, download it, and leave no copy on the unit."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import FailoverError, InvalidResponse, JobFailed, NotFound, NotReady, OutcomeUnknown
from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.reading import line, text
from .waiting import Observation, Wait

PREFIX = "fdm-failover-"
"""Prefix of every file that this collection makes on a unit, so that files of killed runs are recognized."""

RETRY_DELAYS = (1.0, 2.0, 4.0)
"""Seconds before each further attempt to delete a file."""


def take(api: UnitApi, stamp: str, key: str | None, wait: Wait) -> tuple[bytes, list[str]]:
    """The bytes of a full export, encrypted with the key or plain (None), and warnings. The unit's copy is deleted.

    Raises JobFailed with the unit's words, TimedOut.
    """
    warnings = _delete(api, [name for name in api.exports.files() if name.startswith(PREFIX)])
    file = f"{PREFIX}{stamp}.zip"
    name = file
    try:
        name = _exported(api, _start(api, file, key), file, wait)
        content = api.exports.download(name)
    finally:
        warnings += _delete(api, dict.fromkeys([name, file]))
    return content, warnings


def _start(api: UnitApi, file: str, key: str | None) -> str:
    """Start the export; the id of its job. A POST that was not answered is looked for in the list, and made once more;
    one that was answered without an id is looked for too."""
    answered = True
    try:
        identifier = _id_in(api.exports.start(file, key))
    except (OutcomeUnknown, NotReady):
        identifier, answered = "", False
    if identifier:
        return identifier
    api.sleep(2.0)
    stem = file.removesuffix(".zip")
    known = [each for each in api.exports.jobs() if text(each.get("diskFileName")).startswith(stem)]
    identifier = text(known[0].get("id")) if known else ""
    if not (identifier or answered):
        identifier = _id_in(api.exports.start(file, key))
    if not identifier:
        raise InvalidResponse(
            "an export without jobHistoryUuid",
            expected="the id of its job",
            remedy="Set snapshot_export: false to keep the HA settings only.",
            where=f"{api.connection.label}, POST /action/configexport",
        )
    return identifier


def _id_in(answer: Json) -> str:
    return text(answer.get("jobHistoryUuid"))


def _exported(api: UnitApi, identifier: str, file: str, wait: Wait) -> str:
    """Wait for the end of the job; the name of the file, which the unit may have changed.

    Only SUCCESS and FAILED are ends: a job that is not listed (404) is not known to have succeeded.
    """
    names: list[str] = []

    def poll() -> Observation:
        try:
            job = api.exports.job(identifier)
        except NotFound:
            return Observation("export not listed")
        status = text(job.get("status")).upper()
        if status == "FAILED":
            said = line(job.get("statusMessage")) or "the unit gives no reason"
            remedy = "Fix what the unit reports, or set snapshot_export: false to keep the HA settings only."
            raise JobFailed(f"the export has failed ({said})", remedy=remedy, where=api.connection.label)
        names[:] = [text(job.get("diskFileName"))]
        return Observation(f"export {status.lower() or 'unknown'}", done=status == "SUCCESS")

    wait.until(poll, "the end of the export")
    return (names[0] if names else "") or file


def _delete(api: UnitApi, names: Iterable[str]) -> list[str]:
    """Delete files on the unit, where they are there; a warning for each that stays."""
    return [warning for name in names for warning in _delete_one(api, name)]


def _delete_one(api: UnitApi, name: str) -> list[str]:
    """Try it several times, since a file that stays is a copy of the whole configuration."""
    what = ""
    for seconds in (0.0, *RETRY_DELAYS):
        api.sleep(seconds)
        try:
            if name in api.exports.files():
                api.exports.delete(name)
            return []
        except NotFound:
            return []
        except FailoverError as error:
            what = error.what
    said = f"the export {name} may still be on the unit ({what}); delete it in FDM"
    return [f"{api.connection.label}: {said}"]
