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


def write_if_changed(path: Path, text: str, write: bool = True) -> dict[str, Any]:
    """Make the file hold the text. Returns changed, dest (absolute), and before and after; raises InputError."""
    path = path.expanduser().absolute()
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        changed = before != text
        if changed and write:
            _replace(path, text)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"the file can't be written ({type(error).__name__}: {getattr(error, 'strerror', None) or 'not text'})",
            expected="a place where this user may write",
            remedy="Choose another directory.",
            where=str(path),
        ) from None
    diff = {"before": before, "after": text, "before_header": str(path), "after_header": str(path)}
    return {"changed": changed, "dest": str(path), "diff": diff}


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
