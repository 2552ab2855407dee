# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How to reach one unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote

from ..errors import InputError

_NOT_IN_A_HOST = re.compile(r"[\s/@?#\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Connection:
    """Address and login of one unit.

    unit: ``primary``, ``secondary`` or empty; timeout: seconds to connect, and to wait for each part of an answer;
    retries: how often a call that fails in passing is tried again, where that is safe;
    token_timeout: the same for a login, which can be slow; ca_path: PEM file of the authority to trust instead of the
    system's. fallback_logins are (user name, password) pairs tried when the unit's own login is refused, but only
    while expect_absence holds: a secondary that has joined may know the primary's users only.
    """

    pair: str
    unit: str
    host: str
    password: str = field(repr=False)
    username: str = "admin"
    https_port: int = 443
    validate_certs: bool = True
    ca_path: str | None = None
    timeout: float = 30.0
    retries: int = 3
    token_timeout: float = 120.0
    fallback_logins: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    expect_absence: bool = False

    def __post_init__(self) -> None:
        """Refuse what can't work; raise InputError."""
        if not self.host or _NOT_IN_A_HOST.search(self.host):
            raise self._wrong(f"host is {self.host!r}", "a name or an address, without scheme, port or path")
        if not 0 < self.https_port < 65536:
            raise self._wrong(f"https_port is {self.https_port}", "a port from 1 to 65535")
        if not self.username:
            raise self._wrong("no user name", "the name of an administrator of the unit")
        if not self.password:
            raise self._wrong("an empty password", "the password; a look-up may have found nothing")
        if self.timeout <= 0 or self.token_timeout <= 0:
            raise self._wrong("a time limit of no time", "seconds, more than 0")
        if self.retries < 0:
            raise self._wrong(f"retries is {self.retries}", "how often to try again, 0 or more")

    @property
    def label(self) -> str:
        """Pair, unit and address, as every message names them."""
        return f"{self._name} ({self.host})".strip()

    @property
    def origin(self) -> str:
        """Scheme, host and port, an IPv6 address in brackets."""
        host = self.host.strip("[]")
        if ":" in host:
            host = f"[{quote(host, safe=':')}]"
        return f"https://{host}:{self.https_port}"

    @property
    def logins(self) -> tuple[tuple[str, str], ...]:
        """Every (user name, password) that may be tried, the unit's own first."""
        own = (self.username, self.password)
        return (own, *(login for login in self.fallback_logins if login != own)) if self.expect_absence else (own,)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return (self.password, *(password for _user, password in self.fallback_logins))

    @property
    def _name(self) -> str:
        return ", ".join(part for part in (self.pair, self.unit) if part)

    def _wrong(self, what: str, expected: str) -> InputError:
        return InputError(what, expected=expected, remedy="Correct the inventory.", where=self._name)
