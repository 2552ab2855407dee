# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proof: each finding is made once where something is broken, and not where it is fine."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification import dataplane, state
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification import verify as verification
from support import units

SHOW, STATE, RUNNING = "show failover", "show failover state", "show running-config failover"
KEY = {"failover_key": "s3cret"}
RUNNING_ENCRYPTED = units.capture("show_running_config_failover")
RUNNING_PLAIN = RUNNING_ENCRYPTED.replace("failover ipsec pre-shared-key *****\n", "")
COMPLAINT = "\nshow running-config failover\n     ^\nERROR: % Invalid input detected at '^' marker.\n"


def as_sentences(role="primary", changes=None, **commands):
    """What the commands print on a unit of a healthy pair, but for these."""
    suffix = "" if role == "primary" else "_secondary"
    healthy = {
        SHOW: units.show_failover(role, units.intent(**(changes or {}))),
        STATE: units.capture(f"show_failover_state{suffix}"),
        RUNNING: RUNNING_ENCRYPTED if changes and "failover_key" in changes else RUNNING_PLAIN,
    }
    return healthy | {name.replace("_", " "): output for name, output in commands.items()}


def pair(changes=None, primary=None, secondary=None):
    """A healthy pair with the links of the variables, but for these parts."""
    intent = units.intent(**(changes or {}))
    first = {"commands": as_sentences("primary", changes)} | (primary or {})
    second = {"commands": as_sentences("secondary", changes)} | (secondary or {})
    return (
        intent,
        Unit("primary", units.joined("primary", intent, **first)),
        Unit("secondary", units.joined("secondary", intent, **second)),
    )


def said(found):
    return [(each.rule, each.severity, each.unit, each.subject, each.found) for each in found]


def shown(old, new, role="primary"):
    """`show failover` with one thing changed."""
    healthy = units.show_failover(role)
    assert old in healthy
    return {role: {"commands": as_sentences(role) | {SHOW: healthy.replace(old, new)}}}


def printed(command, output, role="primary"):
    return {role: {"commands": as_sentences(role) | {command: output}}}


FINE = [
    {},
    {"changes": KEY},
    {"changes": {"failover_state_link": units.STATE_LINK}},
    {"changes": {"failover_link": {"port": units.PORT, "network": "2001:db8::/64"}}},
    {"primary": {"commands": {}}, "secondary": {"commands": {}}},
    {"changes": KEY, "primary": {"commands": as_sentences(changes=KEY) | {RUNNING: COMPLAINT}}},
    {"primary": {"commands": {SHOW: COMPLAINT}}},
    {"primary": {"configuration": {}}},
    {"primary": {"status": units.active(haHealthStatus="")}},
    {"primary": {"configuration": units.configuration("primary", units.intent(), nodeRole="HA_SECONDARY")}},
    shown(
        "Interface inside (198.51.100.1): Normal (Monitored)", "Interface inside (198.51.100.1): Normal (Not-Monitored)"
    ),
    shown("Mate 9.16(2)7", "Mate Unknown"),
    printed(STATE, units.capture("show_failover_state").replace("Sync Done", "Sync Skipped")),
    printed(STATE, units.capture("show_failover_state").replace("Sync Done", "Sync Done - STANDBY")),
    printed(RUNNING, "ERROR: % Invalid input"),
]
ALONE = units.standby(nodeState="HA_FAILED_NODE", disabledReason="HA state progression failed")
BROKEN = [
    (
        {
            "primary": {"status": units.standby(nodeRole="HA_PRIMARY")},
            "secondary": {"status": units.active(nodeRole="HA_SECONDARY")},
        },
        ("unit-state", "warning", "pair", "unit state", "primary standby, secondary active"),
    ),
    (
        {"secondary": {"status": ALONE}},
        (
            "unit-state",
            "error",
            "pair",
            "unit state",
            "primary active, secondary failed (HA state progression failed)",
        ),
    ),
    (
        {"secondary": {"status": units.active(nodeRole="HA_SECONDARY")}},
        ("unit-state", "error", "pair", "unit state", "primary active, secondary active"),
    ),
    (
        {"secondary": {"status": units.standby(nodeRole="HA_PRIMARY")}},
        ("roles-inverted", "error", "secondary", "HA role", "has the role primary"),
    ),
    (
        {"primary": {"status": units.active(configStatus="OUT_OF_SYNC")}},
        ("configuration-sync", "error", "primary", "configuration", "is out of sync"),
    ),
    (
        {"primary": {"status": units.active(haHealthStatus="CRITICAL")}},
        ("health", "error", "primary", "health", "reports critical"),
    ),
    (
        {"secondary": {"status": units.standby(haHealthStatus="PROCESSING")}},
        ("health", "warning", "secondary", "health", "reports processing"),
    ),
    (
        {"primary": {"configuration": units.configuration("primary", units.intent(), failoverName="fover")}},
        ("link-drift", "error", "primary", "name of the failover link", "is fover"),
    ),
    (
        printed(SHOW, units.capture("show_failover_unconfigured")),
        ("failover-on", "error", "primary", "data plane", "failover is off"),
    ),
    (
        shown("LAN Interface: failover-link GigabitEthernet0/2 (up)", "LAN Interface: failover-link Ethernet1/1 (up)"),
        ("link-status", "error", "primary", "failover link", "runs on Ethernet1/1"),
    ),
    (
        shown("Link : failover-link GigabitEthernet0/2 (up)", "Link : failover-link GigabitEthernet0/2 (Failed)"),
        ("link-status", "error", "primary", "state link", "GigabitEthernet0/2 is Failed"),
    ),
    (
        shown("Link : failover-link GigabitEthernet0/2 (up)", "Link : Unconfigured.", "secondary"),
        ("link-status", "error", "secondary", "state link", "is not configured in the data plane"),
    ),
    (
        shown("Mate 9.16(2)7", "Mate 9.16(2)11"),
        ("data-plane-version", "error", "primary", "data plane", "runs 9.16(2)7, its mate 9.16(2)11"),
    ),
    (
        shown("Other host: Secondary - Standby Ready", "Other host: Secondary - Not Detected"),
        ("hello-messages", "error", "primary", "mate", "hears nothing from the other unit"),
    ),
    (
        shown("inside (198.51.100.1): Normal (Monitored)", "inside (198.51.100.1): Normal (Waiting)"),
        ("hello-messages", "warning", "primary", "inside", "waits for the mate's first hello on it"),
    ),
    (
        shown("outside (203.0.113.2): Normal (Monitored)", "outside (203.0.113.2): No Link (Monitored)", "secondary"),
        ("network-link-status", "error", "secondary", "outside", "is No Link (Monitored)"),
    ),
    (
        shown("outside (203.0.113.1): Normal (Monitored)", "outside (203.0.113.1): Unknown (Waiting)"),
        ("network-link-status", "warning", "primary", "outside", "is Unknown (Waiting)"),
    ),
    (
        printed(STATE, units.capture("show_failover_state").replace("Sync Done", "Sync Required")),
        ("configuration-sync", "error", "primary", "data plane configuration", "says Sync Required"),
    ),
    (
        printed(STATE, units.capture("show_failover_state").replace("\tSync Done\n", "")),
        ("configuration-sync", "warning", "primary", "data plane configuration", "says nothing"),
    ),
    (
        printed(STATE, units.capture("show_failover_state").replace("\tMac set\n", "")),
        ("mac-exchange", "warning", "primary", "MAC addresses", "says nothing"),
    ),
    (
        {"changes": KEY, "primary": {"commands": as_sentences(changes=KEY) | {RUNNING: RUNNING_PLAIN}}},
        ("encryption", "error", "primary", "links", "run as plain text"),
    ),
    (
        printed(RUNNING, RUNNING_ENCRYPTED, "secondary"),
        ("encryption", "advice", "secondary", "links", "are encrypted, but the inventory has no failover_key"),
    ),
    (
        printed(RUNNING, RUNNING_ENCRYPTED.replace("ipsec pre-shared-key", "key")),
        ("encryption", "advice", "primary", "links", "are encrypted, but the inventory has no failover_key"),
    ),
]


@pytest.mark.parametrize("parts", FINE, ids=range(len(FINE)))
def test_what_is_fine_is_not_a_finding(parts):
    assert said(verification.verify(*pair(**parts))) == []


@pytest.mark.parametrize(("parts", "finding"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_one_finding(parts, finding):
    assert said(verification.verify(*pair(**parts))) == [finding]


def test_every_finding_is_shown_broken():
    rules = (*state.ON_PAIR, *state.ON_UNIT, *dataplane.ON_UNIT)
    assert {rule.id for rule in rules} == {finding[0] for _parts, finding in BROKEN}


def test_every_finding_says_what_to_do():
    for parts, _finding in BROKEN:
        for each in verification.verify(*pair(**parts)):
            assert each.expected
            assert each.remedy.endswith(".")


def test_two_single_units_are_no_pair():
    found = verification.verify(
        units.intent(), Unit("primary", units.unit()), Unit("secondary", units.unit("secondary"))
    )
    assert said(found) == [
        ("unit-state", "error", "pair", "unit state", "primary single, secondary single: not a pair")
    ]


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (
            {},
            (
                "branch01: primary active, secondary standby ready, in sync; failover link GigabitEthernet0/2, "
                "combined with the state link, plain text"
            ),
        ),
        (
            {"changes": KEY | {"failover_state_link": units.STATE_LINK}},
            (
                "branch01: primary active, secondary standby ready, in sync; failover link GigabitEthernet0/2, state "
                "link GigabitEthernet0/3, encrypted"
            ),
        ),
        (
            {"secondary": {"status": ALONE | {"configStatus": "UNKNOWN"}, "commands": {}}},
            (
                "branch01: primary active, secondary failed, not in sync; failover link GigabitEthernet0/2, combined "
                "with the state link, plain text; 1 error"
            ),
        ),
    ],
)
def test_the_headline(parts, line):
    intent, primary, secondary = pair(**parts)
    assert verification.headline(intent, primary, secondary, verification.verify(intent, primary, secondary)) == line
