# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator is a second opinion, so it must not use the first one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import simulator

FOLDER = Path(simulator.__file__).parent
ALLOWED = {"aiohttp", "jsonschema", "trustme", "yaml"}
STANDARD = {
    "__future__", "argparse", "asyncio", "base64", "collections", "contextlib", "copy", "dataclasses", "datetime",
    "difflib", "fnmatch", "functools", "hashlib", "heapq", "hmac", "html", "io", "ipaddress", "itertools", "json", "os",
    "pathlib", "random", "re", "resource", "signal", "socket", "ssl", "struct", "sys", "threading", "time", "types",
    "typing", "urllib", "uuid", "zipfile",
}  # fmt: skip


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.py")), ids=lambda file: str(file.relative_to(FOLDER)))
def test_the_simulator_imports_nothing_of_the_collection(file: Path) -> None:
    assert set(imported(file)) <= ALLOWED | STANDARD
