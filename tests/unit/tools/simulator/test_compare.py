# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the answers of a recorded unit differ in shape from the simulator's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from simulator.compare import differences, own_answers
from simulator.replay import Recorded

API = "/api/fdm/v6"
STATUS = "/devices/default/operational/ha/status/default"
PORTS = "/devices/default/interfaces"
PATHS = (
    STATUS,
    PORTS,
    "/operational/systeminfo/default",
    "/devices/default/ha/configurations",
    "/operational/deploy/{}",
)


@pytest.fixture(scope="module")
def own() -> list[Recorded]:
    """What the simulator itself answers while two units become a pair."""
    return list(own_answers(PATHS))


def test_the_simulator_differs_in_nothing_from_itself(own: list[Recorded]) -> None:
    assert differences(own) == []


def changed(path: str, change: Callable[[Any], None], own: list[Recorded]) -> list[str]:
    """The differences after a change of the answers to one path."""
    made = []
    for each in own:
        body = json.loads(json.dumps(each.body))
        if each.path == API + path and each.status == 200:
            change(body)
        made.append(Recorded(each.unit, each.method, each.path, "", None, each.status, body, ""))
    return differences(made)


CHANGES: list[tuple[str, str, Callable[[Any], Any], str]] = [
    ("a new field", STATUS, lambda body: body.update(unicastPeer="x"), "unicastPeer (text) is in the transcript alone"),
    (
        "a lost field",
        STATUS,
        lambda body: body.pop("haHealthStatus"),
        "haHealthStatus is in the simulator's answers alone",
    ),
    ("another type", STATUS, lambda body: body.update(nodeState=1), "nodeState is number; in the simulator text"),
    (
        "a new field of an item",
        PORTS,
        lambda body: [each.update(fecMode="AUTO") for each in body["items"]],
        "items[].fecMode (text) is in the transcript alone",
    ),
    (
        "a lost field of an item",
        PORTS,
        lambda body: [each["ipv4"].pop("dhcp") for each in body["items"]],
        "items[].ipv4.dhcp is in the simulator's answers alone",
    ),
]


@pytest.mark.parametrize(("path", "change", "says"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_difference_in_shape_is_said(own: list[Recorded], path: str, change: Any, says: str) -> None:
    assert changed(path, change, own) == [f"GET {path}: {says}"]


def test_null_does_not_determine_a_type(own: list[Recorded]) -> None:
    assert changed(STATUS, lambda body: body.update(disabledReason=None), own) == []


def state(name: str) -> Recorded:
    return Recorded("primary", "GET", API + STATUS, "", None, 200, {"nodeState": name}, "")


def test_a_client_that_polls_rarely_does_not_differ_and_another_order_of_states_is_reported() -> None:
    whole = ["SINGLE_NODE", "HA_ACTIVE_NODE"]
    other = ["SINGLE_NODE", "HA_ACTIVE_NODE", "HA_SUSPENDED_NODE"]
    ways = [[said for said in differences(list(map(state, each))) if "a way" in said] for each in (whole, other)]
    expected = f"{STATUS} nodeState: a way from HA_ACTIVE_NODE to HA_SUSPENDED_NODE is in the transcript alone"
    assert ways == [[], [expected]]


def test_a_call_that_the_simulator_does_not_know_is_not_compared() -> None:
    (said,) = differences([Recorded("primary", "GET", f"{API}/jobs/odd", "", None, 200, {}, "")])
    assert said.startswith("GET /jobs/odd: not compared")


def test_the_command_says_it_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    from simulator import compare

    path = tmp_path / "run.har"
    monkeypatch.setattr("sys.argv", ["compare", str(path)])
    assert compare.main() == 2
    entry = {
        "request": {"method": "GET", "url": f"https://h{API}/jobs/odd"},
        "response": {"status": 200, "content": {}},
    }
    path.write_text(json.dumps({"log": {"entries": [entry]}}), encoding="utf-8")
    assert compare.main() == 1
    path.write_text(json.dumps({"log": {"entries": []}}), encoding="utf-8")
    assert compare.main() == 0
    assert "has a shape that the simulator's answers have too" in capsys.readouterr().out
