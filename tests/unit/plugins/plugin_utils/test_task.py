# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every task shares: errors in one sentence, secrets hidden, differences only when asked, the run's record."""

from __future__ import annotations

import gc
import multiprocessing

import pytest
from ansible.errors import AnsibleError
from ansible_collections.fdm.failover.plugins.plugin_utils import task
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.run_record import RunRecord
from support import tasks, units

PASSWORD, KEY = "correct horse", "s3cret-0f-the-links"
SECRET = {"failover_password": PASSWORD, "failover_key": KEY}
MASK = "********"


@pytest.fixture
def do(run, monkeypatch):
    """Run a task on the data of a pair that does what a test says, with key and password known to it."""

    def on_pair(work, spec=None, arguments=None, **options):
        def with_secrets(self, given):
            self.variables.key()
            self.variables.connection({"unit": "primary"})
            return work(self, given)

        made = type("ActionModule", (task.FailoverTask,), {"SPEC": spec or {}, "work": with_secrets})
        monkeypatch.setattr(tasks, "action", lambda _name: made)
        return run("render", arguments, **(SECRET | options))

    return on_pair


# ----- secrets


def test_a_secret_is_hidden_wherever_it_stands(do):
    def work(_self, _options):
        return {"changed": True, "a": [f"x {PASSWORD} y", {"b": KEY, "c": (KEY,)}], KEY: 1, "msg": "of correct%20horse"}

    assert do(work) == {
        "changed": True,
        "a": [f"x {MASK} y", {"b": MASK, "c": (MASK,)}],
        MASK: 1,
        "msg": f"of {MASK}",
    }


ORDINARY = ["7", "10.1", "name", "failover", "Ethernet1/7"]


@pytest.mark.parametrize("key", ORDINARY)
def test_a_key_that_is_ordinary_text_changes_no_data(do, key):
    data = {
        "changed": False,
        "ports": {"failover": "Ethernet1/7", "state": "GigabitEthernet0/7"},
        "unit": {"name": "outside", "ipv4": "10.1.7.1", "text": "failover", "number": "7", "mode": key},
        "findings": [{"found": f"the name {key} of 10.1.7.1", "subject": "failover link"}],
    }
    assert do(lambda _self, _options: dict(data), failover_key=key) == data


@pytest.mark.parametrize("key", ORDINARY)
def test_a_key_that_is_ordinary_text_is_hidden_in_messages_where_it_is_a_value(do, key):
    result = do(lambda _self, _options: {"msg": f"sharedKey: '{key}' is refused", "warnings": [key]}, failover_key=key)
    assert result == {"msg": f"sharedKey: '{MASK}' is refused", "warnings": [MASK]}


def test_fields_that_hold_secrets_are_left_out_of_data(do):
    unit = {
        "interfaces": [{"name": "outside", "pppoe": {"user": "branch", "password": "hunter2"}}],
        "ntp": [{"server": "192.0.2.1", "authenticationKey": "hunter3", "keyNumber": 1}],
        "configuration": {"sharedKey": "hunter4", "keyed": True},
    }
    assert do(lambda _self, _options: {"unit": unit}) == {
        "unit": {
            "interfaces": [{"name": "outside", "pppoe": {"user": "branch"}}],
            "ntp": [{"server": "192.0.2.1", "keyNumber": 1}],
            "configuration": {"keyed": True},
        }
    }


def test_a_difference_keeps_the_word_that_stands_for_a_key(do):
    result = do(lambda _self, _options: {"diff": {"after": {"sharedKey": "(hidden)"}}}, diff=True)
    assert result["diff"]["after"] == {"sharedKey": "(hidden)"}


def test_secrets_are_hidden_in_lines_too(run, do):
    do(lambda self, _options: self.say(f"logged in with {PASSWORD}") or {})
    assert run.lines == [f"logged in with {MASK}"]


def test_the_password_option_is_a_secret(do):
    spec = {"password": {"type": "str", "no_log": True}}
    result = do(lambda _self, _options: {"msg": "of the-task-itself"}, spec, {"password": "the-task-itself"})
    assert result["msg"] == f"of {MASK}"


# ----- errors and differences


def test_an_error_is_one_sentence_without_secrets(do):
    def work(_self, _options):
        raise InputError(f"the key {KEY} is too long", expected="63 characters", remedy="Shorten it.", where="branch01")

    assert do(work) == {
        "failed": True,
        "msg": f"branch01: the key {MASK} is too long; expected 63 characters. Shorten it.",
    }


def test_a_programming_error_is_not_turned_into_a_message(do):
    def work(_self, _options):
        raise KeyError("our own")

    with pytest.raises(KeyError):
        do(work)


@pytest.mark.parametrize("diff", [True, False])
def test_a_difference_is_shown_when_asked(do, diff):
    result = do(lambda _self, _options: {"diff": {"before": {"a": KEY}, "after": PASSWORD}}, diff=diff)
    assert result == ({"diff": {"before": {"a": MASK}, "after": MASK}} if diff else {})


def test_warnings_are_collected_once_each(do):
    def work(self, _options):
        self.warnings += ["twice", "twice", "once"]
        return {"warnings": ["of the step"]}

    assert do(work)["warnings"] == ["of the step", "twice", "once"]


@pytest.mark.parametrize("check", [True, False])
def test_in_check_mode_a_task_does_not_write(do, check):
    seen = []
    do(lambda self, _options: seen.append(self.writes) or {}, check=check)
    assert seen == [not check]


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("join", {"unit": "third"}, "third"),
        ("join", {"unti": "primary"}, "unti"),
        ("deployment", {"unit": "primary", "wait": "perhaps"}, "wait"),
        ("wait", {"unit": "primary"}, "until"),
        ("wait", {"unit": "primary", "until": "active", "wait_timeout": "soon"}, "wait_timeout"),
        ("unit_info", {"unit": "primary", "gather": ["everything"]}, "everything"),
        ("preflight", {"pending_changes": "ignore"}, "ignore"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_asked(run, name, arguments, words):
    with pytest.raises(AnsibleError, match=words):
        run(name, arguments)
    assert run.clients == []


# ----- the record of the run


def test_a_record_is_kept_from_task_to_task_of_a_run(do):
    def save(self, _options):
        self.save_record(self.variables.intent(), RunRecord(ready=True, units={"primary": {}}, joins={"primary": "j1"}))
        return {}

    found = []
    do(save)
    do(lambda self, _options: found.append(self.checked_record(self.variables.intent())) or {})
    assert found[0].joins == {"primary": "j1"}


NOT_CHECKED = (
    "branch01: preflight has not checked this pair in this run with these variables; expected fdm.failover.preflight "
    "before anything is written. Run the role fdm.failover.preflight, or the playbook fdm.failover.deploy, which runs "
    "it. Remove preflight_plan and render_configurations from the inventory if they are set there."
)
REFUSED = (
    "branch01: preflight has found an error on this pair in this run; expected no error before anything is written. "
    "Fix what preflight found, then run again."
)


@pytest.mark.parametrize(
    ("record", "changes", "sentence"),
    [
        (None, {}, NOT_CHECKED),
        (RunRecord(rendered={"primary": {}}), {}, NOT_CHECKED),
        (RunRecord(units={"primary": {}}), {}, REFUSED),
        (
            RunRecord(ready=True, units={"primary": {}}),
            {"failover_link": units.LINK | {"port": "Ethernet1/9"}},
            NOT_CHECKED,
        ),
        (RunRecord(ready=True, units={"primary": {}}), {"failover_https_port": 8443}, NOT_CHECKED),
    ],
    ids=["no record", "rendered only", "errors", "another intent", "other units"],
)
def test_nothing_is_written_that_preflight_has_not_allowed(do, record, changes, sentence):
    if record is not None:
        do(lambda self, _options: self.save_record(self.variables.intent(), record) or {})
    result = do(lambda self, _options: vars(self.checked_record(self.variables.intent())), **changes)
    assert result == {"failed": True, "msg": sentence}


# ----- what a survey leaves open


SPEC = {
    "to": {"type": "str", "choices": ["primary", "other"], "default": "other"},
    "limit": {"type": "int", "default": 600},
    "really": {"type": "bool", "default": True},
    "names": {"type": "list", "elements": "str", "default": ["a"]},
    "file": {"type": "path"},
    "secret": {"type": "str", "no_log": True},
}


@pytest.mark.parametrize("blank", ["", " ", None])
@pytest.mark.parametrize("name", [name for name in SPEC if name != "secret"])
def test_an_empty_option_is_left_out(do, name, blank):
    found = do(lambda _self, options: {"changed": False, "found": options[name]}, SPEC, {name: blank})
    assert found == {"changed": False, "found": SPEC[name].get("default")}


def test_an_empty_secret_is_no_secret_that_was_left_out(do):
    found = do(lambda _self, options: {"changed": False, "empty": options["secret"] == ""}, SPEC, {"secret": ""})
    assert found == {"changed": False, "empty": True}


# ----- processor


@pytest.mark.parametrize(("parent", "left_out"), [(None, False), (object(), True)])
def test_only_in_a_worker_are_the_controllers_objects_left_out_of_collections(do, monkeypatch, parent, left_out):
    frozen = []
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: parent)
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(True))
    do(lambda _self, _options: {})
    assert bool(frozen) is left_out
