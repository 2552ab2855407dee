# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a unit answers: one function per resource, registered in ``simulator.api.router``."""

from __future__ import annotations

from . import collections, exports, ha, jobs, operations, outside, session
from .router import Answer, Call, dispatch

__all__ = ["Answer", "Call", "collections", "dispatch", "exports", "ha", "jobs", "operations", "outside", "session"]
