# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a task opens a unit: as the variables say, without writing in check mode, and never after its run has ended."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import unit_task
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Conflict
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.retry import ONCE
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.waiting import CONNECTED, Observation
from support import tasks, units

PASSWORD, KEY = "correct horse", "s3cret-0f-the-links"
SECRET = {"failover_password": PASSWORD, "failover_key": KEY}
MASK = "********"
ABSENCE = unit_task.UNIT_SPEC | {"tolerate_absence": {"type": "bool", "default": False}}


@pytest.fixture
def plugin(monkeypatch):
    """Have the action `join` do what a test says."""

    def make(work, spec=unit_task.UNIT_SPEC):
        made = type("ActionModule", (unit_task.UnitTask,), {"SPEC": spec, "on_unit": work})
        monkeypatch.setattr(tasks, "action", lambda _name: made)

    return make


@pytest.fixture
def do(run, plugin):
    """Run a task on the primary that does what a test says."""

    def on_primary(work, arguments=None, spec=unit_task.UNIT_SPEC, **options):
        plugin(work, spec)
        return run("join", {"unit": "primary"} | (arguments or {}), **(SECRET | options))

    return on_primary


def nothing(_self, _api, _options):
    """Do nothing with a unit."""
    return {}


def test_secrets_of_task_client_and_both_units_are_known(run, plugin):
    plugin(lambda _self, _api, _options: {"msg": "s-one s-two s-three s-four five"})
    run.primary.client.secrets = {"s-four"}
    units_of_pair = {
        "primary": {"host": "192.0.2.11", "password": "s-two"},
        "secondary": {"host": "192.0.2.12", "password": "s-three"},
    }
    result = run("join", {"unit": "primary", "password": "s-one"}, failover_units=units_of_pair)
    assert result["msg"] == f"{MASK} {MASK} {MASK} {MASK} five"


def test_secrets_of_the_client_are_hidden_when_the_task_fails(run, do):
    def fail(_self, api, _options):
        raise Conflict("the unit says t0ken-of-the-unit", remedy="Look.", where=api.connection.label)

    run.primary.client.secrets = {"t0ken-of-the-unit"}
    assert do(fail) == {"failed": True, "msg": f"branch01, primary (192.0.2.11): the unit says {MASK}. Look."}


@pytest.mark.parametrize("check", [True, False])
def test_in_check_mode_the_client_can_not_write(run, do, check):
    do(nothing, check=check)
    assert run.clients[0]["read_only"] is check


@pytest.mark.parametrize(("absence", "retry"), [(True, ONCE), (False, None)])
def test_a_task_that_waits_itself_has_a_client_that_does_not(run, do, absence, retry):
    do(nothing, {"tolerate_absence": absence}, ABSENCE)
    assert run.clients[0]["retry"] == retry


def test_the_unit_is_reached_as_the_variables_say(run, do):
    settings = {"failover_https_port": "8443", "failover_validate_certs": "no", "failover_username": "operator"}
    do(nothing, {"timeout": 5}, **settings)
    connection = run.clients[0]["connection"]
    assert (connection.host, connection.https_port, connection.validate_certs) == ("192.0.2.11", 8443, False)
    assert (connection.username, connection.timeout, connection.label) == (
        "operator",
        5.0,
        "branch01, primary (192.0.2.11)",
    )


def test_variables_are_templated(run, do):
    do(nothing, failover_password="{{ vaulted }}", vaulted="opened")
    assert run.clients[0]["connection"].password == "opened"


OWN = {role: {"host": host, "password": f"of-the-{role}"} for role, host in units.HOSTS.items()}


@pytest.mark.parametrize(
    ("role", "absence", "logins"),
    [
        ("secondary", True, 2),  # it may be in HA, and know the primary's users only
        ("secondary", False, 1),
        ("primary", True, 1),
    ],
)
def test_only_a_secondary_that_may_be_in_ha_is_tried_with_the_primarys_login(run, do, role, absence, logins):
    do(nothing, {"unit": role, "tolerate_absence": absence}, ABSENCE, failover_units=OWN, failover_password=None)
    assert len(run.clients[0]["connection"].logins) == logins


def test_a_fallback_login_is_a_warning(run, do):
    run.primary.client.uses_fallback_login = True
    (warning,) = do(nothing)["warnings"]
    assert warning == (
        "branch01, primary (192.0.2.11): the unit refuses its own login and accepts the primary's; correct its "
        "password in failover_units"
    )


def test_a_wait_prints_its_lines_for_the_unit(run, do):
    waits = []
    do(lambda self, api, _options: waits.append(self.wait_for(api, 7, option="apply_join_timeout")) or {})
    (wait,) = waits
    wait.say(f"a line with {PASSWORD}")
    assert (wait.label, wait.timeout, wait.tolerate_absence) == ("branch01, primary (192.0.2.11)", 7.0, False)
    assert wait.option == "apply_join_timeout"
    assert run.lines == [f"a line with {MASK}"]


def test_a_wait_for_an_absent_unit_tries_a_connection_first(run, do):
    def work(self, api, _options):
        wait = self.wait_for(api, 7, tolerate_absence=True)
        return {"state": wait.until(lambda: Observation("back", done=True), "its return")}

    assert do(work)["state"] == "back"
    assert run.primary.client.reached == [CONNECTED]


def test_a_wait_sleeps_as_the_client_does(run, do):
    def work(self, api, _options):
        self.wait_for(api, 7).sleep(3.0)
        return {}

    do(work)
    assert run.primary.client.naps == [3.0]


def test_a_client_knows_when_its_run_has_ended(run, do, monkeypatch):
    """A worker whose ansible-playbook was killed has another parent."""
    do(nothing)
    run_ended = run.clients[0]["run_ended"]
    assert not run_ended()
    monkeypatch.setattr(unit_task.os, "getppid", lambda: 1)
    assert run_ended()
    do(nothing)  # the next item of a loop
    assert run.clients[1]["run_ended"]()


def test_an_inventory_that_can_not_be_used_is_refused_before_any_unit_is_called(run):
    result = run("join", {"unit": "primary"}, failover_link={"prot": units.PORT})
    assert result["failed"]
    assert "did you mean port?" in result["msg"]
    assert run.clients == []


def test_a_unit_without_a_pair_is_reached_by_its_address(run, plugin):
    plugin(nothing)
    run("join", {"host": "192.0.2.99"}, failover_units=None, failover_link=None)
    assert run.clients[0]["connection"].label == "branch01 (192.0.2.99)"
