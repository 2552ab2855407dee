# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All rules at once: every finding on both units in one result, and waiving within its bounds."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.catalogue import RULES
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.judge import judge, port_findings, waived
from support import units

WRONG = {units.PORT: {"name": "dmz", "mode": "PASSIVE"}}


def said(findings):
    return [(each.rule, each.severity, each.unit, each.subject) for each in findings]


def test_two_good_units_give_no_finding():
    assert judge(units.case(failover_key="s3cret")) == ()


def test_everything_that_is_wrong_is_reported_at_once():
    primary = units.unit(interfaces=units.interfaces(**WRONG))
    secondary = units.unit(
        "secondary",
        interfaces=[
            each
            for each in units.interfaces("secondary", **{units.STATE_PORT: {"ipv4": units.ipv4("192.168.10.2")}})
            if each["hardwareName"] != units.PORT
        ],
        ntp=[],
    )
    assert said(judge(units.case(primary, secondary))) == [
        ("port-named", "error", "primary", units.PORT),
        ("port-passive", "error", "primary", units.PORT),
        ("port-missing", "error", "secondary", units.PORT),
        ("link-overlaps-data", "error", "secondary", "failover link"),
        ("ports-differ", "error", "pair", "interfaces"),
        ("combined-link-busy", "advice", "primary", "failover link"),
        ("plain-text", "advice", "pair", "links"),
    ]


def test_a_port_that_is_still_to_be_chosen_is_not_checked():
    case = units.case(units.unit(interfaces=[]), failover_link=units.LINK | {"port": "auto"}, failover_key="s3cret")
    assert said(judge(case)) == []


def test_a_unit_that_runs_the_link_needs_no_free_port():
    case = units.case(units.joined(interfaces=units.interfaces(**WRONG)), units.unit("secondary"))
    assert list(port_findings(case, case.intent.failover, case.primary)) == []


def test_only_the_rules_for_pairs_in_ha_apply_to_one():
    primary = units.joined(interfaces=units.interfaces(**WRONG), ntp=[])
    secondary = units.joined("secondary", pending_changes=[units.pending("x", entityType="NetworkObject")])
    found = judge(units.case(primary, secondary, failover_key="s3cret"))
    assert all(RULES[each.rule].in_ha for each in found)
    assert said(found) == []


FINDINGS = judge(
    units.case(
        units.unit(interfaces=units.interfaces(**{units.PORT: {"mode": "PASSIVE"}})),
        failover_link=units.LINK | {"network": "169.254.0.0/30"},
    )
)


def test_waived_errors_become_warnings_and_say_so():
    assert [(each.rule, each.severity, each.waived) for each in waived(FINDINGS, ["link-reserved-network"])] == [
        ("port-passive", "error", False),
        ("link-reserved-network", "warning", True),
        ("plain-text", "advice", False),
    ]
    assert waived(FINDINGS, []) == FINDINGS
    assert waived(FINDINGS, ["plain-text", "busy"]) == FINDINGS


@pytest.mark.parametrize("rule", sorted(rule.id for rule in RULES.values() if rule.enforced_by_unit))
def test_what_the_unit_enforces_can_not_be_waived(rule):
    with pytest.raises(InputError) as raised:
        waived(FINDINGS, [rule], "branch01")
    assert str(raised.value) == (
        f"branch01: preflight_waive names {rule}, which the unit itself enforces. Remove {rule} from preflight_waive "
        "and fix what it finds."
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [("port-nmaed", "port-nmaed (did you mean port-named?)"), ("x", "x"), (7, "7")],
)
def test_an_unknown_rule_is_refused(name, words):
    with pytest.raises(InputError) as raised:
        waived(FINDINGS, [name])
    assert str(raised.value) == (
        f"preflight_waive names {words}, which is no rule. Correct preflight_waive; the rules are "
        f"{', '.join(sorted(RULES))}."
    )
