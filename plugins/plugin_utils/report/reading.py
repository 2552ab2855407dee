# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From plain data to a run: tolerant about what is missing, strict about the version, clean in every text."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from ..errors import InputError
from ..pure.finding import SEVERITIES, Finding, Severity
from ..pure.names import PAIR, ROLES
from .data import (
    OUTCOMES,
    SCHEMA,
    SCHEMA_VERSION,
    VERDICTS,
    End,
    Evidence,
    Link,
    Links,
    Pair,
    Run,
    Step,
    Unit,
)
from .text import clean_line, clean_lines

NAME_A_REPORT = "Name a JSON report of this collection."


def read(data: object) -> Run:
    """The run that plain data describe. Raises InputError where it is no report of a version known here."""
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        raise InputError("this is no report", expected=f"schema {SCHEMA}", remedy=NAME_A_REPORT)
    version = data.get("schema_version")
    if version != SCHEMA_VERSION or isinstance(version, bool):
        raise InputError(
            f"schema_version {clean_line(version) or 'missing'}",
            expected=str(SCHEMA_VERSION),
            remedy="Read the report with the release of the collection that wrote it, or with a newer one.",
        )
    pairs = (_pair(each) for each in _items(data.get("pairs")))
    return Run(
        playbook=clean_line(data.get("playbook")),
        pairs=tuple({pair.name: pair for pair in pairs if pair.name}.values()),
        collection=clean_line(data.get("collection")),
        started=clean_line(data.get("started")),
        ended=clean_line(data.get("ended")),
    )


def read_json(text: str) -> Run:
    """The run of a JSON report. Raises InputError where the text is none."""
    try:
        return read(json.loads(text))
    except (ValueError, RecursionError):
        raise InputError("the file can't be read as JSON", expected=f"schema {SCHEMA}", remedy=NAME_A_REPORT) from None


def as_data(run: Run) -> dict[str, Any]:
    """The run as plain data, from which it can be read again."""
    data = asdict(run)
    data["pairs"] = [_nested(pair) for pair in data["pairs"]]
    return {"schema": SCHEMA, "schema_version": SCHEMA_VERSION, **data}


def as_json(run: Run) -> str:
    """The run as the text of a JSON report, in ASCII."""
    return json.dumps(as_data(run), indent=2) + "\n"


def _nested(pair: dict[str, Any]) -> dict[str, Any]:
    """A pair as it is written: both units under `units`."""
    units = {role: pair[role] for role in ROLES}
    for finding in pair["findings"]:
        finding["severity"] = str(finding["severity"])
    return {key: value for key, value in pair.items() if key not in ROLES} | {"units": units}


def _pair(data: Mapping[str, Any]) -> Pair:
    units = _mapping(data.get("units"))
    outcome = _choice(data.get("outcome"), OUTCOMES, "not_run")
    return Pair(
        name=clean_line(data.get("name")),
        outcome=outcome,
        primary=_unit("primary", _mapping(units.get("primary"))),
        secondary=_unit("secondary", _mapping(units.get("secondary"))),
        links=_links(_mapping(data.get("links"))),
        reason=clean_line(data.get("reason")),
        changed=data.get("changed") is True,
        findings=tuple(_finding(each) for each in _items(data.get("findings"))),
        plan=_sentences(data.get("plan")),
        evidence=tuple(_evidence(each) for each in _items(data.get("evidence"))),
        drift_since=clean_line(data.get("drift_since")),
        steps=tuple(_step(each) for each in _items(data.get("steps"))),
    )


def _unit(role: str, data: Mapping[str, Any]) -> Unit:
    return Unit(
        role=role,
        host=clean_line(data.get("host")),
        state=clean_line(data.get("state")),
        model=clean_line(data.get("model")),
        software=clean_line(data.get("software")),
        serial=clean_line(data.get("serial")),
        health=clean_line(data.get("health")),
    )


def _links(data: Mapping[str, Any]) -> Links:
    combined = data.get("combined") is True
    state = None if combined else _link(_mapping(data.get("state")))
    return Links(failover=_link(_mapping(data.get("failover"))), state=state, combined=combined)


def _link(data: Mapping[str, Any]) -> Link | None:
    if not data:
        return None
    encrypted = data.get("encrypted")
    return Link(
        port=clean_line(data.get("port")),
        name=clean_line(data.get("name")),
        speed=clean_line(data.get("speed")),
        encrypted=encrypted if isinstance(encrypted, bool) else None,
        primary=_end(_mapping(data.get("primary"))),
        secondary=_end(_mapping(data.get("secondary"))),
    )


def _end(data: Mapping[str, Any]) -> End:
    status = data.get("status")
    return End(address=clean_line(data.get("address")), status=status if status in ("up", "down") else None)


def _finding(data: Mapping[str, Any]) -> Finding:
    words = {key: clean_line(data.get(key)) for key in ("rule", "subject", "found", "expected", "remedy")}
    severity = Severity(_choice(data.get("severity"), SEVERITIES, Severity.WARNING))
    unit = _choice(data.get("unit"), (*ROLES, PAIR), PAIR)
    return Finding(severity=severity, unit=unit, waived=data.get("waived") is True, **words)


def _evidence(data: Mapping[str, Any]) -> Evidence:
    return Evidence(
        kind=clean_line(data.get("kind")),
        verdict=_choice(data.get("verdict"), VERDICTS, "not_known"),
        primary=clean_lines(data.get("primary")),
        secondary=clean_lines(data.get("secondary")),
    )


def _step(data: Mapping[str, Any]) -> Step:
    seconds = data.get("seconds")
    if not isinstance(seconds, int | float) or not math.isfinite(seconds) or seconds < 0:
        seconds = 0
    return Step(name=clean_line(data.get("name")), seconds=float(seconds))


def _sentences(data: object) -> tuple[str, ...]:
    lines = data if isinstance(data, list | tuple) else ()
    return tuple(line for line in map(clean_line, lines) if line)


def _choice(value: object, known: Iterable[str], otherwise: str) -> str:
    return value if isinstance(value, str) and value in known else otherwise


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _items(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []
