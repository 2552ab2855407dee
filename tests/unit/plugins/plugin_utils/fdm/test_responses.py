# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every response is an object, or an error that tells a person what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import errors
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.responses import content, login_refusal, refusal
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.transport import Response

WHERE = "branch01, primary (192.0.2.11), PUT /x"


def response(status: int, body: Any = b"", **headers: str) -> Response:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(status, {"content-type": "application/json"} | headers, data)


def wrapped(*messages: object) -> dict[str, Any]:
    return {"error": {"severity": "ERROR", "key": "Validation", "messages": list(messages)}}


@pytest.mark.parametrize(
    ("status", "body", "value"),
    [
        (200, {"id": "1"}, {"id": "1"}),
        (200, b"", None),
        (200, b" \n", None),
        (204, b"", None),
        (200, b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (200, '{"a": "ü"}'.encode(), {"a": "ü"}),
    ],
)
def test_content(status: int, body: Any, value: Any) -> None:
    assert content(response(status, body), WHERE) == value


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"<html>secret</html>", "text/html", "HTTP 200 with 19 bytes, text/html"),
        (b"[]", "application/json", "with a list"),
        (b'"text"', "application/json", "with a str"),
        (b"null", "application/json", "expected a JSON object"),
        (b'{"a": 1', "application/json", "expected JSON in UTF-8"),
        ('{"a": "ü"}'.encode("latin-1"), "application/json", "expected JSON in UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "application/json", "expected JSON in UTF-8"),
        (b"[" * 100_000, "application/json", "expected JSON in UTF-8"),
        (b"1" * 5000, "application/json", "5000 bytes"),
        (b"\x00", "", "no content type"),
    ],
)
def test_content_that_is_invalid(body: bytes, kind: str, words: str) -> None:
    with pytest.raises(errors.InvalidResponse) as caught:
        content(response(200, body, **{"content-type": kind}), WHERE)
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)
    assert caught.value.__context__ is None


VERSION = {"description": "Stale", "code": "invalidVersion", "location": "version"}


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (422, wrapped({"description": "No."}), errors.Rejected, "refused (HTTP 422; No)"),
        (422, wrapped({"description": "No", "code": "c", "location": "l"}), errors.Rejected, "No [c, l]"),
        (422, wrapped({"description": "A"}, {"description": "B"}), errors.Rejected, "; A; B"),
        (400, wrapped(VERSION), errors.StaleVersion, "Run again"),
        (422, wrapped(VERSION), errors.StaleVersion, "Stale [invalidVersion, version]"),
        (400, {"status_code": 400, "message": "bad"}, errors.Rejected, "HTTP 400; bad"),
        (400, b"<html>", errors.Rejected, "(HTTP 400)"),
        (401, b"", errors.TokenRefused, "rights of the user"),
        (408, b"", errors.TokenRefused, "HTTP 408"),
        (403, {"message": "Not allowed - Device initial setup is not completed!"}, errors.NotSetUp, "device setup"),
        (403, {"message": "no"}, errors.NotAllowed, "HTTP 403; no"),
        (404, wrapped({"description": "gone"}), errors.NotFound, "gone"),
        (409, b"", errors.Rejected, "HTTP 409"),
        (423, b"", errors.Locked, "locked"),
        (429, b"", errors.RateLimited, "fewer"),
        (500, b"", errors.DeviceFault, "HTTP 500"),
        (502, b"<html>", errors.DeviceFault, "HTTP 502"),
        (503, b"", errors.NotReady, "not up"),
        (504, b"", errors.DeviceFault, "HTTP 504"),
        (302, b"", errors.InvalidResponse, "a redirect"),
        (418, wrapped(), errors.Rejected, "(HTTP 418)"),
        (422, {"error": "text"}, errors.Rejected, "(HTTP 422)"),
        (422, {"error": {"messages": "text"}}, errors.Rejected, "(HTTP 422)"),
        (422, {"error": {"messages": [None, 1, {}]}}, errors.Rejected, "(HTTP 422)"),
        (422, {"error": {"messages": [{"description": {}}]}}, errors.Rejected, "(HTTP 422)"),
        (422, [1], errors.Rejected, "(HTTP 422)"),
    ],
)
def test_refusal(status: int, body: Any, kind: type[errors.FailoverError], words: str) -> None:
    error = refusal(response(status, body), WHERE, [])
    assert type(error) is kind
    assert str(error).startswith(f"{WHERE}: ")
    assert words in str(error)


def test_success_is_no_refusal() -> None:
    assert refusal(response(200), WHERE, []) is None
    assert refusal(response(204), WHERE, []) is None


def test_a_refusal_says_when_to_call_again() -> None:
    error = refusal(response(429, **{"retry-after": "7"}), WHERE, [])
    assert error is not None
    assert error.retry_after == 7


def test_messages_are_kept_for_callers() -> None:
    error = refusal(response(422, wrapped(VERSION, {"description": "B"})), WHERE, [])
    assert isinstance(error, errors.Rejected)
    assert error.messages == (("Stale", "invalidVersion", "version"), ("B", "", ""))


def test_an_echoed_secret_is_masked_even_where_the_text_is_cut() -> None:
    echo = {"description": "x" * 395 + "hunter2", "code": "hunter2", "location": "hunter2"}
    error = refusal(response(422, wrapped(echo)), WHERE, ["hunter2"])
    assert "hun" not in str(error)


def test_a_unit_can_neither_command_a_terminal_nor_flood_it() -> None:
    error = refusal(response(422, wrapped(*[{"description": "\x1b[2J\nline\u202e" + "y" * 9999}] * 99)), WHERE, [])
    assert str(error).isprintable()
    assert len(str(error)) < 6000


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"status_code": 400, "message": "Invalid user name or password"}, errors.LoginRefused),
        (400, wrapped({"description": "Invalid user name or password"}), errors.LoginRefused),
        (401, b"", errors.LoginRefused),
        (422, b"", errors.LoginRefused),
        (404, b"", errors.NotFound),
        (408, b"", errors.NotReady),
        (503, b"", errors.NotReady),
        (403, {"message": "Device initial setup is not completed!"}, errors.NotSetUp),
    ],
)
def test_login_refusal(status: int, body: Any, kind: type[errors.FailoverError]) -> None:
    error = login_refusal(response(status, body), "admin", WHERE, ["hunter2"])
    assert type(error) is kind
    assert login_refusal(response(200), "admin", WHERE, []) is None
