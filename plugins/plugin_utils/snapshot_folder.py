# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The snapshots of one pair on the controller, and the notes of what was begun and has not ended.

    <directory>/<pair>/20261125T211500Z.json       HA settings
    <directory>/<pair>/20261125T211500Z.zip        the unit's own export
    <directory>/<pair>/unfinished-dissolve.json    a break that has not ended; likewise rebuild and replace
    <directory>/<pair>/done.json                   which changes of the key have been made

All of it is readable by its owner alone and written whole. A run that was killed is finished by the next one that gets
the same directory.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .errors import InputError
from .files import file_name
from .private_files import read_private, write_private
from .pure.reading import items, mapping, text
from .pure.snapshot import Snapshot, read_snapshot

LARGEST = 16 * 1024 * 1024
STAMP = "%Y%m%dT%H%M%SZ"
_DONE = "done"


class SnapshotFolder:
    """The folder of one pair below a directory; ``clock`` gives seconds since the epoch."""

    def __init__(self, directory: str, pair: str, clock: Callable[[], float] = time.time) -> None:
        self.pair = pair
        self.path = Path(directory).expanduser().absolute() / file_name(pair)
        self._clock = clock

    def stamp(self) -> str:
        """The name of a snapshot that is taken now; no other of this folder has it."""
        base = time.strftime(STAMP, time.gmtime(self._clock()))
        names = (base, *(f"{base}_{number}" for number in range(2, 10)))
        return next((name for name in names if not any(self.path.glob(f"{name}.*"))), base)

    def newest(self) -> Path | None:
        """The newest file of HA settings; None where there is none."""
        found = sorted(each for each in self.path.glob("[0-9]*.json") if each.is_file())
        return found[-1] if found else None

    def load(self, path: str | None = None) -> tuple[Path, Snapshot]:
        """A snapshot by its path, or the newest; raises InputError where there is none that can be used."""
        place = Path(path).expanduser().absolute() if path else self.newest()
        if place is None:
            raise InputError(
                "there is no snapshot of this pair",
                expected="a file that fdm.failover.snapshot wrote",
                remedy="Set snapshot_directory to where the snapshots are, or give the path.",
                where=f"{self.pair}, {self.path}",
            )
        return place, read_snapshot(self.pair, f"{self.pair}, {place}", self._read(place))

    def save(self, snapshot: Snapshot) -> Path:
        """Keep the settings under the name of the time they were taken; the same settings are kept once."""
        newest = self.newest()
        if newest is not None and snapshot.same_as(self._understood(newest)):
            return newest
        path = self.path / f"{snapshot.taken}.json"
        self._write(path, json.dumps(snapshot.document(), indent=2) + "\n")
        return path

    def save_export(self, stamp: str, content: bytes) -> Path:
        """Keep the unit's own export."""
        path = self.path / f"{stamp}.zip"
        self._write(path, content)
        return path

    def unfinished(self, kind: str) -> dict[str, Any]:
        """The note of what was begun and has not ended; empty where there is none."""
        path = self._note(kind)
        return dict(mapping(self._read(path))) if path.exists() else {}

    def begin(self, kind: str, **note: Any) -> None:
        """Note what is begun, before it is."""
        self._write(self._note(kind), json.dumps({"pair": self.pair, **note}, indent=2) + "\n")

    def end(self, kind: str) -> None:
        """Forget the note: it has ended."""
        try:
            self._note(kind).unlink(missing_ok=True)
        except OSError as error:
            raise self._unusable(self._note(kind), error) from None

    def done(self) -> list[str]:
        """The names of the changes of the key that have been made."""
        path = self.path / f"{_DONE}.json"
        return [text(each) for each in items(mapping(self._read(path)).get("key_changes"))] if path.exists() else []

    def add_done(self, name: str) -> None:
        """Note a change of the key as made."""
        made = list(dict.fromkeys([*self.done(), name]))
        self._write(self.path / f"{_DONE}.json", json.dumps({"key_changes": made}, indent=2) + "\n")

    def _note(self, kind: str) -> Path:
        return self.path / f"unfinished-{kind}.json"

    def _understood(self, path: Path) -> Snapshot | None:
        try:
            return read_snapshot(self.pair, str(path), self._read(path))
        except InputError:
            return None

    def _read(self, path: Path) -> Any:
        try:
            return json.loads(read_private(path, LARGEST))
        except (OSError, ValueError, RecursionError) as error:
            raise self._unusable(path, error) from None

    def _write(self, path: Path, content: str | bytes) -> None:
        try:
            write_private(path, content)
        except OSError as error:
            raise self._unusable(path, error) from None

    def _unusable(self, path: Path, error: Exception) -> InputError:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return InputError(
            f"the file can't be used ({reason})",
            expected="a file of this user that nobody else can read, in a directory with space left",
            remedy="Correct its owner and mode (0600), or choose another snapshot_directory.",
            where=f"{self.pair}, {path}",
        )
