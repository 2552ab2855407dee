# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a step returns, and so what its task returns."""

from __future__ import annotations

from typing import Any, TypedDict


class StepResult(TypedDict, total=False):
    """changed: whether a unit was written to, or would be in check mode; job: the id of a started job, empty where none
    runs; version: of the HA configuration as the step left it; enabled: ports; diff: before and after, key hidden;
    state and seconds: what a wait ended with; warnings: sentences."""

    changed: bool
    msg: str
    job: str
    version: str
    enabled: list[str]
    diff: dict[str, Any]
    state: str
    seconds: float
    warnings: list[str]
