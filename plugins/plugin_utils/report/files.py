# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Report files: written only where they differ, and never half."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..files import file_name, write_if_changed
from .data import Run
from .formats import render


def written(run: Run, directory: str, formats: str | Iterable[str], name: str | None = None) -> list[str]:
    """Write a report in some formats; returns the absolute paths. Raises InputError."""
    texts = texts_of(run, listed(formats), name)
    return [write_if_changed(Path(directory) / each, text)["dest"] for each, text in texts.items()]


def texts_of(run: Run, formats: Iterable[str], name: str | None = None) -> dict[str, str]:
    """The files of a report: from file name to text. Raises InputError."""
    return render(run, formats, file_name(str(name or run.playbook or "report")))


def listed(formats: str | Iterable[str]) -> list[str]:
    """Formats as a list; a text names them with commas, as extra variables do."""
    words = formats.split(",") if isinstance(formats, str) else [str(each) for each in formats]
    return [word.strip() for word in words if word.strip()]
