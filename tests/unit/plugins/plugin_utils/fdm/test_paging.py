# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A list is read whole, however the unit pages, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InvalidResponse
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.paging import LIMIT, collect

Page = Callable[[int, int], dict[str, Any]]
NEXT = ["https://192.0.2.11/api/fdm/latest/x?offset=1"]


def things(number: int, start: int = 0) -> list[dict[str, Any]]:
    return [{"id": f"id-{n}"} for n in range(start, start + number)]


def unit(number: int, cap: int = 1000, *, count: bool = True, links: bool = True) -> Page:
    """A unit with so many things, that gives at most cap a page, and says how many and where to go on, or not."""

    def page(offset: int, limit: int) -> dict[str, Any]:
        end = offset + min(limit, cap)
        paging: dict[str, Any] = {"limit": limit, "offset": offset, "pages": 0, "prev": []}
        if count:
            paging["count"] = number
        if links:
            paging["next"] = NEXT if end < number else []
        return {"items": things(number)[offset:end], "paging": paging}

    return page


@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 99, 100, 101, 250])
@pytest.mark.parametrize("cap", [10, 1000])
@pytest.mark.parametrize("says", [{"count": True}, {"count": False}, {"links": False}])
def test_every_item_comes_once_and_in_order(number: int, cap: int, says: dict[str, bool]) -> None:
    assert collect(unit(number, cap, **says), "here") == things(number)


@pytest.mark.parametrize(
    "answer",
    [
        {"items": things(3)},
        {"items": things(3), "paging": None},
        {"items": things(3), "paging": {}},
        {"items": things(3), "paging": {"count": "three"}},
        {"items": things(3), "paging": {"count": True}},
        {"items": things(3), "paging": {"count": 0}},
    ],
)
def test_without_paging_there_is_one_page(answer: dict[str, Any]) -> None:
    asked: list[tuple[int, int]] = []

    def page(offset: int, limit: int) -> dict[str, Any]:
        asked.append((offset, limit))
        return answer

    assert collect(page, "here") == things(3)
    assert asked == [(0, LIMIT)]


def test_things_without_an_id_are_all_kept() -> None:
    items = [{"name": "a"}, {"name": "a"}, {"id": None}, {"id": {}}, {"id": 1}]
    assert collect(lambda *_: {"items": items}, "here") == items


def test_an_item_pushed_to_the_next_page_is_kept_once() -> None:
    pages = {0: things(2), 2: [*things(1, 1), *things(1, 2)]}
    assert collect(lambda offset, _: {"items": pages[offset], "paging": {"count": 4}}, "here") == things(3)


def test_a_link_that_leads_to_an_empty_page_ends_the_list() -> None:
    pages = {0: things(2), 2: []}
    assert collect(lambda offset, _: {"items": pages[offset], "paging": {"next": NEXT}}, "here") == things(2)


def test_a_last_page_given_again_ends_a_list_that_is_complete() -> None:
    assert collect(lambda *_: {"items": things(2), "paging": {"count": 2, "next": NEXT}}, "here") == things(2)


def test_a_list_that_became_shorter_while_it_was_read_is_read_again() -> None:
    answers = iter([(things(2), 4), ([], 4), (things(3), 3)])

    def page(*_: int) -> dict[str, Any]:
        items, count = next(answers)
        return {"items": items, "paging": {"count": count}}

    assert collect(page, "here") == things(3)


def fresh_pages() -> Page:
    return lambda offset, _: {"items": things(1, offset), "paging": {"next": NEXT}}


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (lambda *_: {}, "without items"),
        (lambda *_: {"items": {}}, "without items"),
        (lambda *_: {"items": [1]}, "without items"),
        (lambda *_: {"items": things(2), "paging": {"next": NEXT}}, "same page"),
        (lambda *_: {"items": things(2), "paging": {"count": 9}}, "same page"),
        (lambda *_: {"items": [], "paging": {"count": 5}}, "0 items of a longer list"),
        (fresh_pages(), "1000 pages"),
    ],
)
def test_what_is_no_whole_list_is_nonsense(page: Page, words: str) -> None:
    with pytest.raises(InvalidResponse, match=rf"^here: .*{words}"):
        collect(page, "here")


def test_items_that_share_the_id_of_a_singleton_are_all_kept():
    """Exported files all have the id `default` (capture of release 6.6)."""
    files = [{"id": "default", "diskFileName": name} for name in ("a.zip", "b.zip")]
    assert collect(lambda _offset, _limit: {"items": files, "paging": {"count": 2, "next": []}}, "GET /x") == files
