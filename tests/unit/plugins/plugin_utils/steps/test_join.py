# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A join is started once, and only with the configuration that this run has written."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    Conflict,
    NotReady,
    OutcomeUnknown,
    Rejected,
    Unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.desired import Desired
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.ha_configuration import link_values
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import join
from support import fake_client, units

QUEUED, RUNNING = units.join("QUEUED", id="ours"), units.join("DEPLOYING", id="ours")
DIFF = {"before": {"state": "single"}, "after": {"state": "joining"}}
STARTED = {"changed": True, "job": "ours", "msg": "join started", "diff": DIFF}
WAITING = "a join is running that this run did not start; waiting for it"
LABEL = "branch01, primary (192.0.2.11)"
WAITED_FOR = {"changed": False, "job": "ours", "msg": WAITING, "warnings": [f"{LABEL}: {WAITING}"]}
LOST = OutcomeUnknown("the response was lost")
FINISH = "Another run or user is changing this pair: wait until it has finished, then run again."


def begin(api, desired=None, role="primary", **options):
    return join.begin(api, Unit(role, units.unit(role)), desired, **options)


@pytest.mark.parametrize(
    ("script", "result", "started"),
    [
        ({"start_join": QUEUED}, STARTED, 1),
        ({"start_join": LOST, "joins": ([], [QUEUED])}, STARTED, 1),
        ({"start_join": (LOST, QUEUED), "joins": []}, STARTED, 2),
        ({"joins": [units.join("FAILED", id="old")], "start_join": QUEUED}, STARTED, 1),
        ({"joins": [RUNNING]}, WAITED_FOR, 0),
        ({"start_join": Rejected("a join is running"), "joins": ([], [RUNNING])}, WAITED_FOR, 1),
        (
            {"status": units.active()},
            {"changed": False, "job": "", "msg": "the unit is active: it has joined already"},
            0,
        ),
        (
            {"status": units.status("HA_NEGOTIATING_NODE")},
            {"changed": False, "job": "", "msg": "the unit is negotiating: it has joined already"},
            0,
        ),
        # it joined between the reading and the POST
        (
            {"status": (units.status(), units.active()), "start_join": Rejected("in HA already")},
            {"changed": False, "job": "", "msg": "the unit is active: it has joined already"},
            1,
        ),
    ],
)
def test_a_join_is_started_once(script, result, started):
    api = fake_client.unit(**script)
    assert begin(api) == result
    assert api.written == ["start_join"] * started


def test_a_join_that_a_single_unit_refuses_is_an_error():
    with pytest.raises(Rejected, match="licenses differ"):
        begin(fake_client.unit(start_join=Rejected("licenses differ")))


def test_in_check_mode_it_is_announced_and_not_started():
    api = fake_client.unit()
    assert begin(api, write=False) == {"changed": True, "job": "", "msg": "would join", "diff": DIFF}
    assert api.written == []


@pytest.mark.parametrize(
    ("role", "status", "found"),
    [
        ("primary", units.active(nodeRole="HA_SECONDARY"), "secondary"),
        ("secondary", units.active(), "primary"),
    ],
)
def test_a_unit_that_is_in_ha_with_the_other_role_is_a_conflict(role, status, found):
    with pytest.raises(Conflict, match=f"the unit is in HA with the role {found}; expected the role {role}"):
        begin(fake_client.unit(role, status=status), role=role)


# ----- the configuration that it joins with

FITS = fake_client.configured()
VERSION = FITS[0]["version"]
MOVED = [FITS[0] | {"version": "moved"}]
OTHER = fake_client.configured(intent=units.intent(failover_link=units.LINK | {"port": units.FREE_PORT}))
CHANGED = (
    f"{LABEL}: the HA configuration was changed after this run wrote it, so the unit does not join. {FINISH}",
    f"{LABEL}: the unit joins with a configuration that this run did not write. {FINISH}",
)


def desired(role="primary"):
    values = link_values(units.intent(), role)
    rendered = {"nodeRole": values["role"]}
    for kind, field in (("failover", "failover"), ("state", "statefulFailover")):
        rendered |= {f"{field}Name": values[kind]["name"], f"{field}Interface": {"hardwareName": units.PORT}}
        for unit in units.HOSTS:
            address = {"ipAddress": values[kind][unit]["ip"], "netmask": values[kind][unit]["netmask"]}
            rendered[f"{unit}{field[0].upper()}{field[1:]}IPv4"] = address
    return Desired(units.intent(), role, rendered)


def test_what_the_unit_stores_is_compared_before_it_joins():
    api = fake_client.unit(configurations=FITS, start_join=QUEUED)
    assert begin(api, desired(), version=VERSION, written=True) == STARTED
    assert api.names == ["status", "joins", "configurations", "start_join", "configurations"]


def test_on_a_unit_that_had_nothing_to_join_with_no_join_is_looked_for():
    api = fake_client.unit(configurations=FITS, start_join=QUEUED)
    assert begin(api, desired(), version=VERSION, written=True, first=True) == STARTED
    assert api.names == ["status", "configurations", "start_join", "configurations"]


@pytest.mark.parametrize(("role", "state"), [("primary", units.active()), ("secondary", units.standby())])
def test_a_join_that_had_ended_when_it_was_looked_for_is_ours(role, state):
    """The import has moved the version of the secondary's configuration, which is not read again."""
    stored = (FITS, MOVED) if role == "secondary" else FITS
    ended = units.join("DEPLOYED", id="ours")
    api = fake_client.unit(
        role, configurations=stored, start_join=LOST, joins=[ended], status=(units.status("SINGLE_NODE"), state)
    )
    assert begin(api, role=role, version=VERSION, written=True, first=True) == STARTED


def test_a_unit_that_does_not_say_its_state_is_not_known_to_have_joined():
    script = {"start_join": (LOST, QUEUED), "joins": [units.join("DEPLOYED", id="old")]}
    api = fake_client.unit(configurations=FITS, status=(units.status("SINGLE_NODE"), {}), **script)
    assert begin(api, version=VERSION, written=True, first=True) == STARTED
    assert api.written == ["start_join", "start_join"]


def test_another_runs_join_since_then_is_a_conflict():
    api = fake_client.unit(
        configurations=FITS, joins=[units.join("DEPLOYING")], start_join=Rejected("a join is running")
    )
    with pytest.raises(Conflict, match="another run started the join of this unit after this run configured it"):
        begin(api, desired(), version=VERSION, written=True, first=True)


def test_a_unit_that_stores_another_port_does_not_join():
    api = fake_client.unit(configurations=OTHER)
    with pytest.raises(Conflict) as raised:
        begin(api, desired(), version=VERSION, written=True)
    assert str(raised.value).startswith(
        f"{LABEL}: the unit stores another HA configuration than the one that was sent (port of the failover link is "
        f"{units.FREE_PORT}, expected {units.PORT}; "
    )
    assert api.written == []


def test_a_configuration_that_was_not_written_in_this_run_is_compared_too():
    with pytest.raises(Conflict, match="the unit stores another HA configuration than the one that was sent"):
        begin(fake_client.unit(configurations=OTHER), desired())


def test_a_configuration_that_moved_since_it_was_written_does_not_join():
    assert begin(fake_client.unit(start_join=QUEUED), version=VERSION) == STARTED
    api = fake_client.unit()
    with pytest.raises(Conflict) as raised:
        begin(api, version="older")
    assert str(raised.value) == CHANGED[0]
    assert api.written == []


@pytest.mark.parametrize("error", [LOST, NotReady("503")])
def test_a_configuration_that_moved_before_the_second_attempt_does_not_join_either(error):
    api = fake_client.unit(configurations=(FITS, MOVED), start_join=error, joins=[])
    with pytest.raises(Conflict) as raised:
        begin(api, version=VERSION)
    assert str(raised.value) == CHANGED[0]
    assert api.written == ["start_join"]


def test_what_the_unit_stores_is_compared_before_the_second_attempt_too():
    api = fake_client.unit(configurations=(FITS, OTHER), start_join=LOST, joins=[])
    with pytest.raises(Conflict, match="stores another HA configuration"):
        begin(api, desired())
    assert api.written == ["start_join"]


@pytest.mark.parametrize("script", [{"start_join": QUEUED}, {"start_join": LOST, "joins": ([], [QUEUED])}])
def test_links_that_another_run_wrote_right_before_the_join_are_noticed(script):
    api = fake_client.unit(configurations=(FITS, OTHER), **script)
    with pytest.raises(Conflict) as raised:
        begin(api, version=VERSION)
    assert str(raised.value) == CHANGED[1]


def test_a_version_that_the_join_itself_changes_is_no_change_of_another_user():
    api = fake_client.unit(configurations=(FITS, MOVED), start_join=QUEUED)
    assert begin(api, version=VERSION) == STARTED


def test_a_changed_version_counts_where_another_run_may_have_started_the_join():
    script = {"start_join": LOST, "joins": ([], [QUEUED])}
    with pytest.raises(Conflict) as raised:
        begin(fake_client.unit(configurations=(FITS, MOVED), **script), version=VERSION)
    assert str(raised.value) == CHANGED[1]
    assert begin(fake_client.unit(configurations=FITS, **script), version=VERSION) == STARTED


def test_a_secondary_that_joins_is_left_alone():
    own = fake_client.configured("secondary")
    api = fake_client.unit("secondary", configurations=(own, Unreachable("refused")), start_join=QUEUED)
    assert begin(api, desired("secondary"), "secondary", version=own[0]["version"]) == STARTED


# ----- joins of other runs


@pytest.mark.parametrize(
    "script",
    [
        {"joins": [RUNNING]},
        {"joins": ([], [RUNNING]), "start_join": Rejected("a join is running")},
    ],
    ids=["before", "at the same time"],
)
def test_another_runs_join_after_this_run_has_written_is_a_conflict(script):
    api = fake_client.unit(configurations=FITS, **script)
    with pytest.raises(Conflict) as raised:
        begin(api, desired(), version=VERSION, written=True)
    assert str(raised.value) == (
        f"{LABEL}: another run started the join of this unit after this run configured it. {FINISH}"
    )


def test_a_join_of_an_earlier_run_with_this_configuration_is_waited_for():
    assert begin(fake_client.unit(joins=[RUNNING], configurations=FITS), desired()) == WAITED_FOR


def test_a_join_of_an_earlier_run_with_another_configuration_is_a_conflict():
    with pytest.raises(Conflict, match="stores another HA configuration"):
        begin(fake_client.unit(joins=[RUNNING], configurations=OTHER), desired())


@pytest.mark.parametrize(
    ("stored", "words"),
    [(MOVED, "was changed after this run wrote it"), (OTHER, "stores another HA configuration")],
)
def test_a_unit_that_joined_with_another_runs_configuration_is_a_conflict(stored, words):
    api = fake_client.unit(status=units.active(), configurations=stored)
    with pytest.raises(Conflict, match=words):
        begin(api, desired(), version=VERSION, written=True)


def test_a_unit_that_joined_with_what_this_run_wrote_is_fine():
    api = fake_client.unit(status=units.active(), configurations=FITS)
    result = begin(api, desired(), version=VERSION, written=True)
    assert (result["changed"], result["job"]) == (False, "")
