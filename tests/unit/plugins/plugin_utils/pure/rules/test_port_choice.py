# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`port: auto` chooses the port that an engineer would choose, and says why."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import Finding
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules import port_choice
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.port_choice import Choice
from hypothesis import given
from hypothesis import strategies as some
from support import units

AUTO = {"failover_link": units.LINK | {"port": "auto"}}
AUTO_BOTH = AUTO | {"failover_state_link": units.STATE_LINK | {"port": "auto"}}
CLOCK = units.unit()["system"]["currentTime"]
SLOW, FAST = "HUNDRED", "TEN_THOUSAND"


def fleet(inside="THOUSAND", model=None, **ports):
    """Both units with these free ports: `A=("THOUSAND", "UP")`, or a dictionary of members."""

    def unit(role):
        listed = [units.interface("Ethernet1/1", role, name="inside", speedType=inside)]
        listed += [units.interface(name, role, **_members(told)) for name, told in ports.items()]
        data = units.unit(role, interfaces=listed)
        return data if model is None else data | {"system": data["system"] | {"platformModel": model}}

    return {"primary": unit("primary"), "secondary": unit("secondary")}


def _members(told):
    return told if isinstance(told, dict) else {"speedType": told[0], "linkState": told[1]}


def chosen(changes=None, pair=None):
    case, choices, findings = port_choice.choose(units.case(**(pair or {}), **(changes or AUTO)))
    assert not findings
    assert {each.link: each.port for each in choices}.items() <= dict(
        zip(("failover", "state"), case.intent.ports, strict=False)
    ).items()
    return [(each.port, each.reason) for each in choices]


@pytest.mark.parametrize(
    ("pair", "port", "reason"),
    [
        # equal ports: the first in natural order
        (
            fleet(**{f"Ethernet1/{n}": ("THOUSAND", "UP") for n in (10, 9, 2)}),
            "Ethernet1/2",
            "free on both units, link up on both, 1 Gb/s; 3 to choose from",
        ),
        # enough bandwidth beats a link that is up
        (
            fleet(A=(SLOW, "UP"), B=("THOUSAND", "DOWN")),
            "B",
            "free on both units, link not up on both, 1 Gb/s; 2 to choose from",
        ),
        # a link that is up beats the order
        (
            fleet(A=("THOUSAND", "DOWN"), B=("THOUSAND", "UP")),
            "B",
            "free on both units, link up on both, 1 Gb/s; 2 to choose from",
        ),
        # the slowest that suffices, so that fast ports stay free
        (
            fleet(A=(FAST, "UP"), B=(FAST, "UP"), C=("THOUSAND", "UP")),
            "C",
            "free on both units, link up on both, 1 Gb/s; 3 to choose from",
        ),
        # the last fast port is left free, even where only its link is up
        (
            fleet(A=(FAST, "UP"), C=("THOUSAND", "DOWN"), D=("THOUSAND", "DOWN")),
            "C",
            "free on both units, link not up on both, 1 Gb/s; 3 to choose from",
        ),
        # ... but taken where it is the only one
        (fleet(A=(FAST, "UP")), "A", "free on both units, link up on both, 10 Gb/s; 1 to choose from"),
        # nothing is fast enough: the fastest of those whose link is up
        (
            fleet(FAST, A=(SLOW, "UP"), B=("THOUSAND", "DOWN"), C=("THOUSAND", "UP"), D=("THOUSAND", "UP")),
            "C",
            "free on both units, link up on both, 1 Gb/s where 10 Gb/s is recommended; 4 to choose from",
        ),
        # the platform's minimum counts where no data port does
        (
            fleet(SLOW, model="Cisco Secure Firewall 3130 Threat Defense", A=("THOUSAND", "UP"), B=(FAST, "DOWN")),
            "B",
            "free on both units, link not up on both, 10 Gb/s; 2 to choose from",
        ),
        # a disabled port can be taken: apply enables it
        (
            fleet(A={"speedType": "THOUSAND", "enabled": False, "linkState": "DOWN"}),
            "A",
            "free on both units, link not up on both, 1 Gb/s; 1 to choose from",
        ),
        # a port of unknown bandwidth comes last
        (
            fleet(A={"gigabitInterface": False}, B=(SLOW, "UP")),
            "B",
            "free on both units, link up on both, 100 Mb/s where 1 Gb/s is recommended; 2 to choose from",
        ),
    ],
)
def test_the_best_port_that_is_free_on_both(pair, port, reason):
    for side in pair.values():
        side["interface_info"] = {}
    assert chosen(pair=pair) == [(port, reason)]


def test_what_the_weaker_unit_offers_counts():
    pair = fleet(A=("THOUSAND", "UP"), B=("THOUSAND", "UP"))
    pair["secondary"]["interfaces"][1] |= {"speedType": SLOW, "linkState": "UP"}
    assert chosen(pair=pair)[0][0] == "B"


def test_only_the_link_that_carries_state_needs_the_bandwidth_of_data():
    pair = fleet(FAST, A=("THOUSAND", "UP"), B=(FAST, "UP"), C=(FAST, "UP"))
    assert [port for port, _reason in chosen(AUTO_BOTH, pair)] == ["A", "B"]
    assert [port for port, _reason in chosen(AUTO, pair)] == ["B"]


@pytest.mark.parametrize(
    ("changes", "ports"),
    [
        (AUTO_BOTH, [units.PORT, units.STATE_PORT]),
        (AUTO_BOTH | {"failover_state_link": units.STATE_LINK | {"port": units.PORT}}, [units.STATE_PORT]),
        (AUTO_BOTH | {"failover_link": units.LINK}, [units.STATE_PORT]),
        ({"failover_link": units.LINK}, []),
    ],
)
def test_two_links_never_get_one_port(changes, ports):
    assert [port for port, _reason in chosen(changes)] == ports


TAKEN = {
    "named": {"name": "dmz"},
    "addressed": {"ipv4": units.ipv4("192.0.2.1")},
    "passive": {"mode": "PASSIVE"},
    "switch port": {"mode": "SWITCHPORT"},
    "not present": {"present": False},
    "management": {"managementOnly": True},
}


@pytest.mark.parametrize("role", ["primary", "secondary"])
@pytest.mark.parametrize("taken", TAKEN.values(), ids=TAKEN)
def test_a_port_that_is_taken_on_either_unit_is_no_candidate(role, taken):
    data = units.unit(role, interfaces=units.interfaces(role, **{units.PORT: taken}), interface_info={})
    case = units.case(**{role: data}, **AUTO)
    assert port_choice.candidates(case, case.intent.failover) == (units.STATE_PORT, units.FREE_PORT)


@pytest.mark.parametrize(
    "parts",
    [
        {"subinterfaces": {units.PORT: [units.fixture("subinterface")]}},
        {"bridge_groups": [units.bridge_group(units.PORT)]},
        {"interfaces": [each for each in units.interfaces() if each["hardwareName"] != units.PORT]},
    ],
)
def test_a_port_that_another_object_uses_is_no_candidate(parts):
    case = units.case(primary=units.unit(**parts), **AUTO)
    assert port_choice.candidates(case, case.intent.failover) == (units.STATE_PORT, units.FREE_PORT)


def test_an_etherchannel_is_a_candidate_and_its_members_are_not():
    def unit(role):
        return units.unit(role, etherchannels=[units.etherchannel(units.PORT, units.STATE_PORT, role=role)])

    case = units.case(unit("primary"), unit("secondary"), **AUTO)
    assert port_choice.candidates(case, case.intent.failover) == (units.FREE_PORT, "Port-channel1")


def test_a_pair_in_ha_keeps_its_ports():
    wished = units.intent(failover_link=units.LINK | {"port": units.FREE_PORT}, failover_state_link=units.STATE_LINK)
    case = units.case(units.joined(wished=wished), units.joined("secondary", wished=wished), **AUTO_BOTH)
    settled, choices, findings = port_choice.choose(case)
    assert choices == (
        Choice("failover", units.FREE_PORT, "in use by the pair"),
        Choice("state", units.STATE_PORT, "in use by the pair"),
    )
    assert (settled.intent.ports, findings) == ((units.FREE_PORT, units.STATE_PORT), ())


@pytest.mark.parametrize(
    "job", [units.join("DEPLOYING"), units.join(endTime=units.unit()["system"]["currentTime"] + 9)]
)
def test_a_unit_on_its_way_into_the_pair_keeps_its_ports(job):
    """Its state may still be single; with another choice its mate would get other links."""
    wished = units.intent(failover_link=units.LINK | {"port": units.STATE_PORT})
    case = units.case(units.unit(configuration=units.configuration("primary", wished), joins=[job]), **AUTO)
    settled, _choices, findings = port_choice.choose(case)
    assert (settled.intent.ports, findings) == ((units.STATE_PORT,), ())


def test_where_no_port_is_free_each_reason_is_said():
    def unit(role, **members):
        return units.unit(
            role, interfaces=[units.interface("Ethernet1/2", role, **members), units.interface(units.MANAGEMENT, role)]
        )

    case = units.case(unit("primary", name="dmz", ipv4=units.ipv4("192.0.2.1")), unit("secondary"), **AUTO)
    _case, choices, findings = port_choice.choose(case)
    assert choices == ()
    assert findings == (
        Finding(
            "port-missing",
            "error",
            "pair",
            "failover link",
            "no port is free on both units (primary: port-addressed Ethernet1/2, port-named Ethernet1/2; "
            "secondary: free Ethernet1/2)",
            "one free port of the same name on both",
            "Free a port on both units and deploy, or name one.",
        ),
    )


def test_where_there_is_no_port_at_all_that_is_said():
    bare = units.unit(interfaces=[]), units.unit("secondary", interfaces=[])
    _case, _choices, (finding,) = port_choice.choose(units.case(*bare, **AUTO))
    assert finding.found == "no port is free on both units (primary: no data port; secondary: no data port)"


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["Ethernet1/10", "Ethernet1/9", "Ethernet1/1"], ["Ethernet1/1", "Ethernet1/9", "Ethernet1/10"]),
        (["Ethernet2/1", "Ethernet1/16"], ["Ethernet1/16", "Ethernet2/1"]),
        (
            ["Port-channel2", "GigabitEthernet0/0", "Port-channel10"],
            ["GigabitEthernet0/0", "Port-channel2", "Port-channel10"],
        ),
    ],
)
def test_natural_order(names, ordered):
    assert sorted(names, key=port_choice.natural) == ordered


@given(some.lists(some.text(max_size=8)), some.randoms())
def test_sorting_does_not_depend_on_the_input_order(names, random):
    shuffled = random.sample(names, len(names))
    assert [port_choice.natural(each) for each in sorted(shuffled, key=port_choice.natural)] == sorted(
        map(port_choice.natural, names)
    )
