# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists, objects, versions, staged changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from simulator.offline import PORTS, Offline
from simulator.spec import Spec

CHANNELS = "/devices/default/etherchannelinterfaces"


def codes(answer: tuple[int, Any]) -> tuple[int, list[str]]:
    return answer[0], [message["code"] for message in answer[1]["error"]["messages"]]


def put(rig: Offline, hardware: str, **changes: Any) -> tuple[int, Any]:
    item = rig.port("one", hardware)
    return rig.call("one", "PUT", f"{PORTS}/{item['id']}", item | changes)


class TestLists:
    def test_a_page_has_ten_items_by_default(self, rig: Offline) -> None:
        page = rig.call("one", "GET", PORTS)[1]
        assert (len(page["items"]), page["paging"]["count"]) == (10, 11)
        assert page["paging"]["prev"] == []
        assert page["paging"]["next"] == [f"https://127.0.1.11/api/fdm/v6{PORTS}?limit=10&offset=10"]

    def test_the_last_page_has_no_next(self, rig: Offline) -> None:
        page = rig.call("one", "GET", f"{PORTS}?limit=10&offset=10")[1]
        assert (len(page["items"]), page["paging"]["next"]) == (1, [])
        assert len(page["paging"]["prev"]) == 1

    def test_a_unit_can_cap_the_limit(self, make: Callable[..., Offline]) -> None:
        page = make(page_cap=4).call("one", "GET", f"{PORTS}?limit=1000")[1]
        assert (len(page["items"]), page["paging"]["limit"]) == (4, 4)

    @pytest.mark.parametrize(
        ("condition", "names"),
        [
            ("name:inside", ["inside"]),
            ("name~side", ["outside", "inside"]),
            ("fts~outs", ["outside"]),
            ("name:none", []),
        ],
    )
    def test_filters(self, rig: Offline, condition: str, names: list[str]) -> None:
        items = rig.call("one", "GET", f"{PORTS}?filter={condition}")[1]["items"]
        assert [item["name"] for item in items] == names

    def test_hardware_names_are_not_a_filter(self, rig: Offline) -> None:
        assert rig.call("one", "GET", f"{PORTS}?filter=hardwareName:GigabitEthernet0/2")[0] == 422


class TestChanges:
    def test_a_change_gives_a_new_version_and_is_pending_until_deployed(self, rig: Offline) -> None:
        before = rig.port("one", "GigabitEthernet0/2")
        code, after = put(rig, "GigabitEthernet0/2", enabled=True)
        assert (code, after["enabled"]) == (200, True)
        assert after["version"] != before["version"]
        assert after["linkState"] == "DOWN"
        items = rig.call("one", "GET", "/operational/pendingchanges")[1]["items"]
        assert [(item["entityId"], item["type"]) for item in items] == [(before["id"], "entityupdate")]
        rig.call("one", "POST", "/operational/deploy")
        rig.advance(1)
        assert rig.port("one", "GigabitEthernet0/2")["linkState"] == "UP"
        assert rig.call("one", "GET", "/operational/pendingchanges")[1]["items"] == []

    def test_a_change_that_is_taken_back_is_not_pending(self, rig: Offline) -> None:
        put(rig, "GigabitEthernet0/2", enabled=True)
        put(rig, "GigabitEthernet0/2", enabled=False)
        assert rig.state("one")["pending"] == []

    def test_the_same_again_is_204(self, rig: Offline) -> None:
        assert put(rig, "GigabitEthernet0/2") == (204, None)

    def test_a_stale_version_is_400(self, rig: Offline) -> None:
        assert codes(put(rig, "GigabitEthernet0/2", version="old")) == (400, ["invalidVersion"])

    def test_members_left_out_are_reset(self, rig: Offline) -> None:
        item = rig.port("one", "GigabitEthernet0/1")
        kept = ("id", "type", "version", "mode", "monitorInterface", "mtu", "enabled")
        body = {name: item[name] for name in kept}
        after = rig.call("one", "PUT", f"{PORTS}/{item['id']}", body)[1]
        assert after["name"] is None
        assert after["ipv4"]["ipAddress"]["ipAddress"] is None
        assert after["hardwareName"] == "GigabitEthernet0/1"

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"name": "inside"}, ["duplicateName"]),
            ({"name": "With;Sign"}, ["invalidField"]),
            ({"mtu": 20, "mode": "BRIDGED"}, ["invalidField", "invalidField"]),
            ({"enabled": None}, ["invalidField"]),
            ({"type": "subinterface"}, ["invalidType"]),
            ({"id": "other"}, ["invalidUuid"]),
            ({"mode": "SWITCHPORT"}, ["invalidField"]),
            ({"ipv4": {"ipType": "STATIC", "ipAddress": {"ipAddress": "192.0.2.300"}}}, ["invalidIp"]),
        ],
    )
    def test_bad_input_is_422(self, rig: Offline, changes: dict[str, Any], expected: list[str]) -> None:
        assert codes(put(rig, "GigabitEthernet0/2", **changes)) == (422, expected)

    def test_unknown_ids_and_paths_are_404(self, rig: Offline) -> None:
        assert rig.call("one", "GET", f"{PORTS}/none")[0] == 404
        assert rig.call("one", "GET", "/devices/default/nothing")[0] == 404
        assert rig.call("one", "GET", PORTS, version="v9")[0] == 404

    def test_a_body_that_is_not_an_object_is_400(self, rig: Offline) -> None:
        item = rig.port("one", "GigabitEthernet0/2")
        assert rig.call("one", "PUT", f"{PORTS}/{item['id']}", "nonsense")[0] == 400

    def test_ports_cannot_be_created(self, rig: Offline) -> None:
        assert rig.call("one", "POST", PORTS, {})[0] == 405

    def test_changes_of_other_users_can_be_pending_from_the_start(self, make: Callable[..., Offline]) -> None:
        rig = make(pending_changes=[{"name": "web-server"}])
        items = rig.call("one", "GET", "/operational/pendingchanges")[1]["items"]
        assert [(item["entityName"], item["type"]) for item in items] == [("web-server", "entitycreate")]


class TestSubInterfaces:
    BODY = {
        "type": "subinterface",
        "subIntfId": 10,
        "vlanId": 10,
        "enabled": True,
        "monitorInterface": False,
        "mtu": 1500,
    }

    def path(self, rig: Offline) -> str:
        return f"{PORTS}/{rig.port('one', 'GigabitEthernet0/3')['id']}/subinterfaces"

    def test_subinterfaces_are_created_changed_and_deleted(self, rig: Offline) -> None:
        path = self.path(rig)
        code, made = rig.call("one", "POST", path, self.BODY)
        assert (code, made["hardwareName"]) == (200, "GigabitEthernet0/3.10")
        code, changed = rig.call("one", "PUT", f"{path}/{made['id']}", made | {"name": "guests"})
        assert (code, changed["name"]) == (200, "guests")
        assert [item["id"] for item in rig.call("one", "GET", path)[1]["items"]] == [made["id"]]
        assert rig.call("one", "DELETE", f"{path}/{made['id']}") == (204, None)
        assert rig.state("one")["pending"] == []

    def test_the_number_cannot_change_and_is_used_once(self, rig: Offline) -> None:
        path = self.path(rig)
        made = rig.call("one", "POST", path, self.BODY)[1]
        assert codes(rig.call("one", "PUT", f"{path}/{made['id']}", made | {"subIntfId": 11}))[0] == 422
        assert codes(rig.call("one", "POST", path, self.BODY)) == (422, ["duplicateName"])


class TestEtherChannels:
    def body(self, rig: Offline, *hardware: str) -> dict[str, Any]:
        members = [rig.port("one", name) for name in hardware]
        common = {"mode": "ROUTED", "enabled": True, "mtu": 1500, "monitorInterface": False}
        return {"type": "etherchannelinterface", "etherChannelID": 1, "memberInterfaces": members, **common}

    def test_members_are_answered_as_references(self, rig: Offline) -> None:
        made = rig.call("one", "POST", CHANNELS, self.body(rig, "GigabitEthernet0/4", "GigabitEthernet0/5"))[1]
        assert made["hardwareName"] == "Port-channel1"
        names = {"version", "name", "hardwareName", "id", "type"}
        assert [set(member) for member in made["memberInterfaces"]] == [names, names]

    def test_a_named_port_cannot_be_a_member(self, rig: Offline) -> None:
        assert codes(rig.call("one", "POST", CHANNELS, self.body(rig, "GigabitEthernet0/0"))) == (
            422,
            ["invalidMember"],
        )

    def test_old_releases_do_not_have_them(self, make: Callable[..., Offline]) -> None:
        rig = make(api_versions=["v2", "v3"])
        assert rig.call("one", "GET", CHANNELS, version="v3")[0] == 404

    def test_vlan_interfaces_are_on_platforms_with_switch_ports_only(self, make: Callable[..., Offline]) -> None:
        rig = make(one={"platform": "fpr1010", "vlan_interfaces": [{"vlan": 2, "name": "office"}]})
        path = "/devices/default/vlaninterfaces"
        assert [item["hardwareName"] for item in rig.call("one", "GET", path)[1]["items"]] == ["Vlan2"]
        assert rig.call("two", "GET", path)[0] == 404


def test_every_readable_path_answers_as_the_specification_says(make: Callable[..., Offline], spec: Spec | None) -> None:
    """The fixture checks every answer; the units are a pair, so that there are jobs and imports too."""
    if spec is None:
        pytest.skip("the vendor's specification is not available")
    rig = make(
        etherchannels=[{"id": 1, "members": ["GigabitEthernet0/4", "GigabitEthernet0/5"]}],
        bridge_groups=[{"id": 1, "name": "bvi1", "members": ["GigabitEthernet0/6"], "ipv4": "198.51.100.1/24"}],
        interfaces=[{"hardware": "GigabitEthernet0/3", "subinterfaces": [{"id": 10}], "ipv6": "2001:db8::1/64"}],
        license={"registered": True, "virtual_account": "Example"},
    )
    rig.pair_up("one", "two")
    rig.call("one", "POST", "/operational/deploy")
    rig.advance(1)
    lists = [
        PORTS, CHANNELS, "/devices/default/bridgegroupinterfaces", "/devices/default/ha/configurations",
        "/devices/default/ha/failoverconfigurations", "/devicesettings/default/ntp", "/jobs", "/jobs/deployments",
        "/devicesettings/default/managementips", "/license/smartagentconnections", "/license/smartlicenses",
        "/license/smartagentstatuses", "/operational/deploy", "/operational/pendingchanges", "/jobs/haconfigsync",
        "/devices/default/action/ha/join", "/devices/default/action/ha/break", "/action/activeusersessions",
        "/devices/default/action/provision",
    ]  # fmt: skip
    for unit in ("one", "two"):
        for path in lists:
            code, page = rig.call(unit, "GET", f"{path}?limit=100")
            assert code == 200, path
            for item in page["items"] if path not in ("/operational/pendingchanges", "/jobs") else []:
                assert rig.call(unit, "GET", f"{path}/{item['id']}")[0] == 200, path
        for path in ("systeminfo", "interfaceinfo"):
            assert rig.call(unit, "GET", f"/operational/{path}/default")[0] == 200
    port = rig.port("one", "GigabitEthernet0/3")["id"]
    assert rig.call("one", "GET", f"{PORTS}/{port}/subinterfaces")[1]["paging"]["count"] == 1
    assert rig.call("two", "GET", "/jobs/haconfigsync/latest")[0] == 200


class TestAddresses:
    def test_an_address_with_a_standby_address(self, rig: Offline) -> None:
        wish = {
            "ipAddress": "198.51.100.1",
            "netmask": "24",
            "standbyIpAddress": "198.51.100.2",
            "type": "haipv4address",
        }
        ipv4 = {"ipType": "STATIC", "ipAddress": wish, "type": "interfaceipv4"}
        code, after = put(rig, "GigabitEthernet0/3", name="dmz", ipv4=ipv4)
        assert (code, after["ipv4"]["ipAddress"]) == (200, wish | {"netmask": "255.255.255.0"})
        wrong = ipv4 | {"ipAddress": wish | {"standbyIpAddress": "192.0.2.2"}}
        assert codes(put(rig, "GigabitEthernet0/3", ipv4=wrong)) == (422, ["invalidIp"])

    def test_dhcp_sets_two_members(self, rig: Offline) -> None:
        after = put(rig, "GigabitEthernet0/3", name="wan", ipv4={"ipType": "DHCP", "type": "interfaceipv4"})[1]
        assert (after["ipv4"]["ipType"], after["ipv4"]["dhcp"]) == ("DHCP", True)
        assert codes(put(rig, "GigabitEthernet0/3", ipv4={"ipType": "PPP"})) == (422, ["invalidField"])

    def test_ipv6(self, rig: Offline) -> None:
        entry = {"ipAddress": "2001:db8::1/64", "standbyIpAddress": "2001:db8::2", "type": "haipv6address"}
        ipv6 = {"enabled": True, "ipAddresses": [entry], "type": "interfaceipv6"}
        assert put(rig, "GigabitEthernet0/3", ipv6=ipv6)[1]["ipv6"]["ipAddresses"] == [entry]
        wrong = ipv6 | {"ipAddresses": [entry | {"ipAddress": "2001:db8::1"}]}
        assert codes(put(rig, "GigabitEthernet0/3", ipv6=wrong)) == (422, ["invalidIp"])


class TestRest:
    def test_time_servers_are_changed_and_deployed(self, rig: Offline) -> None:
        path = "/devicesettings/default/ntp"
        item = rig.call("one", "GET", path)[1]["items"][0]
        assert rig.call("one", "PUT", f"{path}/{item['id']}", item | {"ntpServers": ["192.0.2.1"]})[0] == 200
        assert [change["type"] for change in rig.state("one")["pending"]] == ["ntp"]

    def test_the_management_address_can_be_changed_on_the_standby(self, rig: Offline) -> None:
        rig.pair_up("one", "two")
        path = "/devicesettings/default/managementips"
        item = rig.call("two", "GET", path)[1]["items"][0]
        assert rig.call("two", "PUT", f"{path}/{item['id']}", item | {"ipv4Gateway": "127.0.0.2"})[0] == 200
        assert rig.state("two")["pending"] == []

    def test_members_of_a_bridge_group_are_named_ports_too(self, rig: Offline) -> None:
        path = "/devices/default/bridgegroupinterfaces"
        members = [rig.port("one", "GigabitEthernet0/1")]
        body = {
            "type": "bridgegroupinterface",
            "bridgeGroupId": 2,
            "monitorInterface": False,
            "selectedInterfaces": members,
        }
        made = rig.call("one", "POST", path, body)[1]
        assert (made["hardwareName"], made["selectedInterfaces"][0]["name"]) == ("BVI2", "inside")
        assert rig.call("one", "DELETE", f"{path}/{made['id']}")[0] == 204

    def test_a_member_of_an_etherchannel_is_not_shared_named_or_deleted(self, make: Callable[..., Offline]) -> None:
        rig = make(etherchannels=[{"id": 1, "members": ["GigabitEthernet0/4"]}])
        assert codes(put(rig, "GigabitEthernet0/4", name="new")) == (422, ["interfaceInUse"])
        common = {"mode": "ROUTED", "enabled": True, "mtu": 1500, "monitorInterface": False}
        body = common | {"type": "etherchannelinterface", "etherChannelID": 2}
        shared = body | {"memberInterfaces": [rig.port("one", "GigabitEthernet0/4")]}
        assert codes(rig.call("one", "POST", CHANNELS, shared)) == (422, ["invalidMember"])
        unknown = body | {"memberInterfaces": [{"id": "none", "type": "physicalinterface"}]}
        assert codes(rig.call("one", "POST", CHANNELS, unknown)) == (422, ["invalidUuid"])

    def test_the_link_of_a_pair_cannot_be_deleted(self, make: Callable[..., Offline]) -> None:
        rig = make(etherchannels=[{"id": 1, "members": ["GigabitEthernet0/4"]}])
        rig.pair_up("one", "two", port="Port-channel1")
        item = rig.port("one", "Port-channel1")
        assert codes(rig.call("one", "DELETE", f"{CHANNELS}/{item['id']}")) == (422, ["deleteObjWithRel"])

    def test_a_running_job_cannot_be_deleted(self, rig: Offline) -> None:
        job = rig.call("one", "POST", "/operational/deploy")[1]
        path = f"/jobs/deployments/{job['id']}"
        assert codes(rig.call("one", "DELETE", path)) == (422, ["jobInProgress"])
        rig.advance(1)
        assert rig.call("one", "DELETE", path)[0] == 204
        assert rig.call("one", "GET", path)[0] == 404

    def test_lists_can_be_sorted(self, rig: Offline) -> None:
        items = rig.call("one", "GET", f"{PORTS}?sort=-hardwareName&limit=2")[1]["items"]
        assert [item["hardwareName"] for item in items] == ["Management0/0", "GigabitEthernet0/9"]

    @pytest.mark.parametrize(
        "query", ["limit=all", "limit=²", "limit=12345678901", "offset=-1", "offset=٣", "filter=nonsense"]
    )
    def test_a_bad_query_is_422(self, rig: Offline, query: str) -> None:
        assert rig.call("one", "GET", f"{PORTS}?{query}")[0] == 422
