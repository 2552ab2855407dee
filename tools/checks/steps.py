# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks, in the order in which they run: quick ones first."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from . import awx, browser, cores, docsite, headers, importer, release, sanity, tests, trees, venvs
from .paths import COLLECTION, ROOT, TREE, VENV
from .shell import Failed, Shell, Skipped, environment, find_python

# The development tools need this Python; with an older one only the tests run.
TOOLS_NEED = (3, 12)

YAMLLINT = ".config/yamllint.yml"


@dataclass(frozen=True, slots=True)
class Step:
    """A check.

    name: its name on the command line. run: runs it, or raises Failed or Skipped. needs: checks that must have passed.
    modern: it needs the Python of the newest tools. selects: `run` takes `only`, to run a part of the check.
    """

    name: str
    run: Callable[..., object]
    needs: tuple[str, ...] = ("venv",)
    modern: bool = False
    selects: bool = False

    def __call__(self, shell: Shell) -> None:
        """Run the check."""
        if self.modern and sys.version_info < TOOLS_NEED:
            raise Skipped("needs Python {}.{} or newer".format(*TOOLS_NEED))
        self.run(shell)


def _venv(shell: Shell) -> None:
    venvs.ensure(shell, VENV, sys.executable, ["dev"])


def _ruff(shell: Shell) -> None:
    shell("ruff", "check", env=environment(VENV))
    shell("ruff", "format", "--check", env=environment(VENV))


def _mypy(shell: Shell) -> None:
    shell("mypy", env=environment(VENV))


def _yamllint(shell: Shell) -> None:
    shell("yamllint", "--strict", "--config-file", YAMLLINT, ".", env=environment(VENV))


def _ansible_lint(shell: Shell) -> None:
    shell("ansible-lint", "--nocolor", env=_linked(YAMLLINT_CONFIG_FILE=YAMLLINT))


def _changelog(shell: Shell) -> None:
    shell("antsibull-changelog", "lint", env=environment(VENV))


def _unit(shell: Shell, only: str = "tests/unit") -> None:
    tests.run(shell, VENV, only, workers=tests.workers(only))


def _integration(shell: Shell, only: str = "tests/integration") -> None:
    tests.run(shell, VENV, only, workers=tests.workers(only))


def _browser(shell: Shell) -> None:
    if not browser.path():
        raise Skipped(f"not run: no browser ({', '.join(browser.NAMES)}, or the one that CHROMIUM names)")
    tests.run(shell, VENV, "tests/browser")


def _demo(shell: Shell) -> None:
    shell("python", "-m", "demo", env=environment(VENV, PYTHONPATH=ROOT / "tools"))


def _build(shell: Shell) -> None:
    trees.ship(shell)
    shell("ansible-builder", "introspect", TREE, env=environment(VENV))
    if playbooks := [f"fdm.failover.{path.stem}" for path in sorted((TREE / COLLECTION / "playbooks").glob("*.yml"))]:
        env = environment(VENV, ANSIBLE_COLLECTIONS_PATH=TREE)
        shell("ansible-playbook", "--syntax-check", "--inventory", "localhost,", *playbooks, env=env)


def _docs(shell: Shell) -> None:
    command = ("antsibull-docs", "lint-collection-docs", "--plugin-docs", "--validate-collection-refs=all", ".")
    shell(*command, cwd=TREE / COLLECTION, env=environment(VENV))


def _importer(shell: Shell) -> None:
    importer.examine(shell, sys.executable, trees.tarball())


def _molecule(shell: Shell, only: str = "") -> None:
    folder = ROOT / "extensions" / "molecule"
    names = [name for name in re.split(r"[,\s]+", only) if name]
    if unknown := [name for name in names if not (folder / name / "molecule.yml").is_file()]:
        raise Failed(f"unknown scenario {', '.join(unknown)}; expected the name of a folder in {folder}")
    scenarios = [word for name in names for word in ("--scenario-name", name)] or ["--all"]
    # Two workers: one works while the other waits for its units.
    command = ("molecule", "test", *scenarios, "--workers", "2", "--no-command-borders")
    shell(*command, env=_linked(NO_COLOR="1"))


def _core(shell: Shell, core: str, wanted: str, everything: bool) -> None:
    """Run tests, and a sample of molecule, with another ansible-core (2.16) and Python (3.10, or a path)."""
    venv = cores.prepare(shell, cores.Row(core, wanted, find_python(wanted)))
    tests.run(shell, venv, *cores.places(everything), workers=2)
    if cores.has_molecule():
        cores.molecule(shell, venv)


def core_step(core: str, python: str, everything: bool = True) -> Step:
    """Return the check that runs all tests with this ansible-core on this Python, or those that need not long."""
    return Step(f"core-{core}", partial(_core, core=core, wanted=python, everything=everything), needs=())


def _linked(**more: str) -> dict[str, str]:
    return environment(VENV, ANSIBLE_COLLECTIONS_PATH=trees.link(), **more)


STEPS = (
    Step("venv", _venv, needs=()),
    Step("ruff", _ruff),
    Step("mypy", _mypy),
    Step("yamllint", _yamllint),
    Step("headers", headers.headers),
    Step("unit", _unit, selects=True),
    Step("integration", _integration, selects=True),
    Step("browser", _browser),
    Step("demo", _demo),
    Step("changelog", _changelog, modern=True),
    Step("ansible-lint", _ansible_lint, modern=True),
    Step("awx", awx.awx, modern=True),
    Step("build", _build),
    Step("release-check", release.release, needs=("venv", "build")),
    Step("docs", _docs, needs=("venv", "build"), modern=True),
    Step("site", docsite.docsite, needs=("venv", "build"), modern=True),
    Step("sanity", sanity.sanity, needs=("venv", "build"), modern=True),
    Step("importer", _importer, needs=("venv", "build"), modern=True),
    Step("molecule", _molecule, modern=True, selects=True),
    core_step(*cores.OLDEST, everything=False),
)


def chosen(names: Sequence[str], only: str | None = None) -> list[Step]:
    """Return the steps of these names and what they need, in order; all of them when there is no name.

    only: the part to run, of the one step that is named.
    """
    known = {step.name: step for step in STEPS}
    if unknown := set(names) - set(known):
        raise Failed(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    wanted = {need for name in names or known for need in (name, *known[name].needs)}
    steps = [step for step in STEPS if step.name in wanted]
    return steps if only is None else [_part(step, only) if step.name in names else step for step in steps]


def _part(step: Step, only: str) -> Step:
    if not step.selects:
        able = [step.name for step in STEPS if step.selects]
        raise Failed(f"{step.name} has no parts; expected --only with {', '.join(able)}")
    return replace(step, run=partial(step.run, only=only))
