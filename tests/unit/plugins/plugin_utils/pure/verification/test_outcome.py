# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything verify says of a pair: its condition first, the cause once, and what a report draws."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification.condition import Condition, unreachable
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification.outcome import verification
from support import units
from support.verify_cases import ALONE, BROKEN, FINE, KEY, RUNNING_PLAIN, interface, pair, shown, unheard

PREDICTED = {role: RUNNING_PLAIN.replace("lan unit primary", f"lan unit {role}") for role in ("primary", "secondary")}
LINKS = "failover link GigabitEthernet0/2, combined with the state link"


def outcome(parts, predicted=None, unread=()):
    intent, *both = pair(**parts)
    return verification(intent, tuple(both), predicted or {}, unread)


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({}, f"branch01: as intended: primary active, secondary standby ready, in sync; {LINKS}, plain text"),
        (
            {"changes": KEY | {"failover_state_link": units.STATE_LINK}},
            (
                "branch01: as intended: primary active, secondary standby ready, in sync; failover link "
                "GigabitEthernet0/2, state link GigabitEthernet0/3, encrypted"
            ),
        ),
        (
            {"secondary": {"status": ALONE | {"configStatus": "UNKNOWN"}, "commands": {}}},
            "branch01: unhealthy: pair, HA state: primary is active; secondary is failed (HA state progression failed)",
        ),
        (
            {"primary": {"configuration": units.configuration("primary", units.intent(), failoverName="fover")}},
            "branch01: drifted: primary, name of the failover link: is fover",
        ),
        (
            unheard("Failed", met=True, status="Unknown (Monitored)", reason="Comm Failure"),
            (
                "branch01: unhealthy: primary, peer (lost at 17:31:43 UTC Feb 14 2025): receives no hello from the "
                "other unit"
            ),
        ),
        (
            interface("No Link (Monitored)"),
            "branch01: unhealthy: primary, inside: is No Link (Monitored)",
        ),
    ],
)
def test_the_first_line_says_the_condition_and_the_cause(parts, line):
    found = outcome(parts)
    assert found.headline == line
    assert found.lines.splitlines()[0] == line


def test_since_when_stands_in_the_first_line_where_a_unit_knows_it():
    failed = ALONE | {"disabledTimestamp": "2026-11-24 09:00:00Z", "configStatus": "UNKNOWN"}
    found = outcome({"secondary": {"status": failed, "commands": {}}})
    assert found.headline.endswith("(HA state progression failed), since 2026-11-24 09:00:00Z")
    assert found.as_dict()["since"] == "2026-11-24 09:00:00Z"


def test_more_errors_are_counted_and_advice_alone_is_not_shown():
    both = {**interface("No Link (Monitored)"), **shown("(up)", "(down)", "secondary", count=1)}
    assert outcome(both).headline.endswith("; 1 more error")
    bare = {"primary": {"interfaces": [units.interface("Ethernet1/1", name="outside")]}}
    assert len(outcome(bare).findings) == 1
    assert len(outcome(bare).lines.splitlines()) == 1


@pytest.mark.parametrize("parts", FINE)
def test_a_healthy_pair_is_one_line(parts):
    found = outcome(parts)
    assert (found.condition, found.wrong, len(found.lines.splitlines())) == (Condition.AS_INTENDED, (), 1)


@pytest.mark.parametrize(("parts", "said"), BROKEN)
def test_a_cause_is_named_once(parts, said):
    predicted = {} if "changes" in parts else PREDICTED
    rules = [finding["rule"] for finding in outcome(parts, predicted).as_dict()["findings"]]
    assert rules[0] == said[0]
    assert rules.count(said[0]) == 1
    assert "running-config" not in rules


class TestRunningConfiguration:
    def test_the_predicted_lines_are_so(self):
        found = outcome(
            {"secondary": {"commands": {"show running-config failover": PREDICTED["secondary"]}}}, PREDICTED
        )
        assert found.evidence[-1].verdict == "so"

    def test_other_lines_are_named_and_are_no_difference(self):
        more = RUNNING_PLAIN + "failover polltime unit 3\n"
        found = outcome({"primary": {"commands": {"show running-config failover": more}}}, PREDICTED)
        assert found.evidence[-1].primary == "prints the predicted lines; also prints failover polltime unit 3"
        assert found.condition == Condition.AS_INTENDED

    def test_another_line_about_a_link_is_drift(self):
        other = RUNNING_PLAIN.replace("192.168.10.1 ", "192.168.99.1 ")
        found = outcome({"primary": {"commands": {"show running-config failover": other}}}, PREDICTED)
        assert (found.condition, found.evidence[-1].verdict) == (Condition.DRIFTED, "not_so")
        assert "192.168.99.1" in found.headline
        assert found.wrong[0].remedy.startswith("Correct the inventory")

    def test_without_a_prediction_nothing_is_known(self):
        assert outcome({}).evidence[-1].verdict == "not_known"


class TestUnread:
    @pytest.mark.parametrize("role", ["primary", "secondary"])
    def test_the_pair_is_unreachable_and_the_other_unit_is_still_read(self, role):
        intent, *both = pair()
        both = tuple(Unit(role, {"host": "192.0.2.99"}) if unit.role == role else unit for unit in both)
        found = verification(intent, both, {}, (unreachable(role, "no connection", "Plug it in."),))
        assert found.headline == f"branch01: unreachable: {role}, unit: could not be read (no connection)"
        assert found.lines.splitlines()[-1].endswith("expected a unit that answers. Plug it in.")
        assert [row.verdict for row in found.evidence].count("so") == 0
        known = found.as_dict()["units"]
        assert known[role] | {"host": "192.0.2.99", "state": ""} == known[role]

    def test_what_the_other_unit_finds_follows(self):
        intent, primary, _away = pair(**interface("No Link (Monitored)"))
        away = Unit("secondary", {"host": "192.0.2.12"})
        found = verification(intent, (primary, away), {}, (unreachable("secondary", "no connection"),))
        assert [each.rule for each in found.wrong] == ["unit-unreachable", "network-link-status"]
