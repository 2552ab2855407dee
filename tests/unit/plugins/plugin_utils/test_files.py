# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are written only when they differ, whole or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.files import write_if_changed


def kept(path, before, after, changed):
    headers = {"before_header": str(path), "after_header": str(path)}
    return {"changed": changed, "dest": str(path), "diff": {"before": before, "after": after} | headers}


def test_a_file_and_its_folders_are_made(tmp_path):
    file = tmp_path / "rendered" / "branch01" / "primary.json"
    assert write_if_changed(file, "{}\n") == kept(file, "", "{}\n", True)
    assert file.read_text() == "{}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert [each.name for each in file.parent.iterdir()] == ["primary.json"]


def test_a_file_that_is_right_is_left_alone(tmp_path):
    file = tmp_path / "primary.json"
    file.write_text("ä\n", encoding="utf-8")
    before = file.stat()
    assert write_if_changed(file, "ä\n") == kept(file, "ä\n", "ä\n", False)
    assert file.stat() == before


def test_in_check_mode_nothing_is_written(tmp_path):
    file = tmp_path / "folder" / "primary.json"
    assert write_if_changed(file, "new", write=False) == kept(file, "", "new", True)
    assert not file.parent.exists()


def test_home_and_relative_paths_are_told_in_full(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert write_if_changed(Path("~/a.json"), "a")["dest"] == str(tmp_path / "a.json")
    assert write_if_changed(Path("b.json"), "b")["dest"] == str(tmp_path / "b.json")


def sentence(file, why):
    return (
        f"{file}: the file can't be written ({why}); expected a place where this user may write. Choose another "
        "directory."
    )


def test_a_place_that_is_none_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    file = tmp_path / "file" / "primary.json"
    with pytest.raises(InputError) as raised:
        write_if_changed(file, "a")
    assert str(raised.value) == sentence(file, "FileExistsError: File exists")


def test_a_file_that_holds_no_text_is_said(tmp_path):
    file = tmp_path / "primary.json"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError) as raised:
        write_if_changed(file, "a")
    assert str(raised.value) == sentence(file, "UnicodeDecodeError: not text")


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    file = tmp_path / "primary.json"
    file.write_text("old")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError) as raised:
        write_if_changed(file, "new")
    assert str(raised.value) == sentence(file, "OSError: No space left on device")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("primary.json", "old")]
