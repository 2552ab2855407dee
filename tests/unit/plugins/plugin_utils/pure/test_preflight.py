# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices, findings and plan in one outcome."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.drawn import drawn
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.preflight import pair_context, preflight
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.rule import Settings
from support import units

AUTO = {"failover_link": units.LINK | {"port": "auto"}}
PASSIVE = units.unit(interfaces=units.interfaces(**{units.PORT: {"mode": "PASSIVE"}}))
STEPS = [
    {"step": "configure", "unit": "primary"},
    {"step": "join", "unit": "primary"},
    {"step": "wait-active", "unit": "primary"},
    {"step": "configure", "unit": "secondary"},
    {"step": "join", "unit": "secondary"},
    {"step": "wait-sync", "unit": "pair"},
]


def test_two_good_units():
    outcome = preflight(units.case(failover_key="s3cret"))
    known = outcome.as_dict()
    assert (known.pop("units"), known.pop("links")) == tuple(drawn(outcome.intent, *outcome.units).values())
    assert known == {
        "ready": True,
        "findings": [],
        "plan": {"verdict": "ready", "steps": STEPS, "blocked": None}
        | {"sentences": list(outcome.plan.sentences(outcome.ports))},
        "ports": {"failover": units.PORT},
        "choices": [],
    }
    assert outcome.verdict == "branch01: ready (no findings)"


def test_a_finished_pair():
    outcome = preflight(units.case(units.joined(), units.joined("secondary")))
    assert (outcome.ready, outcome.plan.as_dict()) == (True, {"verdict": "finished", "steps": [], "blocked": None})
    assert outcome.verdict == "branch01: nothing is left to do (no findings)"
    encrypted = preflight(units.case(units.joined(), units.joined("secondary"), failover_key="s3cret"))
    assert encrypted.verdict == (
        "branch01: nothing is left to do. The key can't be read back: a new key needs fdm.failover.rebuild "
        "(no findings)"
    )


def test_an_open_port_is_chosen_before_the_rules_apply():
    outcome = preflight(units.case(PASSIVE, failover_key="s3cret", **AUTO))
    assert (outcome.findings, outcome.ports) == ((), {"failover": units.STATE_PORT})
    assert outcome.as_dict()["choices"] == [
        {
            "link": "failover",
            "port": units.STATE_PORT,
            "reason": "free on both units, link up on both, 1 Gb/s; 2 to choose from",
        }
    ]


def test_where_no_port_can_be_chosen_nothing_is_planned():
    outcome = preflight(units.case(units.unit(interfaces=[]), failover_key="s3cret", **AUTO))
    assert [each.rule for each in outcome.findings] == ["port-missing"]
    assert (outcome.plan.verdict, outcome.plan.steps, outcome.ready) == ("blocked", (), False)


def test_errors_are_numbered_in_one_sentence():
    outcome = preflight(units.case(PASSIVE, failover_key="not this one"))
    assert outcome.verdict == (
        "branch01: 2 errors, so nothing is written to any unit. (1) primary, GigabitEthernet0/2: is in passive mode, "
        "so it only listens; expected a routed port. Choose another port, or set its mode to Routed on this unit and "
        "deploy. [port-passive] (2) pair, key: the key has blanks or characters that can't be printed; expected 1 to "
        "63 printable characters without blanks, semicolon, question mark, quotes, < or >. Choose another "
        "failover_key; letters and digits are always safe. [key-policy]"
    )
    assert "not this one" not in outcome.verdict


def test_waiving_makes_ready():
    outcome = preflight(units.case(PASSIVE, failover_key="s3cret"), ["port-passive"])
    assert (outcome.ready, outcome.verdict) == (True, "branch01: ready (1 warning)")
    with pytest.raises(InputError):
        preflight(units.case(), ["nonsense"])


@pytest.mark.parametrize(
    ("primary", "secondary", "rules"),
    [
        (units.unit(), units.joined("secondary"), ["already-paired-elsewhere", "primary-single", "plain-text"]),
        (
            units.joined(),
            units.joined("secondary", status=units.active(nodeRole="HA_SECONDARY")),
            ["split-brain"],
        ),
        (
            units.joined(status=units.standby()),
            units.joined("secondary", status=units.active()),
            ["roles-inverted", "roles-inverted"],
        ),
    ],
)
def test_what_blocks_the_plan_is_among_the_findings_once(primary, secondary, rules):
    outcome = preflight(units.case(primary, secondary))
    assert [each.rule for each in outcome.findings] == rules
    assert (outcome.ready, outcome.plan.verdict) == (False, "blocked")


@pytest.mark.parametrize(
    ("primary", "secondary", "joined"),
    [
        (units.unit(), units.unit("secondary"), False),
        (units.joined(), units.unit("secondary"), False),
        (units.joined(), units.joined("secondary"), True),
        (units.joined(), units.joined("secondary", status={}), False),
        ({}, {}, False),
    ],
)
def test_a_case_is_made_of_what_was_read(primary, secondary, joined):
    case = pair_context(units.intent(), primary, secondary, "s3cret", Settings(clock_skew=5))
    assert (case.in_ha, case.key, case.settings.clock_skew) == (joined, "s3cret", 5)
    assert [unit.role for unit in case.units] == ["primary", "secondary"]
    assert "s3cret" not in repr(case)
