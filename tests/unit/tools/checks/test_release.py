# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a release must hold, and what it must not."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from checks import trees
from checks.release import SHIPPED, Tarball, problems, release
from checks.shell import Failed, Shell

TRACKED = [f"{name}/one.yml" if "." not in name and name != "LICENSE" else name for name in SHIPPED]
ABOUT = {"version": "1.2.3", "repository": "https://git.example.com/r"}
ABOUT |= dict.fromkeys(("documentation", "homepage", "issues"), "https://git.example.com/r/x")
GOOD = Tarball((*TRACKED, "MANIFEST.json", "FILES.json"), ABOUT, "---\nreleases:\n  1.2.3:\n    changes: {}\n")


def test_a_good_one_has_no_problem() -> None:
    assert list(problems(GOOD, [*TRACKED, "tests/test_a.py", "examples/awx/a.yml"])) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"names": (*GOOD.names, "tests/test_a.py")}, "tests/test_a.py is in the tarball"),
        ({"names": (*GOOD.names, "examples/awx/a.yml")}, "examples/awx/a.yml is in the tarball"),
        ({"names": (*GOOD.names, ".vault-password")}, ".vault-password is in the tarball"),
        ({"names": GOOD.names[1:]}, "README.md is not in the tarball"),
        ({"names": tuple(name for name in GOOD.names if name[:5] != "docs/")}, "docs/one.yml is not in the tarball"),
        ({"about": ABOUT | {"version": "1.2"}}, "version 1.2 in galaxy.yml; expected a semantic version"),
        ({"about": ABOUT | {"version": "1.02.3"}}, "version 1.02.3 in galaxy.yml; expected a semantic version"),
        ({"about": ABOUT | {"version": "1.2.4"}}, "version 1.2.4 is not in changelogs/changelog.yaml"),
        ({"changelog": ""}, "version 1.2.3 is not in changelogs/changelog.yaml"),
        ({"about": ABOUT | {"issues": "https://other.example.com"}}, "issues in galaxy.yml is https://other"),
        ({"about": ABOUT | {"issues": "https://git.example.com/rest"}}, "issues in galaxy.yml is https://git"),
        ({"about": ABOUT | {"homepage": None}}, "homepage in galaxy.yml is None"),
    ],
)
def test_says_what_is_wrong(change: dict[str, object], said: str) -> None:
    assert next(problems(replace(GOOD, **change), TRACKED)).startswith(said)


def test_says_what_every_release_has() -> None:
    without = [name for name in TRACKED if name != "SECURITY.md"]
    tarball = replace(GOOD, names=tuple(name for name in GOOD.names if name != "SECURITY.md"))
    assert list(problems(tarball, without)) == ["SECURITY.md does not exist; expected it in every release"]


def packed(folder: Path, about: dict[str, str]) -> Path:
    """Write a tarball as `ansible-galaxy collection build` does."""
    texts = dict.fromkeys(trees.tracked(), "") | {"MANIFEST.json": json.dumps({"collection_info": about})}
    texts |= {"changelogs/changelog.yaml": GOOD.changelog, "FILES.json": "{}"}
    with tarfile.open(folder / "fdm-failover-1.2.3.tar.gz", "w:gz") as archive:
        for name, text in texts.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return folder / "fdm-failover-1.2.3.tar.gz"


def test_fails_and_says_all_where_the_tarball_holds_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placeholder = dict.fromkeys(ABOUT, trees.PLACEHOLDER) | {"version": "1.2.3"}
    monkeypatch.setattr(trees, "tarball", lambda: packed(tmp_path, placeholder))
    shell = Shell(tmp_path / "log", echo=False)
    with pytest.raises(Failed, match=r"problems, the first: \.ci/run is in the tarball"):
        release(shell)
    said = shell.log.read_text()
    assert "Makefile is in the tarball" in said
    assert "(a placeholder; make release-check REPOSITORY=" in said
    assert "version    1.2.3, changelog of 1.2.3" in said


def test_one_variable_sets_every_address(monkeypatch: pytest.MonkeyPatch) -> None:
    galaxy = (trees.ROOT / "galaxy.yml").read_text(encoding="utf-8")
    assert trees.published(galaxy) == galaxy
    monkeypatch.setenv("REPOSITORY", "https://git.example.net/ha")
    lines = [line for line in trees.published(galaxy).splitlines() if "https://git" in line]
    assert lines == [
        "repository: https://git.example.net/ha",
        "documentation: https://git.example.net/ha/docs",
        "homepage: https://git.example.net/ha",
        "issues: https://git.example.net/ha/issues",
    ]
