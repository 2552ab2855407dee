# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the README tells a user to type is typed here; what the pages link to is there."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from support.harness import KEY, PASSWORD, simulated_pair

ROOT = Path(__file__).parents[2]
PLACES = ("*.md", "docs/*.md", "docs/guides/*.md", "roles/*/README.md", "examples/*/README.md", "tests/*/README.md")
PAGES = sorted(page for place in PLACES for page in ROOT.glob(place))
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^    ansible-playbook -i inventory.yml (.*?)(?:\s+#.*)?$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def test_the_readme_is_a_session_that_works(tmp_path: Path) -> None:
    """Its inventory and its commands, in order; only what differs from site to site is put beside it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (tmp_path / "readme.yml").write_text(BLOCK.findall(readme)[0], encoding="utf-8")
    commands = COMMAND.findall(readme)
    assert [shlex.split(command)[0].rpartition(".")[2] for command in commands] == [
        "check",
        "deploy",
        "deploy",
        "verify",
    ]
    secrets = {"vault_failover_password": PASSWORD, "vault_branch01_failover_key": KEY}
    with simulated_pair(tmp_path) as pair:
        site = {name: pair.variables[name] for name in ("failover_units", "failover_https_port", "failover_ca_path")}
        (tmp_path / "site.json").write_text(
            json.dumps({"all": {"hosts": {pair.name: site | secrets}}}), encoding="utf-8"
        )
        nothing: dict[str, None] = dict.fromkeys(pair.variables)
        for command in commands:
            run = pair.play(*shlex.split(command), "-i", "readme.yml", "-i", "site.json", **nothing)
            assert run.ok, run.output
        assert [unit.state()["state"] for unit in pair.units] == ["HA_ACTIVE_NODE", "HA_STANDBY_NODE"]
        assert [unit.state()["ha_configuration"]["sharedKey"] for unit in pair.units] == [KEY, KEY]
        assert (tmp_path / "rendered" / pair.name / "primary.json").is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_is_yaml_and_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.findall(text):
        yaml.compose(block)  # unlike a load it takes Ansible's own tags, such as !vault
    for target in LINK.findall(text):
        assert (page.parent / target).exists(), target
