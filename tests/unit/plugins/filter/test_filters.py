# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each question, asked as a playbook asks it: through its filter, plain data in, plain data out."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure import filters as pure_filters
from ansible_collections.fdm.failover.plugins.plugin_utils.report import comparing
from support import units

FILTERS = Path(__file__).parents[4] / "plugins" / "filter"
NAMES = sorted(file.stem for file in FILTERS.glob("[a-z]*.py"))
INTENT = {"failover_link": units.LINK}
NAMED = units.unit(interfaces=units.interfaces(**{units.FREE_PORT: {"name": "dmz"}}))
DHCP = {"ipv4": units.ipv4(None, dhcp=True)}
SPLIT = {
    "active": None,
    "standby": None,
    "primary": {"answers": True, "state": "HA_ACTIVE_NODE"},
    "secondary": {"answers": False, "state": None},
}
LACP = units.unit(etherchannels=[units.etherchannel(units.PORT, units.STATE_PORT)])


def ask(name, *args, **options):
    module = import_module(f"ansible_collections.fdm.failover.plugins.filter.{name}")
    return module.FilterModule().filters()[name](*args, **options)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_only_the_filter_of_its_name_which_calls_the_function_of_its_name(name):
    module = import_module(f"ansible_collections.fdm.failover.plugins.filter.{name}")
    offered = module.FilterModule().filters()
    assert list(offered) == [name]
    assert offered[name].__wrapped__ is getattr(comparing if name == "report_changes" else pure_filters, name)


def test_every_value_of_a_template_is_documented():
    module = import_module("ansible_collections.fdm.failover.plugins.filter.link_values")
    documented = yaml.safe_load(module.RETURN)["_value"]["contains"]
    assert set(documented) == set(ask("link_values", INTENT, "primary")), "describe it in plugins/filter/link_values.py"


def finding(rule, found, expected, remedy, subject=units.FREE_PORT, severity="error"):
    said = {"rule": rule, "severity": severity, "unit": "primary", "subject": subject}
    return said | {"found": found, "expected": expected, "remedy": remedy, "waived": False}


IS_NAMED = finding(
    "port-named",
    'is named "dmz", so it carries user data',
    "a port without a name",
    "Choose a free port, or remove the name on this unit and deploy.",
)


@pytest.mark.parametrize(
    ("unit", "ports"),
    [
        (NAMED, [units.PORT, units.STATE_PORT]),
        (
            units.unit("secondary"),
            ["GigabitEthernet0/0", "GigabitEthernet0/1", *(f"GigabitEthernet0/{n}" for n in (2, 3, 4))],
        ),
        (LACP, [units.FREE_PORT, "Port-channel1"]),
        (units.joined(), [units.PORT, units.STATE_PORT, units.FREE_PORT]),
        (units.unit(subinterfaces={units.PORT: [units.fixture("subinterface")]}), [units.STATE_PORT, units.FREE_PORT]),
        ({}, []),
    ],
)
def test_eligible_and_ineligible_ports_are_all_there_are(unit, ports):
    others = ask("ineligible_ports", unit)
    assert ask("eligible_ports", unit) == ports
    assert set(others) | set(ports) == {
        each["hardwareName"] for key in ("interfaces", "etherchannels") for each in unit.get(key, ())
    }
    assert not set(others) & set(ports)
    assert all(others.values())


def test_why_a_port_is_not_eligible():
    assert ask("ineligible_ports", NAMED)[units.FREE_PORT] == [IS_NAMED]
    assert ask("port_violations", NAMED, units.FREE_PORT) == [IS_NAMED]
    assert ask("port_violations", NAMED, units.PORT) == []
    assert [each["rule"] for each in ask("port_violations", NAMED, "Ethernet9/9")] == ["port-missing"]
    assert [each["rule"] for each in ask("port_violations", NAMED, f"{units.PORT}.20")] == ["port-is-subinterface"]


@pytest.mark.parametrize(
    ("unit", "port", "options", "mbps"),
    [
        (units.unit(), units.PORT, {}, 1_000),
        (units.unit(interface_info=units.interface_info(units.interfaces(), "TEN_THOUSAND")), units.PORT, {}, 10_000),
        (
            units.unit(interfaces=[units.interface(gigabitInterface=False, hardwareName="Ethernet1/1")]),
            "Ethernet1/1",
            {},
            None,
        ),
        (LACP, "Port-channel1", {}, None),
        (LACP, "Port-channel1", {"state": True}, 1_000),
        (LACP, units.PORT, {"state": True}, 1_000),
    ],
)
def test_bandwidth(unit, port, options, mbps):
    if "Ethernet1/1" in port:
        unit["interface_info"] = {}
    assert ask("port_bandwidth", unit, port, **options) == mbps


@pytest.mark.parametrize(
    ("network", "primary", "secondary"),
    [
        ("192.0.2.0/30", "192.0.2.1/30", "192.0.2.2/30"),
        ("192.0.2.0 255.255.255.0", "192.0.2.1/24", "192.0.2.2/24"),
        ("2001:db8::/64", "2001:db8::1/64", "2001:db8::2/64"),
    ],
)
def test_addresses(network, primary, secondary):
    assert ask("link_addresses", network) == {"primary": primary, "secondary": secondary}


def test_values_are_those_of_the_task():
    asked = ask("link_values", INTENT, "secondary")
    assert asked["role"] == "HA_SECONDARY"
    assert asked["failover"]["primary"]["text"] == "192.168.10.1/30"
    assert (asked["combined"], asked["encrypted"]) == (True, False)
    dedicated = ask("link_values", INTENT | {"failover_state_link": units.STATE_LINK, "encrypted": True}, "primary")
    assert (dedicated["combined"], dedicated["encrypted"], dedicated["state"]["port"]) == (
        False,
        True,
        units.STATE_PORT,
    )


@pytest.mark.parametrize(
    ("intent", "rules"),
    [
        (INTENT, ["port-named", "plain-text"]),
        (INTENT | {"encrypted": True}, ["port-named"]),
        (INTENT | {"encrypted": True, "failover_state_link": None}, ["port-named"]),
        ({"failover_link": units.LINK | {"port": "auto"}, "encrypted": True}, []),
    ],
)
def test_findings_on_a_pair(intent, rules):
    taken = units.unit(
        interfaces=units.interfaces(**{units.PORT: {"name": "dmz"}, "GigabitEthernet0/1": {"name": None, "ipv4": None}})
    )
    pair = {"primary": taken, "secondary": units.unit("secondary")}
    assert [each["rule"] for each in ask("pair_findings", pair, intent)] == rules


@pytest.mark.parametrize("name", ["eligible_ports", "ineligible_ports"])
def test_answers_are_plain_data(name):
    assert json.loads(json.dumps(ask(name, NAMED))) == ask(name, NAMED)


NO_UNIT = "the input is a {}; expected the data of a unit. Give `unit` of fdm.failover.unit_info."


@pytest.mark.parametrize(
    ("name", "args", "sentence"),
    [
        ("eligible_ports", ("text",), NO_UNIT.format("str")),
        ("ineligible_ports", ([],), NO_UNIT.format("list")),
        ("port_violations", (None, "x"), NO_UNIT.format("NoneType")),
        (
            "port_bandwidth",
            (units.unit(interfaces=[units.interface()]), "GigabitEthernet0/3"),
            (
                "the unit has no port GigabitEthernet0/3 (did you mean GigabitEthernet0/2?); expected one of "
                "GigabitEthernet0/2. Name a port by its hardware name."
            ),
        ),
        (
            "link_addresses",
            ("no",),
            "no is no network; expected a network such as 192.0.2.0/30. Correct the network.",
        ),
        (
            "link_values",
            (INTENT, "third"),
            "unit is 'third'; expected primary or secondary. Correct the filter's argument.",
        ),
        (
            "link_values",
            ("x", "primary"),
            (
                "pair, failover_link: nothing is given; expected keys and values, such as port: GigabitEthernet0/2 "
                "and network: 192.0.2.0/30. Correct the variable in the inventory."
            ),
        ),
        (
            "pair_findings",
            ({"primary": {}}, INTENT),
            "the input is no pair; expected primary and secondary. Give `unit` of fdm.failover.unit_info.",
        ),
        (
            "active_unit",
            ({"unit": {}},),
            "the input is no pair; expected primary and secondary. Give `pair` of fdm.failover.pair_info.",
        ),
        (
            "active_unit",
            (SPLIT,),
            (
                "no unit is known to be active: primary is active, secondary is not answering; expected one active "
                "unit and one standby unit. Run fdm.failover.verify: it reports what is wrong with the pair."
            ),
        ),
    ],
)
def test_a_wrong_question_is_answered_in_one_sentence(name, args, sentence):
    with pytest.raises(AnsibleFilterError) as raised:
        ask(name, *args)
    assert str(raised.value) == f"fdm.failover.{name}: {sentence}"


@pytest.mark.parametrize(("active", "standby"), [("primary", "secondary"), ("secondary", "primary")])
def test_the_active_and_the_standby_unit_of_a_pair(active, standby):
    pair = {"active": active, "standby": standby}
    assert (ask("active_unit", pair), ask("standby_unit", pair)) == (active, standby)


@pytest.mark.parametrize("name", ["eligible_ports", "ineligible_ports", "port_violations", "port_bandwidth"])
def test_the_whole_result_of_a_task_is_refused_for_its_unit(name):
    registered = {"changed": False, "failed": False, "unit": units.unit()}
    ports = () if name.endswith("ligible_ports") else (units.PORT,)
    with pytest.raises(AnsibleFilterError, match=r"the whole result of a task; .* Give `unit` of"):
        ask(name, registered, *ports)


@pytest.mark.parametrize("name", ["shared_ports", "chosen_ports", "pair_findings"])
def test_the_whole_result_of_a_task_is_refused_for_a_unit_of_a_pair(name):
    given = {"primary": units.unit(), "secondary": {"changed": False, "unit": units.unit("secondary")}}
    with pytest.raises(AnsibleFilterError, match="the input is the whole result of a task"):
        ask(name, given, *([] if name == "shared_ports" else [INTENT]))
