# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong, as one small hierarchy.

Errors are raised deep and translated once, in ``plugins/action``. Each is one sentence that says where, what was
expected, what was found and what to do. No error holds a reply's body, a password, a token or a key.
"""

from __future__ import annotations


class FailoverError(Exception):
    """Something is not as it must be.

    what: what is so (part of a sentence, no full stop); expected: what should be; remedy: what to do (imperative);
    where: pair, unit and call, such as ``branch01, primary (192.0.2.11), GET /jobs``;
    retry_after: seconds after which the unit said to come back, or None.
    """

    def __init__(
        self, what: str, *, expected: str = "", remedy: str = "", where: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(what)
        self.what = what
        self.expected = expected
        self.remedy = remedy
        self.where = where
        self.retry_after = retry_after

    @property
    def finding(self) -> str:
        """What is so, beside what should be."""
        return f"expected {self.expected}, found {self.what}" if self.expected else self.what

    def __str__(self) -> str:
        sentence = "; ".join(part for part in (self.finding, self.remedy) if part)
        return f"{self.where}: {sentence}." if self.where else f"{sentence}."


class InputError(FailoverError):
    """Options or inventory data can't be used as they are."""


class Unreachable(FailoverError):
    """No answer: refused, reset, timed out, no route, name not resolved.

    sent: True when the request may have reached the unit; passing: False when trying again at once can't help.
    """

    def __init__(
        self,
        what: str,
        *,
        expected: str = "",
        remedy: str = "",
        where: str = "",
        sent: bool = False,
        passing: bool = True,
    ) -> None:
        super().__init__(what, expected=expected, remedy=remedy, where=where)
        self.sent = sent
        self.passing = passing


class TlsError(FailoverError):
    """TLS could not be agreed: unknown authority, another name, expired, no TLS at all."""


class LoginRefused(FailoverError):
    """The unit refused user and password. Never tried again by itself: accounts get locked."""


class NotAllowed(FailoverError):
    """The login is good, but this call is not for this user (401 with a fresh token, 403)."""


class TokenRefused(NotAllowed):
    """The token is not, or no longer, good for this call (401, and 408 as the vendor's own client reads it)."""


class NotReady(FailoverError):
    """The unit's API is not up yet, or the unit imports its configuration (503)."""


class NotSetUp(NotReady):
    """The unit's initial setup has not been completed (403)."""


class NotFound(FailoverError):
    """There is no such object, or no such API version (404)."""


class Rejected(FailoverError):
    """The unit understood and refused.

    messages: its words, scrubbed, as (description, code, location) (NGFWErrorMessage).
    """

    def __init__(
        self,
        what: str,
        *,
        expected: str = "",
        remedy: str = "",
        where: str = "",
        messages: tuple[tuple[str, str, str], ...] = (),
    ) -> None:
        super().__init__(what, expected=expected, remedy=remedy, where=where)
        self.messages = messages


class StaleVersion(Rejected):
    """The object changed between reading and writing (code invalidVersion): read again, judge again."""


class Locked(FailoverError):
    """The object is locked on the unit (423)."""


class RateLimited(FailoverError):
    """The unit asks for fewer calls (429)."""


class DeviceFault(FailoverError):
    """The unit, or something before it, failed (500, 502, 504 and other 5xx)."""


class InvalidResponse(FailoverError):
    """The answer is not what an FDM sends: not JSON, the wrong type, cut short, too large, wrongly encoded.

    passing: True when only this transfer broke, so that asking again can help.
    """

    def __init__(
        self, what: str, *, expected: str = "", remedy: str = "", where: str = "", passing: bool = False
    ) -> None:
        super().__init__(what, expected=expected, remedy=remedy, where=where)
        self.passing = passing


class OutcomeUnknown(FailoverError):
    """A write was sent and its answer was lost: it may have been done. Read, then judge; never repeat blindly."""


class JobFailed(FailoverError):
    """A deployment, join or break ended badly."""


class RunEnded(FailoverError):
    """The run that wanted this has been killed; nothing more is asked or written."""


class TimedOut(FailoverError):
    """A wait reached its time limit."""


class Conflict(FailoverError):
    """What lives on the units contradicts the intent, and may not be changed unasked."""
