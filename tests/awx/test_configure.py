# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""examples/awx/configure.yml, played with the real awx.awx on an emulated controller. `make awx` runs this."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from checks.awx import PLACE as COLLECTIONS
from support.controller import PASSWORD, USER, Controller, running_controller
from support.harness import RECAP, run_command

EXAMPLE = Path(__file__).parents[2] / "examples" / "awx"
LOGIN, NEW, KEY = "Unit-Passw0rd-4711", "New-Passw0rd-4711", "Link-Key-0815-4711"
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
TOKEN_CALLS = ["POST", "POST", "DELETE", "DELETE"]  # the login that makes the token, and the token of all tasks
SETTINGS = {
    "controller_notification_url": "https://hooks.example.com/failover",
    "controller_storage": "/var/lib/failover",
}
STORED = {"snapshot", "restore", "dissolve", "rebuild", "replace", "adopt", "report"}


class Site:
    """A copy of the example beside a controller."""

    def __init__(self, folder: Path, controller: Controller) -> None:
        self.folder = folder
        self.controller = controller

    def configure(self, *arguments: str, password: str = LOGIN, **settings: Any) -> tuple[int, int, str]:
        """Play it: exit status, changed tasks, and the output."""
        (self.folder / "mine.json").write_text(json.dumps(SETTINGS | settings), encoding="utf-8")
        environment = dict(os.environ) | {
            "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
            "ANSIBLE_PIPELINING": "1",
            "ANSIBLE_HOME": str(self.folder / "home"),
            "CONTROLLER_HOST": f"http://127.0.0.1:{self.controller.port}",
            "CONTROLLER_USERNAME": USER,
            "CONTROLLER_PASSWORD": PASSWORD,
            "FDM_FAILOVER_PASSWORD": password,
        }
        program = str(Path(sys.executable).parent / "ansible-playbook")
        done = run_command([program, "configure.yml", "-e", "@mine.json", *arguments], self.folder, environment)
        recap = RECAP.search(done.output)
        return done.status, int(recap[3]) if recap else -1, done.output


def project(folder: Path) -> Path:
    """A copy of the example with what its settings read."""
    shutil.copytree(EXAMPLE, folder)
    (folder / "units-ca.pem").write_text(PEM, encoding="utf-8")
    (folder / "keys.yml").write_text(f"branch04: {KEY}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A controller on which the example was played once."""
    folder = project(tmp_path_factory.mktemp("site") / "project")
    with running_controller(folder) as controller:
        here = Site(folder, controller)
        status, changed, output = here.configure()
        assert status == 0, output
        assert changed > 0, output
        yield here


def test_secrets_arrive(site: Site) -> None:
    for name, field, value in (
        ("login", "password", LOGIN),
        ("keys", "keys", f"branch04: {KEY}\n"),
        ("authority", "ca", PEM),
    ):
        assert site.controller.named("credentials", f"FDM failover: {name}")["inputs"][field] == value


def short(template: dict[str, Any]) -> str:
    return str(template["name"]).rpartition(": ")[2]


def asked(site: Site, template: dict[str, Any]) -> set[str]:
    """The variables that the survey of a template asks for."""
    return {question["variable"] for question in site.controller.surveys.get(template["id"], {}).get("spec", ())}


def test_every_playbook_of_the_collection_has_a_template(site: Site) -> None:
    templates = {short(each): each for each in site.controller.objects["job_templates"].values()}
    assert {name: (each["playbook"], each["job_type"]) for name, each in templates.items()} == {
        "dry run": ("playbooks/deploy.yml", "check")
    } | {file.stem: (f"playbooks/{file.name}", "run") for file in (EXAMPLE.parents[1] / "playbooks").glob("*.yml")}
    for each in (*templates.values(), site.controller.named("workflow_job_templates", "FDM failover: roll out")):
        assert each["ask_limit_on_launch"] is True
        assert each["survey_enabled"] is bool(asked(site, each))
        assert each["allow_simultaneous"] is False


def test_the_workflow_and_its_templates_ask_the_same(site: Site) -> None:
    workflow = site.controller.named("workflow_job_templates", "FDM failover: roll out")
    assert asked(site, workflow)
    for name in ("check", "dry run", "deploy", "verify"):
        template = site.controller.named("job_templates", f"FDM failover: {name}")
        assert site.controller.surveys[template["id"]] == site.controller.surveys[workflow["id"]]


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("dissolve", "survey_dissolve_confirm"),
        ("rebuild", "survey_rebuild_confirm"),
        ("replace", "survey_replace_confirm"),
        ("reset", "survey_reset_confirm"),
        ("drill", "survey_drill_window"),
    ],
)
def test_what_is_dangerous_is_confirmed_at_each_launch(site: Site, name: str, variable: str) -> None:
    template = site.controller.named("job_templates", f"FDM failover: {name}")
    (question,) = (each for each in site.controller.surveys[template["id"]]["spec"] if each["variable"] == variable)
    assert question["required"] is True
    assert "default" not in question
    assert template["ask_job_type_on_launch"] is True  # so that a launch can say first what it would do


def test_every_answer_to_a_survey_is_read_once_and_every_question_is_asked(site: Site) -> None:
    inventory = (EXAMPLE / "inventory" / "pairs.yml").read_text(encoding="utf-8")
    report = (EXAMPLE / "playbooks" / "report.yml").read_text(encoding="utf-8")  # its play has no pairs
    questions = yaml.safe_load((EXAMPLE / "configuration" / "questions.yml").read_text(encoding="utf-8"))
    known = {question["variable"] for question in questions}
    assert known == set(re.findall(r"survey_\w+", inventory + report))
    assert known == set().union(*(asked(site, each) for each in site.controller.objects["job_templates"].values()))


def test_every_value_of_a_credential_is_read_by_the_inventory() -> None:
    inventory = (EXAMPLE / "inventory" / "pairs.yml").read_text(encoding="utf-8")
    types = [yaml.safe_load(file.read_text()) for file in (EXAMPLE / "configuration/credential_types").iterdir()]
    injected = {name for each in types for name in each["injectors"]["env"]}
    assert injected == set(re.findall(r"FDM_FAILOVER_\w+", inventory))


def test_the_workflow_lets_good_pairs_pass(site: Site) -> None:
    edges = {
        (node, kind): site.controller.linked("workflow_job_template_nodes", node, f"{kind}_nodes")
        for node in ("check", "approval", "deploy", "verify")
        for kind in ("always", "success", "failure")
    }
    assert {edge: targets for edge, targets in edges.items() if targets} == {
        ("check", "always"): ["approval"],
        ("approval", "success"): ["deploy"],
        ("deploy", "always"): ["verify"],
    }
    nodes = site.controller.objects["workflow_job_template_nodes"].values()
    everything = {number: each for kind in site.controller.objects.values() for number, each in kind.items()}
    assert {each["identifier"]: everything[each["unified_job_template"]]["type"] for each in nodes} == {
        "check": "job_template",
        "approval": "workflow_approval_template",
        "deploy": "job_template",
        "verify": "job_template",
    }


def test_only_the_verification_notifies_of_a_failure_and_it_is_scheduled(site: Site) -> None:
    told = {
        name: site.controller.linked("job_templates", f"FDM failover: {name}", "notification_templates_error")
        for name in ("check", "dry run", "deploy", "verify")
    }
    assert told == {"check": [], "dry run": [], "deploy": [], "verify": ["FDM failover: webhook"]}
    schedule = site.controller.named("schedules", "FDM failover: verify")
    template = site.controller.named("job_templates", "FDM failover: verify")
    assert schedule["unified_job_template"] == template["id"]


def test_jinja_of_types_and_messages_arrives_as_it_is_written(site: Site) -> None:
    kind = site.controller.named("credential_types", "FDM login")
    assert kind["injectors"]["env"]["FDM_FAILOVER_PASSWORD"] == "{{ password }}"
    message = site.controller.named("notification_templates", "FDM failover: webhook")["messages"]["error"]
    assert "{{ job.id }}" in message["body"]


def test_a_second_run_asks_for_no_change_shows_no_secret_and_gives_its_token_back(site: Site) -> None:
    site.controller.calls.clear()
    status, changed, output = site.configure("-vvv", password=NEW)  # a new password is written on request only
    assert status == 0, output
    assert changed == 0, output
    assert site.controller.writes() == []
    assert [call.split()[0] for call in site.controller.calls if "/tokens/" in call] == TOKEN_CALLS
    assert site.controller.objects["tokens"] == {}
    for secret in (LOGIN, NEW, KEY, PASSWORD):
        assert secret not in output
    assert site.controller.named("credentials", "FDM failover: login")["inputs"]["password"] == LOGIN


def test_a_third_run_changes_what_the_settings_change(site: Site) -> None:
    site.controller.add("instance_groups", {"name": "branches"})
    settings = {"controller_slices": 3, "controller_forks": 50, "controller_instance_groups": ["branches"]}
    status, changed, output = site.configure(password=NEW, controller_update_secrets=True, **settings)
    assert status == 0, output
    assert changed == 2, output
    assert site.controller.named("credentials", "FDM failover: login")["inputs"]["password"] == NEW
    for name in ("check", "dry run", "deploy", "verify"):
        template = site.controller.named("job_templates", f"FDM failover: {name}")
        assert (template["job_slice_count"], template["forks"]) == (3, 50)
        assert site.controller.linked("job_templates", template["name"], "instance_groups") == ["branches"]


def test_an_empty_secret_is_refused_before_anything_is_asked(site: Site) -> None:
    site.controller.calls.clear()
    status, _, output = site.configure(password="")
    assert status != 0
    assert "An input of the credential FDM failover: login is empty" in " ".join(output.split())
    assert site.controller.calls == []


def test_without_storage_nothing_that_needs_it_is_made(tmp_path: Path) -> None:
    folder = project(tmp_path / "project")
    with running_controller(folder) as controller:
        status, _, output = Site(folder, controller).configure(controller_storage="")
        assert status == 0, output
        made = {short(each): each for each in controller.objects["job_templates"].values()}
        assert made.keys() == {"dry run"} | {
            file.stem for file in (EXAMPLE.parents[1] / "playbooks").glob("*.yml") if file.stem not in STORED
        }
        assert {each["extra_vars"] for each in made.values()} == {"{}"}


def test_with_storage_every_job_keeps_its_files_there(site: Site) -> None:
    for each in site.controller.objects["job_templates"].values():
        assert json.loads(each["extra_vars"])["snapshot_directory"] == "/var/lib/failover/snapshots"
