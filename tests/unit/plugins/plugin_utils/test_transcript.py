# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing the transcript of a run: whole after every exchange, for its owner alone, and never in the way of the run."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import transcript
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError, Unreachable
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.transport import Response
from ansible_collections.fdm.failover.plugins.plugin_utils.transcript import Transcript

LINK = {"failover_link": {"port": "GigabitEthernet0/2", "network": "192.168.10.0/30"}}
Make = Callable[..., Transcript]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A task's view on the transcript of a run; each call is another task of the same run."""

    def made(pair: str = "branch01", run: str = "run", where: str = "out", **more: Any) -> Transcript:
        return Transcript(str(tmp_path / where), str(tmp_path / run), pair, ("fw1.acme.example", "anna"), LINK, **more)

    return made


def exchange(made: Transcript, answer: Any, path: str = "/api/fdm/v6/x", body: bytes | None = None) -> Any:
    """One exchange through the transcript."""

    def send(*_arguments: Any, **_options: Any) -> Response:
        if isinstance(answer, Exception):
            raise answer
        return Response(200, {"content-type": "application/json"}, json.dumps(answer).encode())

    sending = made.wrap("primary", "https://fw1.acme.example:443", lambda: {"s3cret-Key-1"})(send)
    return sending("POST" if body else "GET", path, headers={}, body=body, timeout=1.0, where="here")


def log_of(made: Transcript) -> dict[str, Any]:
    return json.loads(made.path.read_text(encoding="utf-8"))["log"]


def test_the_file_is_a_har_of_every_exchange_in_order(make: Make) -> None:
    made = make()
    for number in range(3):
        exchange(made, {"number": number})
    log = log_of(make())
    assert (log["version"], log["creator"]["name"]) == ("1.2", "fdm.failover")
    bodies = [json.loads(each["response"]["content"]["text"]) for each in log["entries"]]
    assert bodies == [{"number": 0}, {"number": 1}, {"number": 2}]
    for entry in log["entries"]:
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= entry.keys()
        assert entry["_unit"] == "primary"


def test_every_task_of_a_run_writes_to_one_file_and_another_run_to_another(make: Make) -> None:
    one, two, other = make(), make(), make(run="another")
    for made in (one, two, other):
        exchange(made, {})
    assert one.path == two.path != other.path
    assert (len(log_of(one)["entries"]), len(log_of(other)["entries"])) == (2, 1)
    assert [bool(made.said) for made in (one, two, other)] == [True, False, True]


def test_every_pair_has_a_file_of_its_own(make: Make) -> None:
    assert make("branch01").path != make("branch02").path


def test_only_the_owner_can_read_it(make: Make, tmp_path: Path) -> None:
    made = make()
    exchange(made, {"name": "dmz"})
    for path in (made.path, *(tmp_path / "run").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700


def test_nothing_of_the_owner_is_in_the_file_or_its_name(make: Make) -> None:
    made = make()
    exchange(made, {"name": "dmz-north", "ipAddress": "203.0.113.9"}, body=b'{"sharedKey": "s3cret-Key-1"}')
    exchange(made, {"message": "anna at fw1.acme.example said s3cret-Key-1 of branch01 on dmz-north"})
    written = made.path.name + made.path.read_text(encoding="utf-8")
    for word in ("branch01", "dmz-north", "203.0.113", "s3cret", "anna", "acme", "192.168.10.0"):
        assert word not in written


def test_a_name_met_by_one_task_is_replaced_by_the_next(make: Make) -> None:
    exchange(make(), {"name": "dmz-north"})
    last = make()
    exchange(last, {"commandOutput": "on dmz-north"})
    assert "dmz-north" not in last.path.read_text(encoding="utf-8")


def test_a_call_without_a_response_is_recorded_and_its_error_is_raised(make: Make) -> None:
    made = make()
    with pytest.raises(Unreachable):
        exchange(made, Unreachable("connection refused", where="here"))
    (entry,) = log_of(made)["entries"]
    assert (entry["response"]["status"], entry["_failure"]) == (0, "Unreachable")


def test_a_description_of_an_api_stays_as_it_is(make: Make) -> None:
    made = make()
    document = {"definitions": {"Host": {"properties": {"name": {"description": "The name of a host"}}}}}
    exchange(made, document, "/apispec/ngfw.json")
    assert json.loads(log_of(made)["entries"][0]["response"]["content"]["text"]) == document


def test_the_file_is_whole_even_between_two_entries(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make()
    exchange(made, {"number": 1})
    seen = []
    real = transcript._add

    def looked(path: Path, entry: str) -> None:
        seen.append(log_of(made))
        real(path, entry)
        seen.append(log_of(made))

    monkeypatch.setattr(transcript, "_add", looked)
    exchange(made, {"number": 2})
    assert [len(each["entries"]) for each in seen] == [1, 2]


@pytest.mark.parametrize("damage", [b"", b"{}", b"another file that is as long as this one is, and longer"])
def test_a_file_that_another_program_changed_ends_the_transcript_and_not_the_run(make: Make, damage: bytes) -> None:
    made = make()
    exchange(made, {})
    made.path.write_bytes(damage)
    assert exchange(made, {"answered": True}).status == 200
    assert "the transcript ends here" in made.problem
    assert exchange(made, {"answered": True}).status == 200
    assert made.path.read_bytes() == damage


def test_a_directory_that_can_not_be_is_said_before_any_call(tmp_path: Path, make: Make) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match=r"the transcript can't be written .*Correct failover_transcript"):
        make()


def test_a_file_behind_a_symbolic_link_is_not_written_to(make: Make, tmp_path: Path) -> None:
    made = make()
    made.path.unlink()
    (tmp_path / "other").write_text("precious", encoding="utf-8")
    made.path.symlink_to(tmp_path / "other")
    exchange(made, {})
    assert made.problem
    assert (tmp_path / "other").read_text(encoding="utf-8") == "precious"
