# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files on the controller: written only when they differ, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from .errors import InputError
from .pure.reading import line

_LONGEST_NAME = 200


def write_if_changed(path: Path, text: str, write: bool = True) -> dict[str, Any]:
    """Make the file hold the text. Returns changed, dest (absolute), and before and after; raises InputError."""
    full = _absolute(path)
    try:
        before = _text_of(full)
        changed = before != text
        if changed and write:
            _replace(full, text)
    except (OSError, ValueError) as error:
        raise _unusable(full, _reason(error)) from None
    diff = {"before": before, "after": text, "before_header": str(full), "after_header": str(full)}
    return {"changed": changed, "dest": str(full), "diff": diff}


def file_name(name: str) -> str:
    """The name, if it names a file within a directory and nothing else; raises InputError for ``..`` and the like.

    For names that come from elsewhere, such as a pair's, and become a part of a path.
    """
    bad = not name or name in (".", "..") or "/" in name or "\\" in name or not name.isprintable()
    if bad or len(name.encode(errors="replace")) > _LONGEST_NAME:
        raise InputError(
            f"{line(name)[:60]!r} can't be the name of a file or directory",
            expected="a name without slashes and control characters, other than . and ..",
            remedy="Rename the pair in the inventory.",
        )
    return name


def _absolute(path: Path) -> Path:
    if "\0" in str(path):
        raise _unusable(path, "a name can't have a null character")
    try:
        return path.expanduser().absolute()
    except RuntimeError:  # ~nobody
        raise _unusable(path, "there is no such user") from None


def _text_of(path: Path) -> str:
    """What the file holds, empty where there is none; raises OSError for what is no regular file, and never waits."""
    if not os.path.lexists(path):
        return ""
    if path.is_dir():
        raise IsADirectoryError(0, "it is a directory")
    if path.exists() and not path.is_file():
        raise OSError(0, "it is no regular file")
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _replace(path: Path, text: str) -> None:
    """Write beside, then rename over. The mode is that of the old file, or what the umask leaves of 0666."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, beside = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(beside).chmod(mode)
        Path(beside).replace(path)
    except (OSError, ValueError):
        Path(beside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The process's umask: it can be read only by setting it."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask


def _reason(error: OSError | ValueError) -> str:
    """What happened, in words."""
    if isinstance(error, UnicodeError):
        return "it is not a text file"
    return str(getattr(error, "strerror", None) or error).rstrip(".")


def _unusable(path: Path, reason: str) -> InputError:
    return InputError(
        f"the file can't be written ({line(reason)})",
        expected="the path of a text file, in a directory that this user can write to",
        remedy="Choose another path.",
        where=line(str(path)) or "dest",
    )
