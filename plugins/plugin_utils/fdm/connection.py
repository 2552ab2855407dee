# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How to reach one unit."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from ..errors import InputError

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)*(?!(?:[0-9]+|0x[0-9a-f]*)\.?\Z){_LABEL}\.?", re.IGNORECASE)
"""A host name (RFC 1123). Its last label is no number: ``0``, ``127.1`` and ``0x7f000001`` are read as addresses."""
_FINGERPRINT = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Connection:
    """Address and login of one unit.

    role: ``primary``, ``secondary`` or empty; timeout: seconds that one call may take, from the name lookup to the
    end of the response; token_timeout: the same for a login, which can be slow; retries: how often a call with a
    transient error is repeated, where that is safe.

    ca_path: PEM file of the authority to trust instead of the system's, or of the unit's own certificate;
    certificate_fingerprint: SHA-256 of the unit's certificate as lower-case hex, which is then the only certificate
    that is accepted, regardless of its name, authority and dates, and of validate_certs.

    fallback_logins: (user name, password) pairs to try after the unit has refused its own login, but only with
    may_use_peer_login: a secondary that is in HA may know the primary's users only, and any other unit must never be
    sent them.
    """

    pair: str
    role: str
    host: str
    password: str = field(repr=False)
    username: str = "admin"
    https_port: int = 443
    validate_certs: bool = True
    ca_path: str | None = None
    certificate_fingerprint: str | None = None
    timeout: float = 30.0
    retries: int = 3
    token_timeout: float = 120.0
    fallback_logins: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    may_use_peer_login: bool = False

    def __post_init__(self) -> None:
        """Refuse what can't work; raise InputError."""
        if not is_host(self.host):
            raise self._wrong(f"host is {self.host!r}", "a host name or an IP address, without scheme, port or path")
        if not 0 < self.https_port < 65536:
            raise self._wrong(f"https_port is {self.https_port}", "a port from 1 to 65535")
        if not self.username:
            raise self._wrong("username is empty", "the name of an administrator of the unit")
        if not self.password:
            raise self._wrong("password is empty", "the password of an administrator of the unit")
        if self.timeout <= 0 or self.token_timeout <= 0:
            raise self._wrong(f"timeout is {min(self.timeout, self.token_timeout):g}", "more than 0 seconds")
        if self.retries < 0:
            raise self._wrong(f"retries is {self.retries}", "0 or more")
        if self.certificate_fingerprint is not None and not _FINGERPRINT.fullmatch(self.certificate_fingerprint):
            raise self._wrong(f"fingerprint is {self.certificate_fingerprint!r}", "64 hexadecimal digits")

    def within(self, seconds: float) -> Connection:
        """The same, but no call takes longer than so many seconds."""
        return replace(self, timeout=min(self.timeout, seconds), token_timeout=min(self.token_timeout, seconds))

    @property
    def label(self) -> str:
        """Pair, role and address, as every message names them."""
        return f"{self._name} ({self.host})".strip()

    @property
    def address(self) -> str:
        """The host without brackets."""
        return self.host.strip("[]")

    @property
    def origin(self) -> str:
        """Scheme, host and port, an IPv6 address in brackets."""
        host = f"[{quote(self.address, safe=':')}]" if ":" in self.address else self.address
        return f"https://{host}:{self.https_port}"

    @property
    def logins(self) -> tuple[tuple[str, str], ...]:
        """Every (user name, password) that may be tried, the unit's own first."""
        own = (self.username, self.password)
        others = self.fallback_logins if self.may_use_peer_login else ()
        return (own, *(login for login in others if login != own))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return (self.password, *(password for _user, password in self.fallback_logins))

    @property
    def _name(self) -> str:
        return ", ".join(part for part in (self.pair, self.role) if part)

    def _wrong(self, what: str, expected: str) -> InputError:
        return InputError(what, expected=expected, remedy="Correct the inventory.", where=self._name)


def is_host(text: str) -> bool:
    """Whether the text is a host name or an IP address (IPv6 with or without brackets), and nothing more."""
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        return not ipaddress.ip_address(bare).is_unspecified
    except ValueError:
        pass
    try:
        return bare == text and bool(_NAME.fullmatch(text.encode("idna").decode()))
    except UnicodeError:
        return False


def normalised_fingerprint(text: str) -> str:
    """The fingerprint as lower-case hex: colons, blanks and a leading ``sha256:`` are left out."""
    return re.sub("[:\\s]", "", re.sub("^sha-?256[:=\\s]", "", text.strip().lower().replace("fingerprint=", "")))
