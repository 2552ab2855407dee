# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit that replays a transcript: what it answers to which call, and when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from simulator.replay import Replay, TranscriptError, load

API = "/api/fdm/latest"
STATUS = f"{API}/devices/default/operational/ha/status/default"
JOIN = f"{API}/devices/default/action/ha/join"
COMMAND = f"{API}/action/command"


def entry(
    method: str, path: str, body: Any, status: int = 200, sent: Any = None, unit: str = "primary"
) -> dict[str, Any]:
    request = {"method": method, "url": f"https://198.51.100.7:443{path}"}
    if sent is not None:
        request |= {"postData": {"text": json.dumps(sent)}}
    return {"_unit": unit, "request": request, "response": {"status": status, "content": {"text": json.dumps(body)}}}


def state(name: str) -> dict[str, str]:
    return {"nodeState": name}


@pytest.fixture
def replay(tmp_path: Path) -> Replay:
    """A unit that was single, joined, was negotiating for two polls, was silent once, and became active."""
    entries = [
        entry("POST", f"{API}/fdm/token", {"access_token": "********"}, sent={"grant_type": "password"}),
        entry("GET", STATUS, state("SINGLE_NODE")),
        entry("POST", COMMAND, {"commandOutput": "one"}, sent={"commandInput": "show failover"}),
        entry("POST", COMMAND, {"commandOutput": "two"}, sent={"commandInput": "show managers"}),
        entry("GET", f"{JOIN}?offset=0&limit=100", {"items": []}),
        entry("POST", JOIN, {"error": {}}, 503),
        entry("POST", JOIN, {"state": "QUEUED"}),
        entry("GET", STATUS, state("HA_NEGOTIATING_NODE")),
        entry("GET", STATUS, state("HA_NEGOTIATING_NODE")),
        entry("GET", STATUS, None, 0),
        entry("GET", STATUS, state("HA_ACTIVE_NODE")),
        entry("GET", STATUS, state("HA_STANDBY_NODE"), unit="secondary"),
    ]
    path = tmp_path / "run.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    return Replay(load(path), "primary")


def status_of(replay: Replay) -> Any:
    answer = replay.answer("GET", STATUS, {}, None)
    return None if answer is None else answer.body["nodeState"]


def test_states_come_in_their_order_and_the_last_one_stays(replay: Replay) -> None:
    assert [status_of(replay) for _ in range(3)] == ["SINGLE_NODE"] * 3
    assert [replay.answer("POST", JOIN, {}, None).status for _ in range(2)] == [503, 200]
    states = [status_of(replay) for _ in range(6)]
    assert states == ["HA_NEGOTIATING_NODE"] * 2 + [None] + ["HA_ACTIVE_NODE"] * 3


def test_a_read_does_not_run_ahead_of_a_write(replay: Replay) -> None:
    assert [status_of(replay) for _ in range(9)] == ["SINGLE_NODE"] * 9


def test_a_show_command_is_known_by_its_line(replay: Replay) -> None:
    lines = ("show managers", "show failover", "show managers")
    outputs = [replay.answer("POST", COMMAND, {}, {"commandInput": line}).body["commandOutput"] for line in lines]
    assert outputs == ["two", "one", "two"]


def test_a_login_is_answered_with_any_password(replay: Replay) -> None:
    sent = {"grant_type": "password", "username": "admin", "password": "any"}
    assert replay.answer("POST", f"{API}/fdm/token", {}, sent).body == {"access_token": "********"}


def test_the_order_of_a_query_does_not_matter(replay: Replay) -> None:
    assert replay.answer("GET", JOIN, {"limit": "100", "offset": "0"}, None).body == {"items": []}


def test_what_was_never_asked_is_not_found_and_noted(replay: Replay) -> None:
    assert replay.answer("GET", f"{API}/jobs", {}, None).status == 404
    assert replay.unknown == [f"GET {API}/jobs"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"log": {"entries": [1]}}', '{"log": {"entries": [{}]}}'])
def test_what_is_no_transcript_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.har"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TranscriptError, match="is no transcript that can be read"):
        load(path)


def test_a_unit_that_is_not_in_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "run.har"
    path.write_text('{"log": {"entries": []}}', encoding="utf-8")
    with pytest.raises(TranscriptError, match="the transcript has nothing of 'primary'"):
        Replay(load(path), "primary")
