# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens between preflight and the join: links stay down, other users write, units store other values.

Many pairs in one run of deploy. Each either ends as a whole pair, or with a sentence before anything has joined.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.fault_matrix import unfinished
from support.harness import DEDICATED, KEY, Fleet, Pair, Run, failure_of, simulated_fleet

pytestmark = pytest.mark.xdist_group("before-join")  # one run for all
P = "GigabitEthernet0/2"
CHANNEL = {"etherchannels": [{"id": 1, "members": ["GigabitEthernet0/4"], "members_enabled": False}]}
DEPLOY = "/operational/deploy"
PENDING = "/operational/pendingchanges"
JOIN = "/devices/default/action/ha/join"


def port(**members: Any) -> dict[str, Any]:
    """Settings of a unit with the link's port changed."""
    return {"interfaces": [{"hardware": P, **members}]}


def patched(path: str, method: str, skip: int = 0, **changes: Any) -> dict[str, Any]:
    """Settings of a unit to which another user writes right before a call of the run."""
    fault = {"fault": "patch", "path": path, "method": method, "skip": skip, "changes": changes}
    return {"faults": [fault]}


FINE: dict[str, dict[str, Any]] = {
    "late-link": {"both": port(link_up_seconds=3.0)},
    "disabled-members": {"both": CHANNEL, "failover_link": {"port": "Port-channel1", "network": "192.168.10.0/30"}},
}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no-link": (
        # A longer limit than the other pairs need: while they do, this one gives its fork back.
        {"secondary": port(link="DOWN"), "apply_link_timeout": 20},
        f"down on {P} after 20 s; expected a link on the ports of both units before the HA configuration is written",
    ),
    "stores-other-port": (
        DEDICATED | {"both": {"stores_other_port": "GigabitEthernet0/5"}},
        "than the one that was sent (port of the state link is GigabitEthernet0/5, expected GigabitEthernet0/3)",
    ),
    "stores-no-key": (
        {"both": {"stores_no_key": True}, "failover_key": KEY},
        "the unit stores another HA configuration than the one that was sent (key",
    ),
    "named-before-it-is-enabled": (
        {"secondary": patched("/devices/default/interfaces/*", "PUT", interfaces={P: {"name": "dmz"}})},
        f'{P}: is named "dmz", so it carries user data; expected a port without a name.',
    ),
    "named-while-it-is-deployed": (
        {"primary": patched(DEPLOY, "POST", interfaces={P: {"name": "dmz"}})},
        "If this has changed since preflight, another run or user is changing the unit",
    ),
    "overlap-while-it-is-deployed": (
        {"primary": patched(DEPLOY, "POST", interfaces={"GigabitEthernet0/5": {"ipv4": "192.168.10.77/24"}})},
        "its network 192.168.10.0/30 overlaps 192.168.10.77/24 on GigabitEthernet0/5",
    ),
    "staged-on-the-port": (
        {"primary": patched(PENDING, "GET", 1, staged={P: {"description": "for the lab"}})},
        f"other users' changes are now pending ({P}: description); expected nothing pending but the ports of the links",
    ),
    "record-vanishes": (
        {"primary": {"faults": [{"fault": "job-vanishes", "path": DEPLOY, "method": "POST"}]}},
        "the unit no longer lists the deployment, and its changes are still pending",
    ),
}


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory):
    directory: Path = tmp_path_factory.mktemp("before-join")
    with simulated_fleet(directory, FINE | {name: case for name, (case, _said) in REFUSED.items()}) as made:
        yield made


@pytest.fixture(scope="module")
def run(fleet: Fleet) -> Run:
    return fleet.play(forks=len(fleet.pairs))


def one(fleet: Fleet, name: str) -> Pair:
    """A pair by name."""
    return next(pair for pair in fleet.pairs if pair.name == name)


@pytest.mark.parametrize("name", FINE)
def test_what_is_ready_in_time_is_joined(run: Run, fleet: Fleet, name: str) -> None:
    assert run.failed[name] == 0, failure_of(run, name)
    assert unfinished(one(fleet, name)) == []


def test_members_of_an_etherchannel_are_enabled_with_it(run: Run, fleet: Fleet) -> None:
    assert run.failed["disabled-members"] == 0
    for unit in one(fleet, "disabled-members").units:
        assert unit.state()["interfaces"]["GigabitEthernet0/4"]["enabled"] is True


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, (_case, said) in REFUSED.items()], ids=REFUSED)
def test_what_is_not_as_it_was_checked_joins_nothing(run: Run, fleet: Fleet, name: str, said: str) -> None:
    assert said in failure_of(run, name), failure_of(run, name)
    assert run.failed[name] == 1
    pair = one(fleet, name)
    assert [write for write in pair.writes() if write.endswith(JOIN)] == []
    assert [unit.state()["state"] for unit in pair.units] == ["SINGLE_NODE", "SINGLE_NODE"]


def test_without_a_link_the_ha_configuration_is_not_even_written(run: Run, fleet: Fleet) -> None:
    assert run.failed["no-link"] == 1
    assert [write for write in one(fleet, "no-link").writes() if "/ha/" in write] == []
