# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every place in the collection that tells a user what to do, found in its source text.

A place is named ``pure/rules/port.py:port_named``: file and function; or by its id where it stands in a table.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import REASONS

PLUGINS = Path(__file__).parents[2] / "plugins"
REMEDY = 2
"""Its position among the arguments of Judgement."""


def places() -> set[str]:
    """Every place with a remedy of its own; what only passes one on is none."""
    files = sorted(PLUGINS.rglob("*.py"))
    return {place for file in files for place in _in_file(file)} | {f"plan:{reason}" for reason in REASONS}


def _in_file(file: Path) -> Iterator[str]:
    name = file.relative_to(PLUGINS).as_posix().removeprefix("plugin_utils/")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in tree.body:
        for function in _functions(node):
            if any(_is_remedy(each) for each in ast.walk(function)):
                yield f"{name}:{function.name}"
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _called(node.value) == "same":
            yield f"{name}:{ast.unparse(node.targets[0])}"


def _functions(node: ast.stmt) -> Iterator[ast.FunctionDef]:
    if isinstance(node, ast.FunctionDef):
        yield node
    elif isinstance(node, ast.ClassDef):
        yield from (each for each in node.body if isinstance(each, ast.FunctionDef))


def _is_remedy(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    given = [word.value for word in node.keywords if word.arg == "remedy"]
    if _called(node) == "Judgement" and len(node.args) > REMEDY:
        given.append(node.args[REMEDY])
    return any(not isinstance(each, ast.Attribute) for each in given)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""
