# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sample of kills, faults, damaged answers and second runs at any call; the whole is ``benches.in_memory_deploy``."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.harness import DEDICATED, KEY
from support.in_memory_deploy import Asked, Deployment, Reply, Site, attempt, recover, unfinished, well_said
from support.in_memory_faults import FAULTS, SPOILT, kill_at, spoil_from, strike

LINKS: dict[str, dict[str, Any]] = {"combined": {}, "encrypted": DEDICATED | {"failover_key": KEY}}
OTHER = {"failover_link": {"port": "GigabitEthernet0/4", "network": "192.168.44.0/30"}}
LONG = {"both": {"away_seconds": 900.0, "sync_seconds": 300.0, "join_seconds": 300.0, "deploy_seconds": 200.0}}
CALLS = 140


def test_an_undisturbed_run_finishes_and_the_next_writes_nothing() -> None:
    for links in LINKS.values():
        site = Site()
        Deployment(site, links).run()
        assert unfinished(site, links) == []
        calls = len(site.asked)
        Deployment(site, links).run()
        written = [asked for asked in site.asked[calls:] if asked.method != "GET"]
        assert {asked.path for asked in written} <= {"/fdm/token", "/action/command"}


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", range(1, CALLS, 6))
def test_a_run_killed_at_any_call_is_finished_by_the_next(call: int, done: bool) -> None:
    links = list(LINKS.values())[call % 2]
    site = Site()
    kill_at(site, call, done)
    assert recover(site, links, attempt(site, links)) == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("times", [1, 3])
def test_a_fault_at_any_call_ends_well_or_is_said(fault: str, times: int) -> None:
    for call in range(1 + len(fault) % 7 + times, CALLS, 23):
        site = Site()
        strike(site, fault, call, times)
        assert recover(site, {}, attempt(site, {})) == [], f"{fault} at call {call}"


@pytest.mark.parametrize("call", range(1, CALLS, 9))
@pytest.mark.parametrize("other", [{}, OTHER], ids=["same-intent", "other-intent"])
def test_two_runs_at_once_do_no_damage(call: int, other: dict[str, Any]) -> None:
    """A whole second run takes place in the middle of the first, right before one of its calls."""
    site, ended = Site(), []

    def changed_by_others(asked: Asked) -> None:
        if asked.number == call:
            site.before = lambda _asked: None
            ended.append(attempt(site, other))

    site.before = changed_by_others
    said = attempt(site, {})
    assert well_said(said or "")
    assert ended in ([""], []) or well_said(ended[0])
    states = [site.rig.state(role) for role in ("primary", "secondary")]
    assert not all(state["state"] == "HA_ACTIVE_NODE" for state in states), "split brain"
    assert all(len([job for job in state["jobs"] if job["kind"] == "join"]) <= 1 for state in states)
    if said:  # the pair is the other run's, and whole
        assert recover(site, other, None, alone=False) == []
    else:
        assert unfinished(site, {}) == []


def test_minutes_pass_in_a_few_lines() -> None:
    """A quarter of an hour of absence: one line at each change, the end noticed within ten seconds."""
    site = Site(LONG)
    run = Deployment(site, {})
    run.run()
    assert unfinished(site, {}) == []
    assert len(run.said) < 20
    assert len(set(run.said)) == len(run.said)
    assert site.rig.clock.now() < 200 + 2 * (300 + 3) + 900 + 300 + 6 * 12


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(call=st.integers(1, CALLS), times=st.integers(1, 4), spoil=SPOILT)
@example(call=1, times=1, spoil=lambda _reply: Reply(200, b"null"))
def test_any_nonsense_is_one_sentence(call: int, times: int, spoil: Any) -> None:
    """No traceback, no hang: two hours of simulated time are the longest limit there is."""
    site = Site()
    spoil_from(site, call, times, spoil)
    said = attempt(site, {})
    assert said is not None
    assert well_said(said), said
    assert site.rig.clock.now() < 20_000
