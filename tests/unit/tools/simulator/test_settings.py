# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The units file: valid settings, and the refusals of invalid ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from simulator.reading import SettingsError, load, parse


def unit(**words: Any) -> dict[str, Any]:
    return {"units": [{"name": "one", "address": "127.0.1.11", **words}]}


REFUSED = [
    ({}, "units is empty; expected a list of units."),
    ({"units": [], "fleet": 2}, "the units file: unknown setting 'fleet'; expected one of defaults, units."),
    (unit(adress="x"), "one: unknown setting 'adress'; expected one of address."),
    (unit(colour="red"), "one: unknown setting 'colour'; expected one of those in README.md."),
    (unit(address="192.0.2.1"), "one.address is '192.0.2.1'; expected a loopback address."),
    (unit(join_seconds="soon"), "one.join_seconds is 'soon'; expected a number."),
    (unit(setup_complete=1), "one.setup_complete is 1; expected true or false."),
    (unit(peer="two"), "one.peer is 'two'; expected the name of another unit."),
    (unit(masked_key="lose"), "one.masked_key is 'lose'; expected one of keep, literal, refuse."),
    (unit(interfaces=[{"name": "x"}]), "one.interfaces[0] has no hardware; expected a port's hardware name."),
    (unit(etherchannels=[{"members": []}]), "one.etherchannels[0] has no id; it is required."),
    (unit(away_as="late"), "one.away_as is 'late'; expected one of mixed, reset, 503."),
    (unit(commands={"show version": 7}), "one.commands.show version is 7; expected a text."),
    (unit(commands=["show version"]), "one.commands is ['show version']; expected a mapping."),
    (
        unit(bridge_groups=[{"id": 1, "ipv4": "192.0.2.1"}]),
        "one.bridge_groups[0].ipv4 is '192.0.2.1'; expected an address with prefix length.",
    ),
    (
        unit(joined={"role": "primary", "port": "X", "primary_address": "::1/64", "secondary_address": "::2/64"}),
        "one.joined: X does not exist; expected a port or EtherChannel of the unit.",
    ),
    (unit(ntp={"servers": "x"}), "one.ntp.servers is 'x'; expected a list."),
]


@pytest.mark.parametrize(("document", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_invalid_files_are_refused_with_one_sentence(document: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        parse(document)
    assert str(refusal.value) == sentence


def test_an_interface_entry_overrides_only_its_own_settings() -> None:
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


def test_defaults_apply_to_every_unit_without_the_setting() -> None:
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
def test_platforms_have_their_ports(platform: str, port: str, mode: str) -> None:
    modes = {entry.hardware: entry.mode for entry in parse(unit(platform=platform))[0].interfaces}
    assert modes[port] == mode


def test_a_serial_number_is_made_from_the_name() -> None:
    document = unit()
    document["units"].append({"name": "two", "address": "127.0.1.12"})
    one, two = parse(document)
    assert one.serial != two.serial
    assert one.serial == parse(unit())[0].serial


def test_units_of_several_files_share_the_defaults(tmp_path: Path) -> None:
    common, pair = tmp_path / "common.yml", tmp_path / "pair.yml"
    common.write_text("defaults: {username: operator}", encoding="utf-8")
    pair.write_text("units: [{name: one, address: 127.0.0.1, peer: two}, {name: two, address: 127.0.0.2, peer: one}]")
    assert [(unit.name, unit.username) for unit in load(common, pair)] == [("one", "operator"), ("two", "operator")]


def test_files_of_a_unit_stand_beside_the_units_file(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    rows = [
        {"name": "one", "address": "127.0.0.1", "transcript": "run.har", "apispec": str(elsewhere)},
        {"name": "two", "address": "127.0.0.2"},
    ]
    (tmp_path / "units.yml").write_text(json.dumps({"units": rows}), encoding="utf-8")
    one, two = load(tmp_path / "units.yml")
    assert (one.transcript, one.apispec) == (str(tmp_path / "run.har"), str(elsewhere))
    assert (two.transcript, two.apispec) == (None, None)
