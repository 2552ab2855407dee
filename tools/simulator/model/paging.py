# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists as a unit returns them: filter, sort, pages (spec definition Paging; default limit 10)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from .errors import Json, invalid, message

DEFAULT_LIMIT = 10
LARGEST = 10**9
_CONDITION = re.compile(r"^(?P<field>\w+?)(?P<operator>[!:<>~])(?P<value>.*)$")


def page(
    items: Sequence[Json], query: Mapping[str, str], url: str, cap: int | None = None, full_text: bool = True
) -> Json:
    """One page of `items`.

    url: the list's own address. cap: the largest limit that the unit accepts. full_text: it knows the filter `fts~`.
    """
    offset = _number(query, "offset", 0)
    chosen = _sort(_filter(items, query.get("filter", ""), full_text), query.get("sort", ""))
    # A client of release 6.6 asks for all objects with limit=0.
    limit = min(_number(query, "limit", DEFAULT_LIMIT) or max(1, len(chosen)), cap or LARGEST)

    def link(start: int) -> str:
        others = {name: value for name, value in query.items() if name not in ("limit", "offset")}
        return f"{url}?{urlencode({'limit': limit, 'offset': start, **others}, quote_via=quote)}"

    paging = {
        "prev": [link(max(0, offset - limit))] if offset > 0 else [],
        "next": [link(offset + limit)] if offset + limit < len(chosen) else [],
        "limit": limit,
        "offset": offset,
        "count": len(chosen),
        "pages": 0,
    }
    return {"items": list(chosen[offset : offset + limit]), "paging": paging}


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    if not re.fullmatch("[0-9]{1,9}", text):
        raise invalid(message(f"{name} must be a whole number from 0 to {LARGEST - 1}.", "invalidQuery", name))
    return int(text)


def _filter(items: Sequence[Json], text: str, full_text: bool) -> Sequence[Json]:
    fields = ("name", "fts") if full_text else ("name",)
    for condition in filter(None, text.split(";")):
        match = _CONDITION.match(condition)
        if match is None or match["field"] not in fields:
            raise invalid(message(f"The filter {condition} is not supported.", "invalidFilter", "filter"))
        items = [item for item in items if _holds(item, match["field"], match["operator"], match["value"])]
    return items


def _holds(item: Json, field: str, operator: str, wanted: str) -> bool:
    found = str(item.get("name") or "")
    if field == "fts" or operator == "~":
        return wanted.lower() in found.lower()
    if operator == ":":
        return found == wanted
    if operator == "!":
        return found != wanted
    return found < wanted if operator == "<" else found > wanted


def _sort(items: Sequence[Json], text: str) -> Sequence[Json]:
    if not text:
        return items
    name = text.lstrip("-+")
    return sorted(items, key=lambda item: str(item.get(name) or ""), reverse=text.startswith("-"))
