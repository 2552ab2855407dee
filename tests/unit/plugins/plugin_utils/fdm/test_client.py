# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls: what is sent, what is repeated, and what a lost response means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import errors
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.client import Client

Connect = Callable[..., Client]


class TestCalls:
    """The right request, and the response as data."""

    def test_get(self, unit: Any, connect: Connect, reply: Any) -> None:
        unit.replies = [reply(200, {"id": "1"})]
        assert connect().get("/object/ä b", {"limit": 5, "deep": True, "filter": "name:x&y"}) == {"id": "1"}
        asked = unit.asked[-1]
        assert asked.url.startswith("https://192.0.2.11:443/api/fdm/latest/object/%C3%A4%20b?")
        assert asked.query == {"limit": "5", "deep": "true", "filter": "name:x&y"}
        assert asked.body is None
        assert asked.options == {"timeout": 30}

    @pytest.mark.parametrize(
        ("status", "body", "value"), [(200, {"v": 2}, {"v": 2}), (204, b"", None), (200, b"", None)]
    )
    def test_put(self, unit: Any, connect: Connect, reply: Any, status: int, body: Any, value: Any) -> None:
        unit.replies = [reply(status, body)]
        assert connect().put("/x/1", {"v": 1}) == value
        assert (unit.asked[-1].method, unit.asked[-1].body) == ("PUT", {"v": 1})
        assert unit.asked[-1].headers["Content-Length"] == "8"

    def test_post_without_a_body_sends_none(self, unit: Any, connect: Connect, reply: Any) -> None:
        unit.replies = [reply(200, {"id": "job"})]
        assert connect().post("/join", query={"clearIntfs": False}) == {"id": "job"}
        assert unit.asked[-1].body is None
        assert unit.asked[-1].headers["Content-Length"] == "0"
        assert unit.asked[-1].query == {"clearIntfs": "false"}

    def test_delete(self, unit: Any, connect: Connect, reply: Any) -> None:
        unit.replies = [reply(204)]
        connect().delete("/jobs")
        assert unit.calls == [("DELETE", "/api/fdm/latest/jobs")]

    def test_list_reads_to_the_last_page(self, unit: Any, connect: Connect, reply: Any) -> None:
        unit.replies = [
            reply(200, {"items": [{"id": "a"}], "paging": {"count": 2, "next": ["https://198.51.100.9/evil"]}}),
            reply(200, {"items": [{"id": "b"}], "paging": {"count": 2, "next": []}}),
        ]
        assert connect().list("/x", {"filter": "name:a"}) == [{"id": "a"}, {"id": "b"}]
        queries = [a.query for a in unit.asked[1:]]
        assert queries == [
            {"filter": "name:a", "offset": "0", "limit": "100"},
            {"filter": "name:a", "offset": "1", "limit": "100"},
        ]

    def test_a_get_without_a_body_is_invalid(self, unit: Any, connect: Connect, reply: Any) -> None:
        unit.replies = [reply(200)]
        with pytest.raises(errors.InvalidResponse, match="GET /x: an empty body; expected a JSON object"):
            connect().get("/x")

    def test_calls_are_counted_and_reported(
        self, unit: Any, connect: Connect, reply: Any, lost: Any, failures: Any
    ) -> None:
        told: list[tuple[str, str, int]] = []
        unit.replies = [reply(503), lost(failures["reset"]), reply(200, {})]
        client = connect(on_call=lambda *call: told.append(call))
        client.get("/x")
        get = ("GET", "/api/fdm/latest/x")
        assert told == [("POST", "/api/fdm/latest/fdm/token", 200), (*get, 503), (*get, 0), (*get, 200)]
        assert client.calls == 4

    @pytest.mark.parametrize("path", ["/api/versions", "/apispec/ngfw.json"])
    def test_some_paths_stand_beside_the_api(self, unit: Any, connect: Connect, reply: Any, path: str) -> None:
        unit.replies = [reply(200, {})]
        connect().get(path)
        assert unit.calls == [("GET", path)]
        assert "Authorization" in unit.asked[-1].headers

    def test_every_exchange_passes_what_wraps_the_transport(self, unit: Any, connect: Connect, reply: Any) -> None:
        passed: list[tuple[str, str, int]] = []

        def wrap(send: Any) -> Any:
            def sending(method: str, path: str, **options: Any) -> Any:
                answer = send(method, path, **options)
                passed.append((method, path, answer.status))
                return answer

            return sending

        unit.replies = [reply(503), reply(200, {})]
        client = connect(wrap=wrap)
        client.get("/x")
        client.logout()
        token = ("POST", "/api/fdm/latest/fdm/token", 200)
        get = ("GET", "/api/fdm/latest/x")
        assert passed == [token, (*get, 503), (*get, 200), token]


class TestReadOnly:
    """Check mode has a net under it."""

    @pytest.mark.parametrize(
        "write",
        [
            lambda client: client.put("/x", {}),
            lambda client: client.post("/x"),
            lambda client: client.post("/action/command/x"),
            lambda client: client.delete("/x"),
        ],
    )
    def test_a_write_is_a_fault_of_ours(self, unit: Any, connect: Connect, write: Callable[[Client], Any]) -> None:
        with pytest.raises(RuntimeError, match="nothing may be written"):
            write(connect(read_only=True))
        assert unit.asked == []

    def test_reading_and_showing_are_allowed(self, unit: Any, connect: Connect, reply: Any) -> None:
        unit.replies = [reply(200, {}), reply(200, {"commandOutput": "on"})]
        client = connect(read_only=True)
        client.get("/x")
        assert client.post("/action/command", {"commandInput": "show failover"}) == {"commandOutput": "on"}


def test_a_client_whose_run_was_stopped_makes_no_further_call(unit: Any, connect: Connect, reply: Any) -> None:
    """The check stands before each exchange, so a task of many calls ends in the middle."""
    gone = iter((False, False, True))  # at the login, at the first call, at the second
    client = connect(run_ended=lambda: next(gone, True))
    unit.replies = [reply(200, {})]
    client.get("/x")
    asked = len(unit.asked)
    with pytest.raises(errors.RunEnded, match=r"the run that needs this was stopped\. Run again"):
        client.put("/x", {})
    client.logout()
    assert len(unit.asked) == asked


SHOW = ("POST", "/action/command")
GET, PUT, POST, DELETE = ("GET", "/x"), ("PUT", "/x"), ("POST", "/x"), ("DELETE", "/x")
AGAIN = "again"


def called(client: Client, method: str, path: str) -> Any:
    if method == "GET":
        return client.get(path)
    if method == "DELETE":
        return client.delete(path)
    return client.put(path, {}) if method == "PUT" else client.post(path)


# What happens once -> the error of (a read, PUT and DELETE, POST), or that it is tried again.
TABLE: dict[str | int | tuple[str, str], tuple[Any, Any, Any]] = {
    "refused": (AGAIN, AGAIN, AGAIN),
    ("timed out", "unsent"): (AGAIN, AGAIN, AGAIN),
    ("reset", "unsent"): (AGAIN, AGAIN, AGAIN),
    "timed out": (AGAIN, errors.OutcomeUnknown, errors.OutcomeUnknown),
    "reset": (AGAIN, errors.OutcomeUnknown, errors.OutcomeUnknown),
    "no answer": (AGAIN, errors.OutcomeUnknown, errors.OutcomeUnknown),
    "cut": (AGAIN, errors.OutcomeUnknown, errors.OutcomeUnknown),
    ("unknown", "unsent"): (errors.Unreachable, errors.Unreachable, errors.Unreachable),
    ("untrusted", "unsent"): (errors.TlsError, errors.TlsError, errors.TlsError),
    "not HTTP": (errors.InvalidResponse, errors.OutcomeUnknown, errors.OutcomeUnknown),
    400: (errors.Rejected, errors.Rejected, errors.Rejected),
    403: (errors.NotAllowed, errors.NotAllowed, errors.NotAllowed),
    404: (errors.NotFound, errors.NotFound, errors.NotFound),
    422: (errors.Rejected, errors.Rejected, errors.Rejected),
    423: (AGAIN, AGAIN, AGAIN),
    429: (AGAIN, AGAIN, AGAIN),
    500: (AGAIN, errors.OutcomeUnknown, errors.OutcomeUnknown),
    502: (AGAIN, errors.OutcomeUnknown, errors.OutcomeUnknown),
    503: (AGAIN, AGAIN, errors.NotReady),
    504: (AGAIN, errors.OutcomeUnknown, errors.OutcomeUnknown),
}
CASES = [
    pytest.param(event, call, outcome, id=f"{event}-{call[0]} {call[1]}")
    for event, outcomes in TABLE.items()
    for calls, outcome in zip(((GET, SHOW), (PUT, DELETE), (POST,)), outcomes, strict=True)
    for call in calls
]


@pytest.mark.parametrize(("event", "call", "outcome"), CASES)
def test_what_is_tried_again(
    unit: Any, connect: Connect, reply: Any, lost: Any, failures: Any, event: Any, call: tuple[str, str], outcome: Any
) -> None:
    if isinstance(event, int):
        first = reply(event)
    else:
        name, sent = (event[0], False) if isinstance(event, tuple) else (event, True)
        first = lost(failures[name], sent=sent)
    unit.replies = [first, reply(200, {"done": True})]
    if outcome is AGAIN:
        assert called(connect(), *call) in ({"done": True}, None)
        assert unit.replies == []
        assert unit.naps == [1.5]
    else:
        with pytest.raises(outcome, match=f"branch01, primary .192.0.2.11., {call[0]} {call[1]}: ") as caught:
            called(connect(), *call)
        assert type(caught.value) is outcome
        assert unit.naps == []


def test_patience_ends(unit: Any, connect: Connect, reply: Any) -> None:
    unit.replies = [reply(503) for _ in range(4)]
    with pytest.raises(errors.NotReady):
        connect().get("/x")
    assert unit.naps == [1.5, 3.0, 6.0]


def test_the_unit_says_how_long(unit: Any, connect: Connect, reply: Any) -> None:
    unit.replies = [reply(429, **{"Retry-After": "12"}), reply(200, {})]
    connect().get("/x")
    assert unit.naps == [12]


def test_a_unit_not_set_up_is_not_waited_for(unit: Any, connect: Connect, reply: Any) -> None:
    unit.replies = [reply(403, {"message": "Not allowed - Device initial setup is not completed!"})]
    with pytest.raises(errors.NotSetUp, match="Complete the device setup"):
        connect().put("/x", {})
    assert unit.naps == []


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"cut'])
def test_after_an_unreadable_response_a_write_may_have_been_done(
    unit: Any, connect: Connect, reply: Any, body: bytes
) -> None:
    unit.replies = [reply(200, body)]
    with pytest.raises(
        errors.OutcomeUnknown,
        match=r"PUT /x: it is not known whether the unit carried this out: .*; expected .*\. Run again; ",
    ):
        connect().put("/x", {})


def test_a_login_that_fails_before_a_write_leaves_no_doubt(
    unit: Any, connect: Connect, lost: Any, failures: Any
) -> None:
    unit.logins = [lost(failures["reset"]) for _ in range(4)]
    with pytest.raises(errors.Unreachable):
        connect().put("/x", {})


def test_nothing_secret_is_said(unit: Any, connect: Connect, reply: Any) -> None:
    echo = "got correct horse, Bearer access-1, key k3y-material and refresh-1"
    unit.replies = [reply(422, {"error": {"messages": [{"description": echo}]}})]
    with pytest.raises(errors.Rejected) as caught:
        connect().put("/ha", {"sharedKey": "k3y-material"})
    assert "got ********, Bearer ********, key ******** and ********" in str(caught.value)
    assert "horse" not in repr(caught.value.__dict__)


def test_a_download_is_the_bytes_of_a_file(unit, connect, reply):
    unit.replies = [reply(200, b"PK\x03\x04", **{"Content-Type": "application/octet-stream"})]
    with connect() as client:
        assert client.download("/action/downloadconfigfile/x.zip") == b"PK\x03\x04"


@pytest.mark.parametrize(("kind", "body"), [("text/html", b"<html>"), ("application/octet-stream", b"")])
def test_another_content_type_or_nothing_is_no_file(unit, connect, reply, kind, body):
    unit.replies = [reply(200, body, **{"Content-Type": kind}) for _attempt in range(4)]
    with connect() as client, pytest.raises(errors.InvalidResponse, match="expected a file"):
        client.download("/action/downloadconfigfile/x.zip")
