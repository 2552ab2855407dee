# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make docs`: the documentation site, of the pages in docs and of what the plugins and roles say of themselves."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from . import sitelinks, trees, venvs
from .paths import CACHE, ROOT, TREE
from .shell import Failed, Shell, environment

VENV = CACHE / "venv-docs"
PLACE = CACHE / "docsite"
OWN = ROOT / "tools" / "docsite"
FIRST = PLACE / "build" / "html" / "index.html"

# Pages keep their paths below this folder, so that links between them stay as they are.
PAGES = Path("pages")
SIMULATOR = "tools/simulator/README.md"
LINK = re.compile(r"(?<=\]\()(?!https?:|mailto:|#)([^)#\s]+)")


def docsite(shell: Shell) -> None:
    """Build the site; a warning of Sphinx is an error."""
    venvs.ensure(shell, VENV, sys.executable, ["docsite"])
    shutil.rmtree(PLACE, ignore_errors=True)
    source = PLACE / "rst"
    source.mkdir(parents=True, mode=0o700)  # antsibull-docs wants a folder that nobody else can write to
    shutil.copy2(OWN / "conf.py", PLACE)
    shutil.copytree(OWN / "static", PLACE / "static")
    env = environment(VENV, ANSIBLE_COLLECTIONS_PATH=TREE)
    shell(
        *(
            "antsibull-docs",
            "--config-file",
            OWN / "antsibull-docs.cfg",
            "collection",
            "--use-current",
            "--squash-hierarchy",
            "--fail-on-error",
        ),
        *("--dest-dir", source, "fdm.failover"),
        env=env,
    )
    (source / "index.rst").rename(source / "reference.rst")
    shutil.copy2(OWN / "index.md", source)
    copy(source / PAGES)
    shell("sphinx-build", "-M", "html", source, PLACE / "build", "-c", PLACE, "-W", "--keep-going", "-q", env=env)
    if lost := list(sitelinks.broken(FIRST.parent)):
        shell.note("\n".join(lost))
        raise Failed(f"{len(lost)} links of the site lead nowhere")
    shell.note(f"{FIRST.relative_to(ROOT)}: {len(list(FIRST.parent.rglob('*.html')))} pages")


def copy(destination: Path) -> None:
    """Copy every page, and every file that one links to."""
    pages = [name for name in trees.tracked() if is_page(name)]
    for name in sorted({*pages, *(target for page in pages for target in targets(page))}):
        (destination / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, destination / name)


def is_page(name: str) -> bool:
    """Whether a tracked file is a page for users or contributors."""
    top = name.partition("/")[0]
    return name.endswith(".md") and (top in ("docs", "roles", "examples") or top == name or name == SIMULATOR)


def targets(page: str) -> Iterator[str]:
    """Yield the files that a page links to."""
    for link in LINK.findall((ROOT / page).read_text(encoding="utf-8")):
        path = (ROOT / page).parent.joinpath(link).resolve()
        if path.is_file():
            yield str(path.relative_to(ROOT))
