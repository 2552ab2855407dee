# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access and refresh tokens of one unit (spec definitions TokenPayloadUnion, TokenResponseUnion, TokenStatus).

The tokens look like the vendor's JWTs, but are never decoded: a token is valid while it is in the table.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
from dataclasses import dataclass

from .errors import Json, Refusal, bad_grant, unauthorized

MAX_CUSTOM_SECONDS = 31_536_000
MAX_CUSTOM_REFRESH_SECONDS = 34_128_000


@dataclass(slots=True)
class Session:
    """The session of one grant; `expires` and `refresh_expires` are monotonic seconds."""

    id: str
    origin: str
    subject: str
    issued: float
    expires: float
    refresh_expires: float
    seconds: float
    refresh_seconds: float
    refresh_count: int
    access: str
    refresh: str


class Tokens:
    """The token service of one unit. All times are monotonic seconds, `epoch` turns them into wall time."""

    def __init__(self, secret: str, seconds: float, refresh_seconds: float, epoch: float) -> None:
        self._secret = secret.encode()
        self._numbers = itertools.count(1)
        self.seconds = seconds
        self.refresh_seconds = refresh_seconds
        self.epoch = epoch
        self.sessions: dict[str, Session] = {}
        self._access: dict[str, tuple[Session, float]] = {}
        self._refresh: dict[str, Session] = {}

    def grant(self, body: Json, username: str, password: str, now: float) -> Json:
        """The answer to POST /fdm/token. Raises Refusal with a TokenStatus body."""
        kind = body.get("grant_type")
        if kind == "password":
            return self._password(body, username, password, now)
        if kind == "refresh_token":
            return self._renew(body, now)
        if kind == "custom_token":
            return self._custom(body, now)
        if kind == "revoke_token":
            return self._revoke(body, now)
        raise bad_grant("The grant type is missing or not supported.")

    def check(self, header: str | None, now: float) -> Session:
        """The session of an Authorization header, or a 401."""
        scheme, _, token = (header or "").partition(" ")
        found = self._access.get(token.strip())
        if scheme != "Bearer" or found is None or found[1] <= now:
            raise unauthorized()
        return found[0]

    def kill_all(self) -> None:
        """Make all tokens invalid."""
        self.sessions.clear()
        self._access.clear()
        self._refresh.clear()

    def live(self, now: float) -> list[Session]:
        """The sessions that have a valid access token."""
        return [session for session in self.sessions.values() if session.expires > now]

    def end(self, session: Session) -> None:
        """Make all tokens of a session invalid."""
        self.sessions.pop(session.id, None)
        for token in [token for token, (owner, _) in self._access.items() if owner is session]:
            del self._access[token]
        self._refresh.pop(session.refresh, None)

    def _password(self, body: Json, username: str, password: str, now: float) -> Json:
        if body.get("username") != username or body.get("password") != password:
            raise bad_grant("The username or password is incorrect.")
        session = self._open("password", username, now, self.seconds, self.refresh_seconds, -1)
        return self._answer(session)

    def _renew(self, body: Json, now: float) -> Json:
        session = self._refresh.get(str(body.get("refresh_token")))
        if session is None or session.refresh_expires <= now or session.refresh_count == 0:
            raise bad_grant("The refresh token is invalid or expired.")
        del self._refresh[session.refresh]
        session.refresh_count -= session.refresh_count > 0
        session.issued = now
        session.expires = now + session.seconds
        session.refresh_expires = now + session.refresh_seconds
        self._sign(session)
        return self._answer(session)

    def _custom(self, body: Json, now: float) -> Json:
        owner = self._owner(body, now)
        seconds = body.get("desired_expires_in", self.seconds)
        refresh = body.get("desired_refresh_expires_in", self.refresh_seconds)
        count = body.get("desired_refresh_count", -1)
        if not _whole(seconds, 1, MAX_CUSTOM_SECONDS) or not _whole(count, -1, 10**6):
            raise bad_grant("The desired lifetime or refresh count is not valid.")
        if count != 0 and (not _whole(refresh, 1, MAX_CUSTOM_REFRESH_SECONDS) or refresh <= seconds):
            raise bad_grant("The refresh token must live longer than the access token.")
        subject = str(body.get("desired_subject") or owner.subject)
        return self._answer(self._open("custom", subject, now, float(seconds), float(refresh), int(count)))

    def _revoke(self, body: Json, now: float) -> Json:
        self._owner(body, now)
        ways = ("token_to_revoke", "custom_token_subject_to_revoke", "custom_token_id_to_revoke")
        given = [way for way in ways if body.get(way)]
        if len(given) != 1:
            raise bad_grant("Exactly one token, subject or id to revoke is needed.")
        ending = self._sessions_to_end(given[0], str(body[given[0]]))
        if not ending:
            raise bad_grant("The token to revoke is invalid or expired.")
        for session in ending:
            self.end(session)
        return {"message": "OK", "status_code": 200}

    def _sessions_to_end(self, way: str, value: str) -> list[Session]:
        if way == "token_to_revoke":
            access = self._access.get(value)
            session = access[0] if access else self._refresh.get(value)
            return [session] if session else []
        attribute = "subject" if way == "custom_token_subject_to_revoke" else "id"
        custom = (session for session in self.sessions.values() if session.origin == "custom")
        return [session for session in custom if getattr(session, attribute) == value]

    def _owner(self, body: Json, now: float) -> Session:
        try:
            session = self.check(f"Bearer {body.get('access_token')}", now)
        except Refusal as error:
            raise bad_grant("The access token is invalid or expired.") from error
        if session.origin != "password":
            raise bad_grant("A password-granted access token is needed.")
        return session

    def _open(self, origin: str, subject: str, now: float, seconds: float, refresh: float, count: int) -> Session:
        number = f"{next(self._numbers):032x}"
        identifier = f"{number[:8]}-{number[8:12]}-{number[12:16]}-{number[16:20]}-{number[20:]}"
        session = Session(
            identifier,
            origin,
            subject,
            now,
            now + seconds,
            now + refresh,
            seconds,
            refresh,
            count,
            access="",
            refresh="",
        )
        self.sessions[identifier] = session
        self._sign(session)
        return session

    def _sign(self, session: Session) -> None:
        session.access = self._jwt(session, "JWT_Access")
        session.refresh = self._jwt(session, "JWT_Refresh")
        self._access[session.access] = (session, session.expires)
        if session.refresh_count != 0:
            self._refresh[session.refresh] = session

    def _jwt(self, session: Session, kind: str) -> str:
        access = kind == "JWT_Access"
        ends = session.expires if access else session.refresh_expires
        claims: Json = {
            "iat": int(self.epoch + session.issued),
            "sub": session.subject,
            "jti": f"{session.id}-{next(self._numbers)}",
            "nbf": int(self.epoch + session.issued),
            "exp": int(self.epoch + ends),
            "tokenType": kind,
            "refreshCount": session.refresh_count,
        }
        if access:
            claims |= {"userRole": "ROLE_ADMIN", "origin": session.origin, "username": session.subject}
        head = _base64(json.dumps({"alg": "HS256"}).encode())
        body = _base64(json.dumps(claims).encode())
        return f"{head}.{body}.{_base64(hmac.digest(self._secret, f'{head}.{body}'.encode(), hashlib.sha256))}"

    def _answer(self, session: Session) -> Json:
        return {
            "access_token": session.access,
            "expires_in": int(session.seconds),
            "token_type": "Bearer",
            "refresh_token": session.refresh,
            "refresh_expires_in": int(session.refresh_seconds),
        }


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
