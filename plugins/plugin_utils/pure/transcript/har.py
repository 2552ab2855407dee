# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HAR 1.2 (HTTP Archive), the format in which browsers and proxies keep calls: entries, and the two ends of a file.

The file is whole JSON after every entry: an entry is written over the end, and the end after it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

CREATOR = {"name": "fdm.failover", "version": "1.0.0"}
TAIL = "\n]}}\n"
COMMENT = (
    "Every call of one run to the units of one pair, with its answer, in order. Secrets and tokens are left out; "
    "names, serial numbers, identifiers and addresses are replaced, each by the same stand-in everywhere. Messages and "
    "outputs of commands are the unit's own words: review them before you share this file."
)
"""What a transcript holds, in the file itself."""
NO_RESPONSE = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call as it was made and answered, cleaned; ``status`` 0: no response, and ``failure`` says why."""

    unit: str
    started: float
    seconds: float
    method: str
    url: str
    request: str | None
    status: int
    content_type: str
    response: str
    failure: str = ""


def head(pair: str, inventory: Mapping[str, Any], release: str) -> str:
    """The beginning of the file. ``inventory``: the cleaned variables of the links, so that the run can be repeated."""
    log = {
        "version": "1.2",
        "creator": CREATOR,
        "comment": COMMENT,
        "_pair": pair,
        "_inventory": inventory,
        "_ansible": release,
    }
    return '{"log": ' + json.dumps(log, ensure_ascii=False)[:-1] + ', "entries": [\n'


def entry(exchange: Exchange) -> str:
    """One entry, on one line."""
    milliseconds = round(exchange.seconds * 1000, 1)
    started = datetime.fromtimestamp(exchange.started, tz=timezone.utc)
    made: dict[str, Any] = {
        "startedDateTime": started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "time": milliseconds,
        "request": _request(exchange),
        "response": _response(exchange),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "_unit": exchange.unit,
    }
    return json.dumps(made | ({"_failure": exchange.failure} if exchange.failure else {}), ensure_ascii=False)


def _request(exchange: Exchange) -> dict[str, Any]:
    query = exchange.url.partition("?")[2]
    pairs = [each.partition("=") for each in query.split("&")] if query else []
    made: dict[str, Any] = {
        "method": exchange.method,
        "url": exchange.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": "Accept", "value": "application/json"}],
        "queryString": [{"name": name, "value": value} for name, _equals, value in pairs],
        "headersSize": -1,
        "bodySize": len((exchange.request or "").encode()),
    }
    if exchange.request is not None:
        made["postData"] = {"mimeType": "application/json", "text": exchange.request}
    return made


def _response(exchange: Exchange) -> dict[str, Any]:
    size = len(exchange.response.encode())
    return {
        "status": exchange.status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": "Content-Type", "value": exchange.content_type}] if exchange.content_type else [],
        "content": {"size": size, "mimeType": exchange.content_type, "text": exchange.response},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": size,
    }
