# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evidence: each kind of information is so, not so, or not known, with the units' own words."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification.evidence import (
    Evidence,
    Verdict,
    all_of,
    evidence,
)
from hypothesis import given
from hypothesis import strategies as some
from support import units
from support.verify_cases import (
    ALONE,
    BROKEN,
    COMPLAINT,
    KEY,
    RUNNING,
    SHOW,
    STATE,
    interface,
    numbered,
    pair,
    printed,
    unheard,
)
from support.verify_cases import shown as printing

SO, NOT_SO, NOT_KNOWN = Verdict.SO, Verdict.NOT_SO, Verdict.NOT_KNOWN
POLL = "; unit poll 1 seconds, holdtime 15 seconds"


def rows(**parts):
    return {row.kind: row for row in evidence(*pair(**parts))}


def test_a_healthy_pair():
    assert list(rows().values()) == [
        Evidence("unit state", SO, "active (Primary - Active)", "standby (Secondary - Standby Ready)"),
        Evidence(
            "hello messages",
            SO,
            f"receives hellos from the secondary (Standby Ready){POLL}",
            f"receives hellos from the primary (Active){POLL}",
        ),
        Evidence("network link status of outside", SO, "Normal (Monitored)", "Normal (Monitored)"),
        Evidence("network link status of inside", SO, "Normal (Monitored)", "Normal (Monitored)"),
        Evidence("MAC address exchange", SO, "Mac set", "Mac set"),
        Evidence("configuration replication", SO, "in sync, Sync Done", "in sync, Sync Skipped - STANDBY"),
        Evidence("failover link", SO, "failover-link GigabitEthernet0/2 (up)", "failover-link GigabitEthernet0/2 (up)"),
        Evidence("state link", SO, "failover-link GigabitEthernet0/2 (up)", "failover-link GigabitEthernet0/2 (up)"),
        Evidence(
            "state link updates",
            SO,
            "5160 sent, 0 errors; 5161 received, 0 errors",
            "5160 sent, 0 errors; 5161 received, 0 errors",
        ),
        Evidence("encryption of the links", SO, "plain text", "plain text"),
    ]


VERDICTS = [
    ({"secondary": {"status": units.active(nodeRole="HA_SECONDARY")}}, "unit state", NOT_SO, None),
    ({"secondary": {"status": ALONE}}, "unit state", NOT_SO, "active (Primary - Active)"),
    ({"primary": {"status": units.status("")}}, "unit state", NOT_KNOWN, "not known"),
    ({"primary": {"status": units.active(nodeState="A_NEW_STATE")}}, "unit state", NOT_KNOWN, "a new state"),
    (printing("This host: Primary - Active", "This host: Primary - Failed"), "unit state", NOT_SO, None),
    ({"primary": {"commands": {}}, "secondary": {"commands": {}}}, "unit state", SO, "active"),
    (printed(SHOW, COMPLAINT), "hello messages", NOT_KNOWN, "not known"),
    (
        unheard("Failed", met=True, status="Unknown (Monitored)", reason="Comm Failure"),
        "hello messages",
        NOT_SO,
        f"receives no hellos from the secondary (Failed, lost at 17:31:43 UTC Feb 14 2025){POLL}",
    ),
    (
        unheard("Not Detected", met=False, status="Unknown (Waiting)"),
        "hello messages",
        NOT_SO,
        f"has never received hellos from the secondary (Not Detected){POLL}",
    ),
    (interface("No Link (Waiting)"), "network link status of inside", NOT_SO, "No Link (Waiting)"),
    (interface("Normal (Waiting)"), "network link status of inside", NOT_KNOWN, "Normal (Waiting)"),
    (interface("Testing (Monitored)"), "network link status of inside", NOT_KNOWN, "Testing (Monitored)"),
    (interface("No Link (Not-Monitored)"), "network link status of inside", NOT_KNOWN, "not known"),
    (printed(STATE, COMPLAINT), "MAC address exchange", NOT_KNOWN, "not known"),
    (
        printed(STATE, units.capture("show_failover_state").replace("Mac set", "Mac missing")),
        "MAC address exchange",
        NOT_SO,
        "Mac missing",
    ),
    (
        {"primary": {"status": units.active(configStatus="OUT_OF_SYNC")}},
        "configuration replication",
        NOT_SO,
        None,
    ),
    (
        {"primary": {"status": units.active(configStatus="A_NEW_WORD"), "commands": {}}},
        "configuration replication",
        NOT_KNOWN,
        "a new word",
    ),
    (
        printed(STATE, units.capture("show_failover_state").replace("Sync Done", "Sync Done\n\tSync Required")),
        "configuration replication",
        NOT_SO,
        "in sync, Sync Done, Sync Required",
    ),
    (
        printing("Link : failover-link GigabitEthernet0/2 (up)", "Link : Unconfigured."),
        "state link",
        NOT_SO,
        "not configured",
    ),
    (
        printing("failover-link GigabitEthernet0/2 (up)", "failover-link GigabitEthernet0/2 (Failed)", count=1),
        "failover link",
        NOT_SO,
        "failover-link GigabitEthernet0/2 (Failed)",
    ),
    ({"primary": {"commands": {}}}, "failover link", NOT_KNOWN, "not known"),
    (
        printing("2580       0          2581       0", "2580       3          2581       0"),
        "state link updates",
        NOT_SO,
        "5160 sent, 3 errors; 5161 received, 0 errors",
    ),
    (printing("2580", "0", count=-1), "state link updates", SO, None),
    ({"primary": {"commands": {}}}, "state link updates", NOT_KNOWN, "not known"),
    (printed(RUNNING, COMPLAINT), "encryption of the links", NOT_KNOWN, "not known"),
    ({"changes": KEY}, "encryption of the links", SO, "encrypted"),
]
VERDICT_IDS = numbered(f"{kind.replace(' ', '-')}-{verdict}" for _parts, kind, verdict, _primary in VERDICTS)


@pytest.mark.parametrize(("parts", "kind", "verdict", "primary"), VERDICTS, ids=VERDICT_IDS)
def test_every_verdict(parts, kind, verdict, primary):
    row = rows(**parts)[kind]
    assert row.verdict == verdict
    assert primary in (None, row.primary)


def test_updates_that_never_happened_are_not_known():
    text = units.show_failover().replace("2580", "0").replace("2581", "0")
    row = rows(**printed(SHOW, text))["state link updates"]
    assert (row.verdict, row.primary) == (NOT_KNOWN, "no updates yet")


def test_where_no_interface_is_monitored_that_is_said():
    text = units.show_failover().replace("(Monitored)", "(Not-Monitored)")
    other = units.show_failover("secondary").replace("(Monitored)", "(Not-Monitored)")
    parts = {"primary": {"commands": {SHOW: text}}, "secondary": {"commands": {SHOW: other}}}
    assert rows(**parts)["network link status"].verdict == NOT_KNOWN


@given(some.lists(some.sampled_from(Verdict), min_size=1))
def test_not_so_beats_not_known_and_not_known_beats_so(verdicts):
    assert all_of(verdicts) == min(verdicts, key=[NOT_SO, NOT_KNOWN, SO].index)


@pytest.mark.parametrize("parts", [parts for parts, _finding in BROKEN])
def test_rows_are_plain_text(parts):
    for row in evidence(*pair(**parts)):
        assert [type(value) for value in row.as_dict().values()] == [str] * 4
        assert row.primary
        assert row.secondary
