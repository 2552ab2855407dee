# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A private file is read and written by its owner alone, and replaced whole."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.private_files import read_private, write_private


def test_what_is_written_is_read_again(tmp_path):
    file = tmp_path / "run" / "record"
    write_private(file, "ä\n")
    assert read_private(file, 100) == "ä\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    write_private(file, "new")
    assert read_private(file, 100) == "new"
    assert [each.name for each in file.parent.iterdir()] == ["record"]


def test_no_more_than_the_limit_is_read(tmp_path):
    file = tmp_path / "record"
    write_private(file, "0123456789")
    assert read_private(file, 4) == "0123"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o622])
def test_a_file_that_others_can_read_or_write_is_refused(tmp_path, mode):
    file = tmp_path / "record"
    write_private(file, "text")
    file.chmod(mode)
    with pytest.raises(PermissionError):
        read_private(file, 100)


def test_a_link_is_not_followed(tmp_path):
    write_private(tmp_path / "real", "text")
    (tmp_path / "record").symlink_to(tmp_path / "real")
    with pytest.raises(OSError, match="symbolic link"):
        read_private(tmp_path / "record", 100)


def test_a_link_is_replaced_and_what_it_points_to_is_left_alone(tmp_path):
    (tmp_path / "theirs").write_text("theirs")
    (tmp_path / "record").symlink_to(tmp_path / "theirs")
    write_private(tmp_path / "record", "ours")
    assert (tmp_path / "theirs").read_text() == "theirs"
    assert read_private(tmp_path / "record", 100) == "ours"


def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "record", 0o600)
    with pytest.raises(PermissionError):
        read_private(tmp_path / "record", 100)


def test_a_file_of_another_user_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "record"
    write_private(file, "text")
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    with pytest.raises(PermissionError):
        read_private(file, 100)


def test_a_file_that_is_not_there_or_holds_no_text_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_private(tmp_path / "record", 100)
    write_private(tmp_path / "record", "")
    (tmp_path / "record").write_bytes(b"\xff\xfe")
    with pytest.raises(UnicodeDecodeError):
        read_private(tmp_path / "record", 100)


def test_a_write_that_fails_leaves_the_old_text_and_nothing_beside_it(tmp_path, monkeypatch):
    file = tmp_path / "record"
    write_private(file, "old")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_private(file, "new")
    assert [each.name for each in tmp_path.iterdir()] == ["record"]
    assert read_private(file, 100) == "old"
