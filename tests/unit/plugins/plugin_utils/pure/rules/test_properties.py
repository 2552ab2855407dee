# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds of judging whatever a unit sends: it never raises, knows no order and no favourite, and auto is sound."""

from __future__ import annotations

import copy
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure import filters
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import Severity
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.names import ROLES
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.preflight import pair_context, preflight
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.judge import judge
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.port_choice import choose
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.rule import Settings
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.table import table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from support import units
from support.rule_cases import ROWS

patiently = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

ODD = some.sampled_from(
    [
        "",
        " ",
        "\0",
        "²",
        "9" * 400,
        "GigabitEthernet0/²",
        "Port-channel",
        ".1",
        "1.1.1.1/99",
        "::/0",
        "DOWN",
        "HA_NEW_NODE",
    ]
)
NUMBERS = some.sampled_from([0, -1, 10**25, -(10**4000), 1.5, float("nan"), float("inf")])
SCALARS = some.none() | some.booleans() | some.integers() | NUMBERS | ODD | some.text(max_size=6)
NONSENSE = some.recursive(
    SCALARS,
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(some.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
AUTO = {
    "failover_link": units.LINK | {"port": "auto"},
    "failover_state_link": units.STATE_LINK | {"port": "auto"},
}
WISHES = (units.intent(), units.intent(failover_state_link=units.STATE_LINK), units.intent(**AUTO))


@cache
def samples():
    """Units with much to judge, in HA and not."""
    return [
        units.unit("primary", subinterfaces={units.PORT: [units.fixture("subinterface")]}, commands=COMMANDS),
        units.unit("secondary", etherchannels=[units.etherchannel(units.PORT, role="secondary")]),
        units.unit("primary", bridge_groups=[units.bridge_group(units.PORT)], pending_changes=[units.pending()]),
        units.joined("primary"),
        units.joined("secondary"),
    ]


COMMANDS = {"show managers": "Managed locally.", "show interface ip brief": "x 192.0.2.9 YES manual up up"}


def places(value, path=()):
    """Every place of a JSON document."""
    yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from places(each, (*path, index))


@some.composite
def damaged(draw):
    """The data of a unit with some members missing or replaced by nonsense, some unknown ones added."""
    data = copy.deepcopy(draw(some.sampled_from(samples())))
    for _ in range(draw(some.integers(0, 4))):
        path = draw(some.sampled_from([place for place in places(data) if place]))
        parent = data
        for step in path[:-1]:
            parent = parent[step]
        if draw(some.booleans()):
            del parent[path[-1]]
        else:
            parent[path[-1]] = draw(NONSENSE)
    return data | draw(some.dictionaries(some.text(max_size=4), NONSENSE, max_size=1))


@patiently
@given(damaged() | some.just({}), damaged(), some.sampled_from(WISHES), some.booleans())
def test_preflight_never_raises_on_damaged_data(primary, secondary, intent, strict):
    case = pair_context(intent, primary, secondary, None, Settings(require_link=strict))
    outcome = preflight(case)
    assert outcome.as_dict()["ready"] is not any(found.severity == Severity.ERROR for found in outcome.findings)
    table("branch01", outcome.findings)
    assert outcome.verdict


@patiently
@given(some.dictionaries(some.sampled_from(sorted(units.unit())), NONSENSE, max_size=6), some.sampled_from(WISHES))
def test_preflight_never_raises_on_nonsense(data, intent):
    preflight(pair_context(intent, data, data, None, Settings()))


@patiently
@given(damaged(), some.sampled_from([units.PORT, "Port-channel1", "", "²"]), NONSENSE)
def test_filters_raise_input_errors_only(data, port, intent):
    filters.eligible_ports(data)
    filters.ineligible_ports(data)
    filters.port_violations(data, port)
    filters.pair_findings({"primary": data, "secondary": data}, {"failover_link": units.LINK})
    for ask in (
        lambda: filters.port_bandwidth(data, port, state=True),
        lambda: filters.pair_findings({"primary": data, "secondary": data}, intent),
        lambda: filters.link_values(intent, "primary"),
        lambda: filters.link_addresses(intent),
    ):
        with suppress(InputError):
            ask()


CASES = some.sampled_from(ROWS).flatmap(lambda row: some.sampled_from(ROLES).map(row.breaks))


@patiently
@given(CASES, some.randoms(use_true_random=False))
def test_the_order_of_interfaces_changes_nothing(case, random):
    def shuffled(unit):
        data = dict(unit.data)
        for part in ("interfaces", "etherchannels", "bridge_groups", "vlan_interfaces"):
            if isinstance(data.get(part), list):
                data[part] = random.sample(data[part], len(data[part]))
        info = data.get("interface_info") or {}
        listed = info.get("interfaceInfoList", [])
        return data | {"interface_info": info | {"interfaceInfoList": random.sample(listed, len(listed))}}

    again = pair_context(case.intent, *map(shuffled, case.units), case.key, case.settings, case.places)
    assert preflight(again).as_dict() == preflight(case).as_dict()


SWAPPED = {"HA_PRIMARY": "HA_SECONDARY", "HA_SECONDARY": "HA_PRIMARY"}
ONE_SIDED = {"secondary-not-blank", "link-address", "standby-address-missing"}
"""The second is about the intent, whose addresses keep their units; the others are about one unit by nature."""


def exchanged(value):
    """The data of a unit that has the other role."""
    if isinstance(value, dict):
        return {key: exchanged(each) for key, each in value.items()}
    if isinstance(value, list):
        return [exchanged(each) for each in value]
    return SWAPPED.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ROWS, ids=[f"{row.rule}-{number}" for number, row in enumerate(ROWS, 1)])
def test_primary_and_secondary_exchanged_give_the_mirrored_findings(row, role):
    case = row.breaks(role)
    if case.intent.failover.port == "auto":
        case = choose(case)[0]
    other = dict(zip(ROLES, ROLES[::-1], strict=True))
    data = exchanged(dict(case.secondary.data)), exchanged(dict(case.primary.data))
    places = [place._replace(role=other[place.role]) for place in case.places]
    mirrored = pair_context(case.intent, *data, case.key, case.settings, places)

    def facts(findings, unit_of):
        return sorted(
            (found.rule, found.severity, unit_of(found.unit), found.subject)
            for found in findings
            if found.rule not in ONE_SIDED
        )

    assert facts(judge(mirrored), lambda unit: unit) == facts(judge(case), lambda unit: other.get(unit, unit))


PORTS = some.fixed_dictionaries(
    {
        "speedType": some.sampled_from(["AUTO", "HUNDRED", "THOUSAND", "TEN_THOUSAND", "SFP_DETECT", None]),
        "linkState": some.sampled_from(["UP", "DOWN"]),
        "enabled": some.booleans(),
        "name": some.sampled_from([None, None, None, "dmz"]),
        "mode": some.sampled_from(["ROUTED", "ROUTED", "PASSIVE"]),
        "present": some.sampled_from([True, None, False]),
        "managementOnly": some.sampled_from([False, False, True]),
    }
)
HARDWARE = tuple(f"Ethernet1/{number}" for number in range(1, 9))


@some.composite
def fleets(draw):
    """Both units with ports of all kinds, and an EtherChannel or two whose members may differ."""
    made = {}
    for role in ROLES:
        listed = [units.interface(name, role, **draw(PORTS)) for name in draw(some.permutations(HARDWARE))]
        members = [draw(some.lists(some.sampled_from(HARDWARE), max_size=2, unique=True)) for _ in range(2)]
        channels = [
            units.etherchannel(*each, number=number, role=role) for number, each in enumerate(members, 1) if each
        ]
        asked = {
            name: [units.fixture("subinterface")] for name in draw(some.sets(some.sampled_from(HARDWARE), max_size=2))
        }
        made[role] = units.unit(role, interfaces=listed, etherchannels=channels, interface_info={}, subinterfaces=asked)
    return made


@patiently
@given(fleets(), some.booleans(), some.booleans())
def test_auto_chooses_ports_that_no_rule_excludes_and_always_the_same(fleet, dedicated, strict):
    changes = AUTO if dedicated else {"failover_link": AUTO["failover_link"]}
    case = units.case(**fleet, settings=Settings(require_link=strict), **changes)
    settled, choices, _unchosen = choose(case)
    ports = [choice.port for choice in choices]
    assert len(set(ports)) == len(ports)
    about = {*ports, *(f"{choice.link} link" for choice in choices)}
    assert [found.rule for found in judge(settled) if found.severity == Severity.ERROR and found.subject in about] == []
    backwards = {
        role: data | {"interfaces": data["interfaces"][::-1], "etherchannels": data["etherchannels"][::-1]}
        for role, data in fleet.items()
    }
    again = units.case(**backwards, settings=Settings(require_link=strict), **changes)
    assert choose(again)[1] == choices


@patiently
@given(fleets())
def test_what_apply_does_to_chosen_ports_does_not_exclude_them(fleet):
    settled, choices, _unchosen = choose(units.case(**fleet, **AUTO))
    ports = {choice.port for choice in choices}
    for data in fleet.values():
        for each in (*data["interfaces"], *data["etherchannels"]):
            if each["hardwareName"] in ports:
                each |= {"enabled": True, "linkState": "UP"}
    again = replace(settled, primary=Unit("primary", fleet["primary"]), secondary=Unit("secondary", fleet["secondary"]))
    assert [found for found in judge(again) if found.severity == Severity.ERROR and found.subject in ports] == []
