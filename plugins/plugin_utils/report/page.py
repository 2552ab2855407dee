# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as a page: self-contained HTML, with a drawing of each pair."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .data import Run
from .views import views
from .words import VERDICT_MARKS, VERDICT_WORDS, facts, good_title, needs_attention, summary, trouble_title

TEMPLATES = Path(__file__).parent / "templates"
SCRIPT = "search.js.j2"


def as_html(run: Run) -> str:
    """The page of a run: the summary, the pairs that need attention, the others, and a section for each pair."""
    made = views(run)
    script = environment().get_template(SCRIPT).render()
    trouble = [view for view in made if needs_attention(view.pair)]
    good = [view for view in made if not needs_attention(view.pair)]
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            views=made,
            trouble=trouble,
            good=good,
            summary=f"{summary(run)}.",
            facts=facts(run),
            trouble_title=trouble_title([view.pair for view in trouble]),
            good_title=good_title(run, len(good)) if trouble else "Pairs",
            script=Markup(script),
            script_hash=_hash(script),
        )
    )


@cache
def environment() -> Environment:
    """The templates beside this file; everything that is put into them is escaped."""
    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters |= {"px": _pixels, "spans": _spans}
    made.filters |= {"mark": VERDICT_MARKS.__getitem__, "verdict": VERDICT_WORDS.__getitem__}
    return made


def _pixels(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _spans(text: str) -> list[tuple[bool, str]]:
    """A text in parts; what stands between backquotes is code."""
    parts = text.split("`")
    return [(index % 2 == 1, part) for index, part in enumerate(parts)] if len(parts) % 2 else [(False, text)]


def _hash(script: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
