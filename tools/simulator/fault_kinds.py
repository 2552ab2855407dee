# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The faults by name, and the settings of one fault. ``service.py`` says when a fault strikes and what it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and on which calls: the n-th, or those with this method and path (`*` matches anything).

    The other members belong to single faults; see ``README.md``.
    """

    fault: str
    call: int | None = None
    method: str | None = None
    path: str | None = None
    skip: int = 0
    times: int = 1
    seconds: float | None = None
    retry_after: int | None = None
    message: str | None = None
    cli_lines: list[str] = field(default_factory=list)
    bytes: int = 20_000_000
    depth: int = 1_000
    form: str = "plain"
    members: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)


# The call is not carried out; the answer has this status.
STATUS_FAULTS = {f"http-{status}": status for status in (401, 408, 423, 429, 500, 502, 503, 504)}
REFUSAL_FAULTS = {f"http-{status}": status for status in (403, 404, 409, 422)} | {"echo": 422}
# The call is not carried out and not answered.
SILENT_FAULTS = ("reset", "hang")
# The call is carried out, the answer is damaged or edited.
DAMAGING_FAULTS = ("reset-after", "cut", "not-json", "wrong-type", "huge", "bad-encoding")
EDITING_FAULTS = ("deep-json", "set-members")
# The call is carried out, the answer arrives so slowly that it never ends.
DRIP_FAULTS = ("slow-status", "slow-headers", "endless-continue", "slow-chunks", "slow-trailers")
# Something happens before the call is carried out.
JOB_FAULTS = {"job-fails": "fail", "job-never-ends": "never", "job-vanishes": "vanish"}
EARLIER_FAULTS = ("slow", "dead-token", "stale-version", "away-for-long", "patch", *JOB_FAULTS)

FAULTS = (
    *STATUS_FAULTS,
    *REFUSAL_FAULTS,
    *SILENT_FAULTS,
    *DAMAGING_FAULTS,
    *EDITING_FAULTS,
    *DRIP_FAULTS,
    *EARLIER_FAULTS,
)
ECHO_FORMS = ("plain", "html", "json", "repr")
