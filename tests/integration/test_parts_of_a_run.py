# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible's own ways to run a part: tags, a first task, one task alone. Nothing is written that was not checked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.harness import Pair, failure_of, simulated_pair

DEPLOY = "fdm.failover.deploy"
SINGLE, MADE = ["SINGLE_NODE", "SINGLE_NODE"], ["HA_ACTIVE_NODE", "HA_STANDBY_NODE"]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with simulated_pair(tmp_path) as made:
        yield made


def states(pair: Pair) -> list[str]:
    return [unit.state()["state"] for unit in pair.units]


def shell(pair: Pair, program: str, *arguments: str, asked: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / program), "-i", str(pair.inventory()), *arguments],
        cwd=pair.directory,
        env=pair.environment(),
        input=asked,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("tag", ["preflight", "render"])
def test_a_tag_that_only_plans_writes_nothing(pair: Pair, tag: str) -> None:
    run = pair.play(DEPLOY, "--tags", tag)
    assert run.ok, run.output
    assert (pair.writes(), states(pair)) == ([], SINGLE)


def test_render_alone_calls_no_unit(pair: Pair) -> None:
    assert pair.play(DEPLOY, "--tags", "render").ok
    assert pair.calls() == []
    assert (pair.directory / "rendered" / pair.name / "primary.json").is_file()


def test_render_alone_cannot_choose_a_port_and_says_what_to_do(pair: Pair) -> None:
    run = pair.play(DEPLOY, "--tags", "render", failover_link={"port": "auto", "network": "192.168.10.0/30"})
    assert not run.ok
    assert "port is auto, and no port has been chosen yet; expected a hardware name. Run the role" in failure_of(
        run, pair.name
    )
    assert pair.calls() == []


@pytest.mark.parametrize("part", [["--tags", "apply"], ["--start-at-task", "Carry out the plan"]])
def test_apply_alone_checks_first_and_makes_the_pair(pair: Pair, part: list[str]) -> None:
    run = pair.play(DEPLOY, *part)
    assert run.ok, run.output
    assert f"{pair.name}, plan:" in run.output
    assert states(pair) == MADE


def test_apply_alone_is_refused_by_what_preflight_finds(tmp_path: Path) -> None:
    named = {"interfaces": [{"hardware": "GigabitEthernet0/2", "name": "dmz", "ipv4": "198.51.100.1/24"}]}
    with simulated_pair(tmp_path, primary=named) as pair:
        run = pair.play(DEPLOY, "--tags", "apply")
        assert not run.ok
        assert "port-named" in run.output
        assert (pair.writes(), states(pair)) == ([], SINGLE)


def test_verify_alone_says_that_there_is_no_pair(pair: Pair) -> None:
    run = pair.play(DEPLOY, "--tags", "verify")
    assert not run.ok
    assert pair.writes() == []


def test_tokens_are_revoked_whatever_the_tags_are(pair: Pair) -> None:
    assert pair.play(DEPLOY, "--tags", "preflight").ok
    for unit in pair.units:
        calls = [call["path"].rpartition("/")[2] for call in unit.requests()]
        assert (calls[-1], calls.count("token")) == ("token", 2)  # one grant, and what revokes it


@pytest.mark.parametrize("name", ["plan | Wait until both units are in sync", "No such task"])
def test_a_first_task_that_is_not_listed_ends_the_run_before_any_call(pair: Pair, name: str) -> None:
    run = pair.play(DEPLOY, "--start-at-task", name)
    assert "No matching task" in run.output
    assert pair.calls() == []


def test_every_listed_task_has_a_name_and_a_tag(pair: Pair) -> None:
    run = pair.play(DEPLOY, "--list-tasks")
    tasks = [line.strip().partition("\t") for line in run.output.splitlines() if line.startswith("      ")]
    assert tasks
    assert [(name, tags) for name, _tab, tags in tasks if " " not in name or tags == "TAGS: []"] == []
    assert pair.calls() == []


def test_a_task_alone_takes_address_and_login_from_the_inventory(pair: Pair) -> None:
    done = shell(pair, "ansible", pair.name, "-m", "fdm.failover.unit_info", "-a", "unit=primary")
    assert done.returncode == 0, done.stdout
    assert '"nodeState": "SINGLE_NODE"' in done.stdout
    assert {call["unit"] for call in pair.calls()} == {pair.primary.name}


def test_the_console_runs_a_task(pair: Pair) -> None:
    asked = "fdm.failover.unit_info unit=secondary gather=status\nexit\n"
    done = shell(pair, "ansible-console", pair.name, asked=asked)
    assert '"nodeState": "SINGLE_NODE"' in done.stdout, done.stdout
    assert {call["unit"] for call in pair.calls()} == {pair.secondary.name}
