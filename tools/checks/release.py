# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the tarball can be released: what it holds and what not, its version, its changelog, its addresses."""

from __future__ import annotations

import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import trees
from .shell import Failed, Shell

# What a user of the collection needs. Everything else stays in the repository.
SHIPPED = (
    *("README.md", "LICENSE", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md"),
    *("changelogs/changelog.yaml", "meta", "plugins", "roles", "playbooks", "docs", "examples", "extensions/eda"),
)
LEFT_OUT = ("examples/awx",)
MADE = ("MANIFEST.json", "FILES.json")

# https://semver.org, without build metadata, which Galaxy does not compare.
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?")
ADDRESSES = ("documentation", "homepage", "issues")


@dataclass(frozen=True, slots=True)
class Tarball:
    """What a tarball holds. names: its files. about: what galaxy.yml said. changelog: changelogs/changelog.yaml."""

    names: tuple[str, ...]
    about: Mapping[str, Any]
    changelog: str

    @classmethod
    def read(cls, path: Path) -> Tarball:
        """Read what is checked."""
        with tarfile.open(path) as archive:
            names = sorted(member.name for member in archive.getmembers() if not member.isdir())
            about = json.loads(_text(archive, "MANIFEST.json"))["collection_info"]
            changelog = "changelogs/changelog.yaml"
            return cls(tuple(names), about, _text(archive, changelog) if changelog in names else "")

    @property
    def placeholder(self) -> bool:
        """Whether the addresses are those of no repository."""
        return bool(self.about["repository"] == trees.PLACEHOLDER)


def release(shell: Shell) -> None:
    """Say what the tarball holds and what not; fail where that, the version or an address is not as it should be."""
    path = trees.tarball()
    tarball, tracked = Tarball.read(path), trees.tracked()
    shell.note(f"{path.name}: {len(tarball.names)} files, {path.stat().st_size // 1024} KiB")
    shell.note(f"  holds      {_counted(tarball.names)}")
    shell.note(f"  leaves out {_counted(set(tracked) - set(tarball.names))}")
    shell.note(
        f"  version    {tarball.about['version']}, changelog of {', '.join(_releases(tarball.changelog)) or 'none'}"
    )
    shell.note(f"  repository {tarball.about['repository']}{_hint(tarball)}")
    if wrong := list(problems(tarball, tracked)):
        shell.note("\n".join(wrong))
        raise Failed(f"{len(wrong)} problems, the first: {wrong[0]}")


def problems(tarball: Tarball, tracked: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with a tarball that was built from these files."""
    wanted = {name for name in tracked if _below(name, SHIPPED) and not _below(name, LEFT_OUT)}
    for name in sorted(wanted - set(tarball.names)):
        yield f"{name} is not in the tarball; expected it. Correct build_ignore in galaxy.yml."
    for name in sorted(set(tarball.names) - wanted - set(MADE)):
        yield f"{name} is in the tarball; expected only what users need. Add it to build_ignore in galaxy.yml."
    for name in sorted(name for name in SHIPPED if not any(_below(each, [name]) for each in wanted)):
        yield f"{name} does not exist; expected it in every release"
    yield from _version_problems(str(tarball.about["version"]), _releases(tarball.changelog))
    repository = tarball.about["repository"]
    for name in ADDRESSES:
        if not _below(str(tarball.about[name]), [repository]):
            yield f"{name} in galaxy.yml is {tarball.about[name]}; expected {repository} or a page below"


def _version_problems(version: str, releases: list[str]) -> Iterator[str]:
    if not VERSION.fullmatch(version):
        yield f"version {version} in galaxy.yml; expected a semantic version, such as 1.2.3"
    if version not in releases:
        yield f"version {version} is not in changelogs/changelog.yaml; expected it. Run `make release`."


def _releases(changelog: str) -> list[str]:
    return re.findall(r"^  '?(\d[^\s':]*)'?:$", changelog, re.MULTILINE)


def _below(name: str, places: Iterable[str]) -> bool:
    return any(name == place or name.startswith(f"{place}/") for place in places)


def _counted(names: Iterable[str]) -> str:
    counts = Counter(name.partition("/")[0] for name in names)
    return ", ".join(top if count == 1 else f"{top} ({count})" for top, count in sorted(counts.items())) or "nothing"


def _hint(tarball: Tarball) -> str:
    return " (a placeholder; make release-check REPOSITORY=https://...)" if tarball.placeholder else ""


def _text(archive: tarfile.TarFile, name: str) -> str:
    file = archive.extractfile(name)
    return file.read().decode() if file else ""
