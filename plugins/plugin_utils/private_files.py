# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small files that only their owner can read, replaced as a whole: what the tasks of a run keep for each other, and
the snapshots of a pair."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


def read_private(path: Path, largest: int) -> str:
    """Read a regular file of our own that no other user can read or write, up to ``largest`` bytes; OSError "
    "otherwise."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_uid != os.geteuid() or about.st_mode & 0o077:
            raise PermissionError("not a private file of this user")
        return file.read(largest).decode()


def write_private(path: Path, content: str | bytes) -> None:
    """Write a new file with mode 0600 beside it, then rename: other workers see the old text or the new, whole."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".fdm-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        Path(beside).replace(path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
