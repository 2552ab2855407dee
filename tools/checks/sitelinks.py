# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The links of a built site that lead to no page, or to no place on it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class _Page(HTMLParser):
    """The links of a page, and the places that links can name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, or a place with an id."""
        found = {name: value for name, value in attrs if value}
        self.places |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])


@cache
def _page(file: Path) -> _Page:
    return _Page(file.read_text(encoding="utf-8"))


def broken(site: Path) -> Iterator[str]:
    """Yield each link within the site that leads nowhere, with its page."""
    for file in sorted(site.rglob("*.html")):
        for link in dict.fromkeys(_page(file).links):
            parts = urlsplit(link)
            if not (parts.scheme or parts.netloc) and not _leads_somewhere(file, parts.path, parts.fragment):
                yield f"{file.relative_to(site)}: {link}"


def _leads_somewhere(page: Path, path: str, place: str) -> bool:
    target = (page.parent / unquote(path)).resolve() if path else page
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return False
    return not place or target.suffix != ".html" or unquote(place) in _page(target).places
