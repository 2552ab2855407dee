# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a transcript keeps of an answer, and what it replaces."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.transcript.cleaner import Cleaner
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.transcript.stand_ins import StandIns
from hypothesis import given
from hypothesis import strategies as st
from support import units

SALT = b"salt of this run"
WORD = StandIns(SALT).word
ADDRESS = StandIns(SALT).address


def cleaner(*known: tuple[str, str]) -> Cleaner:
    return Cleaner(StandIns(SALT), known)


KEPT: list[dict[str, Any]] = [
    {"nodeState": "HA_ACTIVE_NODE", "configStatus": "IN_SYNC", "type": "hastatus", "id": "default"},
    {"hardwareName": "GigabitEthernet0/2", "mode": "ROUTED", "speedType": "AUTO", "mtu": 1500, "enabled": True},
    {"name": "HA", "failoverName": "failover-link", "statefulFailoverName": "stateful-failover-link"},
    {"softwareVersion": "7.0.1-84", "version": "bkg3mxlo3vx3k", "platformModel": "Cisco Firepower 1140"},
    {"sharedKey": "*********"},
    {"sharedKey": None, "name": None, "description": ""},
    {"ipAddress": None, "netmask": "255.255.255.252"},
    {"ipAddress": "127.0.1.11"},
    {"startDateTime": "2026-11-23 18:30:00Z", "queuedTime": 1767225600000},
    {"registrationStatus": "REGISTERED", "supportedVersions": ["v6", "latest"]},
    {"fieldName": "enabled", "newValue": "true", "entityType": "PhysicalInterface", "entityName": "GigabitEthernet0/2"},
    {"statusMessage": "Deployed successfully"},
    {"commandInput": "show failover state"},
]


@pytest.mark.parametrize("value", KEPT, ids=lambda value: "-".join(value))
def test_words_of_the_api_stay(value: dict[str, Any]) -> None:
    assert cleaner().data(value) == value


@pytest.mark.parametrize(
    "value",
    [
        {"name": "dmz-north"},
        {"name": "DMZ_NORTH"},
        {"hostname": "fw1.acme.example"},
        {"description": "to the Oslo office"},
        {"virtualAccount": "ACME"},
        {"username": "anna"},
        {"serialNumber": "9A1B2C3D4E5"},
        {"ntpServers": ["ntp1.acme.example"]},
        {"entityName": "acme-net"},
        {"somethingNew": "Acme Limited"},
        {"ipAddress": "203.0.113.9"},
        {"ipAddress": "2001:db8:77::9/64"},
        {"macAddress": "249A.16A4.5DED"},
        {"id": "cfe11bdd-4a3f-5167-96ff-c7709fb6851d"},
        {"self": "https://203.0.113.9/api/fdm/v6/x/cfe11bdd-4a3f-5167-96ff-c7709fb6851d"},
        {"access_token": "eyJhbGciOiJIUzI1NiJ9.x.y"},
        {"password": "hunter2"},
        {"psk": "hunter2", "preSharedKey": "hunter2"},
    ],
    ids=lambda value: "-".join(value),
)
def test_what_says_something_of_the_owner_is_replaced_and_always_by_the_same(value: dict[str, Any]) -> None:
    ((name, original),) = list(value.items())[:1]
    made = cleaner().data(value)[name]
    assert made != original
    assert cleaner().data({"deep": [{"er": value}]})["deep"][0]["er"][name] == made


def test_a_name_in_the_place_of_a_field_is_replaced() -> None:
    made = cleaner().data({"modifiedObjects": {"acme-net": ["dmz9"], "NetworkObject": []}})["modifiedObjects"]
    assert list(made) == [WORD("name", "acme-net"), "NetworkObject"]
    assert made[WORD("name", "acme-net")] == [WORD("name", "dmz9")]


@pytest.mark.parametrize("name", ["state", "failover", "link"])
def test_an_interface_that_is_called_as_a_word_of_the_output_spoils_no_output(name: str) -> None:
    said = {"items": [{"name": name}], "commandInput": "show failover state", "commandOutput": units.show_failover()}
    again = {"items": [], "commandInput": "show failover state", "commandOutput": units.show_failover()}
    assert cleaner().data(said)["commandOutput"] == cleaner().data(again)["commandOutput"]
    assert cleaner().data(said)["commandInput"] == "show failover state"


def test_a_name_is_replaced_in_prose_too() -> None:
    made = cleaner().data(
        {
            "items": [{"name": "dmz-north"}],
            "message": "the interface dmz-north (203.0.113.9) is in use, not dmz-northern",
        }
    )
    word = WORD("name", "dmz-north")
    assert made["message"] == f"the interface {word} ({ADDRESS('203.0.113.9')}) is in use, not dmz-northern"


def test_a_name_that_another_task_met_is_known() -> None:
    assert cleaner(("name", "dmz-north")).prose("on dmz-north") == f"on {WORD('name', 'dmz-north')}"


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("ERROR: Interface name 'x' or \"dmz9\" is used", "dmz9"),
        ("Validation failed due to a duplicate name: acme-net", "acme-net"),
        ("  Interface dmz9 (203.0.113.1): Normal (Monitored)", "dmz9"),
        ("Failover LAN Interface: fover9 GigabitEthernet0/7 (up)", "fover9"),
        ("Serial Number: Ours 9A1B2C3D4E5, Mate 9A5E4D3C2B1", "9A5E4D3C2B1"),
        ("failover lan interface fover9 GigabitEthernet0/7", "fover9"),
        ("failover interface ip fover9 192.168.10.1 255.255.255.252 standby 192.168.10.2", "fover9"),
        ("failover ipsec pre-shared-key hunter2", "hunter2"),
        ("Display name : fmc.acme.example", "acme"),
        ("the name server ns1.acme.example does not answer", "acme"),
        ("peer cfe11bdd-4a3f-5167-96ff-c7709fb6851d at 249A.16A4.5DED", "249A"),
    ],
)
def test_prose_loses_what_stands_where_names_stand(said: str, gone: str) -> None:
    assert gone not in cleaner().prose(said)


@pytest.mark.parametrize(
    "said",
    [
        "Deployed successfully",
        "The field `failoverInterface` of GigabitEthernet0/2 can't be null.",
        "the unit's initial setup isn't completed",
        "Version: Ours 9.18(4)47, Mate 9.18(4)47",
        "CD App Sync error is Failed to apply SSP config on standby. Check app-sync-history CLI for details",
        units.capture("show_failover_state"),
    ],
)
def test_prose_that_identifies_no_owner_stays(said: str) -> None:
    assert cleaner().prose(said) == said


def test_the_output_of_show_failover_can_still_be_read() -> None:
    cleaned = cleaner().prose(units.show_failover())
    assert len(cleaned.splitlines()) == len(units.show_failover().splitlines())
    assert "This host: Primary - Active" in cleaned


@pytest.mark.parametrize(
    "around", ["{}", "at {}.", "({})", "[{}]:443", "addr:{}", "peer={}", "{}, {}", "x - {}: up", "'{}'"]
)
@pytest.mark.parametrize(
    "address",
    ["203.0.113.9", "172.20.33.1/24", "2001:db8:77::9", "2001:db8:77::9/64", "249a.16a4.5ded", "24:9a:16:a4:5d:ed"],
)
def test_an_address_is_replaced_whatever_stands_around_it(address: str, around: str) -> None:
    said = around.format(address, address)
    bare = address.partition("/")[0]
    cleaned = cleaner().prose(said)
    assert bare not in cleaned
    assert len(cleaned.split(" ")) == len(said.split(" "))


@pytest.mark.parametrize(
    "text", ["18:30:00", "2026-11-23 18:30:00Z", "7.0.1-84", "9.18(4)47", "slot 0: FTD hw/sw rev (/9.18(4)47)"]
)
def test_times_and_releases_are_no_addresses(text: str) -> None:
    assert cleaner().prose(text) == text


def test_secrets_are_hidden_wherever_they_stand() -> None:
    cleaned = cleaner().body(b'{"error": {"messages": [{"description": "bad value s3cret-Key-1"}]}}', {"s3cret-Key-1"})
    assert "s3cret-Key-1" not in cleaned
    assert "bad value" in cleaned


@pytest.mark.parametrize(
    ("raw", "cleaned"), [(b"", ""), (b"<html>Sign in</html>", "<html>Sign in</html>"), (b"null", "null")]
)
def test_bodies_that_are_no_objects(raw: bytes, cleaned: str) -> None:
    assert cleaner().body(raw, ()) == cleaned


def test_what_was_cleaned_is_not_cleaned_again() -> None:
    first = cleaner()
    once = first.data({"name": "dmz-north"})
    assert first.data(once) == once


SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "type", "description", "messages", "code", "sharedKey", "x"]), inner)
    ),
    max_leaves=10,
)


@given(value=SHAPES)
def test_only_texts_change_so_the_shape_stays(value: Any) -> None:
    def shape(found: Any) -> Any:
        if isinstance(found, dict):
            return {name: shape(each) for name, each in found.items()}
        return [shape(each) for each in found] if isinstance(found, list) else type(found)

    assert shape(json.loads(json.dumps(cleaner().data(value)))) == shape(value)
