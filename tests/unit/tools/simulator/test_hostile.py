# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults that need real sockets: answers that never end, hostile contents, echoes, edits at a certain call."""

from __future__ import annotations

import html
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from simulator.editing import HOSTILE_TEXTS, with_members
from simulator.model.clock import ManualClock
from simulator.testing import Simulator, UnitControl, running

INFO = "/operational/systeminfo/default"
PORTS = "/devices/default/interfaces"
DEPLOY = "/operational/deploy"
TOKEN = "/fdm/token"
UNITS = {"units": [{"name": "one", "address": "127.0.1.31"}]}
PASSWORD = "P<a>ss&\"word'1"


@pytest.fixture(scope="module")
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory, clock: ManualClock) -> Iterator[Simulator]:
    with running(UNITS, tmp_path_factory.mktemp("simulator"), clock) as found:
        yield found


@pytest.fixture
def one(simulator: Simulator) -> UnitControl:
    unit = simulator.unit("one")
    unit.reset()
    return unit


@pytest.fixture
def token(one: UnitControl) -> str:
    return one.login()


def received(one: UnitControl, token: str, seconds: float, most: int = 65_536) -> bytes:
    """The bytes that arrive within some seconds after one GET."""
    request = f"GET /api/fdm/v6{INFO} HTTP/1.1\r\nHost: {one.address}\r\nAuthorization: Bearer {token}\r\n\r\n"
    with (
        socket.create_connection((one.address, one.port)) as plain,
        one.context.wrap_socket(plain, server_hostname=one.address) as secure,
    ):
        secure.sendall(request.encode())
        secure.settimeout(0.05)
        end, found = time.monotonic() + seconds, b""
        while time.monotonic() < end and len(found) < most:
            try:
                found += secure.recv(4096)
            except TimeoutError:
                continue
        return found


class TestSlowAnswers:
    @pytest.mark.parametrize(
        ("fault", "start", "piece"),
        [
            ("slow-status", b"HTTP/1.1 200 O", b"K"),
            ("slow-headers", b"HTTP/1.1 200 OK\r\n", b"X-Piece-1: x\r\n"),
            ("endless-continue", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
            ("slow-chunks", b"HTTP/1.1 200 OK\r\n", b";piece=xxx"),
            ("slow-trailers", b"HTTP/1.1 200 OK\r\n", b"\r\n0\r\nX-Piece-0: x\r\n"),
        ],
    )
    def test_they_begin_well_and_never_end(
        self, one: UnitControl, token: str, fault: str, start: bytes, piece: bytes
    ) -> None:
        one.fault(fault, path=INFO, seconds=0.01)
        found = received(one, token, 0.4)
        assert found.startswith(start)
        assert piece in found[len(start) :]
        assert one.api("GET", INFO, token=token)[0] == 200

    def test_the_pause_is_a_setting(self, one: UnitControl, token: str) -> None:
        one.fault("endless-continue", path=INFO, seconds=30)
        assert received(one, token, 0.3).count(b"100 Continue") == 1


class TestContents:
    @pytest.mark.parametrize("depth", [3, 900])
    def test_nesting(self, one: UnitControl, token: str, depth: int) -> None:
        one.fault("deep-json", path=INFO, depth=depth)
        body = one.api("GET", INFO, token=token)[1]
        assert body["type"] == "systeminformation"
        found, value = 0, body["nested"]
        while value:
            found, value = found + 1, value[0]
        assert found == depth - 1

    @pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
    def test_a_member_can_have_a_hostile_text(self, one: UnitControl, token: str, text: str) -> None:
        one.fault("set-members", path=PORTS, members={"items.*.name": text})
        items = one.api("GET", PORTS, token=token)[1]["items"]
        assert {item["name"] for item in items} == {text}

    @pytest.mark.parametrize(
        ("members", "place", "value"),
        [
            ({"items.0.name": {}}, ("items", 0, "name"), {}),
            ({"items.1.ipv4": "203.0.113.1"}, ("items", 1, "ipv4"), "203.0.113.1"),
            ({"items.*.ipv4.ipAddress": 7}, ("items", 2, "ipv4", "ipAddress"), 7),
            ({"items": {}}, ("items",), {}),
            ({"items": [], "paging.count": "ten"}, ("paging", "count"), "ten"),
        ],
    )
    def test_values_of_a_wrong_type(
        self, one: UnitControl, token: str, members: dict[str, Any], place: tuple[Any, ...], value: Any
    ) -> None:
        one.fault("set-members", path=PORTS, members=members)
        found = one.api("GET", PORTS, token=token)[1]
        for key in place:
            found = found[key]
        assert found == value

    def test_missing_places_are_not_created(self) -> None:
        body = {"items": [{"name": "a"}]}
        assert with_members(body, {"items.5.name": 1, "other.name": 2, "items.0.name.x": 3}) == body


ECHOES = [
    ("plain", json.dumps(PASSWORD)[1:-1]),
    ("html", html.escape(PASSWORD)),
    ("json", json.dumps(json.dumps(PASSWORD))[3:-3]),
    ("repr", repr(PASSWORD)[1:-1]),
]


class TestEchoes:
    @pytest.mark.parametrize(("form", "shown"), ECHOES)
    def test_a_refused_login_can_echo_its_body(self, one: UnitControl, form: str, shown: str) -> None:
        one.patch(login_error="echo" if form == "plain" else f"echo-{form}")
        status, body = one.api("POST", TOKEN, {"grant_type": "password", "username": "admin", "password": PASSWORD})
        assert status == 400
        assert shown in body["error"]["messages"][0]["description"]

    @pytest.mark.parametrize(("form", "shown"), ECHOES)
    def test_a_refused_call_can_echo_its_body(self, one: UnitControl, token: str, form: str, shown: str) -> None:
        one.fault("echo", method="PUT", path="/devices/default/ha/*", form=form)
        path = "/devices/default/ha/configurations/x"
        status, body = one.api("PUT", path, {"sharedKey": PASSWORD, "version": "1"}, token)
        assert status == 422
        assert shown in body["error"]["messages"][0]["description"]


class TestRefusals:
    @pytest.mark.parametrize("status", [403, 404, 409, 422, 423])
    def test_a_fault_can_have_a_message(self, one: UnitControl, token: str, status: int) -> None:
        one.fault(f"http-{status}", path=PORTS, message="The object is in use.")
        found, body = one.api("GET", PORTS, token=token)
        assert (found, body["error"]["messages"][0]["description"]) == (status, "The object is in use.")

    def test_a_fault_without_a_message_has_no_body(self, one: UnitControl, token: str) -> None:
        one.fault("http-423", path=PORTS, message="")
        assert one.api("GET", PORTS, token=token) == (423, None)


class TestOtherUsers:
    def test_an_edit_at_a_certain_call(self, one: UnitControl, token: str) -> None:
        port = "GigabitEthernet0/2"
        changes = {"interfaces": {port: {"name": "dmz"}}, "pending_changes": [{"name": "web"}]}
        one.fault("patch", method="GET", path=PORTS, skip=1, changes=changes)
        names = []
        for _ in range(3):
            items = one.api("GET", f"{PORTS}?limit=100", token=token)[1]["items"]
            names += [item["name"] for item in items if item["hardwareName"] == port]
        assert names == [None, "dmz", "dmz"]
        assert [change["name"] for change in one.state()["pending"]] == ["web"]
        assert [call["fault"] for call in one.requests()[1:]] == [None, "patch", None]


class TestJobs:
    def test_a_reason_in_the_lines_alone(self, one: UnitControl, token: str, clock: ManualClock) -> None:
        lines = ["strong-encryption-disable", "no dp-tcp-proxy"]
        one.fault("job-fails", path=DEPLOY, cli_lines=lines)
        job = one.api("POST", DEPLOY, token=token)[1]
        clock.advance(1)
        assert one.api("GET", f"{DEPLOY}/{job['id']}", token=token)[1]["state"] == "DEPLOY_FAILED"
        error = one.api("GET", f"/operational/deploymenterrors/{job['id']}", token=token)[1]
        assert (error["cliErrorMessage"], error["cliLines"], error["errorLineId"]) == ("", lines, 1)

    def test_a_job_that_vanishes_while_it_runs_and_then_fails(
        self, one: UnitControl, token: str, clock: ManualClock
    ) -> None:
        one.patch(staged={"GigabitEthernet0/2": {"enabled": True}})
        one.fault("job-vanishes", method="POST", path=DEPLOY)
        job = one.api("POST", DEPLOY, token=token)[1]
        paths = [f"{DEPLOY}/{job['id']}", f"/jobs/{job['id']}", f"/jobs/deployments/{job['id']}"]
        assert [one.api("GET", path, token=token)[0] for path in paths] == [404, 404, 404]
        assert one.api("GET", DEPLOY, token=token)[1]["items"] == []
        assert one.api("POST", DEPLOY, token=token)[0] == 422  # it still runs
        clock.advance(1)
        assert one.state()["jobs"][0]["state"] == "DEPLOY_FAILED"
        assert one.api("GET", paths[0], token=token)[0] == 404
        assert len(one.state()["pending"]) == 1
        assert one.api("POST", DEPLOY, token=token)[0] == 200


def test_the_specification_is_served(one: UnitControl, token: str, tmp_path: Any) -> None:
    file = tmp_path / "ngfw.json"
    file.write_text('{"swagger": "2.0"}', encoding="utf-8")
    one.patch(apispec=str(file))
    request = urllib.request.Request(f"{one.url}/apispec/ngfw.json", headers={"Authorization": f"Bearer {token}"})
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=one.context)
    )
    with opener.open(request, timeout=10) as answer:
        assert json.load(answer) == {"swagger": "2.0"}
    one.patch(apispec=None)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        opener.open(request, timeout=10)
