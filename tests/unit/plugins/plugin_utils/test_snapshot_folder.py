# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of snapshots and notes: private, whole, and found again."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.snapshot import Snapshot
from ansible_collections.fdm.failover.plugins.plugin_utils.snapshot_folder import SnapshotFolder


@pytest.fixture
def folder(tmp_path):
    return SnapshotFolder(str(tmp_path), "branch01", clock=lambda: 1_795_641_300.0)


def taken(folder, active="primary"):
    return Snapshot("branch01", folder.stamp(), active, {"primary": "", "secondary": ""}, {}, {}, ())


def test_the_same_settings_are_kept_once_and_others_beside_them(folder):
    first = folder.save(taken(folder))
    assert folder.save(taken(folder)) == first
    second = folder.save(taken(folder, "secondary"))
    assert second != first
    assert folder.newest() == second
    assert folder.load()[1].active == "secondary"
    assert folder.load(str(first))[1].active == "primary"


def test_files_are_for_their_owner_alone(folder):
    paths = [folder.save(taken(folder)), folder.save_export("x", b"\x00")]
    folder.begin("dissolve", kept="primary")
    assert all(path.stat().st_mode & 0o077 == 0 for path in (*paths, folder.path, *folder.path.iterdir()))


def test_a_note_lives_until_the_work_has_ended(folder):
    assert folder.unfinished("dissolve") == {}
    folder.begin("dissolve", kept="primary", snapshot="x")
    assert folder.unfinished("dissolve") == {"pair": "branch01", "kept": "primary", "snapshot": "x"}
    assert folder.unfinished("rebuild") == {}
    folder.end("dissolve")
    folder.end("dissolve")
    assert folder.unfinished("dissolve") == {}


def test_changes_of_the_key_are_remembered_by_name(folder):
    folder.add_done("2026-11")
    folder.add_done("2026-11")
    folder.add_done("2026-12")
    assert folder.done() == ["2026-11", "2026-12"]


def test_no_snapshot_is_a_sentence(folder):
    with pytest.raises(InputError, match="there is no snapshot of this pair"):
        folder.load()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b"[]"])
def test_what_is_no_snapshot_is_a_sentence(folder, content):
    path = folder.save_export("broken", content)
    with pytest.raises(InputError):
        folder.load(str(path))


def test_a_file_that_others_can_read_is_not_trusted(folder):
    path = folder.save(taken(folder))
    path.chmod(0o644)
    with pytest.raises(InputError, match="0600"):
        folder.load()


@pytest.mark.parametrize("pair", ["..", "a/b", ""])
def test_a_pair_never_leaves_the_directory(pair, tmp_path):
    with pytest.raises(InputError):
        SnapshotFolder(str(tmp_path), pair)
