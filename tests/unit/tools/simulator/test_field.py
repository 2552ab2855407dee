# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts from captures of units and from the vendor's clients, one test each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from simulator.offline import CONFIGURATIONS, PORTS, Offline

INFO = "/operational/systeminfo/default"
PENDING = "/operational/pendingchanges"
LISTS = ("valuesAdded", "valuesUpdated", "valuesDeleted", "referencesAdded", "referencesDeleted")
CHANGEABLE = (
    PORTS, "/devices/default/etherchannelinterfaces", "/devices/default/bridgegroupinterfaces", CONFIGURATIONS,
    "/devices/default/ha/failoverconfigurations", "/devicesettings/default/ntp",
    "/devicesettings/default/managementips", "/license/smartagentconnections",
)  # fmt: skip
WRONG = (7, -1, 10**30, 1.5, True, "", "x", "²", "\ud800", [], [7], [[]], {}, {"id": 7}, {"ipAddress": 7}, None)


def codes(answer: tuple[int, Any]) -> tuple[int, list[str]]:
    return answer[0], [message["code"] for message in answer[1]["error"]["messages"]]


def places(value: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all members of an object, at every depth."""
    for name in value if isinstance(value, dict) else ():
        yield (*way, name)
        yield from places(value[name], (*way, name))


def changed(body: Any, way: tuple[str, ...], value: Any) -> Any:
    return body | {way[0]: value if len(way) == 1 else changed(body[way[0]], way[1:], value)}


class TestWrongValues:
    """No value makes a unit crash: what it does not accept, it refuses."""

    @pytest.mark.parametrize("path", CHANGEABLE)
    def test_any_value_anywhere_is_answered(self, path: str) -> None:
        words = {
            "etherchannels": [{"id": 1, "members": ["GigabitEthernet0/4"]}],
            "bridge_groups": [{"id": 1, "members": ["GigabitEthernet0/5"]}],
        }
        rig = Offline({"units": [{"name": "one", "address": "127.0.1.11", **words}]})
        if path == CONFIGURATIONS:
            assert rig.configure("one", "primary")[0] == 200
        item = rig.call("one", "GET", path)[1]["items"][0]
        for way in places(item):
            for value in WRONG:
                item = rig.call("one", "GET", f"{path}/{item['id']}")[1]
                answer = rig.call("one", "PUT", f"{path}/{item['id']}", changed(item, way, value) if way else value)
                assert answer[0] in (200, 204, 400, 422), (way, value, answer)

    @pytest.mark.parametrize(
        "ipv6", [{"ipAddresses": 7}, {"ipAddresses": {}}, {"enabled": "yes"}, {"dadAttempts": "2"}, {"prefixes": "x"}]
    )
    def test_ipv6_of_a_wrong_type_is_422(self, rig: Offline, ipv6: dict[str, Any]) -> None:
        port = rig.port("one", "GigabitEthernet0/3")
        answer = rig.call("one", "PUT", f"{PORTS}/{port['id']}", port | {"ipv6": ipv6})
        assert codes(answer) == (422, ["invalidField"])


class TestSystem:
    def test_the_database_has_the_release_and_a_number(self, make: Callable[..., Offline]) -> None:
        database = make(software="6.6.1-91").call("one", "GET", INFO)[1]["databaseInfo"]
        assert (database["buildVersion"], database["schemaVersion"]) == ("6.6.1", "91")

    def test_the_uptime_is_the_time_of_the_start_in_milliseconds(self, rig: Offline) -> None:
        before = rig.call("one", "GET", INFO)[1]
        rig.advance(100)
        after = rig.call("one", "GET", INFO)[1]
        assert after["systemUptime"] == before["systemUptime"] == before["currentTime"] - 86_400_000
        assert after["currentTime"] == before["currentTime"] + 100_000


class TestPendingChanges:
    def only(self, rig: Offline) -> Any:
        (item,) = rig.call("one", "GET", PENDING)[1]["items"]
        return item

    def test_values_are_in_five_lists(self, rig: Offline) -> None:
        port = rig.port("one", "GigabitEthernet0/2")
        rig.call("one", "PUT", f"{PORTS}/{port['id']}", port | {"enabled": True, "description": "a link"})
        item = self.only(rig)
        assert [len(item[name]) for name in LISTS] == [1, 1, 0, 0, 0]
        assert item["valuesAdded"] == [
            {"fieldName": "description", "oldValue": None, "newValue": "a link", "type": "valueupdate"}
        ]
        assert item["valuesUpdated"] == [
            {"fieldName": "enabled", "oldValue": False, "newValue": True, "type": "valueupdate"}
        ]

    def test_changed_references_are_in_lists_of_their_own(self, make: Callable[..., Offline]) -> None:
        rig = make(one={"etherchannels": [{"id": 1, "members": ["GigabitEthernet0/4"]}]})
        channel, port = rig.port("one", "Port-channel1"), rig.port("one", "GigabitEthernet0/5")
        path = f"/devices/default/etherchannelinterfaces/{channel['id']}"
        assert rig.call("one", "PUT", path, channel | {"memberInterfaces": [port]})[0] == 200
        item = self.only(rig)
        assert [len(item[name]) for name in LISTS] == [0, 0, 0, 1, 1]
        assert item["referencesAdded"][0]["newValue"]["id"] == port["id"]

    @pytest.mark.parametrize(("setting", "name"), [("shown", "GigabitEthernet0/2"), ("missing", None)])
    def test_a_name_can_be_missing(self, make: Callable[..., Offline], setting: str, name: str | None) -> None:
        rig = make(pending_names=setting)
        rig.patch("one", staged={"GigabitEthernet0/2": {"enabled": True}})
        assert (self.only(rig)["entityName"], self.only(rig)["entityType"]) == (name, "physicalinterface")

    def test_a_change_of_something_without_name(self, make: Callable[..., Offline]) -> None:
        rig = make(pending_changes=[{"type": "accessrule"}])
        assert (self.only(rig)["entityName"], self.only(rig)["entityType"]) == (None, "accessrule")


class TestUnknownIds:
    @pytest.mark.parametrize("path", [f"{PORTS}/none", f"{PORTS}/none/subinterfaces/none", f"{CONFIGURATIONS}/none"])
    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
    def test_reading_is_404_and_changing_422(self, rig: Offline, method: str, path: str) -> None:
        status, body = rig.call("one", method, path, {"type": "physicalinterface"} if method == "PUT" else None)
        expected = {"GET": (404, "notFound"), "PUT": (422, "invalidUuid"), "DELETE": (422, "invalidUuid")}[method]
        if method == "DELETE" and path.count("none") == 1:
            expected = (405, "methodNotAllowed")
        assert (status, body["error"]["messages"][0]["code"]) == expected
        assert status != 422 or '"none"' in body["error"]["messages"][0]["description"]

    @pytest.mark.parametrize("path", ["/jobs/none", "/jobs/deployments/none", "/action/activeusersessions/none"])
    def test_deleting_an_unknown_job_or_session_is_invalid(self, rig: Offline, path: str) -> None:
        assert rig.call("one", "GET", path)[0] == 404
        assert codes(rig.call("one", "DELETE", path)) == (422, ["invalidUuid"])


class TestLists:
    @pytest.mark.parametrize(("cap", "count"), [(None, 11), (4, 4)])
    def test_limit_zero_means_all(self, make: Callable[..., Offline], cap: int | None, count: int) -> None:
        page = make(page_cap=cap).call("one", "GET", f"{PORTS}?limit=0")[1]
        assert len(page["items"]) == count
        assert bool(page["paging"]["next"]) == (cap is not None)

    def test_the_count_does_not_depend_on_the_limit(self, rig: Offline) -> None:
        page = rig.call("one", "GET", f"{PORTS}?limit=1")[1]
        assert (len(page["items"]), page["paging"]["count"]) == (1, 11)

    @pytest.mark.parametrize(("version", "status"), [("v2", 422), ("v3", 200), ("v6", 200)])
    def test_full_text_filters_came_with_release_6_4(
        self, make: Callable[..., Offline], version: str, status: int
    ) -> None:
        rig = make(api_versions=[version])
        assert rig.call("one", "GET", f"{PORTS}?filter=fts~outs")[0] == status
        assert rig.call("one", "GET", f"{PORTS}?filter=name:outside")[0] == 200


class TestJobs:
    def deployments(self, rig: Offline) -> Iterator[Any]:
        job = rig.call("one", "POST", "/operational/deploy")[1]
        yield job
        for seconds in (0.5, 0.5):
            rig.advance(seconds)
            yield rig.call("one", "GET", f"/operational/deploy/{job['id']}")[1]

    def test_status_messages_are_set_when_the_job_ends(self, rig: Offline) -> None:
        found = [(job["state"], job["statusMessages"]) for job in self.deployments(rig)]
        assert found == [("QUEUED", None), ("DEPLOYING", None), ("DEPLOYED", ["Deployed successfully"])]

    def test_each_task_is_a_typed_message(self, rig: Offline) -> None:
        tasks = list(self.deployments(rig))[-1]["deploymentStatusMessages"]
        assert {task["type"] for task in tasks} == {"deploymentstatusmessage"}
        assert {task["properties"]["hideFromUi"] for task in tasks} == {True}


class TestProvision:
    PATH = "/devices/default/action/provision/default"

    def test_the_initial_setup_is_read_by_its_id(self, rig: Offline) -> None:
        assert rig.call("one", "GET", self.PATH)[1]["id"] == "default"
        assert rig.call("one", "GET", self.PATH.replace("/default", "/other"))[0] == 404

    def test_the_initial_setup_can_be_finished(self, make: Callable[..., Offline]) -> None:
        rig = make(setup_complete=False)
        body = rig.call("one", "GET", self.PATH)[1] | {"acceptEULA": True, "currentPassword": None, "newPassword": None}
        assert rig.call("one", "PUT", self.PATH, body)[0] == 200
        assert rig.call("one", "POST", "/operational/deploy")[0] == 200


class TestImport:
    @pytest.mark.parametrize(("tokens", "status"), [("dead", 401), ("alive", 200)])
    def test_tokens_after_an_import(self, make: Callable[..., Offline], tokens: str, status: int) -> None:
        rig = make(tokens_after_import=tokens)
        token = rig.login("two")
        rig.pair_up("one", "two")
        assert rig.call("two", "GET", INFO, token=token)[0] == status


class TestOldRelease:
    def test_6_2_3_has_neither_ha_nor_versions(self, make: Callable[..., Offline]) -> None:
        rig = make(api_versions=["v1"], software="6.2.3-83")
        assert rig.call("one", "GET", INFO)[0] == 200
        for path in (CONFIGURATIONS, "/devices/default/operational/ha/status/default"):
            assert rig.call("one", "GET", path)[0] == 404
        for version in ("v2", "v6", "latest"):
            assert rig.call("one", "POST", "/fdm/token", {}, version=version, token="")[0] == 404


def test_the_specification_is_a_file_of_the_settings(tmp_path: Path) -> None:
    from simulator.api import Call, outside

    file = tmp_path / "ngfw.json"
    file.write_text(json.dumps({"swagger": "2.0"}), encoding="utf-8")
    rig = Offline({"units": [{"name": "one", "address": "127.0.1.11"}]})
    token = rig.login("one")

    def answer(path: str, method: str = "GET", header: str | None = f"Bearer {token}") -> Any:
        call = Call(rig.unit("one"), method, path, "", "127.0.1.11", {}, None, rig.clock.now(), header)
        return outside.answer(call)

    assert answer("/apispec/ngfw.json").status == 404
    rig.patch("one", apispec=str(file))
    assert (answer("/apispec/ngfw.json").status, answer("/apispec/ngfw.json").body) == (200, {"swagger": "2.0"})
    assert answer("/apispec/ngfw.json", header=None).status == 401
    assert answer("/apispec/ngfw.json", "POST").status == 404
    assert answer("/apispec/other.json") is None
