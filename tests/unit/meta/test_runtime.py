# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The group `unit` names every task that talks to a unit, and no other."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import yaml
from ansible_collections.fdm.failover.plugins.plugin_utils.unit_task import UNIT_SPEC, UnitTask

ROOT = Path(__file__).parents[3]
ACTIONS = sorted(file.stem for file in (ROOT / "plugins" / "action").glob("[a-z]*.py"))
GROUP = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))["action_groups"]["unit"]


def action(name):
    return import_module(f"ansible_collections.fdm.failover.plugins.action.{name}").ActionModule


def test_the_group_is_the_tasks_on_a_unit_the_probe_and_the_end_of_their_session():
    tasks = [name for name in ACTIONS if issubclass(action(name), UnitTask)]
    assert sorted([*tasks, "logout", "probe"]) == GROUP, "list each task on a unit in meta/runtime.yml, in order"


def test_the_group_is_what_takes_the_options_of_a_unit():
    takes = [name for name in ACTIONS if set(UNIT_SPEC) <= set(action(name).SPEC)]
    assert set(takes) == set(GROUP), "list what takes the options of a unit in meta/runtime.yml"
