# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every task shares: options checked, errors in one sentence, secrets scrubbed, differences only when asked."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleError
from ansible_collections.fdm.failover.plugins.plugin_utils import task
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Conflict, InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.retry import ONCE
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.waiting import CONNECTED, Observation
from support import tasks, units

PASSWORD, KEY = "correct horse", "s3cret-0f-the-links"
SECRET = {"failover_password": PASSWORD, "failover_key": KEY}
MASK = "********"


@pytest.fixture
def plugin(monkeypatch):
    """Have the action `join` do what a test says."""

    def do(work, base=task.UnitTask, spec=task.UNIT_SPEC):
        method = "on_unit" if base is task.UnitTask else "work"
        made = type("ActionModule", (base,), {"SPEC": spec, method: work})
        monkeypatch.setattr(tasks, "action", lambda _name: made)

    return do


@pytest.fixture
def joined(run, plugin):
    """Run a task on the primary that does this, with all secrets known to it."""

    def do(work, arguments=None, **options):
        plugin(work)
        return run("join", {"unit": "primary"} | (arguments or {}), **(SECRET | options))

    return do


def test_a_result_is_scrubbed_wherever_a_secret_stands(joined):
    def work(self, _unit, _options):
        self.variables.key()
        return {"changed": True, "a": [f"x {PASSWORD} y", {"b": KEY, "c": (KEY,)}], KEY: 1, "msg": "of correct%20horse"}

    assert joined(work) == {
        "changed": True,
        "a": [f"x {MASK} y", {"b": MASK, "c": (MASK,)}],
        MASK: 1,
        "msg": f"of {MASK}",
    }


def test_secrets_of_task_client_and_both_units_are_known(run, plugin):
    def work(_self, _unit, _options):
        return {"msg": "s-one s-two s-three s-four five"}

    plugin(work)
    run.unit.client.secrets = {"s-four"}
    told = {
        "failover_units": {
            "primary": {"host": "192.0.2.11", "password": "s-two"},
            "secondary": {"host": "192.0.2.12", "password": "s-three"},
        }
    }
    result = run("join", {"unit": "primary", "password": "s-one"}, **told)
    assert result["msg"] == f"{MASK} {MASK} {MASK} {MASK} five"


def test_lines_are_scrubbed_too(run, joined):
    def work(self, _unit, _options):
        self.say(f"logged in with {PASSWORD}")
        return {}

    joined(work)
    assert run.lines == [f"logged in with {MASK}"]


def test_an_error_is_one_sentence_without_secrets(joined):
    def work(_self, unit, _options):
        raise Conflict(f"the unit says {PASSWORD}", remedy="Look.", where=unit.connection.label)

    assert joined(work) == {"failed": True, "msg": f"branch01, primary (192.0.2.11): the unit says {MASK}. Look."}


def test_what_is_known_when_the_work_fails_is_hidden_even_if_it_failed_early(run, plugin):
    def work(self, _options):
        self.variables.key()
        raise InputError(f"what is {KEY}")

    plugin(work, base=task.FailoverTask, spec={})
    assert run("join", **SECRET) == {"failed": True, "msg": f"what is {MASK}."}


def test_a_fault_of_our_own_is_not_made_a_sentence(joined):
    def work(_self, _unit, _options):
        raise KeyError("our own")

    with pytest.raises(KeyError):
        joined(work)


@pytest.mark.parametrize(("diff", "shown"), [(True, True), (False, False)])
def test_a_difference_is_shown_when_asked(joined, diff, shown):
    def work(_self, _unit, _options):
        return {"changed": True, "diff": {"before": {"key": KEY}, "after": PASSWORD}}

    result = joined(work, diff=diff)
    assert ("diff" in result) is shown
    if shown:
        assert result["diff"]["after"] == MASK


@pytest.mark.parametrize("check", [True, False])
def test_in_check_mode_the_client_can_not_write(run, joined, check):
    seen = []
    joined(lambda self, _unit, _options: seen.append(self.writes) or {}, check=check)
    assert seen == [not check]
    assert run.clients[0]["read_only"] is check


def test_a_task_that_waits_itself_has_a_client_that_does_not(run, plugin):
    spec = task.UNIT_SPEC | {"absence": {"type": "bool", "default": False}}
    plugin(lambda _self, _unit, _options: {}, spec=spec)
    for absence in (True, False):
        run("join", {"unit": "primary", "absence": absence})
    assert [each["retry"] for each in run.clients] == [ONCE, None]


def test_the_unit_is_reached_as_the_variables_say(run, joined):
    told = {"failover_https_port": "8443", "failover_validate_certs": "no", "failover_username": "operator"}
    joined(lambda _self, _unit, _options: {}, {"timeout": 5}, **told)
    connection = run.clients[0]["connection"]
    assert (connection.host, connection.https_port, connection.validate_certs) == ("192.0.2.11", 8443, False)
    assert (connection.username, connection.timeout, connection.label) == (
        "operator",
        5.0,
        "branch01, primary (192.0.2.11)",
    )


def test_variables_are_templated(run, joined):
    told = {"failover_password": "{{ vaulted }}", "vaulted": "opened"}
    joined(lambda _self, _unit, _options: {}, **told)
    assert run.clients[0]["connection"].password == "opened"


def test_a_wait_of_a_task_says_its_lines_for_the_unit(run, joined):
    waits = []
    joined(lambda self, unit, _options: waits.append(self.waiting(unit, {"limit": 7})) or {})
    waits[0].say("a line")
    assert (waits[0].label, waits[0].limit, waits[0].absence) == ("branch01, primary (192.0.2.11)", 7.0, False)
    assert run.lines == ["a line"]


def test_a_wait_for_an_absent_unit_asks_first_whether_anybody_is_there(run, joined):
    def work(self, unit, _options):
        wait = self.waiting(unit, {"limit": 7, "absence": True})
        return {"state": wait.until(lambda: Observation("back", done=True), "its return")}

    assert joined(work)["state"] == "back"
    assert run.unit.client.reached == [CONNECTED]


def test_a_client_knows_when_its_run_is_gone(run, joined, monkeypatch):
    """A worker whose ansible-playbook was killed has another parent."""
    joined(lambda _self, _unit, _options: {})
    run_ended = run.clients[0]["run_ended"]
    assert not run_ended()
    monkeypatch.setattr(task.os, "getppid", lambda: 1)
    assert run_ended()
    joined(lambda _self, _unit, _options: {})  # the next item of a loop
    assert run.clients[1]["run_ended"]()


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("join", {"unit": "third"}, "third"),
        ("join", {"unti": "primary"}, "unti"),
        ("wait", {"unit": "primary"}, "until"),
        ("wait", {"unit": "primary", "until": "active", "limit": "soon"}, "limit"),
        ("unit_info", {"unit": "primary", "gather": ["everything"]}, "everything"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_asked(run, name, arguments, words):
    with pytest.raises(AnsibleError, match=words):
        run(name, arguments)
    assert run.clients == []
    assert run.unit.client.calls == []


def test_a_wish_that_can_not_be_meant_is_refused_before_anything_is_asked(run):
    result = run("join", {"unit": "primary"}, failover_link={"prot": units.PORT})
    assert result["failed"]
    assert "did you mean port?" in result["msg"]
    assert run.unit.client.calls == []


def test_a_borrowed_login_is_told(run, plugin):
    plugin(lambda _self, _unit, _options: {"changed": False})
    run.unit.client.uses_fallback_login = True
    said = (
        "branch01, primary (192.0.2.11): the unit refuses its own login and takes the primary's; correct its password"
    )
    assert run("join", {"unit": "primary"})["warnings"] == [f"{said} in failover_units"]
