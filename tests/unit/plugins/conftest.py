# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures for tests of what the plugins do; the makers of data are in `support`."""

from __future__ import annotations

import pytest
from hypothesis import settings
from support.tasks import Tasks

settings.register_profile("patient", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("patient")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Tasks:
    """Run a task on a fake unit: `run("join", {"unit": "primary"}, check=True)`."""
    return Tasks(monkeypatch)
