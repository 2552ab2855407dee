# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""galaxy-importer: the checks of Galaxy and Automation Hub on the tarball."""

from __future__ import annotations

import re
from pathlib import Path

from . import venvs
from .paths import CACHE, IMPORTER_VENV
from .shell import Failed, Shell, environment

# Without ansible-test, which it would run in a container: `make sanity` does that.
CONFIGURATION = """\
[galaxy-importer]
RUN_ANSIBLE_TEST = False
RUN_ANSIBLE_LINT = True
OFFLINE_ANSIBLE_LINT = True
RUN_FLAKE8 = True
CHECK_REQUIRED_TAGS = True
REQUIRE_V1_OR_GREATER = True
"""


def examine(shell: Shell, python: str, tarball: Path) -> None:
    """Import the tarball as Galaxy does. The command always succeeds, so its output decides."""
    venvs.ensure(shell, IMPORTER_VENV, python, ["importer"])
    folder = CACHE / "importer"
    folder.mkdir(exist_ok=True)
    configuration = folder / "galaxy-importer.cfg"
    configuration.write_text(CONFIGURATION, encoding="utf-8")
    result = folder / "importer_result.json"
    result.unlink(missing_ok=True)
    said = shell(
        *("python", "-m", "galaxy_importer.main", tarball),
        cwd=folder,
        env=environment(IMPORTER_VENV, GALAXY_IMPORTER_CONFIG=configuration),
    )
    if complaints := re.findall(r"^(?:ERROR|WARNING|CRITICAL)\b.*$", said, re.MULTILINE):
        raise Failed(f"{len(complaints)} complaints, the first: {complaints[0]}")
    if not result.exists():
        raise Failed("no result was written")
