# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Statistics have one name outside AWX, and one a job inside; what stopped a pair is noted for that pair alone."""

from __future__ import annotations

import stat

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.statistics import note_error, noted_error, statistics


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({}, "verify"),
        ({"awx_job_id": 6}, "verify_job_6"),
        ({"awx_job_id": "6", "tower_job_id": "6"}, "verify_job_6"),
        ({"tower_job_id": 7}, "verify_job_7"),
        ({"awx_job_id": ""}, "verify"),
        ({"awx_job_id": "6 or more"}, "verify"),
    ],
)
def test_a_job_has_a_name_of_its_own(variables, name):
    stats = statistics("verify", "branch01", {"verified": True}, variables)
    assert stats == {"data": {name: {"branch01": {"verified": True}}}, "per_host": False, "aggregate": True}


def test_what_stopped_a_pair_is_noted_for_this_pair_and_read_by_nobody_else(tmp_path):
    note_error(str(tmp_path), "branch01", "the primary does not answer")
    assert noted_error(str(tmp_path), "branch01") == "the primary does not answer"
    assert noted_error(str(tmp_path), "branch02") == ""
    assert [stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()] == [0o600]


def test_a_note_that_can_not_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    note_error(str(tmp_path / "file"), "branch01", "text")
    assert noted_error(str(tmp_path / "file"), "branch01") == ""
