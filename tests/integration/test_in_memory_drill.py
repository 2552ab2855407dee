# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drill: there and back, with evidence; a probe has to answer before, during and after."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Conflict
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.drill import Watch, drill
from support.in_memory_deploy import ROLES, Site, well_said
from support.in_memory_pair import ACTION, Life, site, states, writes

SWITCH = f"{ACTION}failover"


def watch(of: Site, silent: Any = lambda _now: False, settle: float = 30) -> Watch:
    clock = of.rig.clock
    return Watch("ping", lambda: not silent(clock.now()), settle, clock.advance, clock.now)


@pytest.mark.parametrize("active", ROLES)
def test_a_drill_goes_there_and_back(active: str) -> None:
    of = site(active)
    result = drill(Life(of).action).as_dict()
    other = "secondary" if active == "primary" else "primary"
    assert writes(of) == [(active, "POST", SWITCH), (other, "POST", SWITCH)]
    assert states(of)[active] == "active"
    assert (result["active_before"], result["active_after"]) == (active, active)
    assert [step["name"] for step in result["steps"]] == ["switch there", "switch back"]
    assert [row["kind"] for row in result["evidence"]] == [
        "Unit state before the drill",
        "Unit state after the switch there",
        "Unit state after the switch back",
    ]
    assert result["evidence"][1][other] == "active"


def test_the_probe_is_tried_before_during_and_after() -> None:
    """Trap 19: a drill proves with traffic, with a settling time."""
    of = site(both={"switch_seconds": 3.0})
    seen = watch(of, silent=lambda now: 2 < now < 5)
    result = drill(Life(of).action, seen).as_dict()
    assert seen.tries > 4
    assert 0 < seen.longest < 30
    assert result["evidence"][-1] == {
        "kind": "Traffic",
        "verdict": "so",
        "primary": f"{seen.answers} of {seen.tries} tries",
        "secondary": f"{seen.answers} of {seen.tries} tries",
    }
    assert len(result["steps"]) == 4


def test_a_probe_that_does_not_answer_before_the_drill_ends_it() -> None:
    """Trap 19."""
    of = site()
    with pytest.raises(
        Conflict, match="the probe ping did not answer before the drill, so nothing was switched"
    ) as error:
        drill(Life(of).action, watch(of, silent=lambda _now: True))
    assert well_said(str(error.value))
    assert writes(of) == []


def test_a_probe_that_stays_silent_while_the_other_unit_is_active_ends_on_the_unit_that_works() -> None:
    """Trap 19: the pair is not left on a unit that carries no traffic."""
    of = site()
    silent = lambda _now: states(of)["secondary"] == "active"  # noqa: E731
    with pytest.raises(Conflict, match="within 10 s while the secondary was active; the primary is active again"):
        drill(Life(of).action, watch(of, silent, settle=10))
    assert states(of) == {"primary": "active", "secondary": "standby"}


def test_a_probe_that_stays_silent_after_the_drill_is_said() -> None:
    """Trap 19."""
    of = site()
    silent = lambda _now: len(writes(of)) == 2 and states(of)["primary"] == "active"  # noqa: E731
    with pytest.raises(Conflict, match="within 10 s after the switch back; the primary is active"):
        drill(Life(of).action, watch(of, silent, settle=10))


def test_a_dry_run_switches_nothing_and_probes_nothing() -> None:
    of = site()
    seen = watch(of)
    result = drill(Life(of).action, seen, write=False).as_dict()
    assert (writes(of), seen.tries) == ([], 0)
    assert result["msg"] == "branch01: would switch from the primary to the secondary, and back"


def test_a_drill_needs_a_healthy_pair() -> None:
    of = site()
    Life(of).do("suspend")
    with pytest.raises(Conflict, match=r"run fdm\.failover\.resume"):
        drill(Life(of).action)
