# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms in which a response or a dump may spell a text: JSON, HTML, URL, Python, and one of them in another."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, quote_plus

_ENCODERS: tuple[Callable[[str], str], ...] = (
    lambda text: json.dumps(text)[1:-1],
    lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    lambda text: repr(text)[1:-1],
    lambda text: ascii(text)[1:-1],
    html.escape,
    lambda text: html.escape(text, quote=False),
    lambda text: html.escape(text).encode("ascii", "xmlcharrefreplace").decode(),
    lambda text: quote(text, safe="", errors="replace"),
    lambda text: quote(text, errors="replace"),
    lambda text: quote_plus(text, errors="replace"),
)
_QUOTED = re.compile(r"%[0-9A-F]{2}|\\[ux][0-9a-f]{2,4}|&\#x27;|&quot;|&amp;|&lt;|&gt;")
"""A quoted character, whose digits may be of either case, and which HTML may spell in other ways."""
_ENTITIES = {
    "&#x27;": "(?:&#[xX]27;|&#0*39;|&apos;)",
    "&quot;": "(?:&quot;|&#0*34;|&#[xX]22;)",
    "&amp;": "(?:&amp;|&#0*38;|&#[xX]26;)",
    "&lt;": "(?:&lt;|&#0*60;|&#[xX]3[cC];)",
    "&gt;": "(?:&gt;|&#0*62;|&#[xX]3[eE];)",
}


def spellings(text: str) -> set[str]:
    """The text, with and without blanks around it, in every form, and in every form of a form."""
    forms = {text, text.strip()} - {""}
    for _depth in range(2):
        forms |= {encoder(form) for form in forms for encoder in _ENCODERS}
    return forms


def pattern(forms: Iterable[str]) -> str:
    """An expression for any of the forms, the longest first; empty for none."""
    return "|".join(_expression(form) for form in sorted(set(forms), key=lambda form: (-len(form), form)))


def _expression(form: str) -> str:
    parts, place = [], 0
    for quoted in _QUOTED.finditer(form):
        parts.append(re.escape(form[place : quoted.start()]))
        parts.append(_ENTITIES.get(quoted[0]) or f"(?i:{re.escape(quoted[0])})")
        place = quoted.end()
    return "".join([*parts, re.escape(form[place:])])
