# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/device.md, made from the table of the API and from the open questions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_fields import FIELDS
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_operations import OPERATIONS, OUTSIDE
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_table import Fields, Operation, Values
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_values import LIMITS, VALUES
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.open_questions import QUESTIONS

PAGE = Path(__file__).parents[2] / "docs" / "device.md"


def calls() -> str:
    """Every call."""
    head = ("call", "used for", "playbooks", "where a unit lacks it", "from", "source", "confidence")
    return table(head, (_common(row, f"`{row.method} {row.path}`", row.use) for row in (*OPERATIONS, *OUTSIDE)))


def fields() -> str:
    """Every field, by definition and type."""
    head = ("definition", "fields", "playbooks", "where a unit lacks them", "from", "source", "confidence")
    return table(head, (_common(row, f"`{row.definition}`", _sent(row, _names(row.names))) for row in FIELDS))


def values() -> str:
    """Every enumeration."""
    head = ("enumeration", "values", "playbooks", "where a unit lacks them", "from", "source", "confidence")
    return table(head, (_common(row, f"`{row.enumeration}`", _sent(row, _names(row.names))) for row in VALUES))


def limits() -> str:
    """Every limit."""
    head = ("field", "longest text that is sent", "by", "source", "confidence")
    rows = (
        (f"`{row.definition}.{row.field}`", str(row.longest), row.note, row.source, row.confidence) for row in LIMITS
    )
    return table(head, rows)


def questions() -> str:
    """Every open question that the probe asks."""
    return table(("question", "read in the unit's description"), ((each.text, f"`{each.asked}`") for each in QUESTIONS))


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    lines = [head, ("---",) * len(head), *(tuple(map(cell, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(text: str) -> str:
    """Text that can stand in a cell."""
    return str(text) if text.startswith("`") else re.sub(r"([|<>*_])", r"\\\1", str(text))


def _common(row: Operation | Fields | Values, first: str, second: str) -> tuple[str, ...]:
    return first, second, ", ".join(row.playbooks), row.without, row.since, row.source, row.confidence


def _sent(row: Fields | Values, names: str) -> str:
    return f"`{names}` (sent)" if row.sent else f"`{names}`"


def _names(names: Iterable[str]) -> str:
    return "`, `".join(names)


TABLES = {"calls": calls, "fields": fields, "values": values, "limits": limits, "questions": questions}


def filled(page: str) -> str:
    """The page with its tables made anew; what stands between is kept."""
    for name, make in TABLES.items():
        between = re.compile(rf"(?<=<!-- {name} -->\n\n).*?(?=\n\n<!-- /{name} -->)", re.DOTALL)
        page = between.sub(make().replace("\\", r"\\"), page)
    return page
