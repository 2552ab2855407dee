# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remedies of verify are followed to their end: a finished pair gets into trouble, verify says what to do, it is done,
and verify finds nothing. The named interfaces of the active unit are what they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support.fdm_user import FdmUser
from support.harness import COMBINED, DEDICATED, KEY
from support.in_memory_deploy import Deployment, Site, attempt
from support.remedies import FOLLOWED_AFTER_VERIFY, NOT_FOLLOWED

Variables = dict[str, Any]
STATE_PORT, DATA_PORT = "GigabitEthernet0/3", "GigabitEthernet0/0"
OTHER_NAME = {"failover_link": COMBINED["failover_link"] | {"name": "theirs"}}
OTHER_PORT = {"failover_link": COMBINED["failover_link"] | {"port": "GigabitEthernet0/4"}}


class Case(NamedTuple):
    """What happens to a pair made with ``made``, and what verify says of it with ``verified``; what is done then."""

    place: str
    rule: str
    says: str
    happens: Callable[[FdmUser], object]
    follow: Callable[[FdmUser, Variables], object]
    made: Variables = COMBINED
    verified: Variables = {}
    corrected: bool = False


def unplug(port: str) -> Callable[[FdmUser], object]:
    return lambda user: user.rig.patch("secondary", interfaces={port: {"link": "DOWN"}})


def plug(port: str) -> Callable[[FdmUser, Variables], object]:
    return lambda user, _variables: user.cable("secondary", port)


def prints(line: str, old: str, new: str) -> Callable[[FdmUser], object]:
    """The data plane of the secondary says something else."""

    def happens(user: FdmUser) -> None:
        asked = {"commandInput": line, "type": "Command"}
        output = str(user.call("secondary", "POST", "/action/command", asked)["commandOutput"])
        assert old in output
        user.rig.patch("secondary", commands={line: output.replace(old, new)})

    return happens


def waited(user: FdmUser, _variables: Variables) -> None:
    """Time passes, and the data plane says again what it is."""
    user.rig.patch("secondary", commands={})


def nothing(*_given: object) -> None:
    """The inventory is changed, or was."""


def rebuilt(user: FdmUser, variables: Variables) -> None:
    user.play("rebuild", variables)


DRIFT = "pure/verification/state.py:link_drift"
CASES = {
    "state link down": Case(
        "pure/verification/dataplane.py:_link",
        "link-status",
        "Check the cable between the units",
        unplug(STATE_PORT),
        plug(STATE_PORT),
        DEDICATED,
    ),
    "data interface down": Case("", "network-link-status", "Check the cable", unplug(DATA_PORT), plug(DATA_PORT)),
    "switched": Case(
        "pure/verification/state.py:unit_state",
        "unit-state",
        "switch back",
        lambda user: user.act("secondary", "failover"),
        lambda user, _variables: user.act("primary", "failover"),
    ),
    "another name, corrected": Case(
        DRIFT, "link-drift", "Correct the inventory", nothing, nothing, verified=OTHER_NAME, corrected=True
    ),
    "another name, rebuilt": Case(
        DRIFT, "link-drift", "run fdm.failover.rebuild", nothing, rebuilt, verified=OTHER_NAME
    ),
    "another port, rebuilt": Case(
        "pure/verification/dataplane.py:_link",
        "link-status",
        "run fdm.failover.rebuild",
        nothing,
        rebuilt,
        verified=OTHER_PORT,
    ),
    "a key, rebuilt": Case(
        "pure/verification/dataplane.py:encryption",
        "encryption",
        "Run fdm.failover.rebuild",
        nothing,
        rebuilt,
        verified={"failover_key": KEY},
    ),
    "inspection down": Case(
        "pure/verification/dataplane.py:module_status",
        "module-status",
        "Look at snort on this unit",
        lambda user: user.rig.patch("secondary", snort="down"),
        lambda user, _variables: user.rig.patch("secondary", snort="up"),
    ),
    "still replicating": Case(
        "pure/verification/dataplane.py:replication",
        "configuration-sync",
        "Wait until the replication ends",
        prints("show failover state", "Sync Done - STANDBY", "Config Syncing - STANDBY"),
        waited,
    ),
    "no MAC addresses yet": Case(
        "pure/verification/dataplane.py:mac_exchange",
        "mac-exchange",
        "verify again in a minute",
        prints("show failover state", "Mac set", "Mac not set"),
        waited,
    ),
    "no first hello yet": Case(
        "pure/verification/dataplane.py:hello_messages",
        "hello-messages",
        "verify again in a minute",
        prints(
            "show failover",
            "Interface inside (203.0.113.130): Normal (Monitored)",
            "Interface inside (203.0.113.130): Normal (Waiting)",
        ),
        waited,
    ),
    "two releases": Case(
        "",
        "software-differs",
        "bring the other unit to the same version",
        lambda user: user.rig.patch("secondary", software="7.0.2-84"),
        lambda user, _variables: user.rig.patch("secondary", software="7.0.1-84"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_remedy_of_verify_that_is_followed_leads_to_a_pair_without_findings(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    user = FdmUser(Site(), tmp_path)
    variables = case.made | case.verified
    assert attempt(user.site, case.made) == ""
    user.site.rig.advance(7200)
    assert Deployment(user.site, case.made).verified().findings == ()
    before = user.named("primary")
    case.happens(user)
    first = Deployment(user.site, variables).verified().findings[0]
    assert (first.rule, case.says in first.remedy) == (case.rule, True), first
    case.follow(user, variables)
    user.site.rig.advance(7200)
    after = case.made if case.corrected else variables
    assert Deployment(user.site, after).verified().findings == ()
    assert user.named("primary") == before


def test_the_list_of_all_remedies_names_those_that_are_followed_here() -> None:
    assert {case.place for case in CASES.values() if case.place} == set(NOT_FOLLOWED[FOLLOWED_AFTER_VERIFY])
