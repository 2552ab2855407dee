# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pair as a report draws it: units and links, from what both units answered."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.drawn import drawn
from ansible_collections.fdm.failover.plugins.plugin_utils.report.reading import read
from support import report_data, units
from support.verify_cases import KEY, pair, shown

STATE_LINK = {"failover_state_link": units.STATE_LINK}


def single(role="primary", **parts):
    return Unit(role, units.unit(role, **parts))


def test_a_pair_in_ha():
    known = drawn(*pair(changes=STATE_LINK | KEY))
    assert known["links"]["combined"] is False
    assert known["links"]["state"] == {
        "port": "GigabitEthernet0/3",
        "name": "stateful-failover-link",
        "speed": "1 Gb/s",
        "encrypted": True,
        "primary": {"address": "192.168.10.5/30", "status": "up"},
        "secondary": {"address": "192.168.10.6/30", "status": "up"},
    }
    assert [unit["state"] for unit in known["units"].values()] == ["active", "standby ready"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [("(up)", "up"), ("(down)", "down"), ("(Failed)", "down"), ("(Unknown)", None)],
)
def test_the_status_of_a_link_is_what_the_data_plane_says(status, expected):
    line = "LAN Interface: failover-link GigabitEthernet0/2 (up)"
    known = drawn(*pair(**shown(line, line.replace("(up)", status))))
    assert known["links"]["failover"]["primary"]["status"] == expected
    assert known["links"]["failover"]["secondary"]["status"] == "up"


@pytest.mark.parametrize(("link", "status"), [("UP", "up"), ("DOWN", "down"), ("SOMETHING", None), (None, None)])
def test_before_ha_it_is_what_the_port_says(link, status):
    ports = units.interfaces(**{units.PORT: {"linkState": link}})
    known = drawn(units.intent(), single(interfaces=ports), single("secondary"))
    assert known["links"]["failover"]["primary"]["status"] == status


@pytest.mark.parametrize("key", [True, False])
def test_before_ha_the_inventory_says_whether_the_links_will_be_encrypted(key):
    intent = units.intent(**(KEY if key else {}))
    assert drawn(intent, single(), single("secondary"))["links"]["failover"]["encrypted"] is key


def test_a_unit_that_was_not_read_is_an_address_and_nothing_else():
    known = drawn(units.intent(), single(), Unit("secondary", {"host": "192.0.2.12"}))
    assert set(known["units"]["secondary"].values()) == {"secondary", "192.0.2.12", ""}
    assert known["links"]["failover"]["encrypted"] is None
    assert known["links"]["failover"]["secondary"]["status"] is None


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ({}, ""),
        ({"haHealthStatus": "CRITICAL"}, "critical"),
        ({"haHealthStatus": "CRITICAL", "disabledReason": "no peer"}, "critical, no peer"),
        ({"haHealthStatus": "HEALTHY"}, ""),
    ],
)
def test_health_is_empty_where_there_is_nothing_to_say(status, words):
    assert drawn(*pair(primary={"status": units.active(**status)}))["units"]["primary"]["health"] == words


def test_a_report_reads_it_without_a_loss():
    known = drawn(*pair(changes=STATE_LINK))
    [read_pair] = read(report_data.report({"name": "branch01", "outcome": "ok"} | known)).pairs
    assert (read_pair.primary.serial, read_pair.secondary.model) == (
        known["units"]["primary"]["serial"],
        known["units"]["secondary"]["model"],
    )
    assert read_pair.links.state is not None
    assert read_pair.links.state.secondary.address == "192.168.10.6/30"
