# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tasks that write to one unit do as their options say; in check mode they write nothing."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Unreachable
from support import fake_client, units

PRIMARY = {"unit": "primary"}
TEMPLATE = {"template": "ha_configuration.json.j2"}
AUTO = {"failover_link": units.LINK | {"port": "auto"}}
STAGED = {"pending_changes": [units.pending()]}
DOWN = {units.PORT: {"enabled": False}}
KEY = "s3cret-0f-the-links"
LABEL = "branch01, primary (192.0.2.11)"


@pytest.fixture
def on(run):
    """Have tasks reach this unit as the primary."""

    def reach(role="primary", **script):
        run.primary = fake_client.unit(role, **script)
        return run.primary

    return reach


# ----- unit_info


def test_unit_info_reads_what_was_requested(run, on):
    unit = on()
    result = run("unit_info", PRIMARY | {"gather": ["status"], "commands": ["show managers"]})
    assert result["unit"] | {"host": "", "commands": {}} == {
        "host": "",
        "status": units.status(),
        "subinterfaces": {},
        "commands": {},
    }
    assert unit.names == ["status", "command"]
    assert result["changed"] is False


def test_unit_info_waits_for_a_unit_that_may_be_away(run, on):
    on(status=(Unreachable("refused"), units.status()))
    arguments = PRIMARY | {"gather": ["status"]}
    assert run("unit_info", arguments | {"tolerate_absence": True})["unit"]["status"] == units.status()
    assert [line.rpartition(" (")[0] for line in run.lines] == [
        f"{LABEL}: away (no connection)",
        f"{LABEL}: away (no connection) -> answers",
    ]
    on(status=Unreachable("refused"))
    assert run("unit_info", arguments) == {"failed": True, "msg": "refused.", "unit_unreachable": True}


# ----- port


@pytest.mark.parametrize("check", [False, True])
def test_port_enables_the_named_ports(run, on, check):
    unit = on(interfaces=units.interfaces(**DOWN))
    result = run("port", PRIMARY | {"ports": [units.PORT]}, check=check)
    assert (result["changed"], result["enabled"]) == (True, [units.PORT])
    assert unit.written == ([] if check else ["write_interface"])


def test_port_needs_ports(run):
    assert run("port", PRIMARY | {"ports": []}) == {
        "failed": True,
        "msg": f"{LABEL}: no ports are given; expected hardware names. Name the ports to enable.",
    }


# ----- configuration


@pytest.mark.parametrize("check", [False, True])
def test_configuration_writes_what_is_given(run, on, check):
    unit = on()
    rendered = run("render", TEMPLATE, failover_key=KEY)["primary"]
    arguments = PRIMARY | {"configuration": rendered, "ports": {"failover": units.PORT}}
    result = run("configuration", arguments, check=check, diff=True, failover_key=KEY, **AUTO)
    assert result["changed"] is True
    assert result["diff"]["after"]["sharedKey"] == "(hidden)"
    assert KEY not in str(result)
    assert [body["sharedKey"] for body in unit.bodies("write_configuration")] == ([] if check else [KEY])


def test_configuration_has_to_know_unit_and_configuration(run):
    for arguments in ({"host": "192.0.2.11", "configuration": {}}, PRIMARY):
        assert run("configuration", arguments) == {
            "failed": True,
            "msg": (
                "branch01: unit or configuration is not given; expected the unit and its rendered configuration. "
                "Give unit, and the configuration of that unit as fdm.failover.render returns it."
            ),
        }


# ----- deployment


@pytest.mark.parametrize(
    ("arguments", "check", "names"),
    [
        ({}, False, ["deployments", "pending_changes", "start_deployment", "deployment"]),
        ({"wait": False}, False, ["deployments", "pending_changes", "start_deployment"]),
        ({}, True, ["deployments", "pending_changes"]),
    ],
)
def test_deployment_deploys_what_is_pending(run, on, arguments, check, names):
    unit = on(**STAGED, deployment=units.deployment())
    assert run("deployment", PRIMARY | arguments, check=check)["changed"] is True
    assert unit.names == names


def test_deployment_of_nothing_changes_nothing(run, on):
    on()
    assert run("deployment", PRIMARY) == {"changed": False, "job": "", "msg": "nothing to deploy"}


def test_deployment_deploys_what_another_users_deployment_left_out(run, on):
    running = units.deployment("DEPLOYING", id="of another")
    unit = on(**STAGED, deployments=([running], [units.deployment(id="of another")]), deployment=units.deployment())
    result = run("deployment", PRIMARY)
    assert (result["changed"], result["msg"]) == (True, f"deploying {units.PORT}")
    assert unit.written == ["start_deployment"]


# ----- join


@pytest.mark.parametrize("check", [False, True])
def test_join_starts_a_join(run, on, check):
    unit = on()
    result = run("join", PRIMARY, check=check)
    assert (result["changed"], unit.written) == (True, [] if check else ["start_join"])


# ----- wait


@pytest.mark.parametrize(
    ("arguments", "script", "state"),
    [
        ({"until": "deployed", "job": "x"}, {"deployment": units.deployment()}, "deployed"),
        (
            {"until": "active", "job": "x"},
            {"join": units.join(), "status": units.active()},
            "active, peer standby, in sync",
        ),
        ({"until": "in_sync"}, {"status": units.active(), "joins": []}, "active, peer standby, in sync"),
        ({"until": "links_up"}, {}, "links up"),
    ],
)
def test_wait_returns_the_state_and_the_seconds(run, on, arguments, script, state):
    on(**script)
    result = run("wait", PRIMARY | arguments)
    assert (result["changed"], result["state"], result["seconds"]) == (False, state, 0.0)
    assert run.lines == [f"{LABEL}: {state} (0 s)"]


@pytest.mark.parametrize("until", ["deployed", "links_up", "active", "in_sync"])
def test_wait_has_nothing_to_wait_for_in_check_mode(run, on, until):
    unit = on()
    result = run("wait", PRIMARY | {"until": until}, check=True)
    assert result == {"changed": False, "msg": "check mode: nothing to wait for"}
    assert unit.names == []


def test_wait_ends_with_the_units_words(run, on):
    on(join=units.join("DEPLOY_FAILED", statusMessage="Peer not found"))
    result = run("wait", PRIMARY | {"until": "active", "job": "x"})
    assert result["failed"] is True
    assert "(Peer not found)" in result["msg"]


@pytest.mark.parametrize("until", ["deployed", "links_up", "active", "in_sync"])
def test_a_time_out_names_the_option_to_raise(run, on, until):
    on(
        deployment=units.deployment("QUEUED"),
        join=units.join("QUEUED"),
        interfaces=units.interfaces(**{units.PORT: {"linkState": "DOWN"}}),
    )
    result = run("wait", PRIMARY | {"until": until, "job": "x", "wait_timeout": 0})
    assert result["failed"] is True
    assert "raise wait_timeout" in result["msg"]


# ----- logout


@pytest.mark.parametrize(
    ("arguments", "labels"),
    [
        ({}, ["branch01, primary (192.0.2.11)", "branch01, secondary (192.0.2.12)"]),
        (PRIMARY, ["branch01, primary (192.0.2.11)"]),
        ({"host": "192.0.2.99"}, ["branch01 (192.0.2.99)"]),
    ],
)
def test_logout_revokes_the_tokens_of_one_unit_or_of_both(run, arguments, labels):
    assert run("logout", arguments) == {"changed": False}
    assert [each["connection"].label for each in run.clients] == labels
    assert run.primary.client.logouts + run.secondary.client.logouts == len(labels)


# ----- a unit in two pairs of one run


SHARED = (
    "192.0.2.11 is also the secondary of branch02; expected a unit that belongs to one pair. Correct failover_units of "
    "one of the pairs."
)


def test_preflight_finds_a_unit_that_another_pair_of_the_play_has_in_the_inventory(run):
    other = {"failover_units": {"primary": {"host": "192.0.2.99"}, "secondary": {"host": "192.0.2.11"}}}
    hostvars = Mock(raw_get={"branch01": {}, "branch02": other}.get)
    result = run("preflight", {"stop": False}, ansible_play_hosts_all=["branch01", "branch02"], hostvars=hostvars)
    assert not result["ready"]
    assert f"primary, unit: {SHARED} [unit-shared]" in result["msg"]
