# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit that answers as a recorded one did, state by state: from a transcript (HAR 1.2, one file a pair and run).

A write is answered as the next recorded write of the same kind was, and moves the unit on to what was read after it.
A read is answered as the next one recorded in that time, and where it is asked more often than then, as the last one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from .api import Answer
from .model.errors import message, refusal

READING_POSTS = ("/fdm/token", "/action/command")


class TranscriptError(Exception):
    """A file is no transcript, or has nothing of the unit; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One exchange; ``status`` 0: the unit did not answer."""

    unit: str
    method: str
    path: str
    query: str
    sent: Any
    status: int
    body: Any
    text: str

    @property
    def reads(self) -> bool:
        """Whether it changed nothing."""
        return self.method == "GET" or self.path.endswith(READING_POSTS)

    @property
    def key(self) -> tuple[str, ...]:
        """What the same call has in common; of a show command its line too, of a login its kind."""
        told = self.sent if isinstance(self.sent, Mapping) else {}
        return (
            self.method,
            self.path,
            self.query,
            *(str(told.get(name, "")) for name in ("commandInput", "grant_type")),
        )


def load(path: Path) -> list[Recorded]:
    """Every exchange of a transcript, in order. Raises TranscriptError."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["log"]["entries"]
        return [_recorded(entry) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TranscriptError(f"{path} is no transcript that can be read ({error}); expected HAR 1.2.") from error


def inventory(path: Path) -> dict[str, Any]:
    """The cleaned variables of the links with which the run was made; ``keyed``: with a key."""
    return dict(json.loads(path.read_text(encoding="utf-8"))["log"].get("_inventory", {}))


def _recorded(entry: Mapping[str, Any]) -> Recorded:
    request, response = entry["request"], entry["response"]
    parts = urlsplit(request["url"])
    text = response.get("content", {}).get("text", "")
    return Recorded(
        unit=str(entry.get("_unit", "unit")),
        method=str(request["method"]),
        path=parts.path,
        query=ordered(dict(parse_qsl(parts.query))),
        sent=_json(request.get("postData", {}).get("text", "")),
        status=int(response["status"]),
        body=_json(text),
        text=text,
    )


def ordered(query: Mapping[str, str]) -> str:
    """A query in one spelling."""
    return urlencode(sorted(query.items()))


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


class Replay:
    """The answers of one recorded unit."""

    def __init__(self, recorded: Iterable[Recorded], unit: str) -> None:
        self._recorded = [each for each in recorded if each.unit == unit]
        if not self._recorded:
            raise TranscriptError(f"the transcript has nothing of {unit!r}; expected primary, secondary or unit.")
        self._answered: dict[tuple[str, ...], int] = {}
        self._position = -1
        self.unknown: list[str] = []

    def answer(self, method: str, path: str, query: Mapping[str, str], sent: Any) -> Answer | None:
        """The recorded answer; None where the unit gave none, 404 where there was no such call (see ``unknown``)."""
        asked = Recorded("", method, path, ordered(query), sent, 0, None, "")
        place = self._next_read(asked.key) if asked.reads else self._next_write(asked.key)
        if place is None:
            self.unknown.append(f"{method} {path}")
            text = message("The transcript has no such call.", "notInTranscript")
            return Answer(404, refusal(404, "General", text).body)
        found = self._recorded[place]
        self._answered[asked.key] = place
        if not asked.reads:
            self._position = place
        return Answer(found.status, found.body) if found.status else None

    def _next_write(self, key: tuple[str, ...]) -> int | None:
        places = (place for place, each in enumerate(self._recorded) if each.key == key)
        return next((place for place in places if place > self._position), self._answered.get(key))

    def _next_read(self, key: tuple[str, ...]) -> int | None:
        """The next one before the write that comes next; else the last one; else the first there is."""
        last = max(self._answered.get(key, -1), self._position)
        places = [place for place, each in enumerate(self._recorded) if each.key == key]
        soon = next((place for place in places if last < place < self._next_of_writes()), None)
        if soon is not None:
            return soon
        before = [place for place in places if place <= last]
        return before[-1] if before else next(iter(places), None)

    def _next_of_writes(self) -> int:
        writes = (place for place, each in enumerate(self._recorded) if not each.reads and place > self._position)
        return next(writes, len(self._recorded))
