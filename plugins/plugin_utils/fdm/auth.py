# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens of one unit: granted by password, renewed, kept for the run, revoked; and the API version they belong to.

Grants: TokenPayloadUnion and TokenResponseUnion of the API; access tokens last 1800 s, refresh tokens 2400 s.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from ..errors import (
    FailoverError,
    InvalidResponse,
    LoginRefused,
    NotFound,
    Unreachable,
)
from ..secrets import secrets_in
from .connection import Connection
from .responses import content, login_refusal
from .retry import Retrier
from .token_store import Session, TokenStore
from .transport import Response, Send

HEADERS = {"Accept": "application/json", "Content-Type": "application/json"}

_FALLBACK_APIS = ("v6", "v5", "v4", "v3", "v2")
_FIRST_WITH_HA = 2  # v2 is FTD 6.3; 6.2.3 has v1 alone, and responds with 404 to the rest
_ACCESS_SECONDS = 1800.0
_REFRESH_SECONDS = 2400.0
_MARGIN = 30.0
_LONGEST = 10**8  # a lifetime of years is not a valid number of seconds
_REVOKE_SECONDS = 5.0  # a token expires soon on its own, so its revocation gets little time
_IN_A_HEADER = re.compile(r"[\x21-\x7e]+")


class Login:
    """Logs in to one unit as late and as rarely as possible; send does one HTTP exchange."""

    def __init__(self, connection: Connection, store: TokenStore, send: Send, retrier: Retrier) -> None:
        self._connection = connection
        self._store = store
        self._send = send
        self._retrier = retrier
        self._session = store.load(connection)
        self._kept = self._session is not None
        self._timeout = connection.timeout
        self._secrets = list(connection.secrets)
        self._hide(self._session)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown: passwords, and every token that was used."""
        return tuple(self._secrets)

    @property
    def uses_fallback_login(self) -> bool:
        """Whether the session's login is not the unit's own."""
        return self._session is not None and self._session.login > 0

    @property
    def is_unsaved(self) -> bool:
        """Whether there is a session that is not stored."""
        return self._session is not None and not self._kept

    def session(self) -> Session:
        """Return a session whose token has not expired; log in, or renew it, if needed."""
        session = self._session
        if session is None:
            return self.log_in()
        return session if session.access_until > self._retrier.clock() else self.renew()

    def renew(self) -> Session:
        """Return a new session: by the refresh token, else by the password.

        A unit that may be a joined secondary gets the password at once: the import makes its refresh tokens worthless.
        """
        session = self._session
        usable = session is not None and session.refresh_until > self._retrier.clock()
        if session is not None and usable and not self._connection.may_use_peer_login:
            self._session = replace(session, access_until=0.0, refresh_until=0.0)  # refused once, never used again
            grant = {"grant_type": "refresh_token", "refresh_token": session.refresh_token}
            with contextlib.suppress(FailoverError):  # the password grant has the clearer error
                return self._ask(session.api, grant, session.login)
        return self.log_in()

    def log_in(self) -> Session:
        """Return a new session by password; raise LoginRefused, or NotFound where there is no FDM API."""
        for api in self._apis():
            with contextlib.suppress(NotFound):
                return self._retrier.call(partial(self._by_password, api))
        raise self._no_api("the FDM API does not respond (HTTP 404 for v2 and later)")

    def revoke(self) -> None:
        """Revoke the tokens, as far as that succeeds within seconds, and forget them."""
        session, self._session, self._kept = self._session, None, False
        self._store.forget(self._connection)
        if session is not None:
            grant = {"grant_type": "revoke_token", "access_token": session.access_token}
            self._timeout = min(_REVOKE_SECONDS, self._connection.timeout)
            with contextlib.suppress(FailoverError):
                self._post(session.api, grant | {"token_to_revoke": session.refresh_token})

    def _apis(self) -> Iterator[str]:
        """Yield API versions to try: the known one or the alias, then what the unit lists, or every one there is."""
        yield self._session.api if self._session else "latest"
        yield from self._listed() or _FALLBACK_APIS

    def _listed(self) -> list[str]:
        """Return the highest version of GET /api/versions, which needs no login and is not on the oldest releases.

        Raise NotFound for a release without HA.
        """
        where = f"{self._connection.label}, GET /api/versions"
        timeout = self._connection.timeout
        ask = partial(self._send, "GET", "/api/versions", headers=HEADERS, body=None, timeout=timeout, where=where)
        response = self._retrier.call(ask)
        if response.status != 200:
            return []
        try:
            listed = (content(response, where) or {}).get("supportedVersions")
        except InvalidResponse:
            return []
        versions = listed if isinstance(listed, list) else []
        numbers = [int(v[1:]) for v in versions if isinstance(v, str) and re.fullmatch("v[0-9]{1,4}", v)]
        if numbers and max(numbers) < _FIRST_WITH_HA:
            raise self._no_api(f"the unit's API is v{max(numbers)}, which has no HA")
        return [f"v{max(numbers)}"] if numbers else []

    def _no_api(self, what: str) -> NotFound:
        return NotFound(
            what,
            expected="FTD 6.3 or later, managed by its own FDM",
            remedy="Check the address. Upgrade a unit with an older release; a unit that is registered to a management "
            "center has no FDM API.",
            where=self._connection.label,
        )

    def _by_password(self, api: str) -> Session:
        """Try each login, the one that worked last first; raise the refusal of the first."""
        logins = list(enumerate(self._connection.logins))
        last = self._session.login if self._session else 0
        refused: LoginRefused | None = None
        for number, (username, password) in sorted(logins, key=lambda login: login[0] != last):
            grant = {"grant_type": "password", "username": username, "password": password}
            try:
                return self._ask(api, grant, number)
            except LoginRefused as error:
                refused = refused or error
        raise refused or RuntimeError("a connection without a login")

    def _ask(self, api: str, grant: dict[str, str], login: int) -> Session:
        """Return and keep the session that one grant gives; raise what its refusal means."""
        where = f"{self._connection.label}, login"
        response = self._post(api, grant)
        username = self._connection.logins[login][0] if login < len(self._connection.logins) else "the user"
        error = login_refusal(response, username, where, (*self.secrets, *secrets_in(grant)))
        if error is not None:
            raise error
        self._session = self._granted(content(response, where) or {}, api, login, where)
        self._kept = self._store.save(self._connection, self._session)
        self._hide(self._session)
        return self._session

    def _hide(self, session: Session | None) -> None:
        if session is not None:
            self._secrets += [session.access_token, session.refresh_token]

    def _granted(self, given: dict[str, Any], api: str, login: int, where: str) -> Session:
        access, refresh = given.get("access_token"), given.get("refresh_token") or ""
        if not isinstance(access, str) or not isinstance(refresh, str) or not _IN_A_HEADER.fullmatch(access):
            raise InvalidResponse("a response without a usable token", expected="an access token", where=where)
        now = self._retrier.clock()
        return Session(
            api=api,
            access_token=access,
            refresh_token=refresh,
            access_until=now + _lasting(given.get("expires_in"), _ACCESS_SECONDS),
            refresh_until=now + _lasting(given.get("refresh_expires_in"), _REFRESH_SECONDS) if refresh else 0.0,
            login=login,
        )

    def _post(self, api: str, grant: dict[str, str]) -> Response:
        """Send a grant. After one without a response in time, the next gets the longer limit: an absent unit is noticed
        early, and a slow one is waited for."""
        path = f"/api/fdm/{api}/fdm/token"
        body = json.dumps(grant).encode()
        where = f"{self._connection.label}, login"
        try:
            return self._send("POST", path, headers=HEADERS, body=body, timeout=self._timeout, where=where)
        except Unreachable as error:
            if error.sent:
                self._timeout = max(self._connection.timeout, self._connection.token_timeout)
            raise


def _lasting(seconds: object, usual: float) -> float:
    """Return a token's lifetime in seconds minus a margin, so that it does not expire during a call."""
    number = float(seconds) if isinstance(seconds, (int, float)) and 0 < seconds < _LONGEST else usual
    return number - min(_MARGIN, number / 10)
