# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps secrets from people: by the name of a field in data, by its text in messages.

``drop_secret_fields`` is for data that later tasks use: it looks at names only, so that no secret, however short, can
change an address or a port in the data. ``scrub`` is for what people read: messages, differences, progress lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from .spellings import pattern, spellings

MASK = "********"

SECRET_FIELDS = frozenset(
    {
        "access_token",
        "currentPassword",
        "custom_token_id_to_revoke",
        "newPassword",
        "password",
        "refresh_token",
        "sharedKey",
        "token",
        "token_to_revoke",
    }
)
"""Properties whose values are secrets in the API's definitions: HAConfiguration.sharedKey, User.password, newPassword,
Secret.password, InitialProvision.currentPassword and newPassword, SmartAgentConnection.token, and the tokens and
passwords of TokenPayloadUnion and TokenResponseUnion."""

_COMMAND = re.compile(
    r"((?:^|[\s-])(?:password|passwd|passphrase|pass-phrase|secret|(?:[a-z0-9]+-)*key|community|snmp-server host|token)"
    r"\s+)(?!\*+$)\S.*",
    re.IGNORECASE,
)
FOR_PEOPLE = frozenset({"deprecations", "diff", "exception", "msg", "stderr", "stdout", "summary", "warnings"})
"""Keys of a task's result that people read and no task computes with."""

_SECRET_NAME = re.compile(
    r"passw(or)?d|passphrase|secret|private_?key|(shared|pre_?shared|auth(entication)?|encryption)_?key"
    r"|(?<!public)key$|community|credential|token(?!_type|type)",
    re.IGNORECASE,
)
"""Names in releases and objects whose definitions are not available: PPPoE, NTP, RADIUS, realms, certificates."""

_ORDINARY = re.compile(r"[A-Za-z]+|[0-9]+|(?=.*[.:/])[0-9A-Fa-f.:/]+|[A-Za-z-]+[0-9]+(/[0-9]+)+")
_ORDINARY_LENGTH = 12
_SHORTEST = 4
_QUOTE = r"(?:\\*[\"'`]|&quot;|&\#x27;|&\#39;|&\#34;)"
_LABEL = r"(?i:key|password|passwd|passphrase|secret|token|community)"

T = TypeVar("T")


def is_secret_field(name: object) -> bool:
    """Whether the field of this name holds a secret."""
    return isinstance(name, str) and (name in SECRET_FIELDS or bool(_SECRET_NAME.search(name)))


def drop_secret_fields(data: T) -> T:
    """Return data without the fields that hold secrets; everything else is as it was.

    Text and numbers under such a name are dropped; booleans and null (``passwordExpired: true``) say nothing and stay.
    """
    kept: Any = data
    if isinstance(data, Mapping):
        kept = {
            name: drop_secret_fields(value)
            for name, value in data.items()
            if not (is_secret_field(name) and _says_something(value))
        }
    elif isinstance(data, (list, tuple)):
        items = [drop_secret_fields(item) for item in data]
        kept = tuple(items) if isinstance(data, tuple) else items
    result: T = kept
    return result


def secrets_in(data: object) -> Iterator[str]:
    """Yield the secrets of a request body or a response, known by the names of their fields."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if is_secret_field(name) and isinstance(value, str):
                yield value
            else:
                yield from secrets_in(value)
    elif isinstance(data, (list, tuple)):
        for item in data:
            yield from secrets_in(item)


def is_ordinary(secret: str) -> bool:
    """Whether a secret is also ordinary text: a short word, number, address or port, such as ``7`` or ``failover``.

    Masking it wherever it stands would destroy messages, so scrub masks it only where it is a whole value, stands in
    quotes, or follows a label such as ``key:``. A rule should advise against such a key.
    """
    bare = secret.strip()
    return len(bare) < _SHORTEST or (len(bare) < _ORDINARY_LENGTH and bool(_ORDINARY.fullmatch(bare)))


def scrub(data: T, secrets: Iterable[str | None]) -> T:
    """Return data with each secret masked, in every form in which a response or a dump may spell it.

    Strings, and the keys and values of nested mappings, lists and tuples, are copied and scrubbed; everything else is
    returned as it is. For ordinary words see is_ordinary.
    """
    known = frozenset(secret for secret in secrets if secret)
    scrubbed: T = _scrubber(known)(data) if known else data
    return scrubbed


def scrub_messages(result: Mapping[str, Any], secrets: Iterable[str | None]) -> dict[str, Any]:
    """A task's result with what people read scrubbed, and the data for later tasks as it is."""
    known = tuple(secrets)
    return {name: scrub(value, known) if name in FOR_PEOPLE else value for name, value in result.items()}


def scrub_command(command: str) -> str:
    """A configuration command without what follows the word password, key, secret or the like."""
    return _COMMAND.sub(rf"\1{MASK}", command)


class _Scrubber:
    """One set of secrets as expressions: each is one, so that a mask is never masked again."""

    def __init__(self, secrets: Iterable[str]) -> None:
        everywhere: set[str] = set()
        as_value: set[str] = set()
        for secret in secrets:
            (as_value if is_ordinary(secret) else everywhere).update(spellings(secret))
        self._values = as_value
        self._anywhere = re.compile(pattern(everywhere) or "(?!)")

    @cached_property
    def _quoted(self) -> re.Pattern[str]:
        """An ordinary word in quotes."""
        return re.compile(rf"(?P<before>{_QUOTE})(?:{pattern(self._values)})(?={_QUOTE})")

    @cached_property
    def _labelled(self) -> re.Pattern[str]:
        """An ordinary word after a label."""
        before = rf"(?P<before>{_LABEL}{_QUOTE}?\s*[:=]\s*{_QUOTE}?)"
        return re.compile(rf"{before}(?:{pattern(self._values)})(?![\w.:/-])")

    def __call__(self, data: Any) -> Any:
        if isinstance(data, str):
            return self._text(data)
        if isinstance(data, Mapping):
            return {self._key(key): self(value) for key, value in data.items()}
        if isinstance(data, (list, tuple)):
            items = [self(item) for item in data]
            return tuple(items) if isinstance(data, tuple) else items
        return data

    def _key(self, key: Any) -> Any:
        return self._anywhere.sub(MASK, key) if isinstance(key, str) else key

    def _text(self, text: str) -> str:
        if text.strip() in self._values:
            return MASK
        text = self._anywhere.sub(MASK, text)
        if not self._values:
            return text
        return self._labelled.sub(rf"\g<before>{MASK}", self._quoted.sub(rf"\g<before>{MASK}", text))


@lru_cache(maxsize=16)
def _scrubber(secrets: frozenset[str]) -> _Scrubber:
    return _Scrubber(secrets)


def _says_something(value: object) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)
