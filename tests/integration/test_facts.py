# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written rests on what this run has checked, never on a variable that is called like a fact of a role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.harness import COMBINED, Pair, failure_of, simulated_pair

STEPS = [
    {"step": step, "unit": unit}
    for unit in ("primary", "secondary")
    for step in ("enable-ports", "deploy", "configure", "join")
]
PLAN = {"verdict": "ready", "steps": STEPS, "blocked": None}
PORTS = {"failover": "GigabitEthernet0/2"}
CONFIGURATIONS = {
    "primary": {"type": "haconfiguration", "nodeRole": "HA_PRIMARY"},
    "secondary": {"type": "haconfiguration", "nodeRole": "HA_SECONDARY"},
}
FACTS = {"preflight_plan": PLAN, "preflight_ports": PORTS, "render_configurations": CONFIGURATIONS}
APPLY = {"ansible.builtin.include_role": {"name": "fdm.failover.apply"}}
PREFLIGHT = {"ansible.builtin.include_role": {"name": "fdm.failover.preflight"}}
NOT_CHECKED = (
    "branch01: preflight has not checked this pair in this run with these variables; expected fdm.failover.preflight "
    "before anything is written. Run the role fdm.failover.preflight, or the playbook fdm.failover.deploy, which runs "
    "it. Remove preflight_plan and render_configurations from the inventory if they are set there."
)
NOT_RENDERED = "branch01, primary: no configuration was rendered for this pair in this run"
REFUSED = (
    "branch01: preflight has found an error on this pair in this run; expected no error before anything is written."
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A pair of single units to which nothing is ever written."""
    with simulated_pair(tmp_path_factory.mktemp("facts")) as made:
        yield made


def apply(pair: Pair, *before: dict, **variables: object) -> str:
    """Run the role apply after some tasks, and return its failure; nothing may be written."""
    pair.forget()
    run = pair.play(pair.playbook(*before, APPLY), **variables)
    assert not run.ok, run.output
    assert pair.writes() == [], run.output
    return failure_of(run, "branch01")


WRONG = COMBINED["failover_link"] | {"port": "GigabitEthernet0/1"}


def test_facts_of_the_inventory_are_not_believed(pair: Pair) -> None:
    assert NOT_RENDERED in apply(pair, **FACTS)


def test_facts_of_an_earlier_task_are_not_used(pair: Pair) -> None:
    assert NOT_RENDERED in apply(pair, {"ansible.builtin.set_fact": FACTS})


@pytest.mark.parametrize("steps", [STEPS, []], ids=["steps", "no steps"])
def test_the_role_checks_the_pair_itself_and_ignores_a_plan_in_a_variable(pair: Pair, steps: list) -> None:
    assert "[port-named]" in apply(pair, failover_link=WRONG, preflight_plan=PLAN | {"steps": steps})


def test_a_task_does_not_follow_a_plan_that_comes_from_a_variable(pair: Pair) -> None:
    pair.forget()
    run = pair.play(pair.playbook({"fdm.failover.apply": {"phase": "ports"}}), **FACTS)
    assert NOT_CHECKED in failure_of(run, "branch01")
    assert pair.writes() == []


def test_a_pair_that_preflight_has_refused_is_not_written(pair: Pair) -> None:
    pair.forget()
    checked = {"fdm.failover.preflight": {"stop": False}}
    run = pair.play(pair.playbook(checked, {"fdm.failover.apply": {"phase": "ports"}}), failover_link=WRONG, **FACTS)
    assert REFUSED in failure_of(run, "branch01")
    assert pair.writes() == []


def test_variables_that_change_after_preflight_are_not_believed(pair: Pair) -> None:
    other = COMBINED["failover_link"] | {"network": "192.168.99.0/30"}
    assert NOT_CHECKED in apply(pair, PREFLIGHT, {"ansible.builtin.set_fact": {"failover_link": other}})


def test_units_that_are_exchanged_after_preflight_are_not_believed(pair: Pair) -> None:
    units = pair.variables["failover_units"]
    exchanged = {"primary": units["secondary"], "secondary": units["primary"]}
    assert NOT_CHECKED in apply(pair, PREFLIGHT, {"ansible.builtin.set_fact": {"failover_units": exchanged}})


def test_a_rendered_configuration_of_the_inventory_is_not_written(pair: Pair) -> None:
    assert NOT_RENDERED in apply(pair, PREFLIGHT, render_configurations=CONFIGURATIONS)
