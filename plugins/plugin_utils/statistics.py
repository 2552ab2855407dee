# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Statistics of a run, which AWX and AAP keep as artifacts of a job and give to later nodes of a workflow.

A task that fails sets none, so the error that stopped a pair is noted, and the task at the end of the run sets it.
Notes are private files in the run's own temporary directory.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .private_files import read_private, write_private

_LARGEST = 1024 * 1024
_JOB = ("awx_job_id", "tower_job_id")


def statistics(kind: str, pair: str, data: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, Any]:
    """What a result holds as ``ansible_stats``: the data of one pair, beside those of the other pairs of the run.

    Slices of one launch are jobs of their own, and a workflow merges their artifacts by name: with one name, the last
    slice would replace the others. So in a job the name ends with its id.
    """
    job = next((str(variables[name]) for name in _JOB if name in variables), "")
    name = f"{kind}_job_{job}" if job.isdecimal() else kind
    return {"data": {name: {pair: dict(data)}}, "per_host": False, "aggregate": True}


def note_error(directory: str, pair: str, text: str) -> None:
    """Note what stopped a pair, without secrets."""
    with contextlib.suppress(OSError):
        write_private(_path(directory, pair), text)


def noted_error(directory: str, pair: str) -> str:
    """What stopped a pair in this run; empty where nothing did."""
    try:
        return read_private(_path(directory, pair), _LARGEST)
    except (OSError, ValueError):
        return ""


def _path(directory: str, pair: str) -> Path:
    return Path(directory) / f"fdm-error-{hashlib.sha256(pair.encode()).hexdigest()}"
