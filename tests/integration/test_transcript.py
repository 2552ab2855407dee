# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A transcript of a run that failed: nothing of the owner is in it, and replayed it makes the product say the same."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from simulator.replay import inventory
from simulator.service import AFTER, BEFORE
from support.harness import DEDICATED, KEY, PASSWORD, Run, failure_of, simulated_pair
from support.killed_run import RunKiller, at

NETWORKS = {
    "failover_link": DEDICATED["failover_link"] | {"name": "oslo-fover"},
    "failover_state_link": DEDICATED["failover_state_link"],
}
NAMED = {
    "hostname": "fw-oslo.acme.example",
    "serial": "9A1B2C3D4E5",
    "interfaces": [
        {"hardware": "GigabitEthernet0/0", "name": "dmz-oslo", "ipv4": "203.0.113.77/24", "mac": "249a.16a4.5ded"},
        {"hardware": "GigabitEthernet0/1", "name": "lan-oslo", "ipv4": "172.20.33.1/24", "enabled": True},
    ],
    "ntp": {"servers": ["ntp.acme.example"]},
}
OWN = [
    *(
        KEY,
        PASSWORD,
        "branch01",
        "oslo",
        "acme",
        "9A1B2C3D4E5",
        "9A5E4D3C2B1",
        "203.0.113.",
        "172.20.33.",
        "192.168.10.",
    ),
    *("249a.16a4", "eyJ"),
]
"""What must not be in a transcript: key, password, names, serial numbers, addresses, beginnings of tokens."""
SAID = "ERROR: the data plane said no"


def recorded(run: Run, directory: Path) -> Path:
    (path,) = directory.iterdir()
    assert f"every call and answer of this run is written to {path}" in run.output
    return path


def log_of(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))["log"]


def test_a_failed_run_is_recorded_without_its_owner_and_replayed_with_the_same_sentence(tmp_path: Path) -> None:
    fault = {"fault": "job-fails", "path": "*/operational/deploy", "method": "POST", "message": SAID}
    unit = NAMED | {"faults": [fault]}
    other = NAMED | {"hostname": "fw-oslo2.acme.example", "serial": "9A5E4D3C2B1"}
    variables = NETWORKS | {"failover_key": KEY, "failover_transcript": str(tmp_path / "transcripts")}
    with simulated_pair(tmp_path, primary=unit, secondary=other, **variables) as pair:
        first = pair.play()
        tokens = {value for call in pair.calls() for value in _texts(call["body"]) if value.startswith("eyJ")}
    path = recorded(first, tmp_path / "transcripts")
    assert SAID in failure_of(first, "branch01")
    text = path.name + path.read_text(encoding="utf-8")
    assert [word for word in [*OWN, *tokens] if word.lower() in text.lower()] == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    replayed = {role: {"transcript": str(path), "transcript_unit": role} for role in ("primary", "secondary")}
    links = {name: value for name, value in inventory(path).items() if name != "keyed"}
    with simulated_pair(tmp_path, **replayed, **links, failover_key="Another-Key-1") as pair:
        again = pair.play()
    assert failure_of(again, "branch01") == failure_of(first, "branch01")


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def test_a_good_run_is_one_file_with_every_call_in_order(tmp_path: Path) -> None:
    with simulated_pair(tmp_path, failover_transcript=str(tmp_path / "transcripts")) as pair:
        run = pair.play()
        assert run.ok, run.output
        called = [(call["method"], call["path"]) for unit in pair.units for call in unit.requests()]
    entries = log_of(recorded(run, tmp_path / "transcripts"))["entries"]
    listed = [(each["request"]["method"], each["request"]["url"].partition("?")[0]) for each in entries]
    revoked = 2  # by the task logout, whose calls say nothing of a unit
    assert len(listed) == len(called) - revoked
    assert [each["startedDateTime"] for each in entries] == sorted(each["startedDateTime"] for each in entries)


@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_a_killed_run_leaves_a_whole_file(tmp_path: Path, when: str) -> None:
    directory = tmp_path / "transcripts"
    with simulated_pair(tmp_path, failover_transcript=str(directory)) as pair:
        assert RunKiller(pair).run(pair, at(40, when))
    (path,) = directory.iterdir()
    assert len(log_of(path)["entries"]) in (39, 40)
    assert [word for word in OWN if word.lower() in path.read_text(encoding="utf-8").lower()] == []


@pytest.mark.parametrize("value", ["", None])
def test_without_a_directory_nothing_is_written(tmp_path: Path, value: Any) -> None:
    with simulated_pair(tmp_path, failover_transcript=value) as pair:
        run = pair.play("fdm.failover.check")
    assert run.ok, run.output
    assert list(tmp_path.rglob("*.har")) == []
