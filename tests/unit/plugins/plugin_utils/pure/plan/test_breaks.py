# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which unit is called to break a pair, how, and what is refused."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Conflict, InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.breaks import (
    BreakPlan,
    InterfaceOption,
    break_call,
    break_plan,
    effects,
    offers_export,
    release_of,
)

PEER = {"ACTIVE": "STANDBY", "STANDBY": "ACTIVE"}


def unit(role, state, peer="", config="IN_SYNC", node_role=""):
    """A unit by its state in a word; None for one that does not answer."""
    if state is None:
        return None
    name = f"{state}_NODE" if state == "SINGLE" else state if state == "HA_CONFIGURATION_SYNC" else f"HA_{state}_NODE"
    status = {
        "nodeRole": None if state == "SINGLE" else node_role or f"HA_{role.upper()}",
        "nodeState": name,
        "peerNodeState": f"HA_{peer or PEER.get(state, 'UNKNOWN')}_NODE",
        "configStatus": config,
        "haHealthStatus": "HEALTHY",
    }
    return Unit(role, {"status": status})


def pair(primary, secondary, **more):
    return {"primary": unit("primary", primary, **more), "secondary": unit("secondary", secondary, **more)}


@pytest.mark.parametrize(
    ("states", "survivor", "plan"),
    [
        (("SINGLE", "SINGLE"), None, None),
        (("ACTIVE", "STANDBY"), None, BreakPlan(("primary",), "primary")),
        (("STANDBY", "ACTIVE"), None, BreakPlan(("secondary",), "secondary")),
        (("ACTIVE", "STANDBY"), "primary", BreakPlan(("primary",), "primary")),
        (("ACTIVE", None), "primary", BreakPlan(("primary",), "primary")),
        (("ACTIVE", "SINGLE"), "primary", BreakPlan(("primary",), "primary")),
        (("SUSPENDED", "SUSPENDED"), "secondary", BreakPlan(("primary", "secondary"), "secondary")),
        (("ACTIVE", "FAILED"), "primary", BreakPlan(("secondary", "primary"), "primary")),
        (("ACTIVE", "ACTIVE"), "primary", BreakPlan(("secondary", "primary"), "primary")),
        (("SINGLE", "STANDBY"), "primary", BreakPlan(("secondary",), "primary")),
    ],
)
def test_who_is_called_and_who_keeps_its_interfaces(states, survivor, plan):
    assert break_plan(pair(*states), survivor, "branch01") == plan


@pytest.mark.parametrize(
    ("states", "survivor", "part"),
    [
        (("ACTIVE", None), None, "dissolve_survivor"),
        (("ACTIVE", "SINGLE"), None, "dissolve_survivor"),
        (("SUSPENDED", "SUSPENDED"), None, "dissolve_survivor"),
        (("ACTIVE", "NEGOTIATING"), "primary", "negotiat"),
        (("ACTIVE", "HA_CONFIGURATION_SYNC"), "primary", "Wait"),
        (("ACTIVE", "STANDBY"), "secondary", "dissolve_survivor: primary"),
        (("ACTIVE", "FAILED"), "secondary", "dissolve_survivor: primary"),
        ((None, "ACTIVE"), "primary", "dissolve_survivor"),
        (("UNKNOWN", "STANDBY"), None, "state"),
    ],
)
def test_what_is_refused_and_the_remedy(states, survivor, part):
    with pytest.raises(Conflict) as error:
        break_plan(pair(*states), survivor, "branch01")
    assert part in str(error.value)


def test_a_survivor_may_have_the_other_role():
    survivor = unit("primary", "ACTIVE", node_role="HA_SECONDARY")
    units = {"primary": survivor, "secondary": unit("secondary", "SINGLE")}
    assert break_plan(units, "primary", "branch01") == BreakPlan(("primary",), "primary")
    with pytest.raises(Conflict, match="Exchange primary and secondary"):
        break_plan(units, None, "branch01")


BODY = {"type": "breakhastatus", "interfaceOption": "DISABLE_INTERFACES"}


@pytest.mark.parametrize(
    ("software", "option", "call"),
    [
        ("6.3.0-85", "disable", (None, {"clearIntfs": False})),
        ("6.4.0.9-62", "disable", (None, {"clearIntfs": False})),
        ("6.5.0-115", "disable", (None, {"clearIntfs": False})),
        ("6.6.1-91", "disable", (BODY, None)),
        ("7.0.1-84", "standby-address", (BODY | {"interfaceOption": "ENABLE_WITH_STANDBY_IP"}, None)),
        ("10.0.0-1", "disable", (BODY, None)),
    ],
)
def test_the_call_follows_the_release_and_never_has_both(software, option, call):
    asked = Unit("primary", {"system": {"softwareVersion": software}})
    assert break_call(asked, InterfaceOption(option), "branch01, primary") == call


@pytest.mark.parametrize(("software", "kind"), [("", Conflict), ("next", Conflict), ("6.5.0-115", InputError)])
def test_a_call_that_is_not_known_is_not_made(software, kind):
    asked = Unit("primary", {"system": {"softwareVersion": software}})
    with pytest.raises(kind):
        break_call(asked, InterfaceOption.STANDBY_ADDRESS, "branch01, primary")


@pytest.mark.parametrize(
    ("software", "release", "exports"),
    [
        ("6.4.0-102", (6, 4), False),
        ("6.5.0-115", (6, 5), True),
        ("7.6.4-69", (7, 6), True),
        ("", None, None),
        ("7", None, None),
    ],
)
def test_what_a_release_offers(software, release, exports):
    asked = Unit("primary", {"system": {"softwareVersion": software}})
    assert (release_of(asked), offers_export(asked)) == (release, exports)


INSIDE = {"name": "inside", "hardware": "Ethernet1/2", "standby_address": "192.0.2.2", "monitored": True, "mac": ""}
DMZ = {"name": "dmz", "hardware": "Ethernet1/3", "standby_address": "", "monitored": False, "mac": ""}


@pytest.mark.parametrize(
    ("option", "parts"),
    [
        (
            "disable",
            ("interfaces are disabled: inside (Ethernet1/2), dmz (Ethernet1/3)", "no longer reachable: 192.0.2.2"),
        ),
        (
            "standby-address",
            (
                "keeps its standby addresses: inside 192.0.2.2",
                "no address remains on interfaces without a standby address: dmz",
            ),
        ),
    ],
)
def test_the_effects_are_said_beforehand(option, parts):
    lines = list(
        effects(BreakPlan(("primary",), "primary"), pair("ACTIVE", "STANDBY"), (INSIDE, DMZ), InterfaceOption(option))
    )
    for part in (*parts, "Snort restarts", "the snapshot has them: inside"):
        assert any(part in line for line in lines)


def test_the_effects_on_a_survivor_are_said_too():
    lines = list(effects(BreakPlan(("primary",), "primary"), pair("ACTIVE", None), (INSIDE,), InterfaceOption.DISABLE))
    assert any("own interfaces may be disabled" in line for line in lines)
    assert any("Reimage it before it is connected again" in line for line in lines)
