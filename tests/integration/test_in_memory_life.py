# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Switch, suspend, resume and reset on simulated pairs, killed and disturbed at every call."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Conflict
from support.in_memory_deploy import HOSTS, ROLES, Asked, Deployment, Reply, Site, well_said
from support.in_memory_faults import FAULTS, kill_at, strike
from support.in_memory_pair import ACTION, STATUS, Life, attempt, broken_requests, site, states, writes

SWITCH, SUSPEND, RESUME, RESET = (f"{ACTION}{name}" for name in ("failover", "suspend", "resume", "reset"))
TARGET = {"to": "secondary"}
CALLS = 22
SUSPENDED = {"primary": "suspended", "secondary": "suspended"}
AS_MADE = {"primary": "active", "secondary": "standby"}
SWITCHED = {"primary": "standby", "secondary": "active"}


def suspended(active: str = "primary") -> Site:
    of = site(active)
    Life(of).do("suspend")
    of.asked.clear()
    return of


def failed() -> Site:
    of = site()
    of.rig.unit("secondary").ha.enter("HA_FAILED_NODE", of.rig.clock.now())
    return of


def later(of: Site) -> None:
    """A minute passes without trouble."""
    of.untroubled()


# ----- switch


@pytest.mark.parametrize("active", ROLES)
@pytest.mark.parametrize("to", [*ROLES, "other"])
def test_a_switch_makes_the_named_unit_active_and_a_second_one_does_nothing(active: str, to: str) -> None:
    """Traps 9 and 10: a named unit is a state, so the next run finds it reached; only `other` switches again."""
    of = site(active)
    outcome = Life(of).do("switch", to=to)
    other = "secondary" if active == "primary" else "primary"
    expected = to if to in ROLES else other
    assert states(of)[expected] == "active"
    assert sorted(states(of).values()) == ["active", "standby"]
    assert outcome.changed is (expected != active)
    assert writes(of) == ([(active, "POST", SWITCH)] if expected != active else [])
    calls = len(of.asked)
    if to in ROLES:
        assert Life(of).do("switch", to=to).changed is False
        assert writes(of, calls) == []


def test_a_switch_waits_for_both_units() -> None:
    """Trap 3: the vendor's samples end when one unit is active or standby."""
    of = site(both={"switch_seconds": 20.0})
    outcome = Life(of).do("switch", to="secondary")
    assert outcome.after is not None
    assert outcome.after.states == SWITCHED
    assert 20 <= outcome.seconds <= 32
    assert (outcome.before.active, outcome.after.active) == ("primary", "secondary")


def test_a_switch_by_another_user_right_before_ours_is_not_undone() -> None:
    """Trap 9: between our reading and our call the other unit has become active."""
    of = site()

    looks: list[Asked] = []

    def someone_switches(asked: Asked) -> None:
        looks.extend([asked] if (asked.unit, asked.path) == ("primary", STATUS) else [])
        if len(looks) == 2 and asked is looks[-1]:
            of.rig.call("secondary", "POST", SWITCH)
            of.rig.advance(1)

    of.before = someone_switches
    outcome = Life(of).do("switch", to="secondary")
    assert states(of) == SWITCHED
    assert (outcome.changed, writes(of)) == (False, [])


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", range(1, CALLS))
def test_a_switch_killed_at_any_call_is_finished_by_the_next_run(call: int, done: bool) -> None:
    of = site()
    kill_at(of, call, done)
    assert attempt(of, "switch", **TARGET) in (None, "")
    of.before, of.after = lambda _asked: None, lambda _asked, reply: reply  # at once, while the units still switch
    assert attempt(of, "switch", **TARGET) == ""
    assert states(of) == SWITCHED


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("times", [1, 3])
def test_a_switch_with_a_fault_at_any_call_ends_well_or_is_said_and_is_never_repeated(fault: str, times: int) -> None:
    for call in range(1, CALLS, 2):
        of = site()
        strike(of, fault, call, times)
        said = attempt(of, "switch", **TARGET)
        assert said is not None
        assert not said or well_said(said), said
        later(of)
        done = [event for event in of.rig.unit("primary").ha.history if event.after == "HA_STANDBY_NODE"]
        assert len(done) <= 1, f"{fault} at call {call}: switched more than once"
        assert attempt(of, "switch", **TARGET) == "", f"{fault} at call {call}"
        assert states(of) == SWITCHED


def test_a_switch_whose_response_is_lost_before_it_was_done_is_not_sent_again() -> None:
    """Trap 9: it is said which unit is active, and nothing is repeated."""
    of = site()
    of.before = lambda asked: TimeoutError("timed out") if asked.path == SWITCH else None
    said = attempt(of, "switch", to="other")
    assert said is not None
    assert "the unit did not confirm the switch, and the primary is still active" in said
    assert len(writes(of)) == 1
    assert states(of) == AS_MADE


def test_a_deployment_after_a_switch_changes_nothing() -> None:
    of = site()
    Life(of).do("switch", to="secondary")
    calls = len(of.asked)
    Deployment(of, {}).run()
    assert writes(of, calls) == []


@pytest.mark.parametrize("declared", [False, True])
def test_a_pair_half_way_through_an_upgrade_is_switched_where_the_upgrade_is_declared(declared: bool) -> None:
    """Trap 15: different releases are a phase that is declared."""
    of = site(both={"switch_out_of_sync": "accept"}, secondary={"software": "7.2.4-165"})
    said = attempt(of, "switch", {"failover_upgrade": declared}, **TARGET)
    assert states(of) == (SWITCHED if declared else AS_MADE)
    assert said is not None
    assert ("not in sync" in said) is not declared


def test_a_unit_that_refuses_to_switch_between_releases_is_asked_again_and_quoted() -> None:
    """Any 422: the state is read again, then it is decided."""
    of = site(secondary={"software": "7.2.4-165"})
    said = attempt(of, "switch", {"failover_upgrade": True}, **TARGET)
    assert said is not None
    assert "not a healthy active and standby pair" in said
    assert "primary is active, secondary is standby, not in sync" in said
    assert well_said(said)


# ----- suspend, resume, reset


@pytest.mark.parametrize("active", ROLES)
def test_suspend_and_resume_go_through_the_active_unit_and_do_nothing_the_second_time(active: str) -> None:
    """Trap 10."""
    of = site(active)
    assert Life(of).do("suspend").changed
    assert (states(of), writes(of)) == (SUSPENDED, [(active, "POST", SUSPEND)])
    assert Life(of).do("suspend").changed is False
    assert len(writes(of)) == 1
    outcome = Life(of).do("resume")
    assert (outcome.changed, outcome.called, states(of)[active]) == (True, [active], "active")
    assert sorted(states(of).values()) == ["active", "standby"]
    assert Life(of).do("resume").changed is False
    assert len(writes(of)) == 2


def test_the_unit_that_was_active_is_resumed_first_because_the_other_has_no_interface_configuration() -> None:
    of = suspended("secondary")
    outcome = Life(of).do("resume")
    assert outcome.called == ["secondary"]
    assert states(of) == SWITCHED


def test_where_the_data_plane_does_not_tell_which_unit_was_active_nothing_is_resumed() -> None:
    of = suspended()
    for role in ROLES:
        of.rig.patch(role, commands={"show interface ip brief": "ERROR: % Invalid input"})
    with pytest.raises(Conflict, match=r"which one was active is not known.*set resume_first to primary or secondary"):
        Life(of).do("resume")
    assert states(of) == SUSPENDED
    assert Life(of).do("resume", first="primary").called == ["primary"]
    assert states(of) == AS_MADE


def test_a_suspended_standby_is_resumed_alone() -> None:
    of = site()
    of.rig.call("secondary", "POST", SUSPEND)
    assert Life(of).do("resume").called == ["secondary"]
    assert states(of) == AS_MADE


def test_a_pair_is_not_suspended_while_a_deployment_runs() -> None:
    of = site()
    of.rig.patch("primary", start="deploy")
    with pytest.raises(Conflict, match="a deployment is running"):
        Life(of).do("suspend")
    assert states(of) == AS_MADE


OVER_DATA = {
    role: {
        "interfaces": [
            {"hardware": "GigabitEthernet0/3", "name": "manage", "enabled": True}
            | {"ipv4": f"{HOSTS['primary']}/24", "ipv4_standby": HOSTS["secondary"]}
        ],
        "management_address": f"127.0.9.{12 + ROLES.index(role)}",
    }
    for role in ROLES
}


@pytest.mark.parametrize("write", [True, False], ids=["run", "check"])
def test_a_pair_whose_standby_unit_is_managed_over_a_data_interface_is_not_suspended(write: bool) -> None:
    """Its interface configuration is erased until the pair is resumed, so nobody could reach it."""
    of = site(**OVER_DATA)
    with pytest.raises(Conflict, match="secondary is standby and managed over the data interface manage") as error:
        Life(of).do("suspend", write=write)
    assert well_said(str(error.value))
    assert (states(of), writes(of)) == (AS_MADE, [])


def test_a_pair_with_one_unit_suspended_already_has_no_standby_unit_to_lose() -> None:
    of = site(**OVER_DATA)
    of.rig.call("secondary", "POST", SUSPEND)
    assert Life(of).do("suspend").changed
    assert states(of) == SUSPENDED


def test_a_reset_ends_when_both_units_work_not_when_one_is_active() -> None:
    """Trap 3: the active unit is active all the time; a sample that waits for one unit ends at once."""
    of = failed()
    outcome = Life(of).do("reset")
    assert outcome.called == ["secondary"]
    assert states(of) == AS_MADE
    assert outcome.seconds >= 6  # the unit was away and imported
    assert Life(of).do("reset").changed is False
    assert writes(of) == [("secondary", "POST", RESET)]


def test_a_reset_does_not_remove_the_cause_and_reports_it() -> None:
    of = failed()
    unit = of.rig.unit("secondary")

    def fails_again(asked: Asked, reply: Reply) -> Reply:
        if asked.path == RESET or unit.ha.state != "HA_ACTIVE_NODE":
            unit.ha.enter("HA_FAILED_NODE", of.rig.clock.now(), "Interface check")
        return reply

    of.after = fails_again
    with pytest.raises(
        Conflict, match=r"reset has not led to a working pair: .*secondary is failed \(Interface check\)"
    ):
        Life(of).do("reset")


@pytest.mark.parametrize(("action", "start"), [("suspend", site), ("resume", suspended), ("reset", failed)])
def test_a_run_killed_at_any_call_is_finished_by_the_next(action: str, start: Any) -> None:
    for call in range(1, 16):
        for done in (False, True):
            of = start()
            kill_at(of, call, done)
            assert attempt(of, action) in (None, "")
            of.before, of.after = lambda _asked: None, lambda _asked, reply: reply
            assert attempt(of, action) == "", f"{action} killed at {call}"
            assert states(of) == (SUSPENDED if action == "suspend" else AS_MADE)


@pytest.mark.parametrize(("action", "start"), [("suspend", site), ("resume", suspended), ("reset", failed)])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_call_ends_well_or_is_said(action: str, start: Any, fault: str) -> None:
    for call in range(1, 16, 2):
        of = start()
        strike(of, fault, call, 1 + call % 3)
        said = attempt(of, action)
        assert said is not None
        assert not said or well_said(said), said
        later(of)
        assert attempt(of, action) == "", f"{action}, {fault} at call {call}"
        assert states(of) == (SUSPENDED if action == "suspend" else AS_MADE)


@pytest.mark.parametrize("action", ["switch", "suspend"])
def test_a_dry_run_says_what_would_be_done_and_writes_nothing(action: str) -> None:
    of = site()
    outcome = Life(of).do(action, write=False)
    assert (outcome.changed, outcome.msg.startswith("would "), writes(of)) == (True, True, [])


def test_every_request_is_valid() -> None:
    of = site()
    broken = broken_requests(of)
    for action in ("switch", "suspend", "resume"):
        Life(of).do(action)
    of.rig.unit("primary").ha.enter("HA_FAILED_NODE", of.rig.clock.now())
    Life(of).do("reset")
    assert [path.rpartition("/")[2] for _unit, _method, path in writes(of)] == [
        "failover",
        "suspend",
        "resume",
        "reset",
    ]
    assert broken == []
