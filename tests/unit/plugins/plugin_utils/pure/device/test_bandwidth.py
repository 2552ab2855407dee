# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bandwidth of a port, from the best source there is."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device import bandwidth
from support import units

SILENT = {"gigabitInterface": False, "tenGigabitInterface": False}


@pytest.mark.parametrize(
    ("members", "capability", "expected"),
    [
        ({"speedType": "TEN"}, (), (10, "speed")),
        ({"speedType": "HUNDRED"}, ("TEN_THOUSAND",), (100, "speed")),
        ({"speedType": "thousand"}, (), (1_000, "speed")),
        ({"speedType": "TEN_THOUSAND"}, (), (10_000, "speed")),
        ({"speedType": "AUTO"}, ("AUTO", "HUNDRED", "TEN_THOUSAND", "THOUSAND"), (10_000, "capability")),
        ({"speedType": "SFP_DETECT"}, ("SFP_DETECT",), (1_000, "flag")),
        ({"speedType": "TWENTYFIVE_THOUSAND"}, (), (25_000, "speed")),
        ({"speedType": "AUTO"}, ("TEN_THOUSAND", "TWENTYFIVE_THOUSAND"), (25_000, "capability")),
        # a word that can't be read is unknown, whatever a weaker source says
        ({"speedType": "WARP_NINE"}, ("TEN_THOUSAND",), (None, "unknown")),
        ({"speedType": "AUTO"}, ("TEN_THOUSAND", "WARP_NINE"), (None, "unknown")),
        ({"tenGigabitInterface": True}, (), (10_000, "flag")),
        (SILENT, (), (1_000, "name")),
        (SILENT | {"hardwareName": "TenGigabitEthernet0/0"}, (), (10_000, "name")),
        (SILENT | {"hardwareName": "FastEthernet0/0"}, (), (100, "name")),
        (SILENT | {"hardwareName": "Ethernet1/3"}, (), (None, "unknown")),
        (SILENT | {"hardwareName": None, "speedType": 7}, (), (None, "unknown")),
        (SILENT | {"hardwareName": None, "speedType": None}, (), (None, "unknown")),
    ],
)
def test_sources_in_the_order_of_precedence(members, capability, expected):
    assert bandwidth.bandwidth(units.interface(**members), capability) == expected


@pytest.mark.parametrize(
    ("model", "least"),
    [
        ("Cisco Firepower Threat Defense for KVM", 1_000),
        ("Cisco Firepower 1010 Threat Defense", 1_000),
        ("Cisco Firepower 1140 Threat Defense", 1_000),
        ("Cisco Secure Firewall 1210CE Threat Defense", 1_000),
        ("Cisco Secure Firewall 1220CX Threat Defense", 1_000),
        ("Cisco ASA5508-X Threat Defense", 1_000),
        ("Model 31300", 1_000),
        ("Cisco Secure Firewall 3105 Threat Defense", 1_000),
        ("Cisco Secure Firewall 3120 Threat Defense", 1_000),
        ("Cisco Secure Firewall 3130 Threat Defense", 10_000),
        ("Cisco Firepower 4112 Threat Defense", 10_000),
        ("Cisco Secure Firewall 4245 Threat Defense", 10_000),
        ("Cisco Firepower 9000 Series SM-36 Threat Defense", 10_000),
        ("", None),
    ],
)
def test_the_vendor_names_a_least_bandwidth_for_every_platform(model, least):
    assert bandwidth.platform_minimum(model) == least


@pytest.mark.parametrize(
    ("word", "mbps"),
    [
        ("ONE", 1),
        ("TEN", 10),
        ("HUNDRED", 100),
        ("THOUSAND", 1_000),
        ("ONE_THOUSAND", 1_000),
        ("TWO_THOUSAND_FIVE_HUNDRED", 2_500),
        ("TEN_THOUSAND", 10_000),
        ("TWENTYFIVE_THOUSAND", 25_000),
        ("TWENTY_FIVE_THOUSAND", 25_000),
        ("FORTY_THOUSAND", 40_000),
        ("FIFTY_THOUSAND", 50_000),
        ("HUNDRED_THOUSAND", 100_000),
        ("ONE_HUNDRED_THOUSAND", 100_000),
        ("FOUR_HUNDRED_THOUSAND", 400_000),
        ("AUTO", None),
        ("TENFOLD", None),
        ("", None),
        ("²", None),
    ],
)
def test_a_speed_is_a_number_in_words(word, mbps):
    assert bandwidth.speed(word) == mbps


@pytest.mark.parametrize(
    ("mbps", "words"),
    [(None, "unknown bandwidth"), (100, "100 Mb/s"), (1_000, "1 Gb/s"), (2_500, "2500 Mb/s"), (10_000, "10 Gb/s")],
)
def test_bandwidth_is_shown_in_gigabits(mbps, words):
    assert bandwidth.display_bandwidth(mbps) == words


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        (units.interface_info([units.interface()], "HUNDRED"), {units.PORT: ("AUTO", "HUNDRED")}),
        ({"interfaceInfoList": [{"hardwareName": "A", "speedCapability": None}, None, {}]}, {"A": ()}),
        ({"interfaceInfoList": None}, {}),
        ({}, {}),
    ],
)
def test_capability_by_port(info, expected):
    assert bandwidth.capabilities(info) == expected
