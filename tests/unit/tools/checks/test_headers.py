# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files have a valid licence, by header or by REUSE.toml."""

from __future__ import annotations

import pytest
from checks.headers import entries, problems
from checks.paths import ROOT
from checks.shell import Failed

HEADER = "".join((ROOT / "tools" / "checks" / "headers.py").read_text(encoding="utf-8").splitlines(keepends=True)[:3])
REUSE = """\
[[annotations]]
path = ["**.yml", "docs/*.md", "Makefile"]
SPDX-License-Identifier = "GPL-3.0-or-later"
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", HEADER),
        ("run", f"#!/bin/sh\n{HEADER}"),
        ("a.css.j2", "{#- " + HEADER.replace("# ", "") + "-#}"),
        ("a.yml", ""),
        ("deep/er/a.yml", ""),
        ("docs/a.md", ""),
        ("Makefile", ""),
        ("LICENSE", ""),
    ],
)
def test_has_one(name: str, text: str) -> None:
    assert list(problems({"REUSE.toml": HEADER + REUSE, name: text})) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", ""),
        ("a.py", HEADER.replace("GPL-3.0-or-later", "MIT")),
        ("a.py", HEADER.replace("or-later", "or-later-with-more")),
        ("a.py", "".join(HEADER.splitlines(keepends=True)[::2])),
        ("a.py", f"import os\n{HEADER}"),
        ("docs/deep/a.md", ""),
        ("a.ymlx", ""),
        ("tools/Makefile", ""),
    ],
)
def test_has_none(name: str, text: str) -> None:
    (said,) = problems({"REUSE.toml": HEADER + REUSE, name: text})
    assert said == f"{name}; expected the header of three lines, or an entry in REUSE.toml"


def test_another_licence_is_refused() -> None:
    with pytest.raises(Failed, match=r"REUSE\.toml names GPL-3\.0-or-later, MIT; expected GPL-3\.0-or-later"):
        entries(f'{REUSE}SPDX-License-Identifier = "MIT"')
    with pytest.raises(Failed, match="names no licence"):
        entries("")
