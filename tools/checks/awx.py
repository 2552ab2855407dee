# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The example for AWX, held against the real collection awx.awx."""

from __future__ import annotations

import zipfile
from pathlib import Path

from . import tests, trees
from .paths import CACHE, VENV
from .shell import Failed, Shell, Skipped, environment

# The collection is on no package index of its own, but this package carries it.
PACKAGE = "ansible==13.8.0"
LINTED = ("examples/awx", "examples/awx/configure.yml")  # the folder alone takes it for any YAML
PLACE = CACHE / "awx"
MARK = PLACE / "ansible_collections" / "awx" / "awx" / "meta" / "runtime.yml"


def awx(shell: Shell) -> None:
    """Lint the example, and play what configures AWX on an emulated AWX; the modules check their own arguments."""
    _fetch(shell)
    paths = f"{PLACE}:{trees.link()}"
    env = environment(VENV, ANSIBLE_COLLECTIONS_PATH=paths, YAMLLINT_CONFIG_FILE=".config/yamllint.yml")
    shell("ansible-lint", "--nocolor", "--config-file", ".config/ansible-lint-awx.yml", *LINTED, env=env)
    tests.run(shell, VENV, "tests/awx")


def _fetch(shell: Shell) -> None:
    if MARK.is_file():
        return
    PLACE.mkdir(parents=True, exist_ok=True)
    command = ("python", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", PLACE, PACKAGE)
    try:
        shell(*command, env=environment(VENV))
    except Failed as error:
        raise Skipped(f"{PACKAGE}, which carries awx.awx, can't be downloaded") from error
    for wheel in PLACE.glob("*.whl"):
        _unpack(wheel)
        wheel.unlink()


def _unpack(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(PLACE, [name for name in archive.namelist() if name.startswith("ansible_collections/awx/")])
