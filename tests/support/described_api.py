# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Descriptions of an API as units serve them, made from the table of the API: of a release, or with a change."""

from __future__ import annotations

from typing import Any

from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_fields import FIELDS
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_operations import OPERATIONS
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_table import Kind, release_number
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.api_values import VALUES

TYPES = {
    Kind.TEXT: "string",
    Kind.NUMBER: "integer",
    Kind.FLAG: "boolean",
    Kind.OBJECT: "object",
    Kind.LIST: "array",
}
NEWEST = "99.0"


def description(release: str = NEWEST) -> dict[str, Any]:
    """A Swagger 2.0 description with everything of the table that the release has."""
    made: dict[str, Any] = {"swagger": "2.0", "info": {"version": f"for {release}"}, "paths": {}, "definitions": {}}
    for row in OPERATIONS:
        if _has(release, row.since):
            path = made["paths"].setdefault(row.path, {})
            path[row.method.lower()] = {"responses": {"200": {"description": ""}}, "parameters": []}
    for fields in FIELDS:
        if _has(release, fields.since):
            definition = made["definitions"].setdefault(fields.definition, {"type": "object", "properties": {}})
            definition["properties"] |= {name: {"type": TYPES[fields.kind]} for name in fields.names}
    for values in VALUES:
        if _has(release, values.since):
            name, _, field = values.enumeration.partition(".")
            definition = made["definitions"].setdefault(name, {"type": "string"})
            holder = definition["properties"][field] if field else definition
            holder["enum"] = [*holder.get("enum", []), *values.names]
    return made


def _has(release: str, since: str) -> bool:
    return release_number(since) <= release_number(release)
