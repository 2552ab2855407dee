# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The phases of a plan make the same pair, with the same writes, whether a wait gives its fork back or not."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import FailoverError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import Phase
from support.harness import DEDICATED, KEY
from support.in_memory_deploy import Deployment, Site, attempt, unfinished

LINKS = {"combined": {}, "encrypted": DEDICATED | {"failover_key": KEY}}
LONG = {"both": {"away_seconds": 900.0, "sync_seconds": 300.0, "join_seconds": 300.0, "deploy_seconds": 200.0}}
HOLDS = {"none": lambda _elapsed, _held: 0.0, "half a minute": lambda _elapsed, held: 30.0 - held}


def writes(site):
    """What was written, in order."""
    calls = [f"{asked.unit} {asked.method} {asked.path}" for asked in site.asked if asked.method in ("PUT", "POST")]
    return [call for call in calls if not call.endswith(("/fdm/token", "/action/command"))]


@pytest.mark.parametrize("hold", HOLDS.values(), ids=HOLDS)
@pytest.mark.parametrize("links", LINKS.values(), ids=LINKS)
@pytest.mark.parametrize("times", [{}, LONG], ids=["short", "long"])
def test_a_run_that_gives_its_forks_back_makes_the_same_pair(links, times, hold):
    alone, shared = Site(times), Site(times)
    Deployment(alone, links).run()
    run = Deployment(shared, links, hold=hold)
    run.run()
    assert unfinished(shared, links) == []
    assert writes(shared) == writes(alone)
    assert (run.rounds > 0) is (times == LONG or hold(0, 0) == 0)


@pytest.mark.parametrize("seconds", [5.0, 100.0, 400.0])
def test_a_unit_that_fails_is_noticed_in_whichever_task_it_does(seconds):
    """A join that fails, and a unit that stays away for longer than the run waits."""
    site = Site({"both": LONG["both"], "secondary": {"away_seconds": 100_000.0}})
    run = Deployment(site, {}, hold=lambda _elapsed, held: seconds - held)
    with pytest.raises(FailoverError, match=r"raise apply_sync_timeout") as raised:
        run.run()
    assert "within 7200 s" in str(raised.value)
    assert attempt(site, {}) != ""  # the next run says so too
    assert run.rounds > 5


def test_the_phases_are_in_the_order_of_the_plan():
    assert list(Phase) == ["ports", "primary", "secondary", "sync"]


@pytest.mark.parametrize("times", [{}, LONG], ids=["short", "long"])
def test_one_task_carries_out_the_whole_plan(times):
    phases, whole = Site(times), Site(times)
    Deployment(phases).run()
    run = Deployment(whole)
    run.begin_with = ()
    run.run()
    assert unfinished(whole, {}) == []
    assert sorted(writes(whole)) == sorted(writes(phases))
