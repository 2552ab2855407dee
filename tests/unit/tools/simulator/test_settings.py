# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The units file: what is understood, and how the rest is refused."""

from __future__ import annotations

from typing import Any

import pytest
from simulator.reading import SettingsError, parse


def unit(**words: Any) -> dict[str, Any]:
    return {"units": [{"name": "one", "address": "127.0.1.11", **words}]}


REFUSED = [
    ({}, "units: at least one unit is needed, as a list."),
    ({"units": [], "fleet": 2}, "the units file: there is no setting 'fleet'."),
    (unit(colour="red"), "one: there is no setting 'colour'."),
    (unit(address="192.0.2.1"), "one.address: a loopback address is needed, not 192.0.2.1."),
    (unit(join_seconds="soon"), "one.join_seconds: expected float, found 'soon'."),
    (unit(setup_complete=1), "one.setup_complete: expected bool, found 1."),
    (unit(peer="two"), "one.peer: there is no unit two."),
    (unit(masked_key="lose"), "one.masked_key: one of keep, literal, refuse, not 'lose'."),
    (unit(interfaces=[{"name": "x"}]), "one.interfaces[0]: hardware is needed."),
    (unit(etherchannels=[{"members": []}]), "one.etherchannels[0]: missing 1 required positional argument: 'id'."),
    (unit(away_as="late"), "one.away_as: one of mixed, reset, 503, not 'late'."),
    (
        unit(bridge_groups=[{"id": 1, "ipv4": "192.0.2.1"}]),
        "one.bridge_groups[0].ipv4: an address with prefix length is needed, not 192.0.2.1.",
    ),
    (
        unit(joined={"role": "primary", "port": "X", "primary_address": "::1/64", "secondary_address": "::2/64"}),
        "one.joined: there is no port X.",
    ),
    (unit(ntp={"servers": "x"}), "one.ntp.servers: expected a list, found 'x'."),
]


@pytest.mark.parametrize(("document", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_cannot_be_meant_is_refused_with_one_sentence(document: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        parse(document)
    assert str(refusal.value) == sentence


def test_an_interface_entry_overrides_only_what_it_says() -> None:
    ports = {
        port.hardware: port
        for port in parse(unit(interfaces=[{"hardware": "GigabitEthernet0/0", "mtu": 9000}]))[0].interfaces
    }
    assert ports["GigabitEthernet0/0"].name == "outside"
    assert ports["GigabitEthernet0/0"].mtu == 9000
    assert len(ports) == 11


def test_an_interface_can_be_removed() -> None:
    ports = parse(unit(interfaces=[{"hardware": "GigabitEthernet0/9", "remove": True}]))[0].interfaces
    assert "GigabitEthernet0/9" not in [port.hardware for port in ports]


def test_defaults_hold_for_every_unit_that_says_nothing() -> None:
    document = {"defaults": {"software": "7.4.2-1"}, **unit()}
    document["units"].append({"name": "two", "address": "127.0.1.12", "software": "7.2.5-1"})
    assert [one.software for one in parse(document)] == ["7.4.2-1", "7.2.5-1"]


@pytest.mark.parametrize(
    ("platform", "port", "mode"),
    [
        ("fpr1010", "Ethernet1/2", "SWITCHPORT"),
        ("fpr3120", "Ethernet1/16", "ROUTED"),
        ("ftdv", "GigabitEthernet0/9", "ROUTED"),
    ],
)
def test_platforms_bring_their_ports(platform: str, port: str, mode: str) -> None:
    modes = {entry.hardware: entry.mode for entry in parse(unit(platform=platform))[0].interfaces}
    assert modes[port] == mode


def test_a_serial_number_is_made_from_the_name() -> None:
    document = unit()
    document["units"].append({"name": "two", "address": "127.0.1.12"})
    one, two = parse(document)
    assert one.serial != two.serial
    assert one.serial == parse(unit())[0].serial
