# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Creates the environments from the groups of pyproject.toml, and again only when something changed."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .paths import CACHE, ROOT
from .shell import Shell, own_environment

UV = "uv>=0.13,<1"


def ensure(shell: Shell, venv: Path, python: str, groups: Sequence[str], pins: Sequence[str] = ()) -> None:
    """Create `venv` with `python`, the dependency groups and further requirements, unless it is up to date."""
    made_from = venv / ".made-from"
    wanted = _fingerprint(python, groups, pins)
    with _lock():
        if made_from.is_file() and made_from.read_text(encoding="utf-8") == wanted:
            return
        print(f"making {venv.relative_to(ROOT)} ...", flush=True)
        made_from.unlink(missing_ok=True)
        _make(shell, venv, python, groups, pins)
        made_from.write_text(wanted, encoding="utf-8")


def _make(shell: Shell, venv: Path, python: str, groups: Sequence[str], pins: Sequence[str]) -> None:
    env = {
        **own_environment(),
        "PIP_CACHE_DIR": str(CACHE / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "UV_CACHE_DIR": str(CACHE / "uv"),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_SYSTEM_CERTS": "1",  # as pip does: only the system knows the CA of a company's proxy
    }
    inside = venv / "bin" / "python"
    wanted = [word for group in groups for word in ("--group", f"pyproject.toml:{group}")]
    shell(python, "-m", "venv", "--clear", venv, env=env)
    shell(inside, "-m", "pip", "install", "--quiet", UV, env=env)
    shell(inside, "-m", "uv", "pip", "install", "--quiet", "--python", inside, *wanted, *pins, env=env)


@contextmanager
def _lock() -> Iterator[None]:
    """Let only one process at a time create environments, in case two `make` run."""
    with (CACHE / "venvs.lock").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fingerprint(python: str, groups: Sequence[str], pins: Sequence[str]) -> str:
    what = "\n".join([str(Path(python).resolve()), UV, *groups, *pins, (ROOT / "pyproject.toml").read_text("utf-8")])
    return hashlib.sha256(what.encode()).hexdigest()
