# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The callback: what it hears of a run, what it prints and writes, and that it never ends a run."""

from __future__ import annotations

import json
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible_collections.fdm.failover.plugins.callback.report import CallbackModule
from support import units
from support.tasks import trusted

ROLE = SimpleNamespace(get_name=lambda: "fdm.failover.preflight")
READY = {"ready": True, "findings": [], "plan": {"sentences": []}, "changed": False}


def task(name="preflight", role=ROLE, collection="fdm.failover"):
    action = f"{collection}.{name}"
    return SimpleNamespace(
        action=action,
        resolved_action=action,
        _role=role,
        name=name,
        get_name=lambda: name,
        _uuid=name,
        check_mode=False,
    )


def host(name):
    return SimpleNamespace(get_name=lambda: name)


def result(name, told, of=None):
    return SimpleNamespace(_host=host(name), _task=of or task(), _result=told)


class Play:
    """A play on some pairs, with their variables."""

    def __init__(self, **pairs):
        inventory = Mock()
        inventory.get_hosts.return_value = [host(name) for name in pairs]
        inventory.get_host.side_effect = host
        self.hosts = "all"
        self._manager = Mock(_inventory=inventory, _loader=DataLoader())
        self._manager.get_vars.side_effect = lambda play, host: trusted(
            {"inventory_hostname": host.get_name()} | pairs[host.get_name()]
        )

    def get_variable_manager(self):
        return self._manager


class Heard:
    """A callback, and what it printed."""

    def __init__(self, options=None):
        self.lines, self.warnings = [], []
        display = Mock(verbosity=0)
        display.display.side_effect = lambda text, **_more: self.lines.append(text)
        display.warning.side_effect = self.warnings.append
        self.callback = CallbackModule(display=display)
        known = {"report_directory": None, "report_formats": ["json"], "report_name": None} | (options or {})
        self.callback.get_option = known.get

    def starts(self, play=None, playbook="/x/playbooks/deploy.yml"):
        self.callback.v2_playbook_on_start(SimpleNamespace(_file_name=playbook))
        self.callback.v2_playbook_on_play_start(play or Play(branch01=units.variables(), branch02=units.variables()))
        self.callback.v2_playbook_on_task_start(task(), False)
        return self

    def ends(self, **failed):
        stats = Mock()
        stats.summarize.side_effect = lambda name: {"failures": failed.get(name, 0), "unreachable": 0}
        self.callback.v2_playbook_on_stats(stats)
        return "\n".join(self.lines)


@pytest.fixture
def heard():
    return Heard()


def test_its_name_is_the_one_that_switches_it_on():
    assert CallbackModule.CALLBACK_NAME == "fdm.failover.report"
    assert (CallbackModule.CALLBACK_TYPE, CallbackModule.CALLBACK_NEEDS_ENABLED) == ("aggregate", True)


def test_every_pair_of_the_play_has_a_line_and_those_without_a_result_were_not_run(heard):
    heard.starts().callback.v2_runner_on_ok(result("branch01", READY))
    printed = heard.ends()
    assert "fdm.failover deploy: 1 of 2 pairs works; 1 was not run" in printed
    assert "  branch02  not run" in printed


def test_a_failure_is_the_reason_and_an_ignored_one_is_none(heard):
    heard.starts()
    heard.callback.v2_runner_on_failed(result("branch01", {"msg": "branch01, secondary: no answer. Do it."}))
    heard.callback.v2_runner_on_failed(result("branch02", READY | {"msg": "never mind"}), ignore_errors=True)
    printed = heard.ends(branch01=1)
    assert "  branch01  refused  secondary: no answer" in printed
    assert "  branch02  ok" in printed


def test_a_failure_of_a_task_of_others_is_told_too(heard):
    heard.starts().callback.v2_runner_on_unreachable(
        result("branch01", {"msg": "no route to host"}, task("command", None, "ansible.builtin"))
    )
    assert "  branch01  unreachable  no route to host" in heard.ends(branch01=1)


def test_a_failure_that_was_rescued_is_none(heard):
    heard.starts().callback.v2_runner_on_failed(result("branch01", {"msg": "no"}))
    heard.callback.v2_runner_on_ok(result("branch01", READY))
    assert "  branch01  ok" in heard.ends()


def test_a_play_without_tasks_of_this_collection_prints_nothing(heard):
    heard.callback.v2_playbook_on_start(SimpleNamespace(_file_name="site.yml"))
    heard.callback.v2_playbook_on_play_start(Play(web01={}))
    heard.callback.v2_playbook_on_task_start(task("debug", None, "ansible.builtin"), False)
    heard.callback.v2_runner_on_ok(result("web01", {}, task("debug", None, "ansible.builtin")))
    assert heard.ends() == ""


def test_the_task_that_writes_reports_makes_no_host_a_pair(heard):
    heard.callback.v2_playbook_on_start(SimpleNamespace(_file_name="report.yml"))
    heard.callback.v2_playbook_on_play_start(Play(localhost={}))
    heard.callback.v2_playbook_on_task_start(task("report", None), False)
    assert heard.ends() == ""


def test_a_secret_in_a_message_is_hidden(heard):
    play = Play(branch01=units.variables(failover_key="s3cret-Key-4711", failover_password="Passw0rd-4711"))
    heard.starts(play)
    said = {"msg": "can't use s3cret-Key-4711 nor Passw0rd-4711", "password": "other"}
    heard.callback.v2_runner_on_failed(result("branch01", said, task("command", None, "ansible.builtin")))
    printed = heard.ends(branch01=1)
    assert "can't use ******** nor ********" in printed


def test_a_pair_that_was_never_read_is_drawn_as_the_inventory_has_it(tmp_path):
    heard = Heard({"report_directory": str(tmp_path)})
    heard.starts().callback.v2_runner_on_failed(result("branch01", {"msg": "no", "unit_unreachable": True}))
    heard.ends(branch01=1)
    [pair, _other] = json.loads((tmp_path / "deploy.json").read_text())["pairs"]
    assert (pair["outcome"], pair["reason"]) == ("unreachable", "no")
    assert pair["links"]["failover"]["port"] == units.PORT
    assert pair["units"]["secondary"]["host"] == units.HOSTS["secondary"]


def test_variables_of_the_pairs_come_before_settings(tmp_path):
    place = {"report_directory": "{{ base }}/reports", "base": str(tmp_path), "report_formats": "markdown, json"}
    heard = Heard({"report_directory": "/elsewhere", "report_name": "nightly"})
    heard.starts(Play(branch01=units.variables() | place)).ends()
    assert sorted(file.name for file in (tmp_path / "reports").iterdir()) == ["nightly.json", "nightly.md"]
    assert heard.lines[-1] == f"\nreport: {tmp_path}/reports/nightly.md, {tmp_path}/reports/nightly.json"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"report_formats": ["pdf"]}, "No report was written: format pdf; expected one of html,"),
        ({"report_name": "../x"}, "No report was written: '../x' can't be the name of a file"),
        ({"report_directory": "/proc/nowhere"}, "No report was written: /proc/nowhere/deploy.json: the file can't be"),
    ],
)
def test_what_can_not_be_written_is_said_in_a_sentence(tmp_path, options, said):
    heard = Heard({"report_directory": str(tmp_path)} | options)
    assert "branch01" in heard.starts().ends()
    assert heard.warnings[0].startswith(said)


@pytest.mark.parametrize(
    "hook",
    [
        lambda callback: callback.v2_playbook_on_start(None),
        lambda callback: callback.v2_playbook_on_play_start(Mock(get_variable_manager=Mock(side_effect=KeyError))),
        lambda callback: callback.v2_playbook_on_task_start(None, False),
        lambda callback: callback.v2_runner_on_start(None, None),
        lambda callback: callback.v2_runner_on_ok(None),
        lambda callback: callback.v2_runner_on_failed(None),
        lambda callback: callback.v2_runner_on_unreachable(None),
        lambda callback: (callback.logs.update(branch01=None), callback.v2_playbook_on_stats(None)),
    ],
)
def test_no_hook_ever_raises(heard, hook):
    hook(heard.callback)
    heard.callback.v2_playbook_on_task_start(task(), False)
    assert len(heard.warnings) == 1
    assert heard.warnings[0].startswith("fdm.failover.report stopped (")
