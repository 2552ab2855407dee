# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A role's defaults and its argument specification are its whole interface, and say the same."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.intent import UNIT_KEYS, VARIABLES

ROLES = Path(__file__).parents[3] / "roles"
NAMES = sorted(role.name for role in ROLES.iterdir() if (role / "meta" / "argument_specs.yml").is_file())


def read(role, *path):
    return yaml.safe_load(ROLES.joinpath(role, *path).read_text(encoding="utf-8"))


def options(role):
    return read(role, "meta", "argument_specs.yml")["argument_specs"]["main"]["options"]


def of_the_pair(role):
    return {name: entry for name, entry in options(role).items() if name.startswith("failover_")}


def own(role):
    return {name: entry for name, entry in options(role).items() if not name.startswith("failover_")}


@pytest.mark.parametrize("role", NAMES)
def test_defaults_are_those_of_the_specification(role):
    assert read(role, "defaults", "main.yml") == {name: entry.get("default") for name, entry in own(role).items()}


@pytest.mark.parametrize("role", NAMES)
def test_defaults_pass_their_own_specification(role):
    checked = ArgumentSpecValidator(own(role)).validate(read(role, "defaults", "main.yml"))
    assert checked.error_messages == []


@pytest.mark.parametrize("role", NAMES)
def test_what_can_be_tuned_has_the_roles_name_before_it(role):
    assert all(name.startswith(f"{role}_") for name in own(role))


@pytest.mark.parametrize("role", NAMES)
def test_a_pair_is_described_in_the_same_words_everywhere(role):
    assert of_the_pair(role) == of_the_pair(NAMES[0])


@pytest.mark.parametrize("role", NAMES)
def test_the_data_of_a_pair_are_the_variables_of_the_contract(role):
    assert of_the_pair(role).keys() == set(VARIABLES) - {"failover_hosts"}


@pytest.mark.parametrize("role", NAMES)
def test_the_data_of_a_pair_is_checked_by_the_tasks_with_better_words_than_ansibles(role):
    assert not any({"default", "required", "options"} & set(entry) for entry in of_the_pair(role).values())


@pytest.mark.parametrize("role", NAMES)
def test_every_option_is_described(role):
    assert all(entry["description"] for entry in options(role).values())
    assert read(role, "meta", "main.yml")["dependencies"] == []


@pytest.mark.parametrize("role", NAMES)
def test_every_key_of_a_unit_is_named(role):
    described = " ".join(of_the_pair(role)["failover_units"]["description"])
    assert [key for key in UNIT_KEYS if f"C({key})" not in described] == []


@pytest.mark.parametrize("role", NAMES)
def test_a_key_can_be_left_out_on_purpose_and_a_certificate_be_named(role):
    assert {"failover_plain_text", "failover_fingerprint"} <= of_the_pair(role).keys()


@pytest.mark.parametrize("role", NAMES)
def test_a_role_is_described_in_the_same_words_everywhere(role):
    spec = read(role, "meta", "argument_specs.yml")["argument_specs"]["main"]
    assert spec["short_description"] == read(role, "meta", "main.yml")["galaxy_info"]["description"]


@pytest.mark.parametrize("role", NAMES)
def test_every_default_has_the_sentence_of_its_option(role):
    lines = ROLES.joinpath(role, "defaults", "main.yml").read_text(encoding="utf-8")
    said = " ".join(line.removeprefix("#").strip() for line in lines.splitlines())
    for name, option in own(role).items():
        first = re.sub(r"[A-Z]\(([^)]*)\)", r"\1", option["description"][0])
        assert re.sub("[()]", "", first)[:40] in re.sub("[()]", "", said), name


def handed_on(role):
    """Yield the task, the option and the variable where a task of the role gets a variable of the role as it is."""
    for file in sorted((ROLES / role / "tasks").glob("*.yml")):
        for task in yaml.safe_load(file.read_text(encoding="utf-8")):
            for name, arguments in task.items():
                if name.startswith("fdm.failover.") and arguments:
                    for option, value in arguments.items():
                        match = re.fullmatch(r"\{\{ (\w+) \}\}", str(value))
                        if match and match[1] in own(role):
                            yield name.rpartition(".")[2], option, match[1], arguments


@pytest.mark.parametrize("role", NAMES)
def test_a_variable_that_is_empty_gives_the_default_of_the_role(role):
    """A task takes what is empty as left out, so its own default has to be that of the role."""
    for task, option, variable, arguments in handed_on(role):
        module = import_module(f"ansible_collections.fdm.failover.plugins.action.{task}")
        default = module.ActionModule.SPEC[option].get("default")
        if (task, option) == ("wait", "wait_timeout"):
            default = module.LIMITS[arguments["until"]]
        assert (default or None) == (own(role)[variable].get("default") or None), (task, option)
