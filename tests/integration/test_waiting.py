# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units that are slow, away, changed by their join, or fail in the middle of it: many pairs, two runs.

The first run finishes a pair, or ends with the sentence beside it. The second one finishes every pair that only needed
time, and leaves alone those that need a person.
"""

from __future__ import annotations

import re
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support.fault_matrix import unfinished
from support.harness import KEY, Fleet, Pair, Run, failure_of, simulated_fleet

pytestmark = pytest.mark.xdist_group("waiting")  # two runs for all
ENDLESS = {"fault": "job-never-ends", "method": "POST"}
JOIN = "/devices/default/action/ha/join"

AWAY = 15
FINE: dict[str, dict[str, Any]] = {
    "away": {"secondary": {"away_seconds": AWAY}},
    "slow-join": {"primary": {"join_seconds": 15}},
    "own-password": {"secondary": {"password": "Other-Passw0rd-1"}},
    "kept-password": {"secondary": {"password": "Other-Passw0rd-1", "password_follows": False}},
    "jobs-lost": {"both": {"jobs_survive_import": False}},
    "short-tokens": {"both": {"token_seconds": 2, "refresh_seconds": 3}},
    "listed-as-pending": {"both": {"ha_configuration_is_pending": True}, "failover_key": KEY},
}
LATER: dict[str, tuple[dict[str, Any], str]] = {
    "endless-deployment": (
        {"primary": {"faults": [ENDLESS | {"path": "/operational/deploy"}]}, "apply_deploy_timeout": 3},
        "the end of the deployment was not reached within 3 s; the unit is deploying. The unit continues on",
    ),
    "endless-join": (
        {"primary": {"faults": [ENDLESS | {"path": JOIN}]}, "apply_join_timeout": 3},
        "the activation of the unit was not reached within 3 s; the unit is single, join deploying",
    ),
    "away-too-long": (
        {"secondary": {"away_seconds": 20}, "apply_sync_timeout": 4},
        "one unit active, one standby, in sync was not reached within 4 s; the unit is away (no connection)",
    ),
    "failed-join": (
        {"primary": {"faults": [{"fault": "job-fails", "path": JOIN, "method": "POST", "message": "no license"}]}},
        "the join ended as DEPLOY_FAILED (no license; Deployment failed",
    ),
}
HELPLESS: dict[str, tuple[dict[str, Any], str, str]] = {
    "unplugged": (
        {"secondary": {"unplugged": True}},
        "split brain; expected the secondary in standby. Check the cable",
        "both units are active",
    ),
    "cut-off": (
        {"secondary": {"away_seconds": 8}},
        "the unit is failed after the join (HA state progression failed)",
        "secondary is failed (HA state progression failed)",
    ),
}


class Outcome(NamedTuple):
    """Both runs, and what was written in the second one to pairs that need a person."""

    first: Run
    second: Run
    writes: list[str]


def cases() -> dict[str, dict[str, Any]]:
    """Every pair, by name."""
    return FINE | {name: case for name, (case, _said) in LATER.items()} | {n: c[0] for n, c in HELPLESS.items()}


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory):
    directory: Path = tmp_path_factory.mktemp("waiting")
    told = {name: case | _own_password(case.get("secondary", {}).get("password")) for name, case in cases().items()}
    with simulated_fleet(directory, told, lifetime=1200) as made:
        yield made


def _own_password(password: str | None) -> dict[str, Any]:
    return {} if password is None else {"own_password": password}


@pytest.fixture(scope="module")
def outcome(fleet: Fleet) -> Outcome:
    pairs = {pair.name: pair for pair in fleet.pairs}
    for pair in fleet.pairs:
        if password := pair.variables.pop("own_password", None):
            pair.variables["failover_units"]["secondary"]["password"] = password
    threading.Thread(target=cut_off, args=[pairs["cut-off"]], daemon=True).start()
    first = fleet.play(forks=len(pairs))
    for name in LATER:
        for unit in pairs[name].units:
            unit.patch(let_jobs_end=True)
    for name in HELPLESS:
        pairs[name].forget()
    second = fleet.play(forks=len(pairs))
    return Outcome(first, second, [write for name in HELPLESS for write in pairs[name].writes()])


def cut_off(pair: Pair) -> None:
    """Unplug the cable while the secondary imports."""
    for _ in range(1200):
        if pair.secondary.state()["state"] == "HA_CONFIGURATION_SYNC":
            pair.secondary.patch(unplugged=True)
            return
        time.sleep(0.1)


def one(fleet: Fleet, name: str) -> Pair:
    """A pair by name."""
    return next(pair for pair in fleet.pairs if pair.name == name)


@pytest.mark.parametrize("name", FINE)
def test_what_only_takes_time_is_waited_for(outcome: Outcome, fleet: Fleet, name: str) -> None:
    assert outcome.first.failed[name] == 0, failure_of(outcome.first, name)
    assert unfinished(one(fleet, name)) == []
    assert outcome.second.changed[name] == 0


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, (_case, said) in LATER.items()], ids=LATER)
def test_what_takes_too_long_or_fails_is_said_and_finished_by_the_next_run(
    outcome: Outcome, fleet: Fleet, name: str, said: str
) -> None:
    assert said in failure_of(outcome.first, name)
    assert outcome.second.failed[name] == 0, failure_of(outcome.second, name)
    assert unfinished(one(fleet, name)) == []


@pytest.mark.parametrize(("name", "said", "then"), [(name, *told[1:]) for name, told in HELPLESS.items()], ids=HELPLESS)
def test_what_needs_a_person_is_explained_and_left_untouched(outcome: Outcome, name: str, said: str, then: str) -> None:
    assert said in failure_of(outcome.first, name)
    assert then in failure_of(outcome.second, name)
    assert outcome.writes == []


def test_a_wait_says_each_change_of_state_once(outcome: Outcome) -> None:
    lines = re.findall(r"^away, secondary \([0-9.]+\): (.*) \((\d+) s\)$", outcome.first.output, re.MULTILINE)
    before_the_join = ("deploying", "deployed", "links up")  # waits of their own
    states = [line.split(" -> ") for line, _seconds in lines if not line.endswith(before_the_join)]
    assert [each[0] for each in states[1:]] == [each[-1] for each in states[:-1]]
    assert "away (no connection)" in [each[-1] for each in states]
    assert states[-1][-1] == "standby, peer active, in sync"
    assert all(one[-1] != other[-1] for one, other in pairwise(states))


def test_the_end_of_a_wait_is_noticed_soon(outcome: Outcome) -> None:
    """Within a tenth of its length, or two seconds; beside it 0.3 s of import, and what a busy machine takes."""
    ends = re.search(r"^away, secondary .*in sync \((\d+) s\)$", outcome.first.output, re.MULTILINE)
    assert ends
    assert AWAY <= int(ends[1]) <= AWAY + 5
