# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer of the FDM means: its JSON object, or the error it stands for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..errors import (
    DeviceFault,
    FailoverError,
    InvalidResponse,
    Locked,
    LoginRefused,
    NotAllowed,
    NotFound,
    NotReady,
    NotSetUp,
    RateLimited,
    Rejected,
    StaleVersion,
    TokenRefused,
)
from ..pure.reading import line
from ..secrets import scrub
from .retry import retry_after
from .transport import Response

Message = tuple[str, str, str]
"""Description, code, location (NGFWErrorMessage)."""

_MOST_MESSAGES = 10
_TRANSIENT: dict[int, tuple[type[FailoverError], str, str]] = {
    423: (Locked, "the object is locked", "Wait until the job that holds it is done, then run again."),
    429: (RateLimited, "the unit asks for fewer calls", "Run again later, or with fewer forks."),
    503: (NotReady, "the unit's API is not up, or the unit is importing its configuration", "Wait, then run again."),
}


def content(answer: Response, where: str) -> dict[str, Any] | None:
    """Return the JSON object of a successful response, or None without a body; raise InvalidResponse for another."""
    if answer.status == 204 or not answer.body.strip():
        return None
    value = _json(answer, where)
    if not isinstance(value, dict):
        raise InvalidResponse(_described(answer, value), expected="a JSON object", remedy=_CHECK_ADDRESS, where=where)
    return value


def refusal(answer: Response, where: str, secrets: Iterable[str]) -> FailoverError | None:
    """Return the error that the answer's status stands for, or None for success (2xx)."""
    if 200 <= answer.status < 300:
        return None
    messages = _messages(answer, secrets)
    error = _error(answer.status, messages, where)
    error.retry_after = retry_after(answer.headers.get("retry-after"))
    return error


def login_refusal(answer: Response, username: str, where: str, secrets: Iterable[str]) -> FailoverError | None:
    """As refusal, for the token call: a wrong user or password is 400 there, with a TokenStatus."""
    if answer.status == 408:  # there is no token yet that could have ended
        remedy = "Run again; if it stays, look at the unit's load and at proxies on the way."
        return NotReady("the unit gave up on the login (HTTP 408)", remedy=remedy, where=where)
    if answer.status not in (400, 401, 422):
        return refusal(answer, where, secrets)
    said = _said(_messages(answer, secrets))
    return LoginRefused(
        f"the login of {username} is refused (HTTP {answer.status}{said})",
        remedy="Check username and password (failover_username, failover_password); not retried, to "
        "avoid locking the account.",
        where=where,
    )


_CHECK_ADDRESS = "Check that host and https_port lead to the unit's FDM and not to a portal or proxy."


def _error(status: int, messages: tuple[Message, ...], where: str) -> FailoverError:
    said = _said(messages)
    if status in _TRANSIENT:
        kind, what, remedy = _TRANSIENT[status]
        return kind(f"{what} (HTTP {status}{said})", remedy=remedy, where=where)
    if status >= 500:
        remedy = "Run again; if it stays, look at the unit's own log."
        return DeviceFault(f"the unit failed (HTTP {status}{said})", remedy=remedy, where=where)
    if status < 400:
        return InvalidResponse(f"HTTP {status}, a redirect", expected="an answer", remedy=_CHECK_ADDRESS, where=where)
    if status == 404:
        return NotFound(f"there is no such object (HTTP 404{said})", where=where)
    if status in (401, 403, 408):
        return _not_allowed(status, messages, where)
    return _rejected(status, messages, where)


def _not_allowed(status: int, messages: tuple[Message, ...], where: str) -> FailoverError:
    said = _said(messages)
    if status == 403 and "initial setup" in said.lower():
        remedy = "Complete the device setup in the unit's FDM, then run again."
        return NotSetUp("the unit's initial setup is not completed (HTTP 403)", remedy=remedy, where=where)
    remedy = "Check the rights of the user: changing a unit takes an administrator."
    kind = NotAllowed if status == 403 else TokenRefused
    return kind(f"this call is not allowed to the user (HTTP {status}{said})", remedy=remedy, where=where)


def _rejected(status: int, messages: tuple[Message, ...], where: str) -> Rejected:
    what = f"the unit refused (HTTP {status}{_said(messages)})"
    if any(code == "invalidVersion" for _said, code, _where in messages):
        remedy = "Run again: the object was changed by another person or job."
        return StaleVersion(what, remedy=remedy, where=where, messages=messages)
    return Rejected(what, remedy="Correct what the unit reports.", where=where, messages=messages)


def _said(messages: tuple[Message, ...]) -> str:
    """The unit's words as the rest of a parenthesis."""
    return "".join(
        f"; {description.rstrip('.')}" + (f" [{', '.join(filter(None, (code, location)))}]" if code or location else "")
        for description, code, location in messages
    )


def _messages(answer: Response, secrets: Iterable[str]) -> tuple[Message, ...]:
    """Read both shapes, ErrorWrapper and TokenStatus; the unit may echo what was sent, so scrub first, then cut."""
    try:
        value = scrub(_json(answer, ""), secrets)
    except InvalidResponse:
        return ()
    if not isinstance(value, dict):
        return ()
    error = value.get("error")
    listed = error.get("messages") if isinstance(error, dict) else [{"description": value.get("message")}]
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    read = [(line(e.get("description")), line(e.get("code")), line(e.get("location"))) for e in entries]
    return tuple(message for message in read if any(message))[:_MOST_MESSAGES]


def _json(answer: Response, where: str) -> Any:
    """Decode the body: UTF-8, as JSON demands (RFC 8259)."""
    try:
        return json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        pass
    raise InvalidResponse(_described(answer, None), expected="JSON in UTF-8", remedy=_CHECK_ADDRESS, where=where)


def _described(answer: Response, value: object) -> str:
    """Safe facts about a body: never a part of it."""
    kind = line(answer.headers.get("content-type", ""))[:60] or "no content type"
    shape = "" if value is None else f" with a {type(value).__name__}"
    return f"HTTP {answer.status} with {len(answer.body)} bytes, {kind}{shape}"
