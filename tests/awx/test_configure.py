# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""examples/awx/configure.yml, played with the real awx.awx on an emulated controller. `make awx` runs this."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from checks.awx import PLACE as COLLECTIONS
from support.controller import PASSWORD, USER, Controller, running_controller
from support.harness import RECAP

EXAMPLE = Path(__file__).parents[2] / "examples" / "awx"
LOGIN, NEW, KEY = "Unit-Passw0rd-4711", "New-Passw0rd-4711", "Link-Key-0815-4711"
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
TOKEN_CALLS = ["POST", "POST", "DELETE", "DELETE"]  # the login that makes the token, and the token of all tasks
HOOK = {"controller_notification_url": "https://hooks.example.com/failover"}


class Site:
    """A copy of the example beside a controller."""

    def __init__(self, folder: Path, controller: Controller) -> None:
        self.folder = folder
        self.controller = controller

    def configure(self, *arguments: str, password: str = LOGIN, **settings: Any) -> tuple[int, int, str]:
        """Play it: exit status, changed tasks, and the output."""
        (self.folder / "mine.json").write_text(json.dumps(HOOK | settings), encoding="utf-8")
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
        done = subprocess.run(
            [program, "configure.yml", "-e", "@mine.json", *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        recap = RECAP.search(done.stdout)
        return done.returncode, int(recap[3]) if recap else -1, done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A controller on which the example was played once."""
    folder = tmp_path_factory.mktemp("site") / "project"
    shutil.copytree(EXAMPLE, folder)
    (folder / "units-ca.pem").write_text(PEM, encoding="utf-8")
    (folder / "keys.yml").write_text(f"branch04: {KEY}\n", encoding="utf-8")
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


def test_templates_ask_for_a_limit_and_for_the_same_survey(site: Site) -> None:
    templates = {each["name"].rpartition(": ")[2]: each for each in site.controller.objects["job_templates"].values()}
    assert {name: (each["playbook"], each["job_type"]) for name, each in templates.items()} == {
        "check": ("playbooks/check.yml", "run"),
        "dry run": ("playbooks/deploy.yml", "check"),
        "deploy": ("playbooks/deploy.yml", "run"),
        "verify": ("playbooks/verify.yml", "run"),
    }
    workflow = site.controller.named("workflow_job_templates", "FDM failover: roll out")
    for each in (*templates.values(), workflow):
        assert each["ask_limit_on_launch"] is True
        assert each["survey_enabled"] is True
        assert each["allow_simultaneous"] is False
        assert site.controller.surveys[each["id"]] == yaml.safe_load((EXAMPLE / "configuration/survey.yml").read_text())


def test_every_answer_to_the_survey_is_read_by_the_inventory() -> None:
    inventory = (EXAMPLE / "inventory" / "pairs.yml").read_text(encoding="utf-8")
    survey = yaml.safe_load((EXAMPLE / "configuration" / "survey.yml").read_text(encoding="utf-8"))
    asked = {question["variable"] for question in survey["spec"]}
    assert asked == set(re.findall(r"survey_\w+", inventory))


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
