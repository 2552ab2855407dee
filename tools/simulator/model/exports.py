# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports of the configuration: jobs that leave a file on the unit (vendor's pages of API v4 and later; captures).

An export answers two ids; only `jobHistoryUuid` finds its job. The final name of the file is in the job.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .clock import job_time
from .errors import Json, invalid, message
from .jobs import Fate

if TYPE_CHECKING:
    from .unit import Unit

KINDS = ("FULL_EXPORT", "PARTIAL_EXPORT", "PENDING_CHANGE_EXPORT")
NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_+.-]*\.zip")


@dataclass(slots=True)
class Export:
    """One export; times are monotonic seconds, None means not yet."""

    id: str
    job: str
    file: str
    key: str | None
    queued: float
    status: str = "QUEUED"
    ended: float | None = None
    reason: str | None = None


def export(unit: Unit, body: Json, at: float, fate: Fate) -> Export:
    """Start an export. Raises Refusal."""
    _check(body)
    plain = body.get("doNotEncrypt") is True
    made = Export(
        unit.store.new_id(),
        unit.store.new_id(),
        str(body.get("diskFileName") or "export.zip"),
        None if plain else str(body["encryptionKey"]),
        at,
    )
    unit.exports.append(made)
    unit.at(at + unit.settings.export_seconds * 0.2, lambda _: _start(made))
    if fate.kind != "never":
        unit.at(at + unit.settings.export_seconds, lambda when: _end(unit, made, when, fate))
    return made


def as_answer(made: Export, body: Json, user: str) -> Json:
    """The export as it is answered (capture)."""
    return {
        "version": made.id[:13],
        "scheduleType": "IMMEDIATE",
        "user": user,
        "forceOperation": False,
        "jobHistoryUuid": made.job,
        "jobName": body.get("jobName") or "Config Export",
        "configExportType": body["configExportType"],
        "deployedObjectsOnly": body.get("deployedObjectsOnly"),
        "diskFileName": made.file,
        "doNotEncrypt": body.get("doNotEncrypt", False),
        "encryptionKey": None,
        "entityIds": None,
        "id": made.id,
        "type": "scheduleconfigexport",
    }


def as_job(unit: Unit, made: Export) -> Json:
    """The export's job."""
    return {
        "version": made.job[:13],
        "jobName": "Config Export",
        "jobDescription": None,
        "user": unit.username,
        "startDateTime": job_time(unit.wall(made.queued)),
        "endDateTime": None if made.ended is None else job_time(unit.wall(made.ended)),
        "status": made.status,
        "statusMessage": made.reason,
        "scheduleUuid": made.id,
        "diskFileName": made.file,
        "id": made.job,
        "type": "configexportjobstatus",
    }


def as_file(unit: Unit, name: str) -> Json:
    """A file as the list has it: its id is always `default` (capture)."""
    return {
        "diskFileName": name,
        "dateModified": job_time(unit.wall(unit.clock.now())),
        "sizeBytes": len(unit.config_files[name]),
        "id": "default",
        "type": "configimportexportfileinfo",
    }


def _check(body: Json) -> None:
    if body.get("configExportType") not in KINDS:
        raise invalid(
            message(f"configExportType must be one of {', '.join(KINDS)}", "invalidField", "configExportType")
        )
    name = body.get("diskFileName")
    if name is not None and not (isinstance(name, str) and NAME.fullmatch(name)):
        raise invalid(message("diskFileName must be the name of a zip file", "invalidField", "diskFileName"))
    if body.get("doNotEncrypt") is not True and not body.get("encryptionKey"):
        raise invalid(message("encryptionKey is needed unless doNotEncrypt is true", "invalidField", "encryptionKey"))


def _start(made: Export) -> None:
    if made.ended is None:
        made.status = "IN_PROGRESS"


def _end(unit: Unit, made: Export, at: float, fate: Fate) -> None:
    made.ended = at
    if fate.kind in ("fail", "vanish"):
        made.status, made.reason = "FAILED", fate.reason or "The export failed."
        return
    if unit.settings.export_suffix:
        made.file = made.file.replace(".zip", f"{unit.settings.export_suffix}.zip")
    made.status = "SUCCESS"
    unit.config_files[made.file] = contents(unit, made.key)


def contents(unit: Unit, key: str | None) -> bytes:
    """The file: a zip with one JSON list; with a key its bytes are hidden in a way of this simulator's own."""
    told: list[Json] = [
        {"hardwareModel": unit.model, "softwareVersion": unit.software, "type": "metadata"},
        {"type": "identitywrapper", "data": {"type": "user", "name": unit.username, "password": unit.password}},
    ]
    told += [{"type": "identitywrapper", "data": record.content} for record in unit.store.deployed.values()]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("full_config.txt", json.dumps(told))
    plain = packed.getvalue()
    return plain if key is None else bytes(one ^ two for one, two in zip(plain, _stream(key), strict=False))


def _stream(key: str) -> itertools.chain[int]:
    blocks = (hashlib.sha256(f"{key}{number}".encode()).digest() for number in itertools.count())
    return itertools.chain.from_iterable(blocks)
