# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The formats of a report, by their names in `report_formats`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..errors import InputError
from .data import Run
from .junit import as_junit
from .markdown import as_markdown
from .metrics import as_metrics
from .page import as_html
from .reading import as_json

FORMATS: dict[str, tuple[str, Callable[[Run], str]]] = {
    "html": ("html", as_html),
    "markdown": ("md", as_markdown),
    "json": ("json", as_json),
    "junit": ("junit.xml", as_junit),
    "metrics": ("prom", as_metrics),
}
"""From a format's name to the ending of its file and the function that writes it."""


def render(run: Run, formats: Iterable[str], stem: str = "report") -> dict[str, str]:
    """The files of a report: from file name to text. Raises InputError for a format that is not known."""
    wanted = list(dict.fromkeys(formats))
    unknown = [each for each in wanted if each not in FORMATS]
    if unknown:
        remedy = "Correct report_formats."
        raise InputError(
            f"format {', '.join(map(str, unknown))}", expected=f"one of {', '.join(FORMATS)}", remedy=remedy
        )
    return {f"{stem}.{FORMATS[each][0]}": FORMATS[each][1](run) for each in wanted}
