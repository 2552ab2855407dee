# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens kept between the tasks of one run, readable by their owner alone."""

from __future__ import annotations

import contextlib
import hmac
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ..private_files import read_private, write_private
from .connection import Connection

_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Session:
    """One login at one unit.

    api: API version in the path (``latest``, ``v6``); the times are seconds of the client's clock; login: which of
    the connection's logins the unit accepted.
    """

    api: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    access_until: float
    refresh_until: float
    login: int = 0


class TokenStore:
    """Keeps sessions as files in a directory that lasts as long as the run; without a directory keeps nothing.

    Keeping saves time and is never needed: what can't be read counts as absent, and what can't be written is not kept.
    """

    def __init__(self, directory: str | os.PathLike[str] | None) -> None:
        self._directory = None if directory is None else Path(directory)

    def load(self, connection: Connection) -> Session | None:
        """Return the session kept for the connection, or None."""
        path = self._path(connection)
        try:
            return None if path is None else _session(read_private(path, _LARGEST))
        except (OSError, ValueError, TypeError, RecursionError):
            return None

    def save(self, connection: Connection, session: Session) -> bool:
        """Keep the session, replacing another; return whether it is kept."""
        path = self._path(connection)
        try:
            if path is not None:
                write_private(path, json.dumps(asdict(session)))
        except OSError:
            return False
        return path is not None

    def holds(self, connection: Connection) -> bool:
        """Whether a session is kept for the connection: where none is, there is nothing to revoke."""
        return self.load(connection) is not None

    def forget(self, connection: Connection) -> None:
        """Keep no session for the connection any longer."""
        path = self._path(connection)
        if path is not None:
            with contextlib.suppress(OSError):
                path.unlink()

    def _path(self, connection: Connection) -> Path | None:
        """The name reveals nothing, and changes with the password: a new password never uses an old session."""
        if self._directory is None:
            return None
        whom = json.dumps([connection.host, connection.https_port, connection.username])
        digest = hmac.digest(connection.password.encode(errors="surrogatepass"), whom.encode(), "sha256")
        return self._directory / f"fdm-session-{digest.hex()}"


def _session(text: str) -> Session:
    """Raise TypeError or ValueError for anything but a session."""
    session = Session(**json.loads(text))
    kinds = {"api": str, "access_token": str, "refresh_token": str, "login": int}
    if not all(isinstance(getattr(session, name), kind) for name, kind in kinds.items()):
        raise TypeError("not a session")
    if not all(isinstance(until, (int, float)) for until in (session.access_until, session.refresh_until)):
        raise TypeError("not a session")
    return session
