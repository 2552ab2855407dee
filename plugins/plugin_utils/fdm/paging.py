# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of the FDM API, read to their last page, however the unit pages.

A list is ``{"items": [...], "paging": {"next": [url], "count": total, ...}}``; the default page has 10 items, and a
unit may give fewer than asked for (Paging of the API; ``pages`` is wrong in the field, so it is not read).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import InvalidResponse

Json = dict[str, Any]

LIMIT = 100
_MOST_PAGES = 1000


def collect(page: Callable[[int, int], Json], where: str) -> list[Json]:
    """Return all items, each id once. page(offset, limit) reads one page.

    Raise InvalidResponse for what is not a list, and for a list that is twice in a row shorter than its own count, as
    rules must not decide on half a list.
    """
    items, complete = _sweep(page, where)
    if not complete:  # something may have been deleted in between
        items, complete = _sweep(page, where)
    if not complete:
        remedy = "Run again: the list may have changed while it was read."
        raise InvalidResponse(
            f"{len(items)} items of a longer list", expected="a whole list", remedy=remedy, where=where
        )
    return items


def _sweep(page: Callable[[int, int], Json], where: str) -> tuple[list[Json], bool]:
    """Read page after page; return the items, and whether they are as many as the unit says."""
    found: dict[object, Json] = {}
    previous: list[Json] = []
    offset = 0
    for _page in range(_MOST_PAGES):
        response = page(offset, LIMIT)
        items, count, more = _items(response, where), *_paging(response)
        repeated = bool(items) and items == previous
        if repeated and (count is None or offset < count):
            raise InvalidResponse("the same page again", expected="the next page", where=where)
        if not repeated:
            found |= _by_id(items, offset)
            offset += len(items)
        previous = items
        if repeated or not items or not (more or offset < (count or 0)):
            return list(found.values()), offset >= (count or 0)
    raise InvalidResponse(f"more than {_MOST_PAGES} pages", expected="a list that ends", where=where)


def _by_id(items: list[Json], offset: int) -> dict[object, Json]:
    """Key items by id, as an insertion in between shifts one to the next page again; by place where there is none."""
    return {_name(item) or place: item for place, item in enumerate(items, offset)}


def _name(item: Json) -> str | None:
    """The id; None where it names nothing, as all exported files have the id of a singleton."""
    name = item.get("id")
    return name if isinstance(name, str) and name != "default" else None


def _items(response: Json, where: str) -> list[Json]:
    items = response.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InvalidResponse("a response without items", expected="a list of objects", where=where)
    return items


def _paging(response: Json) -> tuple[int | None, bool]:
    """Return how many items there are in all, if the unit says so, and whether it names a next page."""
    paging = response.get("paging")
    if not isinstance(paging, dict):
        return None, False
    count = paging.get("count")
    counted = isinstance(count, int) and not isinstance(count, bool) and count >= 0
    return (count if counted else None), bool(paging.get("next"))
