# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ansible-cores that are supported, their Pythons, and environments with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import trees, venvs
from .paths import CACHE, ROOT, VENV
from .shell import Failed, Shell, Skipped, environment, find_python

# The Pythons on which each ansible-core can control, as upstream's support matrix lists them.
PYTHONS = {
    "2.16": ("3.10", "3.11", "3.12"),
    "2.17": ("3.10", "3.11", "3.12"),
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
    "2.22": ("3.13", "3.14", "3.15"),
}

# The oldest ansible-core that is supported, on the oldest Python that it is supported on.
OLDEST = ("2.16", "3.10")

# The scenarios of the oldest core and of `make matrix`: a pair is made, one is refused, roles are used alone.
SCENARIOS = ("dedicated_state_link", "named_port_is_refused", "roles_alone")

# Integration tests that take long, or that run without Ansible's engine: `make test` runs them on the newest core only.
ONCE = (
    *("awx", "faults", "forks", "guides", "in_memory_deploy", "in_memory_drill", "in_memory_life"),
    *("in_memory_rebuild", "in_memory_settings", "killed_run", "missing_fields", "report", "short_secrets"),
    *("state_by_action", "waiting"),
)


def places(everything: bool) -> list[str]:
    """Return what pytest runs on another core: all tests, or those that tell cores apart in short time."""
    if everything:
        return ["tests/unit", "tests/integration"]
    left_out = {f"test_{name}" for name in ONCE}
    files = (ROOT / "tests" / "integration").glob("test_*.py")
    return ["tests/unit", *sorted(str(file.relative_to(ROOT)) for file in files if file.stem not in left_out)]


@dataclass(frozen=True, slots=True)
class Row:
    """A core on a Python. python: its path; None where it is not here."""

    core: str
    version: str
    python: str | None

    @property
    def venv(self) -> Path:
        """Where its environment is."""
        return CACHE / f"venv-{self.core}-py{Path(self.version).name.removeprefix('python')}"

    @property
    def installed(self) -> str:
        """The exact version of the core in the environment; empty where there is none."""
        found = self.venv.glob("lib/python3*/site-packages/ansible_core-*.dist-info")
        return next((path.name.split("-")[1].removesuffix(".dist") for path in found), "")


def rows(cores: Iterable[str], find: Callable[[str], str | None] = find_python) -> Iterator[Row]:
    """Yield each core with the oldest and the newest of its Pythons that are here; without one where none is."""
    for core in cores:
        here = [(version, path) for version in PYTHONS[core] if (path := find(version))]
        for version, path in dict([here[0], here[-1]]).items() if here else ((" or ".join(PYTHONS[core]), None),):
            yield Row(core, version, path)


def prepare(shell: Shell, row: Row) -> Path:
    """Create the environment; Skipped where Python or core can't be had."""
    if row.python is None:
        raise Skipped(f"no Python {row.version} here")
    try:
        venvs.ensure(shell, row.venv, row.python, ["test"], [f"ansible-core=={row.core}.*"])
    except Failed as error:
        raise Skipped(f"ansible-core {row.core} can't be had: {_reason(shell.log.read_text('utf-8'))}") from error
    return row.venv


def _reason(log: str) -> str:
    """The last thing that the installer said, on one line."""
    said = [re.sub(r"^\W+", "", line) for line in log.splitlines() if line.strip() and "WARNING" not in line]
    return " ".join(said)[:200] or "the installer gave no reason"


def has_molecule() -> bool:
    """Whether molecule is in the environment of the development tools."""
    return (VENV / "bin" / "molecule").exists()


def molecule(shell: Shell, venv: Path) -> None:
    """Run a sample of scenarios with the ansible-core of an environment; molecule is that of the development tools."""
    if not has_molecule():
        raise Skipped("no molecule in the environment of the development tools; it needs Python 3.12")
    env = environment(VENV, ANSIBLE_COLLECTIONS_PATH=trees.link(), NO_COLOR="1")
    env["PATH"] = f"{venv / 'bin'}:{env['PATH']}"
    names = [word for name in SCENARIOS for word in ("--scenario-name", name)]
    shell("molecule", "test", *names, "--workers", "2", "--no-command-borders", env=env)
