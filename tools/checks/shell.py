# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running a command, and the environment it runs in."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .paths import CACHE, HOME, ROOT

FIND_PYTHON = Path(__file__).with_name("find-python")

# Prefixes of variables that a shell may have set for other work and that would change the result of a check.
FOREIGN = ("ANSIBLE_", "MAKE", "MFLAGS", "MOLECULE_", "PYENV_", "PYTEST_", "PYTHON", "VIRTUAL_ENV", "YAMLLINT_")

# Seconds after which a command is considered hung. The longest check takes a tenth of that.
LIMIT = 1200


class Failed(Exception):
    """A check failed; the text says why, in one line."""


class Skipped(Exception):
    """A check cannot run here; the text says why, in one line."""


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs commands and keeps their output.

    log: the file their output is added to. echo: show it as well.
    """

    log: Path
    echo: bool

    def __call__(self, *command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
        """Run a command to its end and return what it printed; Failed when it exits with anything but 0."""
        with subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # so that its child processes can be ended with it
        ) as process:
            limit = threading.Timer(LIMIT, _end, [process])
            limit.start()
            try:
                printed = "".join(self._keep(process.stdout or ()))
            finally:
                limit.cancel()
                _end(process)
        if process.returncode:
            raise Failed(f"{Path(command[0]).name} exited with {process.returncode}")
        return printed

    def note(self, text: str) -> None:
        """Keep lines that a check says itself, and show them as those of a command."""
        for _ in self._keep(f"{line}\n" for line in text.splitlines()):
            pass

    def _keep(self, lines: Iterable[str]) -> Iterator[str]:
        with self.log.open("a", encoding="utf-8") as log:
            for line in lines:
                log.write(line)
                log.flush()
                if self.echo:
                    print(line, end="", flush=True)
                yield line


def _end(process: subprocess.Popen[str]) -> None:
    """End a command that hangs or was interrupted, and all processes that it started.

    SIGTERM comes before SIGKILL: Ansible's workers have their own process groups, and only Ansible can end them.
    """
    with suppress(ProcessLookupError):
        for number, seconds in ((0, 1), (signal.SIGTERM, 5)):
            os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=seconds)
                return
        os.killpg(process.pid, signal.SIGKILL)


def find_python(wanted: str = "") -> str | None:
    """Return the path of a working Python: the newest, or the wanted one (`3.10`, `python3.10` or a path)."""
    found = subprocess.run([FIND_PYTHON, wanted], stdout=subprocess.PIPE, text=True, check=False)
    return found.stdout.strip() or None


def environment(venv: Path, **more: str | Path) -> dict[str, str]:
    """Return the environment of a check: the given venv first on a short PATH, a HOME in .cache, no other settings.

    The PATH is short because a version manager has launchers for Python versions that do not run; they stop
    ansible-test and mislead Ansible's interpreter discovery.
    """
    return {
        **own_environment(),
        "PATH": os.pathsep.join([str(venv / "bin"), "/usr/local/bin", "/usr/bin", "/bin"]),
        "HOME": str(private_home()),
        "ANSIBLE_HOME": str(CACHE / "ansible"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(CACHE / "hypothesis"),
        "PYTHONPYCACHEPREFIX": str(CACHE / "pycache"),
        **{name: str(value) for name, value in more.items()},
    }


def own_environment() -> dict[str, str]:
    """Return the user's environment without the variables that would change a result."""
    return {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}


def private_home() -> Path:
    """Return a HOME inside the checkout that has only the user's pip settings, for example a mirror."""
    quiet, theirs, settings = HOME / ".pip", Path.home() / ".config" / "pip", HOME / ".config" / "pip"
    for folder in (quiet, settings.parent):
        folder.mkdir(parents=True, exist_ok=True)
    (quiet / "pip.conf").write_text("[global]\nquiet = 1\ndisable-pip-version-check = true\n", encoding="utf-8")
    if theirs.is_dir():
        with suppress(FileExistsError):
            settings.symlink_to(theirs)
    return HOME
