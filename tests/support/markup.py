# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page of HTML as tests look at it: its elements, their attributes and their text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = frozenset({"meta", "input", "br", "hr", "img", "link"})


@dataclass
class Element:
    """An element of a page, with all the text inside it."""

    name: str
    attributes: dict[str, str]
    text: str = ""

    def is_a(self, selector: str) -> bool:
        """True where the element has the name and the class of a selector such as `p.reason`."""
        name, _dot, kind = selector.partition(".")
        return self.name == name and (not kind or kind in self.attributes.get("class", "").split())


@dataclass
class Page(HTMLParser):
    """A page that was parsed."""

    source: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in EMPTY:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that ends where it begins."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        assert self._open[-1].name == tag, f"{tag} ends inside {self._open[-1].name}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Note text, for every element that it is in."""
        for element in self._open:
            element.text += data

    def texts(self, selector: str) -> list[str]:
        """The text of each element that a selector names."""
        return [" ".join(each.text.split()) for each in self.elements if each.is_a(selector)]

    def attributes(self, name: str) -> list[str]:
        """The value of an attribute wherever it is."""
        return [each.attributes[name] for each in self.elements if name in each.attributes]
