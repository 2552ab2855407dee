# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a step returns, and so what its task returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict


class StepResult(TypedDict, total=False):
    """changed: whether a unit was written to, or would be in check mode; job: the id of a started job, empty where none
    runs; version: of the HA configuration as the step left it; first: whether the unit had none until then; enabled:
    ports; diff: before and after, key hidden; state and seconds: what a wait ended with; warnings: sentences."""

    changed: bool
    msg: str
    job: str
    version: str
    first: bool
    enabled: list[str]
    diff: dict[str, Any]
    state: str
    seconds: float
    warnings: list[str]


def combined(results: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """The result of a task on both units from those of its steps, each with the role of its unit."""
    done = list(results)
    shared = ("diff", "warnings")
    by_role: dict[str, dict[str, Any]] = {}
    for role, result in done:
        before = by_role.setdefault(role, {"changed": False})
        by_role[role] = before | {name: value for name, value in result.items() if name not in shared}
        by_role[role]["changed"] |= before["changed"]
    return {
        "changed": any(result["changed"] for _role, result in done),
        "msg": "; ".join(f"{role}: {result['msg']}" for role, result in done if result.get("msg")),
        "warnings": [warning for _role, result in done for warning in result.get("warnings", ())],
        "diff": [
            result["diff"] | {"before_header": role, "after_header": role} for role, result in done if "diff" in result
        ],
        **by_role,
    }
