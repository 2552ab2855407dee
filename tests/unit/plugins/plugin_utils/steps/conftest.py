# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs are looked for without waiting."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import jobs


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "JOB_CHECK_DELAYS", (0.0,) * len(jobs.JOB_CHECK_DELAYS))
