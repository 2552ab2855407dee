# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trees in which the collection has the path that Ansible's tools expect, ansible_collections/fdm/failover."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from .paths import CACHE, COLLECTION, ROOT, TREE, TREE_LINK, VENV
from .shell import Shell, environment

PLACEHOLDER = "https://example.com/fdm/failover"
"""Where the repository would be. The collection has no public address yet; `make build REPOSITORY=...` gives it one."""


def link() -> Path:
    """Create and return a tree in which the collection is a link to the checkout, for tools that only read."""
    place = TREE_LINK / COLLECTION
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):  # several pytest processes get here at the same time
        place.symlink_to(ROOT)
    return TREE_LINK


def tarball() -> Path:
    """Return the tarball that was built last."""
    (found,) = (CACHE / "dist").iterdir()
    return found


def ship(shell: Shell) -> None:
    """Build the tarball, and install it into an empty tree with no other collection.

    So ansible-test and the other tools check exactly what a user gets. The tarball is built from a copy, because a
    build also packs untracked files.
    """
    env = environment(VENV)
    dist = _empty(CACHE / "dist")
    shell("ansible-galaxy", "collection", "build", "--output-path", dist, cwd=_copy(), env=env)
    _empty(TREE)
    shell("ansible-galaxy", "collection", "install", "--offline", "--collections-path", TREE, tarball(), env=env)


def _copy() -> Path:
    """Copy what git tracks or would track, as it is in the working tree."""
    copy = _empty(CACHE / "source")
    for name in tracked():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    galaxy = copy / "galaxy.yml"
    galaxy.write_text(published(galaxy.read_text(encoding="utf-8")), encoding="utf-8")
    return copy


def published(galaxy: str) -> str:
    """Put the address that REPOSITORY in the environment names into galaxy.yml, where the placeholder stands."""
    return galaxy.replace(PLACEHOLDER, os.environ.get("REPOSITORY") or PLACEHOLDER)


def tracked() -> list[str]:
    """Return the names of the files that git tracks or would track, as seen from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    names = sorted(filter(None, listed.stdout.split("\0")))
    return [name for name in names if (ROOT / name).is_file()]  # one that is deleted but not committed is missing


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
