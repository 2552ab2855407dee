# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changelog names each plugin, role and playbook that is there, and none that is not.

`make release` writes it anew from the documentation; an entry of something that was renamed is removed by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
WRITE = "run `make release DATE=YYYY-MM-DD`, with the release_date in changelog.yaml: it lists what is new"
RELEASES = yaml.safe_load((ROOT / "changelogs" / "changelog.yaml").read_text(encoding="utf-8"))["releases"]
PLUGINS = sorted({path.parent.name for path in (ROOT / "plugins").glob("*/*.py")} - {"action", "doc_fragments"})


def listed(*keys: str) -> dict[str, str]:
    """Return the name and description of every entry below these keys, of all releases."""
    entries: dict[str, str] = {}
    for release in RELEASES.values():
        found: object = release
        for key in keys:
            found = found.get(key, {}) if isinstance(found, dict) else {}
        entries |= {entry["name"]: entry["description"] for entry in found or ()}
    return entries


def names(files: Iterable[Path]) -> list[str]:
    return sorted(file.stem for file in files)


@pytest.mark.parametrize("kind", [kind for kind in PLUGINS if kind not in ("modules", "plugin_utils")])
def test_every_plugin_is_listed_and_no_other(kind):
    assert sorted(listed("plugins", kind)) == names((ROOT / "plugins" / kind).glob("*.py")), WRITE


def test_every_task_is_listed_and_no_other():
    assert sorted(listed("modules")) == names((ROOT / "plugins" / "modules").glob("*.py")), WRITE


def test_every_role_is_listed_and_no_other():
    assert sorted(listed("objects", "role")) == names((ROOT / "roles").iterdir()), WRITE


def test_every_playbook_is_listed_as_its_play_is_named():
    plays = {path.stem: yaml.safe_load(path.read_text("utf-8"))[0]["name"] for path in (ROOT / "playbooks").glob("*")}
    assert listed("objects", "playbook") == plays, f"name it in a fragment, as `add object.playbook`; then {WRITE}"


def test_a_description_is_that_of_the_task():
    said = {}
    for path in (ROOT / "plugins" / "modules").glob("*.py"):
        (said[path.stem],) = re.findall(r"^short_description: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert {name: line.removesuffix(".") for name, line in listed("modules").items()} == said, WRITE
