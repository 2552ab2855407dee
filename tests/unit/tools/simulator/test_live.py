# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units behind real sockets: TLS, the control API, the faults, the command line."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
from collections.abc import Iterator
from http.client import BadStatusLine, IncompleteRead
from pathlib import Path
from typing import Any

import pytest
from simulator.model.clock import ManualClock
from simulator.testing import Simulator, UnitControl, running

INFO = "/operational/systeminfo/default"
PORTS = "/devices/default/interfaces"
DEPLOY = "/operational/deploy"
TOOLS = Path(__file__).parents[4] / "tools"
UNITS = {
    "defaults": {"log_answers": True},
    "units": [
        {"name": "one", "address": "127.0.1.11", "peer": "two"},
        {"name": "two", "address": "127.0.1.12", "peer": "one", "versions_endpoint": False},
    ],
}
# The exceptions of a client whose connection was closed.
GONE = (ConnectionError, urllib.error.URLError, IncompleteRead, BadStatusLine, TimeoutError)


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


class TestFront:
    def test_each_unit_answers_at_its_own_address(self, simulator: Simulator) -> None:
        serials = set()
        for name in ("one", "two"):
            unit = simulator.unit(name)
            serials.add(unit.api("GET", INFO, token=unit.login())[1]["serialNumber"])
        assert len(serials) == 2

    def test_only_the_ca_of_this_start_is_trusted(self, one: UnitControl) -> None:
        with socket.create_connection((one.address, one.port)) as plain, pytest.raises(ssl.SSLCertVerificationError):
            ssl.create_default_context().wrap_socket(plain, server_hostname=one.address)

    def test_versions_need_no_token_and_can_be_missing(self, simulator: Simulator) -> None:
        answers = [simulator.unit(name)._open("GET", "/api/versions", None, {}) for name in ("one", "two")]
        assert answers[0] == (200, {"supportedVersions": ["v6"]})
        assert answers[1][0] == 404

    def test_latest_is_an_alias(self, one: UnitControl, token: str) -> None:
        assert [one.api("GET", INFO, token=token, version=name)[0] for name in ("v6", "latest", "v2")] == [
            200,
            200,
            404,
        ]


class TestControl:
    def test_calls_are_logged_as_sent_without_the_token(self, one: UnitControl, token: str) -> None:
        one.api("GET", f"{PORTS}?limit=3", token=token)
        login, read = one.requests()
        assert (login["n"], login["body"]["password"], login["status"]) == (1, "Admin123!", 200)
        assert (read["method"], read["path"], read["query"]) == ("GET", f"/api/fdm/latest{PORTS}", {"limit": "3"})
        assert not any(name.lower() == "authorization" for name in read["headers"])
        assert read["answer"]["paging"]["limit"] == 3

    def test_numbers_continue_after_the_log_is_cleared(self, one: UnitControl, token: str) -> None:
        one.forget()
        one.api("GET", INFO, token=token)
        assert [entry["n"] for entry in one.requests()] == [2]

    def test_the_state_has_what_the_api_masks(self, one: UnitControl) -> None:
        state = one.state()
        assert (state["password"], state["state"], state["ha_configuration"]["name"]) == (
            "Admin123!",
            "SINGLE_NODE",
            "HA",
        )

    def test_a_unit_can_be_changed_and_reset(self, one: UnitControl, token: str) -> None:
        one.patch(
            password="New-1", software="7.2.0-1", interfaces={"GigabitEthernet0/0": {"link": "DOWN", "name": "wan"}},
            pending_changes=[{"name": "web"}], clock_skew_seconds=5, join_seconds=9, ntp={"servers": ["192.0.2.1"]},
            license={"registered": True}, token_seconds=60,
        )  # fmt: skip
        port = one.state()["interfaces"]["GigabitEthernet0/0"]
        assert (port["name"], port["linkState"], port["enabled"]) == ("wan", "DOWN", True)
        assert [change["name"] for change in one.state()["pending"]] == ["web"]
        assert one.api("GET", INFO, token=token)[1]["softwareVersion"] == "7.2.0-1"
        one.reset()
        assert one.state()["interfaces"]["GigabitEthernet0/0"]["name"] == "outside"
        assert one.api("GET", INFO, token=token)[0] == 401

    @pytest.mark.parametrize("changes", [{"colour": "red"}, {"password": 1}, {"interfaces": {"X": {"link": "UP"}}}])
    def test_invalid_changes_are_refused(self, one: UnitControl, changes: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match="expected"):
            one.patch(**changes)

    @pytest.mark.parametrize(
        "fault", [{"fault": "gremlin", "call": 1}, {"fault": "reset"}, {"fault": "reset", "cal": 1}]
    )
    def test_an_invalid_fault_is_refused(self, one: UnitControl, fault: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match="fault"):
            one.fault(**fault)


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "status"), [("http-500", 500), ("http-503", 503), ("http-429", 429), ("http-423", 423)]
    )
    def test_a_status_for_one_call(self, one: UnitControl, token: str, fault: str, status: int) -> None:
        one.fault(fault, call=2)
        assert [one.api("GET", INFO, token=token)[0] for _ in range(2)] == [status, 200]
        assert one.requests()[1]["fault"] == fault

    def test_a_fault_can_strike_several_calls_after_some(self, one: UnitControl, token: str) -> None:
        one.fault("http-503", method="GET", path="/operational/*", skip=1, times=2)
        assert [one.api("GET", INFO, token=token)[0] for _ in range(4)] == [200, 503, 503, 200]

    def test_faults_can_be_cleared(self, one: UnitControl, token: str) -> None:
        one.fault("http-500", path="*", times=0)
        assert one.api("GET", INFO, token=token)[0] == 500
        one.clear_faults()
        assert one.api("GET", INFO, token=token)[0] == 200

    @pytest.mark.parametrize(("fault", "jobs"), [("reset", 0), ("reset-after", 1), ("cut", 1), ("hang", 0)])
    def test_answers_that_never_come(self, one: UnitControl, token: str, fault: str, jobs: int) -> None:
        one.fault(fault, path=DEPLOY, seconds=0.05)
        with pytest.raises(GONE):
            one.api("POST", DEPLOY, token=token)
        assert len(one.state()["jobs"]) == jobs

    @pytest.mark.parametrize("fault", ["not-json", "bad-encoding"])
    def test_answers_that_cannot_be_read(self, one: UnitControl, token: str, fault: str) -> None:
        one.fault(fault, path=INFO)
        with pytest.raises(ValueError, match=r"."):
            one.api("GET", INFO, token=token)

    def test_an_answer_of_the_wrong_type(self, one: UnitControl, token: str) -> None:
        one.fault("wrong-type", path=INFO)
        assert one.api("GET", INFO, token=token) == (200, [1, 2, 3])

    def test_a_huge_answer(self, one: UnitControl, token: str) -> None:
        one.fault("huge", path=INFO, bytes=300_000)
        assert len(one.api("GET", INFO, token=token)[1]["padding"]) == 300_000

    def test_a_slow_answer(self, one: UnitControl, token: str) -> None:
        one.fault("slow", path=INFO, seconds=0.2)
        before = time.monotonic()
        assert one.api("GET", INFO, token=token)[0] == 200
        assert time.monotonic() - before >= 0.2

    def test_tokens_that_become_invalid(self, one: UnitControl, token: str) -> None:
        one.fault("dead-token", path=INFO)
        assert [one.api("GET", INFO, token=token)[0] for _ in range(2)] == [401, 401]

    def test_a_version_that_another_user_changed(self, one: UnitControl, token: str) -> None:
        item = one.api("GET", PORTS, token=token)[1]["items"][3]
        one.fault("stale-version", method="PUT")
        path, body = f"{PORTS}/{item['id']}", item | {"enabled": True}
        assert one.api("PUT", path, body, token)[0] == 400
        assert (
            one.api("PUT", path, body | {"version": one.api("GET", path, token=token)[1]["version"]}, token)[0] == 200
        )

    def test_a_job_that_fails(self, one: UnitControl, token: str, clock: ManualClock) -> None:
        one.fault("job-fails", path=DEPLOY, message="ERROR: no.")
        job = one.api("POST", DEPLOY, token=token)[1]
        clock.advance(1)
        ended = one.api("GET", f"{DEPLOY}/{job['id']}", token=token)[1]
        assert (ended["state"], ended["cliErrorMessage"], ended["statusMessages"]) == (
            "DEPLOY_FAILED",
            "ERROR: no.",
            ["ERROR: no."],
        )
        assert one.api("GET", f"/operational/deploymenterrors/{job['id']}", token=token)[0] == 200

    def test_a_job_that_never_ends(self, one: UnitControl, token: str, clock: ManualClock) -> None:
        one.fault("job-never-ends", path=DEPLOY)
        job = one.api("POST", DEPLOY, token=token)[1]
        clock.advance(1000)
        assert one.api("GET", f"{DEPLOY}/{job['id']}", token=token)[1]["state"] == "DEPLOYING"

    def test_a_unit_that_is_away(self, one: UnitControl, token: str, clock: ManualClock) -> None:
        one.fault("away-for-long", path=INFO, seconds=10)
        with pytest.raises(GONE):
            one.api("GET", INFO, token=token)
        clock.advance(6)
        assert one.api("GET", INFO, token=token)[0] == 503
        clock.advance(6)
        assert one.api("GET", INFO, token=token)[0] == 200


def test_the_command_line(tmp_path: Path) -> None:
    units = tmp_path / "units.yml"
    units.write_text(json.dumps(UNITS), encoding="utf-8")
    command = [sys.executable, "-m", "simulator", str(units), "--directory", str(tmp_path / "run"), "--lifetime", "30"]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(TOOLS)}) as process:
        ready = tmp_path / "run" / "ready.json"
        end = time.monotonic() + 20
        while not ready.exists() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        found = json.loads(ready.read_text(encoding="utf-8"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert found["units"]["one"] == {"address": "127.0.1.11", "port": found["port"], "username": "admin"}
    assert (tmp_path / "run" / "port").read_text(encoding="ascii") == str(found["port"])


def test_the_command_line_names_what_is_wrong_in_the_file(tmp_path: Path) -> None:
    units = tmp_path / "units.yml"
    units.write_text("units: [{name: one, address: 127.0.1.11, adress: x}]", encoding="utf-8")
    command = [sys.executable, "-m", "simulator", str(units), "--directory", str(tmp_path)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(TOOLS)}, capture_output=True, text=True, check=False, timeout=30
    )
    assert (done.returncode, done.stderr) == (2, "one: unknown setting 'adress'; expected one of address.\n")
