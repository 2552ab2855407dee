# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are written only when they differ, whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.files import file_name, write_if_changed


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
    after = file.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_mode) == (before.st_ino, before.st_mtime_ns, before.st_mode)


def test_in_check_mode_nothing_is_written(tmp_path):
    file = tmp_path / "folder" / "primary.json"
    assert write_if_changed(file, "new", write=False) == kept(file, "", "new", True)
    assert not file.parent.exists()


def test_home_and_relative_paths_are_reported_in_full(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert write_if_changed(Path("~/a.json"), "a")["dest"] == str(tmp_path / "a.json")
    assert write_if_changed(Path("b.json"), "b")["dest"] == str(tmp_path / "b.json")


def sentence(file, why):
    return (
        f"{file}: the file can't be written ({why}); expected the path of a text file, in a directory that this user "
        "can write to. Choose another path."
    )


def test_a_place_that_is_none_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    file = tmp_path / "file" / "primary.json"
    with pytest.raises(InputError) as raised:
        write_if_changed(file, "a")
    assert str(raised.value) == sentence(file, "File exists")


def test_a_file_that_is_not_text_is_reported(tmp_path):
    file = tmp_path / "primary.json"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError) as raised:
        write_if_changed(file, "a")
    assert str(raised.value) == sentence(file, "it is not a text file")


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    file = tmp_path / "primary.json"
    file.write_text("old")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError) as raised:
        write_if_changed(file, "new")
    assert str(raised.value) == sentence(file, "No space left on device")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("primary.json", "old")]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664), (0o027, 0o640)])
def test_the_umask_counts(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        write_if_changed(tmp_path / "primary.json", "a")
        assert stat.S_IMODE((tmp_path / "primary.json").stat().st_mode) == mode
        assert os.umask(umask) == umask
    finally:
        os.umask(before)


def test_a_file_keeps_its_mode(tmp_path):
    file = tmp_path / "primary.json"
    file.write_text("old")
    file.chmod(0o640)
    write_if_changed(file, "new")
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("new", 0o640)


def test_a_pipe_as_destination_does_not_block(tmp_path):
    file = tmp_path / "pipe"
    os.mkfifo(file)
    with pytest.raises(InputError) as raised:
        write_if_changed(file, "a")
    assert str(raised.value) == sentence(file, "it is no regular file")


def test_a_directory_as_destination_is_said(tmp_path):
    with pytest.raises(InputError) as raised:
        write_if_changed(tmp_path, "a")
    assert str(raised.value) == sentence(tmp_path, "it is a directory")


@pytest.mark.parametrize(
    ("path", "where", "why"),
    [
        ("~no-such-user-here/a.json", "~no-such-user-here/a.json", "there is no such user"),
        ("/tmp/a\0b", "/tmp/a b", "a name can't have a null character"),
        ("/tmp/" + "x" * 300, "/tmp/" + "x" * 300, "File name too long"),
    ],
)
def test_a_path_that_can_not_be_is_said(path, where, why):
    with pytest.raises(InputError) as raised:
        write_if_changed(Path(path), "a")
    assert str(raised.value) == sentence(where, why)


def test_text_that_can_not_be_written_leaves_no_litter(tmp_path):
    with pytest.raises(InputError) as raised:
        write_if_changed(tmp_path / "a.json", "\ud800")
    assert "it is not a text file" in str(raised.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["branch01", "Büro 1", "a.b", "...", "-x", "fw_1+2"])
def test_a_pairs_name_becomes_a_files(name):
    assert file_name(name) == name


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "/etc", "a/b", "a\\b", "a\0b", "a\nb", "\u202ea", "x" * 300])
def test_a_name_that_leaves_its_directory_is_refused(name):
    with pytest.raises(InputError, match=r"can't be the name of a file or directory; expected a name without slashes"):
        file_name(name)
