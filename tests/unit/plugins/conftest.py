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
def run(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Tasks:
    """Run a task on fake units: `run("join", {"unit": "primary"}, check=True)`."""
    return Tasks(monkeypatch, tmp_path_factory.mktemp("run"))
