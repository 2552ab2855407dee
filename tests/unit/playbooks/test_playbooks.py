# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every playbook that opens a unit revokes its tokens, whatever else fails and whatever tags are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parents[3] / "playbooks"
LOGOUT = "fdm.failover.logout"
WITHOUT_UNITS = {"report"}
PLAYBOOKS = sorted({file.stem for file in FOLDER.glob("*.yml")} - WITHOUT_UNITS)


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_tokens_are_revoked_after_a_failure_too(name):
    for play in yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8")):
        assert not {"roles", "pre_tasks", "post_tasks"} & play.keys(), "put the roles into a block under tasks"
        *before, task = play["tasks"]
        assert all("ansible.builtin.meta" in each for each in before), "put what opens a unit into the block"
        [logout] = task["always"]
        assert LOGOUT in logout, "revoke the tokens under always"
        assert logout["tags"] == ["always"]


def test_a_playbook_without_units_has_no_token_to_revoke():
    for name in WITHOUT_UNITS:
        assert LOGOUT not in (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
