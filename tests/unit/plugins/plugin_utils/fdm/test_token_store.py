# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session is kept for its owner alone, and never trusted more than it deserves."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.token_store import Session, TokenStore

SESSION = Session("latest", "access", "refresh", 1800.0, 2400.0, 1)


def kept(store: TokenStore, directory: Path, connection: Connection) -> Path:
    assert store.save(connection, SESSION)
    (path,) = directory.iterdir()
    return path


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "run"


@pytest.fixture
def store(directory: Path) -> TokenStore:
    return TokenStore(directory)


def test_what_is_kept_is_read_again(store: TokenStore, connection: Connection) -> None:
    assert store.load(connection) is None
    assert store.save(connection, SESSION)
    assert store.load(connection) == SESSION
    assert store.holds(connection)
    store.forget(connection)
    assert not store.holds(connection)
    store.forget(connection)
    assert store.load(connection) is None


def test_only_the_owner_can_read(store: TokenStore, directory: Path, connection: Connection) -> None:
    path = kept(store, directory, connection)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_names_and_texts_reveal_no_password(store: TokenStore, directory: Path, connection: Connection) -> None:
    path = kept(store, directory, connection)
    assert connection.password not in path.name + path.read_text()
    assert "access" not in repr(SESSION).replace("access_until", "")


@pytest.mark.parametrize(
    "change", [{"password": "new"}, {"host": "192.0.2.99"}, {"username": "root"}, {"https_port": 8443}]
)
def test_another_login_uses_no_old_session(
    store: TokenStore, connection: Connection, change: dict[str, str | int]
) -> None:
    store.save(connection, SESSION)
    assert store.load(replace(connection, **change)) is None


GARBLED = [
    "", "{", "[]", "null", "{}", "\x00\xff", "[" * 100_000,
    json.dumps({"api": 1, "access_token": "a", "refresh_token": "r", "access_until": 1, "refresh_until": 1}),
    json.dumps({"api": "v6", "access_token": "a", "refresh_token": "r", "access_until": "x", "refresh_until": 1}),
    json.dumps({"api": "v6", "access_token": "a", "refresh_token": "r", "access_until": 1, "refresh_until": 1, "x": 1}),
]  # fmt: skip


@pytest.mark.parametrize("text", GARBLED)
def test_a_garbled_file_is_ignored(store: TokenStore, directory: Path, connection: Connection, text: str) -> None:
    kept(store, directory, connection).write_text(text, encoding="latin-1")
    assert store.load(connection) is None
    assert store.save(connection, SESSION)
    assert store.load(connection) == SESSION


def test_a_file_that_others_can_read_is_ignored(store: TokenStore, directory: Path, connection: Connection) -> None:
    kept(store, directory, connection).chmod(0o640)
    assert store.load(connection) is None


def test_a_link_is_neither_read_nor_written_through(
    store: TokenStore, directory: Path, connection: Connection, tmp_path: Path
) -> None:
    path = kept(store, directory, connection)
    elsewhere = path.rename(tmp_path / "elsewhere")
    elsewhere.write_text(before := elsewhere.read_text().replace('"access"', '"planted"'))
    path.symlink_to(elsewhere)
    assert store.load(connection) is None
    assert store.save(connection, SESSION)
    assert not path.is_symlink()
    assert elsewhere.read_text() == before


def test_a_pipe_does_not_block(store: TokenStore, directory: Path, connection: Connection) -> None:
    path = kept(store, directory, connection)
    path.unlink()
    os.mkfifo(path, 0o600)
    assert store.load(connection) is None


def test_what_cannot_be_written_is_not_kept(tmp_path: Path, connection: Connection) -> None:
    (tmp_path / "file").touch()
    store = TokenStore(tmp_path / "file" / "run")
    assert not store.save(connection, SESSION)
    assert store.load(connection) is None


def test_what_cannot_be_replaced_leaves_no_litter(store: TokenStore, directory: Path, connection: Connection) -> None:
    path = kept(store, directory, connection)
    path.unlink()
    path.mkdir()
    assert not store.save(connection, SESSION)
    assert list(directory.iterdir()) == [path]


def test_without_a_directory_nothing_is_kept(connection: Connection) -> None:
    store = TokenStore(None)
    assert not store.save(connection, SESSION)
    assert store.load(connection) is None
    store.forget(connection)


def test_workers_at_once_never_see_half_a_file(store: TokenStore, directory: Path, connection: Connection) -> None:
    store.save(connection, SESSION)

    def work(number: int) -> bool:
        store.save(connection, replace(SESSION, access_token="x" * number * 100))
        return store.load(connection) is not None

    with ThreadPoolExecutor(8) as workers:
        assert all(workers.map(work, range(100)))
    assert len(list(directory.iterdir())) == 1
