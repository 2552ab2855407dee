# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The FDM REST API of one unit: objects in, objects out, errors that say what to do.

HTTP itself is in transport.py, the meaning of responses in responses.py, tokens in auth.py.
"""

from __future__ import annotations

import json
import random as randomness
import time
from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlencode

from ..errors import (
    DeviceFault,
    InvalidResponse,
    OutcomeUnknown,
    TlsError,
    TokenRefused,
    Unreachable,
)
from ..pure.reading import number
from ..secrets import secrets_in
from .auth import HEADERS, Login
from .call import Call, Query, as_text
from .cleaning import Originals
from .connection import Connection
from .paging import collect
from .responses import content, refusal
from .retry import Retrier, RetryPolicy, run_has_ended, sleeper
from .token_store import Session, TokenStore
from .transport import Opener, Response, Send, Transport

Json = dict[str, Any]
Items = list[Json]
OUTSIDE = frozenset({"/api/versions", "/apispec/ngfw.json"})
"""Paths beside /api/fdm/<version>, not below it."""
FILE_TYPE = "application/octet-stream"
"""How units send files; another type is an error page (seen by a client of release 6.6)."""


class Client:
    """Calls to one unit. Paths begin after the version: ``/devices/default/interfaces``.

    store keeps the login between tasks (None: it is revoked at the end of the ``with`` block); read_only makes every
    write a RuntimeError, as a safeguard in check mode; run_ended says that the run was stopped, which ends calls and
    sleeps with RunEnded; on_call gets method, path and status of each HTTP exchange (status 0: no response), and calls
    counts them; wrap gives what sends each request in place of the transport, such as one that writes a transcript;
    time_left as in Retrier.
    Every other error is a FailoverError.
    """

    def __init__(
        self,
        connection: Connection,
        store: TokenStore | None = None,
        *,
        opener: Opener | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = randomness.random,
        retry: RetryPolicy | None = None,
        read_only: bool = False,
        run_ended: Callable[[], bool] | None = None,
        on_call: Callable[[str, str, int], None] | None = None,
        wrap: Callable[[Send], Send] | None = None,
        time_left: Callable[[], float] | None = None,
    ) -> None:
        self.connection = connection
        self.calls = 0
        self._read_only = read_only
        self._run_ended = run_ended
        self._originals = Originals()
        self.sleep = sleeper(run_ended, sleep)
        self._on_call = on_call
        policy = retry or RetryPolicy(attempts=connection.retries + 1)
        self._retrier = Retrier(policy, clock, self.sleep, random, time_left)
        self._transport = Transport(connection, opener=opener, clock=clock)
        self._transport_send = self._transport.send if wrap is None else wrap(self._transport.send)
        self._login = Login(connection, store or TokenStore(None), self._exchange, self._retrier)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._login.is_unsaved and not isinstance(error, (Unreachable, TlsError)):
            self.logout()
        self._transport.close()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Passwords and tokens in use, which nothing may show."""
        return self._login.secrets

    @property
    def uses_fallback_login(self) -> bool:
        """Whether the unit refused its own login and took another of the connection's."""
        return self._login.uses_fallback_login

    def reach(self, seconds: float) -> None:
        """Raise Unreachable where the unit takes no connection within that time."""
        self._transport.reach(seconds, self.connection.label)

    def login(self) -> None:
        """Make sure there is a token; raise LoginRefused, NotFound (no FDM API) or what keeps the unit from it."""
        self._login.session()

    def logout(self) -> None:
        """Revoke the token and forget it; never fails. Does nothing where no session is kept."""
        self._login.revoke()
        self._transport.close()

    def get(self, path: str, query: Query | None = None) -> Json:
        """Return one object."""
        call = self._call("GET", path, query)
        found = self._do(call)
        if found is None:
            raise InvalidResponse("an empty body", expected="a JSON object", where=call.where)
        return found

    def count(self, path: str) -> int | None:
        """How many items a list has, as its paging says, in one call; None where it does not say."""
        paging = self.get(path, {"limit": 1}).get("paging")
        return number(paging.get("count")) if isinstance(paging, dict) else None

    def list(self, path: str, query: Query | None = None) -> Items:
        """Return the items of all pages, in order."""

        def page(offset: int, limit: int) -> Json:
            return self.get(path, {**(query or {}), "offset": offset, "limit": limit})

        return collect(page, self._call("GET", path).where)

    def put(self, path: str, body: Json) -> Json | None:
        """Replace an object; return it as it is now, or None where nothing changed (204).

        Texts of an object read by this client are written as the unit sent them, unless the body changes them.
        """
        return self._do(self._call("PUT", path, body=self._originals.restore(body)))

    def post(
        self,
        path: str,
        body: Json | None = None,
        query: Query | None = None,
        guard: Callable[[], None] | None = None,
    ) -> Json | None:
        """Create an object or start an action; return the response, if it has a body.

        guard is called before each attempt: what it raises ends the call.
        """
        return self._do(self._call("POST", path, query, body), guard)

    def download(self, path: str) -> bytes:
        """Return the bytes of a file; raise InvalidResponse where the unit sends something else than a file."""
        call = self._call("GET", path)
        found: list[Response] = []
        self._do(call, keep=found.append)
        kind = found[-1].headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != FILE_TYPE or not found[-1].body:
            raise InvalidResponse(
                "an empty file" if kind == FILE_TYPE else kind or "no content type",
                expected=f"a file ({FILE_TYPE})",
                remedy="Run again; if it stays, download the file in FDM.",
                where=call.where,
            )
        return found[-1].body

    def delete(self, path: str) -> None:
        """Delete an object."""
        self._do(self._call("DELETE", path))

    def _call(self, method: str, path: str, query: Query | None = None, body: Json | None = None) -> Call:
        target = quote(path, safe="/") + (f"?{urlencode(as_text(query))}" if query else "")
        return Call(method, path, target, body, f"{self.connection.label}, {method} {path}")

    def _do(
        self, call: Call, guard: Callable[[], None] | None = None, keep: Callable[[Response], None] | None = None
    ) -> Json | None:
        """Do one call, with retries; once more with a renewed token, if the unit refuses the first.

        keep: gets a good response as it is; then there is no JSON to return.
        """

        def attempt(session: Session) -> Json | None:
            if guard is not None:
                guard()
            return self._attempt(call, session, keep)

        if self._read_only and not call.reads:
            raise RuntimeError(f"{call.method} {call.path} while nothing may be written")
        session = self._login.session()
        try:
            return self._retrier.call(partial(attempt, session), call.repeatable)
        except TokenRefused:
            session = self._login.renew()
        return self._retrier.call(partial(attempt, session), call.repeatable)

    def _attempt(self, call: Call, session: Session, keep: Callable[[Response], None] | None = None) -> Json | None:
        """Send once; return the body of a good response, raise what another means."""
        try:
            response = self._send(call, session)
            error = refusal(response, call.where, (*self.secrets, *secrets_in(call.body)))
            if error is not None:
                raise error
            if keep is None:
                return content(response, call.where, self._originals.clean)
            keep(response)
            return None
        except (Unreachable, InvalidResponse, DeviceFault) as lost:
            if call.reads or (isinstance(lost, Unreachable) and not lost.sent):
                raise
            remedy = "Run again; the next run reads what the unit has done, and continues from there."
            what = f"it is not known whether the unit carried this out: {lost.finding}"
            raise OutcomeUnknown(what, remedy=remedy, where=call.where) from lost

    def _send(self, call: Call, session: Session) -> Response:
        return self._exchange(
            call.method,
            call.target if call.path in OUTSIDE else f"/api/fdm/{session.api}{call.target}",
            headers={**HEADERS, "Authorization": f"Bearer {session.access_token}"},
            body=None if call.body is None else json.dumps(call.body).encode(),
            timeout=self.connection.timeout,
            where=call.where,
        )

    def _exchange(
        self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None, timeout: float, where: str
    ) -> Response:
        """Send and count: every exchange of this client, the login's too, passes here."""
        if self._run_ended is not None and self._run_ended():
            raise run_has_ended(where)
        status = 0
        self.calls += 1
        try:
            response = self._transport_send(method, path, headers=headers, body=body, timeout=timeout, where=where)
            status = response.status
        finally:
            if self._on_call is not None:
                self._on_call(method, path, status)
        return response
