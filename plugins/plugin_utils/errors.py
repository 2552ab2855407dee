# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong, as one small tree.

Errors are raised deep and become a failed result in one place, the task. No error holds a response's body, a password,
a token or a key::

    FailoverError
        InputError          options or inventory data can't be used as they are
        Unreachable         no response: refused, reset, timed out, no route, name not resolved
        TlsError            no TLS: unknown authority, another name or fingerprint, expired, not TLS at all
        LoginRefused        user name or password refused
        NotAllowed          logged in, but this call is not for this user (403)
            TokenRefused    the token is not, or no longer, valid for this call (401, 408)
        NotReady            the API is not up, or the unit imports its configuration (503)
            NotSetUp        the unit's initial setup is not completed (403)
        NotFound            no such object, or no such API version (404)
        Rejected            the unit understood and refused (400, 409, 422)
            StaleVersion    the object changed between reading and writing (code invalidVersion)
        Locked              the object is locked (423)
        RateLimited         the unit limits the rate of calls (429)
        DeviceFault         the unit, or a proxy before it, failed (500, 502, 504 and other 5xx)
        InvalidResponse     not what an FDM sends: not JSON, the wrong type, cut short, too large
        OutcomeUnknown      a write was sent and its response was lost: read, compare, never repeat blindly
        JobFailed           a deployment, join or break ended with an error
        TimedOut            a wait reached its time limit
        RunEnded            the run that needs this call was stopped
        Conflict            what the units have contradicts the intent, and this run must not change it
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(eq=False, repr=False)
class FailoverError(Exception):
    """An error in one sentence: ``{where}: {what}; expected {expected}. {remedy}``.

    what: what was found, and expected: what is required (both without a full stop); remedy: what to do, as sentences;
    where: pair, role and call, such as ``branch01, primary (192.0.2.11), GET /jobs``;
    retry_after: seconds of the unit's Retry-After;
    transient: whether the same call may succeed when it is repeated soon, if it changes nothing;
    away: what this error says in a word or two where the unit may be away, because a unit that restarts or imports its
    configuration is known to cause it; empty for errors that always count;
    no_answer: whether the unit gave no answer of its API, so that nothing is known of it.
    """

    away: ClassVar[str] = ""
    no_answer: ClassVar[bool] = False

    what: str
    expected: str = field(default="", kw_only=True)
    remedy: str = field(default="", kw_only=True)
    where: str = field(default="", kw_only=True)
    retry_after: float | None = field(default=None, kw_only=True)
    transient: bool = field(default=False, kw_only=True)

    @property
    def finding(self) -> str:
        """What was found, and what is expected."""
        return f"{self.what}; expected {self.expected}" if self.expected else self.what

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        return f"{where}{self.finding.rstrip('.')}. {self.remedy}".rstrip()


class InputError(FailoverError):
    """Options or inventory data can't be used as they are."""


@dataclass(eq=False, repr=False)
class Unreachable(FailoverError):
    """No response: refused, reset, timed out, no route, name not resolved.

    sent: True when the request may have reached the unit.
    """

    away = "no connection"
    no_answer = True

    sent: bool = field(default=False, kw_only=True)
    transient: bool = field(default=True, kw_only=True)


class TlsError(FailoverError):
    """No TLS connection: unknown authority, another name or fingerprint, expired, not TLS at all."""

    no_answer = True


class LoginRefused(FailoverError):
    """The unit refused user name and password. Never retried automatically: accounts get locked."""

    away = "login refused"
    no_answer = True


class NotAllowed(FailoverError):
    """The login is valid, but this call is not for this user (401 with a new token, 403)."""

    away = "token refused"


class TokenRefused(NotAllowed):
    """The token is not, or no longer, valid for this call (401, and 408 as the vendor's own client reads it)."""


@dataclass(eq=False, repr=False)
class NotReady(FailoverError):
    """The unit's API is not up yet, or the unit imports its configuration (503)."""

    away = "API not up"
    no_answer = True

    transient: bool = field(default=True, kw_only=True)


@dataclass(eq=False, repr=False)
class NotSetUp(NotReady):
    """The unit's initial setup has not been completed (403)."""

    transient: bool = field(default=False, kw_only=True)


class NotFound(FailoverError):
    """There is no such object, or no such API version (404)."""

    away = "API not up"


@dataclass(eq=False, repr=False)
class Rejected(FailoverError):
    """The unit understood and refused.

    messages: its words, scrubbed, as (description, code, location) (NGFWErrorMessage).
    """

    messages: tuple[tuple[str, str, str], ...] = field(default=(), kw_only=True)


class StaleVersion(Rejected):
    """The object changed between reading and writing (code invalidVersion): read it again and compare again."""


@dataclass(eq=False, repr=False)
class Locked(FailoverError):
    """The object is locked on the unit (423)."""

    away = "locked"

    transient: bool = field(default=True, kw_only=True)


@dataclass(eq=False, repr=False)
class RateLimited(FailoverError):
    """The unit limits the rate of calls (429)."""

    away = "too busy"

    transient: bool = field(default=True, kw_only=True)


@dataclass(eq=False, repr=False)
class DeviceFault(FailoverError):
    """The unit, or a proxy before it, failed (500, 502, 504 and other 5xx)."""

    away = "server error"

    transient: bool = field(default=True, kw_only=True)


class InvalidResponse(FailoverError):
    """The response is not what an FDM sends: not JSON, the wrong type, cut short, too large, wrongly encoded.

    It is transient when only this transfer broke.
    """

    away = "incomplete response"


class OutcomeUnknown(FailoverError):
    """A write was sent and its response was lost: it may have been done. Read and compare; never repeat blindly."""


class JobFailed(FailoverError):
    """A deployment, join or break ended with an error."""


class RunEnded(FailoverError):
    """The run that needs this call was stopped; nothing more is read or written."""


class TimedOut(FailoverError):
    """A wait reached its time limit."""


class Conflict(FailoverError):
    """What the units have contradicts the intent, and this run must not change it."""
