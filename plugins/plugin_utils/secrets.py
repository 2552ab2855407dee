# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hides secrets in whatever is about to leave: results, errors, diffs, progress lines."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import quote, quote_plus

MASK = "********"

SECRET_FIELDS = frozenset({"sharedKey", "password", "newPassword", "access_token", "refresh_token", "token_to_revoke"})
"""Properties whose values are secrets (HAConfiguration, User, TokenPayloadUnion of the API)."""

_SHORTEST_IN_KEYS = 4

T = TypeVar("T")


def scrub(data: T, secrets: Iterable[str | None]) -> T:
    """Return data with each secret masked, in every form in which a reply or a dump may spell it.

    Strings, and the keys and values of nested mappings, lists and tuples, are copied and scrubbed; everything else
    is returned as it is. A secret of one to three characters is masked in all values, at the price of readable text,
    but not in keys: ``changed`` must stay ``changed``.
    """
    known = sorted({form for secret in secrets if secret for form in _forms(secret)}, key=len, reverse=True)
    if not known:
        return data
    values = _pattern(known)
    keys = _pattern([form for form in known if len(form) >= _SHORTEST_IN_KEYS])
    scrubbed: T = _scrub(data, values, keys)
    return scrubbed


def secrets_in(data: object) -> Iterator[str]:
    """Yield the secrets of a request body or an answer, known by the names of their fields."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name in SECRET_FIELDS and isinstance(value, str):
                yield value
            else:
                yield from secrets_in(value)
    elif isinstance(data, (list, tuple)):
        for item in data:
            yield from secrets_in(item)


def _forms(secret: str) -> Iterator[str]:
    """The spellings of one secret: plain, stripped, JSON, URL, HTML."""
    for text in {secret, secret.strip()} - {""}:
        yield from (text, html.escape(text), html.escape(text, quote=False))
        yield from (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1])
        yield from (quote(text, safe=""), quote(text), quote_plus(text))


def _pattern(forms: list[str]) -> re.Pattern[str]:
    """One expression, so that a mask is never masked again; the longest form comes first and wins.

    The digits of a quoted character may be of either case.
    """
    escaped = [re.sub("%[0-9A-F]{2}", r"(?i:\g<0>)", re.escape(form)) for form in forms]
    return re.compile("|".join(escaped) or "(?!)")


def _scrub(data: Any, values: re.Pattern[str], keys: re.Pattern[str]) -> Any:
    if isinstance(data, str):
        return values.sub(MASK, data)
    if isinstance(data, Mapping):
        return {_scrub(key, keys, keys): _scrub(value, values, keys) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        items = [_scrub(item, values, keys) for item in data]
        return tuple(items) if isinstance(data, tuple) else items
    return data
