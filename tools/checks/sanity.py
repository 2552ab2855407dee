# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-test sanity, without containers and without leaving the checkout."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .paths import COLLECTION, HOME, TREE, VENV
from .shell import Failed, Shell, environment, find_python

# Python versions of controllers; the environment has one of them. The others are tested if they are installed.
PYTHONS = ("3.12", "3.13", "3.14")

# ansible-test creates an environment for each of its tests and downloads their pip from its own server. This script
# replaces that download with a pip from the package index; ansible-test finds it in its cache.
GET_PIP = """\
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).with_name("pip-{version}-py3-none-any.whl")))

from pip._internal.cli.main import main

wanted = [word for word in sys.argv[1:] if word not in ("--no-setuptools", "--no-wheel")]
sys.exit(main(["install", "--upgrade", "--force-reinstall", *wanted]))
"""


def sanity(shell: Shell) -> None:
    """Run every sanity test on the shipped tree; there is no list of exceptions."""
    _provide_pip(shell)
    place = TREE / COLLECTION
    shell("git", "init", "--quiet", place)  # else ansible-test uses the root of the checkout, where .cache is ignored
    said = shell("ansible-test", "sanity", "--local", "--color", "no", cwd=place, env=_environment())
    if "All targets skipped" in said:
        raise Failed("ansible-test found nothing to test")


def _environment() -> dict[str, str]:
    env = environment(VENV)
    found = [Path(python).parent for python in map(find_python, PYTHONS) if python]
    return {**env, "PATH": os.pathsep.join([env["PATH"], *map(str, found)])}


def _provide_pip(shell: Shell) -> None:
    cache = HOME / ".ansible" / "test" / "cache"
    version = _wanted_pip()
    script = cache / f"get_pip_{version.replace('.', '_')}.py"
    if script.exists():
        return
    command = ("python", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", cache, f"pip=={version}")
    shell(*command, env=environment(VENV))
    script.write_text(GET_PIP.format(version=version), encoding="utf-8")


def _wanted_pip() -> str:
    """Return the version of pip that the installed ansible-test needs."""
    for source in VENV.glob("lib/python3*/site-packages/ansible_test/_internal/python_requirements.py"):
        if found := re.search(r"^\s+pip='([\d.]+)',$", source.read_text(encoding="utf-8"), re.MULTILINE):
            return found[1]
    raise Failed("no pip version was found in ansible-test; expected a line such as pip='24.0'")
