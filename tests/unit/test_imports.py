# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports point downward, in no circle: docs/architecture.md has the layers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COLLECTION = "ansible_collections.fdm.failover."
UTILS = "plugins.plugin_utils"
LEAVES = {f"{UTILS}.errors", f"{UTILS}.secrets"}
"""What every layer may import."""

BELOW = {
    f"{UTILS}.errors": set(),
    f"{UTILS}.secrets": {f"{UTILS}.spellings"},
    f"{UTILS}.pure": LEAVES,
    f"{UTILS}.fdm": LEAVES | {f"{UTILS}.pure", f"{UTILS}.private_files"},
    f"{UTILS}.steps": LEAVES | {f"{UTILS}.pure", f"{UTILS}.fdm"},
    f"{UTILS}.report": LEAVES | {f"{UTILS}.pure", f"{UTILS}.files", f"{UTILS}.variables"},
    "tools.simulator.model": {"tools.simulator"},
}
"""What the modules of a layer may import beside the layer itself."""

NOT_ABOVE = {
    UTILS: {"plugins.action", "plugins.callback", "plugins.filter", "plugins.inventory"},
    f"{UTILS}.pure.device": {
        f"{UTILS}.pure.{name}" for name in ("intent", "plan", "rules", "settings", "verification")
    },
    f"{UTILS}.pure.intent": {f"{UTILS}.pure.{name}" for name in ("plan", "rules", "settings", "verification")},
    f"{UTILS}.pure.rules": {f"{UTILS}.pure.{name}" for name in ("plan", "settings", "verification")},
    f"{UTILS}.pure.plan": {f"{UTILS}.pure.{name}" for name in ("settings", "verification")},
    "tools.simulator.model": {"tools.simulator.api", "tools.simulator.server", "tools.simulator.service"},
}
"""What the modules of a layer may not import."""

Graph = Mapping[str, set[str]]


def _name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _runs(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below one, without what only type checkers read."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield child
            yield from _runs(child)


def _package(file: Path, level: int) -> str:
    return _name(file.parents[level - 1]) if level else ""


def _named(file: Path, node: ast.AST) -> Iterator[str]:
    """The names that a node imports, as modules and as members of modules."""
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = ".".join(filter(None, (_package(file, node.level), node.module)))
        yield from (f"{base}.{name.name}" for name in node.names)


def _resolved(name: str, modules: set[str]) -> str | None:
    name = name.removeprefix(COLLECTION)
    places = (name, name.rpartition(".")[0], f"tools.{name}", f"tools.{name}".rpartition(".")[0])
    return next((place for place in places if place in modules), None)


def graph(folder: str) -> Graph:
    """What each module of a folder imports of the same folder, in functions too."""
    files = {_name(file): file for file in (ROOT / folder).rglob("*.py")}
    modules = set(files)
    return {
        module: {
            found
            for node in _runs(ast.parse(file.read_text(encoding="utf-8")))
            for name in _named(file, node)
            if (found := _resolved(name, modules)) and found != module
        }
        for module, file in files.items()
    }


def _within(module: str, layers: set[str]) -> bool:
    return any(module == layer or module.startswith(f"{layer}.") for layer in layers)


def upward(imports: Graph) -> list[str]:
    """Each import that a layer may not have."""
    return [
        f"{module} imports {other}"
        for module, others in imports.items()
        for other in others
        if any(_within(module, {layer}) and not _within(other, {layer} | may) for layer, may in BELOW.items())
        or any(_within(module, {layer}) and _within(other, bad) for layer, bad in NOT_ABOVE.items())
    ]


@pytest.mark.parametrize("folder", ["plugins", "tools"])
def test_no_module_imports_itself_through_others(folder: str) -> None:
    imports = graph(folder)
    assert any(imports.values())
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(f"an import circle: {' <- '.join(error.args[1])}")


@pytest.mark.parametrize("folder", ["plugins", "tools"])
def test_no_module_imports_a_layer_above_its_own(folder: str) -> None:
    assert not upward(graph(folder))


def test_an_import_of_a_layer_above_is_found() -> None:
    wrong = {
        f"{UTILS}.pure.device.unit": {f"{UTILS}.pure.intent.intent"},
        f"{UTILS}.pure.names": {f"{UTILS}.steps.read"},
    }
    right = {f"{UTILS}.steps.read": {f"{UTILS}.pure.names", f"{UTILS}.errors"}}
    assert len(upward(wrong)) == len(wrong)
    assert not upward(right)
