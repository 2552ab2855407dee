# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module documents is what its action accepts: parsing it in every task would cost more than the task."""

from __future__ import annotations

import json
import shutil
from importlib import import_module

import pytest
import yaml
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from support import fake_client, report_data, units
from support.tasks import ACTIONS, ROOT, TEMPLATES, action, trusted

PACKAGE = "ansible_collections.fdm.failover.plugins"
COMPARED = ("type", "elements", "choices", "required", "default")
MODULES = sorted(file.stem for file in (ROOT / "plugins" / "modules").glob("[a-z]*.py"))


def module(name):
    return import_module(f"{PACKAGE}.modules.{name}")


def fragment(name):
    """A documentation fragment by the name a plugin extends: `fdm.failover.attributes.reads`."""
    _namespace, _collection, file, *part = name.split(".")
    holder = import_module(f"{PACKAGE}.doc_fragments.{file}").ModuleDocFragment
    return yaml.safe_load(getattr(holder, "_".join(part).upper() or "DOCUMENTATION"))


def documented(name, kind="modules"):
    """The documentation of a module or filter with its fragments in it."""
    own = yaml.safe_load(import_module(f"{PACKAGE}.{kind}.{name}").DOCUMENTATION)
    merged = {"options": {}, "attributes": {}, "requirements": []}
    for each in own.get("extends_documentation_fragment", ()):
        for section, entries in fragment(each).items():
            merged.setdefault(section, {})
            merged[section] = merged[section] + entries if isinstance(entries, list) else merged[section] | entries
    merged["options"] |= own.get("options", {})
    return own | merged


def comparable(option):
    """An option in the words both sides share, what is left out being Ansible's default."""
    assumed = {"type": "str", "elements": None, "choices": None, "required": False, "default": None}
    return {name: option.get(name, assumed[name]) for name in COMPARED}


def test_every_action_is_documented_and_every_module_acts():
    assert MODULES == ACTIONS, "each plugins/action/NAME.py has a plugins/modules/NAME.py, and the other way round"


@pytest.mark.parametrize("name", ACTIONS)
def test_documentation_and_specification_agree(name):
    described = {option: comparable(entry) for option, entry in documented(name)["options"].items()}
    accepted = {option: comparable(entry) for option, entry in action(name).SPEC.items()}
    assert described == accepted


@pytest.mark.parametrize("name", ACTIONS)
def test_options_do_nothing_that_is_not_compared(name):
    known = {*COMPARED, "no_log", "description"}
    for entry in (*documented(name)["options"].values(), *action(name).SPEC.values()):
        assert set(entry) <= known


@pytest.mark.parametrize("name", ACTIONS)
def test_secrets_are_not_logged(name):
    assert {option for option, entry in action(name).SPEC.items() if entry.get("no_log")} == (
        {"password", "encryption_key"} & set(action(name).SPEC)
    )


@pytest.mark.parametrize("name", ACTIONS)
def test_a_module_is_documentation_and_nothing_else(name):
    public = {each for each in vars(module(name)) if not each.startswith("__")}
    assert public == {"annotations", "DOCUMENTATION", "EXAMPLES", "RETURN"}


@pytest.mark.parametrize("name", ACTIONS)
def test_documentation_names_itself_and_describes_everything(name):
    described = documented(name)
    assert described["module"] == name
    grouped = {"action_group"} if "host" in described["options"] else set()
    assert set(described["attributes"]) == {"action", "check_mode", "diff_mode", "platform"} | grouped
    assert any("netaddr" in entry for entry in described["requirements"])
    assert all(entry["description"] for entry in described["options"].values())


@pytest.mark.parametrize("name", ACTIONS)
def test_examples_use_options_that_are_there(name):
    options = set(action(name).SPEC)
    used = [
        arguments
        for task in yaml.safe_load(module(name).EXAMPLES)
        for called, arguments in task.items()
        if called == f"fdm.failover.{name}"
    ]
    assert used
    assert all(set(arguments or {}) <= options for arguments in used)


@pytest.mark.parametrize("name", ACTIONS)
def test_returned_values_are_described(name):
    returned = yaml.safe_load(module(name).RETURN)
    assert isinstance(returned, dict)
    assert all(entry["description"] and entry["type"] for entry in returned.values())


def test_no_part_of_a_fragment_is_called_as_a_file_is():
    """Ansible takes the last name of `fdm.failover.file.part` for a file where there is one."""
    files = sorted(file.stem for file in (ROOT / "plugins" / "doc_fragments").glob("[a-z]*.py"))
    holders = [import_module(f"{PACKAGE}.doc_fragments.{file}").ModuleDocFragment for file in files]
    parts = {part.lower() for holder in holders for part in vars(holder) if part.isupper()}
    assert len(parts) > len(files)
    assert not parts & set(files)


FILTERS = sorted(file.stem for file in (ROOT / "plugins" / "filter").glob("[a-z]*.py"))


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_is_documented_under_its_name(name):
    described = documented(name, "filter")
    assert (described["name"], bool(described["short_description"])) == (name, True)
    [offered] = import_module(f"{PACKAGE}.filter.{name}").FilterModule().filters().values()
    question = offered.__wrapped__
    arguments = question.__code__.co_varnames[: question.__code__.co_argcount]
    assert described["options"].keys() == {"_input", *arguments[1:]}
    positional = described.get("positional", "").replace(",", " ").split()
    assert positional == list(arguments[1 : len(positional) + 1])


@pytest.fixture
def examples(run, tmp_path, monkeypatch):
    """Run the examples of a module one after the other, on units for which each of them can work."""

    def run_all(name, written):
        monkeypatch.chdir(tmp_path)
        shutil.copytree(TEMPLATES, tmp_path / "templates")
        (tmp_path / "reports").mkdir()
        (tmp_path / "reports" / "verify.json").write_text(json.dumps(report_data.three()), encoding="utf-8")
        known = {"playbook_dir": str(tmp_path), "written": {"version": written}, **SECRETS}
        for task in yaml.safe_load(module(name).EXAMPLES):
            for called in (each for each in task if each.startswith("fdm.failover.")):
                templar = Templar(loader=DataLoader(), variables=known)
                known[task.get("register", "_")] = run(
                    called.rpartition(".")[2], templar.template(trusted(task[called]))
                )
                yield known[task.get("register", "_")]

    return run_all


SECRETS = {"vault_unit_password": "correct horse"}
SCRIPTS = {
    "join": {"status": (units.status(), units.active()), "join": units.join()},
    "wait": {"status": units.standby(), "joins": []},
}
PAIR = {"primary": units.active(), "secondary": units.standby(nodeRole="HA_SECONDARY")}
SUSPENDED = dict.fromkeys(PAIR, units.status(nodeState="HA_SUSPENDED_NODE"))
SWITCHED = {"primary": units.standby(nodeRole="HA_PRIMARY"), "secondary": units.active(nodeRole="HA_SECONDARY")}
PAIRS = {"switch": SWITCHED, "suspend": SUSPENDED, "resume": PAIR, "reset": PAIR}
"""The states in which these tasks have nothing to do; a drill always has, and runs a command."""


ON_SIMULATED_UNITS = {"adopt", "dissolve", "rebuild", "replace", "restore", "snapshot"}
"""What these do takes units that break and export: tests/integration/test_traps_of_a_break.py."""


@pytest.mark.parametrize("name", sorted({*ACTIONS} - {"verify", "drill"} - ON_SIMULATED_UNITS))
def test_examples_run(run, examples, name):
    states = PAIRS.get(name)
    scripts = {role: {"status": states[role]} if states else SCRIPTS.get(name, {}) for role in PAIR}
    run.primary = fake_client.unit(**scripts["primary"])
    run.secondary = fake_client.unit("secondary", **scripts["secondary"])
    results = list(examples(name, run.primary.configuration()["version"]))
    assert results
    assert not any(each.get("failed") for each in results), results
