# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two paths outside /api/fdm/<version>: the supported versions, and the specification that a unit serves."""

from __future__ import annotations

import json
from pathlib import Path

from ..model.errors import Refusal, not_found
from .router import Answer, Call

VERSIONS = "/api/versions"
SPECIFICATION = "/apispec/ngfw.json"


def answer(call: Call) -> Answer | None:
    """The answer to a call of one of these paths; None for every other path."""
    handler = {VERSIONS: _versions, SPECIFICATION: _specification}.get(call.path)
    if handler is None:
        return None
    try:
        if call.method != "GET":
            raise not_found(call.path)
        return handler(call)
    except Refusal as refusal:
        return Answer(refusal.status, refusal.body, refusal.headers)


def _versions(call: Call) -> Answer:
    settings = call.unit.settings
    if not settings.versions_endpoint or not call.unit.since(2):
        raise not_found(call.path)
    names = [name for name in settings.api_versions if name != "latest" or settings.versions_list_latest]
    return Answer(200, {"supportedVersions": names})


def _specification(call: Call) -> Answer:
    """The file that the settings name; the vendor's own client logs in before it asks."""
    call.unit.tokens.check(call.authorization, call.now)
    if call.unit.settings.apispec is None:
        raise not_found(call.path)
    return Answer(200, json.loads(Path(call.unit.settings.apispec).read_text(encoding="utf-8")))
