# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports of a unit's configuration and their files: from 6.5 (API v4) on, and never on the standby unit.

Paths and members: vendor's pages on configexport, captures of release 6.6. All files of a unit have the id
``default``, so a file is named by its ``diskFileName``.
"""

from __future__ import annotations

from ..pure.reading import text
from .caller import Caller, Json

EXPORT = "/action/configexport"
STATUS = "/jobs/configexportstatus"
FILES = "/action/configfiles"
DOWNLOAD = "/action/downloadconfigfile"


class Exports:
    """The calls about exports of one unit."""

    def __init__(self, client: Caller) -> None:
        self._client = client

    def start(self, file: str, key: str | None) -> Json:
        """POST a full export to a file on the unit, encrypted with a key or plain; answers ``jobHistoryUuid``."""
        secret: Json = {"doNotEncrypt": True} if key is None else {"doNotEncrypt": False, "encryptionKey": key}
        body = {"type": "scheduleconfigexport", "configExportType": "FULL_EXPORT", "diskFileName": file}
        return self._client.post(EXPORT, body | secret) or {}

    def jobs(self) -> list[Json]:
        """All export jobs that the unit remembers."""
        return self._client.list(STATUS)

    def job(self, identifier: str) -> Json:
        """One export job, by the ``jobHistoryUuid`` of the export: its ``id`` finds nothing."""
        return self._client.get(f"{STATUS}/{identifier}")

    def files(self) -> list[str]:
        """The names of the files on the unit."""
        return [name for each in self._client.list(FILES) if (name := text(each.get("diskFileName")))]

    def download(self, file: str) -> bytes:
        """The bytes of a file."""
        return self._client.download(f"{DOWNLOAD}/{file}")

    def delete(self, file: str) -> None:
        """Delete a file on the unit."""
        self._client.delete(f"{FILES}/{file}")
