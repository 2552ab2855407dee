# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The join: refusals, failures, and the states of two units that join."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from simulator.offline import CONFIGURATIONS, JOIN, PORTS, Offline, address

LINK = "GigabitEthernet0/2"
STATUS = "/devices/default/operational/ha/status/default"


def codes(answer: tuple[int, Any]) -> tuple[int, list[str]]:
    return answer[0], [message["code"] for message in answer[1]["error"]["messages"]]


def states(rig: Offline) -> tuple[str, str, str]:
    one, two = rig.state("one"), rig.state("two")
    return one["state"], two["state"], one["config_status"]


def join_alone(rig: Offline, **changes: Any) -> None:
    assert rig.join("one", "primary", **changes)[0] == 200
    rig.advance(1.5)


class TestConfiguration:
    def test_there_is_one_object_named_ha_from_the_start(self, rig: Offline) -> None:
        items = rig.call("one", "GET", CONFIGURATIONS)[1]["items"]
        assert [(item["name"], item["nodeRole"], item["sharedKey"]) for item in items] == [("HA", None, None)]

    def test_the_key_is_never_returned(self, rig: Offline) -> None:
        assert rig.configure("one", "primary", sharedKey="Secret-1")[1]["sharedKey"] == "*********"
        assert rig.state("one")["ha_configuration"]["sharedKey"] == "Secret-1"

    @pytest.mark.parametrize(("way", "key"), [("keep", "Secret-1"), ("literal", "*********")])
    def test_a_mask_that_is_sent_back(self, make: Callable[..., Offline], way: str, key: str) -> None:
        rig = make(masked_key=way)
        rig.configure("one", "primary", sharedKey="Secret-1")
        rig.configure("one", "secondary", sharedKey="*********")
        assert rig.state("one")["ha_configuration"]["sharedKey"] == key

    def test_ports_are_answered_as_references(self, rig: Offline) -> None:
        reference = rig.configure("one", "primary")[1]["failoverInterface"]
        assert (reference["hardwareName"], reference["type"]) == (LINK, "physicalinterface")

    @pytest.mark.parametrize(("form", "netmask"), [("as-sent", "30"), ("dotted", "255.255.255.252"), ("prefix", "30")])
    def test_the_form_of_netmasks_is_a_setting(self, make: Callable[..., Offline], form: str, netmask: str) -> None:
        both = {
            "primaryFailoverIPv4": address("192.168.10.1", "30"),
            "secondaryFailoverIPv4": address("192.168.10.2", "30"),
        }
        assert (
            make(netmask_form=form).configure("one", "primary", **both)[1]["primaryFailoverIPv4"]["netmask"] == netmask
        )

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"nodeRole": None}, ["invalidField"]),
            ({"failoverName": "a;b"}, ["invalidField"]),
            ({"statefulFailoverInterface": None}, ["invalidField"]),
            ({"failoverInterface": {"id": "none", "type": "physicalinterface"}}, ["invalidUuid"]),
            ({"primaryFailoverIPv4": address("192.168.10.300")}, ["invalidIp"]),
            ({"primaryFailoverIPv4": {"ipAddress": "192.168.10.1", "netmask": "24"}}, ["invalidField"]),
            ({"sharedKey": "with blank"}, ["invalidField"]),
            ({"secondaryFailoverIPv4": None}, ["missingAddress", "addressMismatch"]),
            ({"primaryStatefulFailoverIPv4": address("192.168.11.1")}, ["invalidIp", "addressMismatch"]),
        ],
    )
    def test_bad_input_is_422(self, rig: Offline, changes: dict[str, Any], expected: list[str]) -> None:
        assert codes(rig.configure("one", "primary", **changes)) == (422, expected)

    @pytest.mark.parametrize(
        ("primary", "secondary", "code"),
        [
            ("192.168.10.1", "192.168.10.1", "invalidIp"),
            ("192.168.10.1", "192.168.10.5", "invalidIp"),
            ("192.168.10.0", "192.168.10.1", "invalidIp"),
            ("224.0.0.1", "224.0.0.2", "invalidIp"),
            ("169.254.7.1", "169.254.7.2", "reservedNetwork"),
        ],
    )
    def test_invalid_addresses(self, rig: Offline, primary: str, secondary: str, code: str) -> None:
        none = {"primaryStatefulFailoverIPv4": None, "secondaryStatefulFailoverIPv4": None}
        both = {"primaryFailoverIPv4": address(primary), "secondaryFailoverIPv4": address(secondary)}
        answer = codes(rig.configure("one", "primary", **both, **none))
        assert (answer[0], set(answer[1])) == (422, {code})

    def test_reserved_networks_can_be_accepted(self, make: Callable[..., Offline]) -> None:
        links = {name: address(f"169.254.7.{1 + name.startswith('secondary')}") for name in FOUR}
        assert make(reserved_networks="accept").configure("one", "primary", **links)[0] == 200

    def test_ipv6_links_are_accepted(self, rig: Offline) -> None:
        links: dict[str, Any] = dict.fromkeys(FOUR)
        links["primaryFailoverIPv6"] = {"ipAddress": "2001:db8::1/64", "type": "ipv6address"}
        links["secondaryFailoverIPv6"] = {"ipAddress": "2001:db8::2/64", "type": "ipv6address"}
        assert rig.configure("one", "primary", **links)[0] == 200

    def test_the_ha_configuration_of_a_unit_in_ha_cannot_be_changed(self, rig: Offline) -> None:
        rig.pair_up("one", "two")
        assert codes(rig.configure("one", "primary")) == (422, ["alreadyInHA"])


FOUR = [f"{role}{link}IPv4" for role in ("primary", "secondary") for link in ("Failover", "StatefulFailover")]

BAD_PORTS = [
    ({"name": "dmz"}, "has a name"),
    ({"enabled": False}, "is disabled"),
    ({"management_only": True}, "is a management interface"),
    ({"mode": "PASSIVE"}, "is passive"),
    ({"present": False}, "is not present"),
    ({"ipv4": "198.51.100.1/24"}, "has an address"),
    ({"subinterfaces": [{"id": 10}]}, "has subinterfaces"),
]


class TestRefusal:
    @pytest.mark.parametrize(("words", "reason"), BAD_PORTS, ids=[reason for _, reason in BAD_PORTS])
    def test_ports(self, make: Callable[..., Offline], words: dict[str, Any], reason: str) -> None:
        rig = make(interfaces=[{"hardware": LINK, "enabled": True, **words}])
        rig.configure("one", "primary")
        code, body = rig.call("one", "POST", JOIN)
        assert code == 422
        assert [message["description"] for message in body["error"]["messages"]] == [f"{LINK} {reason}."]

    @pytest.mark.parametrize("group", ["etherchannels", "bridge_groups"])
    def test_members_of_a_group(self, make: Callable[..., Offline], group: str) -> None:
        rig = make(interfaces=[{"hardware": LINK, "enabled": True}], **{group: [{"id": 1, "members": [LINK]}]})
        rig.configure("one", "primary")
        assert codes(rig.call("one", "POST", JOIN)) == (422, ["invalidFailoverInterface"])

    def test_switch_ports(self, make: Callable[..., Offline]) -> None:
        rig = make(platform="fpr1010")
        rig.configure("one", "primary", "Ethernet1/4")
        assert codes(rig.call("one", "POST", JOIN)) == (422, ["invalidFailoverInterface"])

    @pytest.mark.parametrize("words", [{"dhcp": True}, {"pppoe": True}])
    def test_dhcp_or_pppoe_on_any_interface(self, make: Callable[..., Offline], words: dict[str, bool]) -> None:
        rig = make(interfaces=[{"hardware": LINK, "enabled": True}, {"hardware": "GigabitEthernet0/0", **words}])
        rig.configure("one", "primary")
        assert codes(rig.call("one", "POST", JOIN)) == (422, [f"{next(iter(words))}NotSupportedInHA"])

    def test_an_enabled_port_that_is_not_deployed_is_a_pending_change(self, rig: Offline) -> None:
        item = rig.port("one", LINK)
        rig.call("one", "PUT", f"{PORTS}/{item['id']}", item | {"enabled": True})
        rig.configure("one", "primary")
        assert codes(rig.call("one", "POST", JOIN)) == (422, ["pendingChanges"])

    def test_a_join_without_ha_configuration_is_refused(self, rig: Offline) -> None:
        assert codes(rig.call("one", "POST", JOIN)) == (422, ["haNotConfigured"])

    def test_a_second_join_is_refused_while_one_runs(self, rig: Offline) -> None:
        rig.join("one", "primary")
        assert codes(rig.call("one", "POST", JOIN)) == (422, ["jobInProgress"])

    def test_a_unit_in_ha_refuses_a_join(self, rig: Offline) -> None:
        join_alone(rig)
        assert codes(rig.call("one", "POST", JOIN)) == (422, ["alreadyInHA"])

    def test_links_that_overlap_with_data_fail_in_the_job(self, make: Callable[..., Offline]) -> None:
        rig = make(interfaces=[{"hardware": "GigabitEthernet0/1", "ipv4": "192.168.10.129/24"}])
        job = rig.join("one", "primary")[1]
        rig.advance(1)
        ended = rig.call("one", "GET", f"{JOIN}/{job['id']}")[1]
        assert (ended["state"], rig.state("one")["state"]) == ("DEPLOY_FAILED", "SINGLE_NODE")
        assert "overlaps" in ended["cliErrorMessage"]
        assert rig.call("one", "GET", f"/operational/deploymenterrors/{job['id']}")[1]["cliErrorMessage"]


class TestPair:
    def test_a_single_unit_is_as_in_the_vendors_example(self, rig: Offline) -> None:
        answer = rig.call("one", "GET", STATUS)[1]
        shown = ("nodeRole", "nodeState", "peerNodeState", "configStatus", "haHealthStatus", "id", "type")
        expected = [None, "SINGLE_NODE", "HA_UNKNOWN_NODE", "UNKNOWN", "HEALTHY", "default", "hastatus"]
        assert [answer[name] for name in shown] == expected

    def test_the_primary_becomes_active_alone(self, rig: Offline) -> None:
        job = rig.join("one", "primary")[1]
        assert (job["state"], job["endTime"]) == ("QUEUED", -1)
        rig.advance(0.5)
        assert rig.call("one", "GET", f"{JOIN}/{job['id']}")[1]["state"] == "DEPLOYING"
        rig.advance(0.5)
        assert rig.call("one", "GET", f"{JOIN}/{job['id']}")[1]["state"] == "DEPLOYED"
        assert rig.state("one")["state"] == "HA_NEGOTIATING_NODE"
        rig.advance(0.5)
        one = rig.state("one")
        assert (one["state"], one["peer_state"], one["health"]) == ("HA_ACTIVE_NODE", "HA_FAILED_NODE", "UNHEALTHY")

    def test_the_secondary_goes_away_and_comes_back_as_standby(self, rig: Offline) -> None:
        join_alone(rig)
        rig.join("two", "secondary")
        rig.advance(1.5)
        assert states(rig) == ("HA_ACTIVE_NODE", "HA_CONFIGURATION_SYNC", "SECONDARY_IMPORTING_CONFIG")
        assert rig.state("two")["away"]
        rig.advance(1)
        assert not rig.state("two")["away"]
        assert rig.call("two", "GET", STATUS)[0] == 401
        rig.login("two")
        assert rig.call("two", "GET", "/jobs/haconfigsync/latest")[1]["status"] == "IN_PROGRESS"
        rig.advance(1)
        assert states(rig) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE", "IN_SYNC")
        assert rig.state("one")["health"] == rig.state("two")["health"] == "HEALTHY"

    def test_the_primarys_configuration_and_password_are_taken_over(self, make: Callable[..., Offline]) -> None:
        rig = make(two={"interfaces": [{"hardware": "GigabitEthernet0/7", "name": "lost"}]})
        rig.pair_up("one", "two")
        one, two = rig.state("one"), rig.state("two")
        assert two["interfaces"]["GigabitEthernet0/7"]["name"] is None
        assert one["interfaces"][LINK]["id"] == two["interfaces"][LINK]["id"]
        assert two["password"] == one["password"]
        assert (one["role"], two["role"]) == ("HA_PRIMARY", "HA_SECONDARY")

    def test_the_password_can_stay(self, make: Callable[..., Offline]) -> None:
        rig = make(password_follows=False)
        rig.pair_up("one", "two")
        assert rig.state("two")["password"] == "Second-1"

    @pytest.mark.parametrize(
        ("two", "changes"),
        [
            ({}, {"sharedKey": "other"}),
            ({}, {"failoverName": "other"}),
            ({}, {"port": "GigabitEthernet0/3"}),
            ({"unplugged": True}, {}),
            ({"peer": None}, {}),
            ({"interfaces": [{"hardware": LINK, "link": "DOWN"}]}, {}),
        ],
    )
    def test_units_that_do_not_see_each_other_are_both_active(
        self, make: Callable[..., Offline], two: dict[str, Any], changes: dict[str, Any]
    ) -> None:
        rig = make(two=two)
        join_alone(rig, sharedKey="one")
        rig.join("two", "secondary", **{"sharedKey": "one", **changes})
        rig.advance(1.5)
        assert states(rig)[:2] == ("HA_ACTIVE_NODE", "HA_ACTIVE_NODE")
        assert rig.state("two")["password"] == "Second-1"

    def test_other_software_joins_and_stays_out_of_sync(self, make: Callable[..., Offline]) -> None:
        rig = make(two={"software": "7.0.2-1"})
        join_alone(rig)
        rig.join("two", "secondary")
        rig.advance(1.5)
        assert states(rig) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE", "OUT_OF_SYNC")

    def test_another_model_fails_in_the_job(self, make: Callable[..., Offline]) -> None:
        rig = make(two={"model": "Another"})
        join_alone(rig)
        job = rig.join("two", "secondary")[1]
        rig.advance(1.5)
        assert rig.call("two", "GET", f"{JOIN}/{job['id']}")[1]["state"] == "DEPLOY_FAILED"
        assert states(rig)[:2] == ("HA_ACTIVE_NODE", "SINGLE_NODE")

    def test_a_secondary_that_joins_first_becomes_active(self, rig: Offline) -> None:
        rig.join("two", "secondary")
        rig.advance(1.5)
        rig.join("one", "primary")
        rig.advance(1.5)
        assert states(rig) == ("HA_CONFIGURATION_SYNC", "HA_ACTIVE_NODE", "PRIMARY_IMPORTING_CONFIG")
        rig.advance(2)
        assert states(rig)[:2] == ("HA_STANDBY_NODE", "HA_ACTIVE_NODE")

    def test_if_both_join_at_once_the_primary_becomes_active(self, rig: Offline) -> None:
        for name, role in (("one", "primary"), ("two", "secondary")):
            rig.enable(name, LINK)
            rig.configure(name, role)
        for name in ("two", "one"):
            rig.call(name, "POST", JOIN)
        rig.advance(10)
        assert states(rig) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE", "IN_SYNC")

    def test_a_link_lost_during_the_import_leaves_a_failed_unit(self, rig: Offline) -> None:
        join_alone(rig)
        rig.join("two", "secondary")
        rig.advance(2)
        rig.patch("two", unplugged=True)
        rig.advance(5)
        two = rig.state("two")
        assert (two["state"], two["disabled_reason"]) == ("HA_FAILED_NODE", "HA state progression failed")


class TestJoinedFromTheStart:
    LINKS = {
        "port": LINK,
        "primary_address": "192.168.10.1/30",
        "secondary_address": "192.168.10.2/30",
        "key": "Secret-1",
    }

    def make(self, make: Callable[..., Offline], **two: Any) -> Offline:
        words = self.LINKS | {"role": "secondary"} | two
        return make(one={"joined": self.LINKS | {"role": "primary"}}, two={"joined": words})

    @pytest.mark.parametrize("first", ["one", "two"])
    def test_it_is_a_pair_in_ha_whichever_unit_is_read_first(self, make: Callable[..., Offline], first: str) -> None:
        rig = self.make(make)
        assert rig.state(first)["config_status"] == "IN_SYNC"
        assert states(rig) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE", "IN_SYNC")
        assert rig.state("two")["password"] == rig.state("one")["password"]
        assert rig.port("one", LINK)["id"] == rig.port("two", LINK)["id"]

    def test_a_pair_can_be_split_from_the_start(self, make: Callable[..., Offline]) -> None:
        rig = self.make(make, key="other")
        assert states(rig)[:2] == ("HA_ACTIVE_NODE", "HA_ACTIVE_NODE")

    def test_the_secondary_can_be_the_active_one(self, make: Callable[..., Offline]) -> None:
        links = self.LINKS | {"active": False, "role": "primary"}
        rig = make(one={"joined": links}, two={"joined": links | {"active": True, "role": "secondary"}})
        assert states(rig) == ("HA_STANDBY_NODE", "HA_ACTIVE_NODE", "IN_SYNC")


CHANNEL = {"id": 1, "members": ["GigabitEthernet0/4", "GigabitEthernet0/5"]}


class TestReleases:
    def test_a_link_can_run_on_an_etherchannel(self, make: Callable[..., Offline]) -> None:
        rig = make(etherchannels=[CHANNEL])
        rig.pair_up("one", "two", port="Port-channel1")
        assert states(rig) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE", "IN_SYNC")
        rig.patch("two", interfaces={"GigabitEthernet0/4": {"link": "DOWN"}})
        assert states(rig)[1] == "HA_STANDBY_NODE"
        rig.patch("two", interfaces={"GigabitEthernet0/5": {"link": "DOWN"}})
        assert states(rig)[1] == "HA_ACTIVE_NODE"

    @pytest.mark.parametrize("words", [{"etherchannel_link": "refuse"}, {"api_versions": ["v4"]}])
    def test_an_etherchannel_can_be_refused_as_a_link(
        self, make: Callable[..., Offline], words: dict[str, Any]
    ) -> None:
        rig = make(etherchannels=[CHANNEL], **words)
        assert codes(rig.join("one", "primary", "Port-channel1")) == (422, ["invalidFailoverInterface"])

    @pytest.mark.parametrize("version", ["v2", "v3", "v4", "v5", "v6"])
    def test_every_release_can_join_and_break(self, make: Callable[..., Offline], version: str) -> None:
        rig = make(api_versions=[version])
        rig.pair_up("one", "two")
        assert states(rig) == ("HA_ACTIVE_NODE", "HA_STANDBY_NODE", "IN_SYNC")
        assert ("disabledReason" in rig.call("one", "GET", STATUS)[1]) == (version == "v6")
        assert rig.call("one", "POST", "/devices/default/action/ha/break?clearIntfs=false")[0] == 200
        rig.advance(1)
        assert states(rig)[:2] == ("SINGLE_NODE", "SINGLE_NODE")
