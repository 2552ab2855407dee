# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule reports what is broken on the right unit, and nothing in the nearest good case."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import SEVERITIES, Severity
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.names import ROLES
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import REASONS
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.preflight import preflight
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules import catalogue
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.catalogue import RULES
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.rule import Rule
from support import units
from support.rule_cases import ROWS, Row, link

DEVICE = {"port-missing", "port-named", "port-has-subinterfaces", "same-unit", "unit-shared"}
"""What no unit accepts: nothing can refer to a port that is not there, the vendor's text names the other two of ports,
and a unit is in HA with one other unit."""
IDS = [f"{row.rule}-{number}" for number, row in enumerate(ROWS, 1)]


def said(case, rule):
    """The findings of a rule on a case: unit and severity of each."""
    return [(found.unit, found.severity) for found in preflight(case).findings if found.rule == rule]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_rule_reports_what_is_broken(row: Row, role: str) -> None:
    expected = {"": [role], "both": list(ROLES)}.get(row.names, [row.names])
    assert said(row.breaks(role), row.rule) == [(unit, row.severity) for unit in expected]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_rule_reports_nothing_in_the_nearest_good_case(row: Row, role: str) -> None:
    assert said(row.holds(role), row.rule) == []


def _failed(state: str):
    return units.case(units.joined("primary"), units.joined("secondary", status=units.status(state)))


BLOCKED = {
    "pair-differs": lambda: units.case(units.joined(), units.joined("secondary"), **link(network="192.168.10.0/29")),
    "primary-single": lambda: units.case(units.unit(), units.joined("secondary")),
    "suspended": lambda: _failed("HA_SUSPENDED_NODE"),
    "unit-disabled": lambda: _failed("HA_DISABLED_NODE"),
    "unit-failed": lambda: _failed("HA_FAILED_NODE"),
    "state-unknown": lambda: _failed("A_STATE_OF_A_LATER_RELEASE"),
}


@pytest.mark.parametrize("rule", BLOCKED)
def test_a_state_from_which_no_step_leads_on_is_an_error(rule: str) -> None:
    outcome = preflight(BLOCKED[rule]())
    assert (rule, Severity.ERROR) in [(found.rule, found.severity) for found in outcome.findings]
    assert not outcome.ready
    assert outcome.plan.steps == ()


def test_the_table_has_every_rule_and_every_such_state() -> None:
    assert {row.rule for row in ROWS} == set(RULES), "give each rule rows in tests/support/rule_cases.py"
    assert set(BLOCKED) == set(REASONS) - set(RULES)


MODULES = sorted(file.stem for file in Path(catalogue.__file__).parent.glob("[a-z]*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_every_rule_of_a_file_is_in_the_catalogue(name: str) -> None:
    module = import_module(f"{catalogue.__package__}.{name}")
    missing = [each.judge.__name__ for each in vars(module).values() if isinstance(each, Rule) and each.id not in RULES]
    assert missing == [], f"add {missing} to the tuple at the end of {name}.py"


def test_a_pair_without_fault_gives_no_finding() -> None:
    assert preflight(units.case(failover_key="Link-Key-0815")).findings == ()


def test_only_what_no_unit_accepts_can_not_be_waived() -> None:
    assert {rule.id for rule in RULES.values() if rule.enforced_by_unit} == DEVICE


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_says_what_it_is(rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert rule.severity in SEVERITIES
    assert rule.source
    assert rule.judge.__doc__


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_a_sentence_has_what_was_found_what_is_expected_and_the_remedy(row: Row) -> None:
    for found in (each for each in preflight(row.breaks("primary")).findings if each.rule == row.rule):
        assert not found.found.endswith(".")
        assert not found.expected.endswith(".")
        assert re.match(r"[A-Z`]", found.remedy)
        assert found.remedy.endswith(".")
        assert len(found.sentence) < 420


def test_the_remedy_for_a_survivor_keeps_its_configuration() -> None:
    """A secondary alone in HA beside a blank primary: after a break and with the roles exchanged, deploy may go on."""
    blank = units.unit(interfaces=units.interfaces(blank=True))
    survivor = units.joined("secondary", status=units.status("HA_ACTIVE_NODE", nodeRole="HA_SECONDARY"))
    before = preflight(units.case(blank, survivor))
    assert "exchange primary and secondary in failover_units" in before.findings[0].remedy
    broken = units.unit("secondary", interfaces=units.interfaces("secondary", blank=False))
    assert said(units.case(blank, broken), "secondary-not-blank") == [("secondary", Severity.ERROR)]
    exchanged = preflight(units.case(broken, blank))
    assert exchanged.ready
    assert [found.rule for found in exchanged.findings] == ["plain-text"]


def test_deploy_continues_after_the_remedy_of_a_restored_primary() -> None:
    restored = units.unit(interfaces=units.interfaces(blank=False))
    broken = units.unit("secondary", interfaces=units.interfaces("secondary", blank=False))
    assert preflight(units.case(restored, broken)).ready


@pytest.mark.parametrize(
    ("members", "hinted"),
    [
        ({"speedType": "SFP_DETECT"}, True),
        ({"speedType": "NO_NEGOTIATE"}, True),
        ({"speedType": "TWENTYFIVE_THOUSAND"}, True),
        ({"speedType": "THOUSAND"}, False),
        ({}, False),
    ],
)
def test_the_remedy_for_a_link_that_is_down_names_negotiation_where_a_module_may_be(members, hinted) -> None:
    data = units.unit(interfaces=units.interfaces(**{units.PORT: members | {"linkState": "DOWN"}}), interface_info={})
    (found,) = (each for each in preflight(units.case(data)).findings if each.rule == "port-link-down")
    assert ("SFP modules" in found.remedy) is hinted


def test_the_remedy_looks_at_members_too() -> None:
    members = {units.STATE_PORT: {"speedType": "SFP_DETECT"}}
    data = {
        role: units.unit(
            role,
            interfaces=units.interfaces(role, **members),
            etherchannels=[units.etherchannel(units.STATE_PORT, role=role, linkState="DOWN")],
        )
        for role in ROLES
    }
    found = preflight(units.case(**data, **link(port="Port-channel1"))).findings
    assert ["SFP modules" in each.remedy for each in found if each.rule == "port-link-down"] == [True, True]
