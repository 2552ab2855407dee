# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a response of the FDM means: its JSON object, or the error it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
from .cleaning import clean, parse
from .retry import retry_after
from .transport import Response

Json = dict[str, Any]
Message = tuple[str, str, str]
"""Description, code, location (NGFWErrorMessage)."""

_MOST_MESSAGES = 10
_CHECK_ADDRESS = "Check that host and https_port lead to the unit's FDM and not to a portal or proxy."
_LOOK_AT = "Look at the pending changes, the running tasks and the HA state in the unit's FDM, then run again."


def content(response: Response, where: str, cleaned: Callable[[Json], Json] = clean) -> Json | None:
    """Return the JSON object of a successful response, or None without a body; raise InvalidResponse for another.

    Its texts are cleaned; ``cleaned`` does that.
    """
    if response.status == 204 or not response.body.strip():
        return None
    value = _json(response, where)
    if not isinstance(value, dict):
        what = _described(response, value)
        raise InvalidResponse(what, expected="a JSON object", remedy=_CHECK_ADDRESS, where=where)
    return cleaned(value)


def refusal(response: Response, where: str, secrets: Iterable[str]) -> FailoverError | None:
    """Return the error that the response's status stands for, or None for success (2xx)."""
    if 200 <= response.status < 300:
        return None
    messages = _messages(response, secrets)
    error = _error(response.status, messages, where)
    error.retry_after = retry_after(response.headers.get("retry-after"))
    return error


def login_refusal(response: Response, username: str, where: str, secrets: Iterable[str]) -> FailoverError | None:
    """As refusal, for the token call: a wrong user or password is 400 there, with a TokenStatus."""
    if response.status == 408:  # there is no token yet that could have ended
        remedy = "Run again; if this persists, check the unit's load and the proxies on the way."
        return NotReady("the login timed out on the unit (HTTP 408)", remedy=remedy, where=where)
    if response.status not in (400, 401, 422):
        return refusal(response, where, secrets)
    return LoginRefused(
        f"the login of {username} is refused (HTTP {response.status}{_said(_messages(response, secrets))})",
        remedy="Check username and password (failover_username, failover_password); not retried, to "
        "avoid locking the account.",
        where=where,
    )


def _error(status: int, messages: tuple[Message, ...], where: str) -> FailoverError:
    said = _said(messages)
    if status == 423:
        return _locked(messages, where)
    if status == 429:
        what = f"the unit limits the rate of calls (HTTP 429{said})"
        return RateLimited(what, remedy="Run again later, or with fewer forks.", where=where)
    if status == 503:
        what = f"the unit's API is not up, or the unit is importing its configuration (HTTP 503{said})"
        return NotReady(what, remedy="Wait, then run again.", where=where)
    if status >= 500:
        remedy = "Run again; if this persists, check the unit's own log."
        return DeviceFault(f"the unit failed (HTTP {status}{said})", remedy=remedy, where=where)
    if status < 400:
        what = f"a redirect (HTTP {status})"
        return InvalidResponse(what, expected="a JSON object", remedy=_CHECK_ADDRESS, where=where)
    if status == 404:
        remedy = "Check that the unit runs FTD 6.3 or later and is managed by its own FDM; then run again."
        return NotFound(f"there is no such object (HTTP 404{said})", remedy=remedy, where=where)
    if status in (401, 403, 408):
        return _not_allowed(status, messages, where)
    return _rejected(status, messages, where)


def _locked(messages: tuple[Message, ...], where: str) -> Locked:
    """The unit's own words come first: some refusals have this status without any lock."""
    remedy = "Wait until the job that locks it has ended, then run again."
    if not messages:
        return Locked("the object is locked (HTTP 423)", remedy=remedy, where=where)
    remedy = "Fix what the unit reports; if a job locks the object, wait until it has ended. Then run again."
    return Locked(f"{_said(messages).removeprefix('; ')} (HTTP 423)", remedy=remedy, where=where)


def _not_allowed(status: int, messages: tuple[Message, ...], where: str) -> FailoverError:
    said = _said(messages)
    if status == 403 and "initial setup" in said.lower():
        remedy = "Complete the device setup in the unit's FDM, then run again."
        return NotSetUp("the unit's initial setup is not completed (HTTP 403)", remedy=remedy, where=where)
    remedy = "Check the rights of the user: only an administrator can change a unit."
    kind = NotAllowed if status == 403 else TokenRefused
    return kind(f"the user is not allowed to make this call (HTTP {status}{said})", remedy=remedy, where=where)


def _rejected(status: int, messages: tuple[Message, ...], where: str) -> Rejected:
    if not messages:
        return Rejected(f"the unit refused without a reason (HTTP {status})", remedy=_LOOK_AT, where=where)
    what = f"the unit refused (HTTP {status}{_said(messages)})"
    if any(code == "invalidVersion" for _description, code, _location in messages):
        remedy = "Run again: another user or job has changed the object."
        return StaleVersion(what, remedy=remedy, where=where, messages=messages)
    return Rejected(what, remedy="Correct what the unit reports.", where=where, messages=messages)


def _said(messages: tuple[Message, ...]) -> str:
    """The unit's words as the rest of a parenthesis."""
    return "".join(
        f"; {description.rstrip('.')}" + (f" [{', '.join(filter(None, (code, location)))}]" if code or location else "")
        for description, code, location in messages
    )


def _messages(response: Response, secrets: Iterable[str]) -> tuple[Message, ...]:
    """Read both shapes, ErrorWrapper and TokenStatus; the unit may echo what was sent, so scrub first, then clean."""
    try:
        value = clean(scrub(_json(response, ""), secrets))
    except InvalidResponse:
        return ()
    if not isinstance(value, dict):
        return ()
    error = value.get("error")
    listed = error.get("messages") if isinstance(error, dict) else [{"description": value.get("message")}]
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    read = [(line(e.get("description")), line(e.get("code")), line(e.get("location"))) for e in entries]
    return tuple(message for message in read if any(message))[:_MOST_MESSAGES]


def _json(response: Response, where: str) -> Any:
    try:
        return parse(response.body)
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        pass
    what = _described(response, None)
    raise InvalidResponse(what, expected="JSON in UTF-8", remedy=_CHECK_ADDRESS, where=where)


def _described(response: Response, value: object) -> str:
    """Safe facts about a body: never a part of it."""
    kind = line(response.headers.get("content-type", ""))[:60] or "no content type"
    shape = "" if value is None else f" with a {type(value).__name__}"
    return f"HTTP {response.status} with {len(response.body)} bytes, {kind}{shape}"
