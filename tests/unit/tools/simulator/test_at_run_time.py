# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings and control calls: other stored values, late links, edits of other users, unusual units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from simulator.offline import CHANNELS, CONFIGURATIONS, JOIN, PORTS, Offline
from simulator.reading import SettingsError

LINK = "GigabitEthernet0/2"
OTHER = "GigabitEthernet0/5"
LICENSE = "/license/smartagentstatuses/default"
CHANNEL = {"id": 1, "members": ["GigabitEthernet0/4", "GigabitEthernet0/5"]}


def codes(answer: tuple[int, Any]) -> tuple[int, list[str]]:
    return answer[0], [message["code"] for message in answer[1]["error"]["messages"]]


def states(rig: Offline) -> tuple[str, str]:
    return rig.state("one")["state"], rig.state("two")["state"]


def link_state(rig: Offline, hardware: str) -> str:
    return str(rig.port("one", hardware)["linkState"])


class TestStored:
    def test_a_unit_can_store_another_state_port(self, make: Callable[..., Offline]) -> None:
        status, body = make(stores_other_port=OTHER).configure("one", "primary")
        assert status == 200
        ports = [body[name]["hardwareName"] for name in ("failoverInterface", "statefulFailoverInterface")]
        assert ports == [LINK, OTHER]

    def test_a_unit_can_store_no_key(self, make: Callable[..., Offline]) -> None:
        rig = make(stores_no_key=True)
        assert rig.configure("one", "primary", sharedKey="Secret-1")[1]["sharedKey"] is None
        assert rig.state("one")["ha_configuration"]["sharedKey"] is None

    @pytest.mark.parametrize(("setting", "status"), [("refuse", 422), ("accept", 200)])
    def test_a_put_while_the_join_runs(self, make: Callable[..., Offline], setting: str, status: int) -> None:
        rig = make(put_during_join=setting)
        rig.join("one", "primary")
        assert rig.configure("one", "primary", sharedKey="Secret-2")[0] == status

    def test_another_user_writes_the_configuration(self, rig: Offline) -> None:
        version = rig.configure("one", "primary")[1]["version"]
        rig.patch("one", ha_configuration={"sharedKey": "Secret-2"})
        assert rig.state("one")["ha_configuration"]["sharedKey"] == "Secret-2"
        assert rig.call("one", "GET", CONFIGURATIONS)[1]["items"][0]["version"] != version
        with pytest.raises(SettingsError, match="unknown colour"):
            rig.patch("one", ha_configuration={"colour": "red"})

    def test_a_unit_fails_until_it_is_reset(self, rig: Offline) -> None:
        rig.pair_up("one", "two")
        rig.patch("two", fails="Interface check")
        rig.advance(600)
        assert rig.state("two")["state"] == "HA_FAILED_NODE"
        said = rig.call("two", "GET", "/devices/default/operational/ha/status/default")[1]
        assert "Interface check" in str(said["disabledReason"])
        rig.call("two", "POST", "/devices/default/action/ha/reset")
        rig.advance(60)
        assert rig.state("two")["state"] == "HA_STANDBY_NODE"
        with pytest.raises(SettingsError):
            rig.patch("two", fails=7)


class TestLinks:
    def test_without_a_cable_it_stays_down(self, make: Callable[..., Offline]) -> None:
        rig = make(interfaces=[{"hardware": LINK, "link": "DOWN"}])
        rig.enable("one", LINK)
        rig.advance(1000)
        assert link_state(rig, LINK) == "DOWN"
        rig.patch("one", interfaces={LINK: {"link": "UP"}})
        assert link_state(rig, LINK) == "UP"

    def test_it_comes_up_some_seconds_after_the_deployment(self, make: Callable[..., Offline]) -> None:
        rig = make(interfaces=[{"hardware": LINK, "link_up_seconds": 30}])
        rig.enable("one", LINK)
        for seconds, expected in ((0, "DOWN"), (29, "DOWN"), (1, "UP"), (100, "UP")):
            rig.advance(seconds)
            assert link_state(rig, LINK) == expected

    def test_it_waits_again_after_it_was_disabled(self, make: Callable[..., Offline]) -> None:
        rig = make(interfaces=[{"hardware": LINK, "link_up_seconds": 30, "enabled": True}])
        assert link_state(rig, LINK) == "UP"
        rig.patch("one", interfaces={LINK: {"enabled": False}})
        rig.patch("one", interfaces={LINK: {"enabled": True}})
        assert link_state(rig, LINK) == "DOWN"
        rig.advance(30)
        assert link_state(rig, LINK) == "UP"

    def test_units_find_each_other_when_it_comes_up(self, make: Callable[..., Offline]) -> None:
        rig = make(two={"interfaces": [{"hardware": LINK, "link_up_seconds": 60}]})
        rig.join("one", "primary")
        rig.join("two", "secondary")
        rig.advance(10)
        assert states(rig) == ("HA_ACTIVE_NODE", "HA_ACTIVE_NODE")
        rig.advance(60)
        assert states(rig) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE")

    def test_an_etherchannel_needs_an_enabled_member(self, make: Callable[..., Offline]) -> None:
        rig = make(etherchannels=[CHANNEL | {"members_enabled": False}])
        channel = rig.port("one", "Port-channel1")
        assert (channel["enabled"], channel["linkState"]) == (True, "DOWN")
        rig.enable("one", "GigabitEthernet0/5")
        assert link_state(rig, "Port-channel1") == "UP"
        assert link_state(rig, "GigabitEthernet0/4") == "DOWN"
        rig.patch("one", interfaces={"GigabitEthernet0/5": {"link": "DOWN"}})
        assert link_state(rig, "Port-channel1") == "DOWN"

    def test_enabling_an_etherchannel_does_not_enable_its_members(self, make: Callable[..., Offline]) -> None:
        rig = make(etherchannels=[CHANNEL | {"enabled": False}])
        rig.enable("one", "Port-channel1")
        assert link_state(rig, "Port-channel1") == "DOWN"
        assert rig.call("one", "GET", CHANNELS)[1]["items"][0]["enabled"] is True


class TestOtherUsers:
    @pytest.mark.parametrize(
        ("entry", "reason"),
        [
            ({"name": "dmz"}, f"{LINK} has a name."),
            ({"subinterfaces": [{"id": 7}]}, f"{LINK} has subinterfaces."),
            ({"dhcp": True}, f"Interface {LINK} gets its address by DHCP."),
            ({"subinterfaces": [{"id": 7, "dhcp": True}]}, f"Interface {LINK}.7 gets its address by DHCP."),
        ],
    )
    def test_a_port_changes_before_the_join(self, rig: Offline, entry: dict[str, Any], reason: str) -> None:
        rig.enable("one", LINK)
        rig.configure("one", "primary")
        rig.patch("one", interfaces={LINK: entry})
        status, body = rig.call("one", "POST", JOIN)
        assert status == 422
        assert reason in [message["description"] for message in body["error"]["messages"]]
        assert rig.state("one")["pending"] == []

    def test_subinterfaces_can_be_removed_again(self, rig: Offline) -> None:
        path = f"{PORTS}/{rig.port('one', LINK)['id']}/subinterfaces"
        for entries in ([{"id": 7}, {"id": 8}], [{"id": 8}], []):
            rig.patch("one", interfaces={LINK: {"subinterfaces": entries}})
            found = rig.call("one", "GET", path)[1]["items"]
            assert [item["subIntfId"] for item in found] == [entry["id"] for entry in entries]

    def test_an_edit_can_wait_for_a_deployment(self, rig: Offline) -> None:
        rig.patch("one", staged={LINK: {"description": "another user's work", "subinterfaces": [{"id": 7}]}})
        assert [change["change"] for change in rig.state("one")["pending"]] == ["updated", "created"]
        assert rig.state("one")["interfaces"][LINK]["description"] is None
        rig.patch("one", start="deploy")
        assert codes(rig.call("one", "POST", "/operational/deploy")) == (422, ["jobInProgress"])
        rig.advance(1)
        assert rig.state("one")["interfaces"][LINK]["description"] == "another user's work"
        assert rig.state("one")["pending"] == []

    def test_another_user_can_start_the_join(self, rig: Offline) -> None:
        rig.enable("one", LINK)
        rig.configure("one", "primary")
        rig.patch("one", start="join")
        rig.advance(2)
        assert rig.state("one")["state"] == "HA_ACTIVE_NODE"

    @pytest.mark.parametrize("wanted", [{"start": "reload"}, {"staged": {"X": {}}}, {"staged": 7}])
    def test_invalid_changes_are_refused(self, rig: Offline, wanted: dict[str, Any]) -> None:
        with pytest.raises(SettingsError):
            rig.patch("one", **wanted)


class TestUnusualUnits:
    @pytest.mark.parametrize(("platform", "words"), [("ftdv-aws", "for AWS"), ("ftdv-azure", "for Azure")])
    def test_cloud_platforms(self, make: Callable[..., Offline], platform: str, words: str) -> None:
        system = make(platform=platform).call("one", "GET", "/operational/systeminfo/default")[1]
        assert system["platformModel"].endswith(words)

    def test_the_management_address_can_be_another_one(self, make: Callable[..., Offline]) -> None:
        rig = make(one={"management_address": "192.0.2.10"})
        assert rig.call("one", "GET", "/operational/systeminfo/default")[1]["ipv4"] == "192.0.2.10"
        (item,) = rig.call("one", "GET", "/devicesettings/default/managementips")[1]["items"]
        assert item["ipv4Address"] == "192.0.2.10"

    @pytest.mark.parametrize(("standby", "away"), [("127.0.1.12", None), ("127.0.1.13", "reset"), (None, "reset")])
    def test_a_unit_managed_over_data_has_the_standby_address_after_its_join(
        self, make: Callable[..., Offline], standby: str | None, away: str | None
    ) -> None:
        port = {"hardware": "GigabitEthernet0/1", "ipv4": "127.0.1.11/24", "ipv4_standby": standby}
        own = {"hardware": "GigabitEthernet0/1", "ipv4": "127.0.1.12/24", "ipv4_standby": None}
        rig = make(
            one={"interfaces": [port], "management_address": "192.0.2.11"},
            two={"interfaces": [own], "management_address": "192.0.2.12"},
        )
        rig.pair_up("one", "two")
        unit = rig.unit("two")
        assert unit.absence(rig.clock.now()) == away
        assert rig.unit("one").absence(rig.clock.now()) is None

    def test_licenses_of_later_releases(self, make: Callable[..., Offline]) -> None:
        plr = {"registered": True, "status": "UNIVERSAL_PLR", "connection": "UNIVERSAL_PLR"}
        rig = make(one={"license": plr})
        assert [rig.call(name, "GET", LICENSE)[1]["registrationStatus"] for name in ("one", "two")] == [
            "UNIVERSAL_PLR",
            "UNREGISTERED",
        ]
        (item,) = rig.call("one", "GET", "/license/smartagentconnections")[1]["items"]
        assert item["connectionType"] == "UNIVERSAL_PLR"
        rig.patch("two", license={"status": "PLR_DEACTIVATION_IN_PROGRESS"})
        assert rig.call("two", "GET", LICENSE)[1]["registrationStatus"] == "PLR_DEACTIVATION_IN_PROGRESS"

    @pytest.mark.parametrize("speed", ["TWENTYFIVE_THOUSAND", "FORTY_THOUSAND"])
    def test_speeds_of_later_releases(self, make: Callable[..., Offline], speed: str) -> None:
        rig = make(interfaces=[{"hardware": LINK, "speed": speed, "capability": ["AUTO", speed]}])
        assert rig.port("one", LINK)["speedType"] == speed
        entries = rig.call("one", "GET", "/operational/interfaceinfo/default")[1]["interfaceInfoList"]
        assert {entry["hardwareName"]: entry["speedCapability"] for entry in entries}[LINK] == ["AUTO", speed]
        port = rig.port("one", OTHER)
        assert rig.call("one", "PUT", f"{PORTS}/{port['id']}", port | {"speedType": speed})[0] == 200

    def test_ports_of_a_3130_run_at_25_gigabit(self, make: Callable[..., Offline]) -> None:
        entries = make(platform="fpr3130").call("one", "GET", "/operational/interfaceinfo/default")[1]
        fast = [
            entry["hardwareName"]
            for entry in entries["interfaceInfoList"]
            if "TWENTYFIVE_THOUSAND" in entry["speedCapability"]
        ]
        assert fast == [f"Ethernet1/{number}" for number in range(9, 17)]
