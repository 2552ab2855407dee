# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vendor's specification (Swagger 2.0) as OpenAPI 3.1, for validators that this project did not write.

Converted honestly: what is not required may be null, as units answer so; what stands beside a reference is ignored, as
Swagger 2.0 says; nothing is added, closed or left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = "ngfw-v2.json"
SERVER = "https://unit.example/api/fdm/v6"
_JSON = "application/json"
_DROPPED = frozenset({"example", "title"})
_PARAMETER = frozenset({"name", "in", "required", "description"})
Schema = dict[str, Any]


def find(start: Path = Path(__file__)) -> dict[str, Any] | None:
    """The specification from `shared/facts` beside the checkout, converted; None where it is not available."""
    for folder in start.resolve().parents:
        file = folder / "shared" / "facts" / FILE
        if file.is_file():
            return converted(json.loads(file.read_text(encoding="utf-8")))
    return None


def converted(swagger: Mapping[str, Any]) -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": swagger["info"]["title"], "version": swagger["info"]["version"]},
        "servers": [{"url": SERVER}],
        "paths": {path: _path(methods) for path, methods in swagger["paths"].items()},
        "components": {"schemas": {_name(name): _schema(each) for name, each in swagger["definitions"].items()}},
    }


def _name(definition: str) -> str:
    """OpenAPI allows no dollar in a name: DeploymentStatus$DeploymentState."""
    return definition.replace("$", ".")


def _path(methods: Mapping[str, Any]) -> dict[str, Any]:
    return {method: _operation(operation) for method, operation in methods.items()}


def _operation(operation: Mapping[str, Any]) -> dict[str, Any]:
    parameters = operation.get("parameters", [])
    made: dict[str, Any] = {
        "operationId": operation["operationId"],
        "parameters": [_parameter(each) for each in parameters if each["in"] != "body"],
        "responses": {status: _response(each) for status, each in operation["responses"].items()},
    }
    body = next((each for each in parameters if each["in"] == "body"), None)
    if body is not None:
        content = {_JSON: {"schema": _schema(body["schema"])}}
        made["requestBody"] = {"required": bool(body.get("required")), "content": content}
    return made


def _parameter(parameter: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: value for name, value in parameter.items() if name in _PARAMETER}
    schema = {name: value for name, value in parameter.items() if name not in _PARAMETER}
    return made | {"schema": _schema(schema)}


def _response(response: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"description": response.get("description", "")}
    if "schema" in response:
        made["content"] = {_JSON: {"schema": _schema(response["schema"])}}
    return made


def _schema(schema: Mapping[str, Any]) -> Schema:
    if "$ref" in schema:
        return {"$ref": "#/components/schemas/" + _name(schema["$ref"].removeprefix("#/definitions/"))}
    made: Schema = {name: value for name, value in schema.items() if name not in _DROPPED}
    if made.get("type") == "file":  # a word of Swagger 2.0
        made |= {"type": "string", "format": "binary"}
    required = schema.get("required", [])
    if "properties" in made:
        members = made["properties"].items()
        made["properties"] = {name: _schema(each) if name in required else _nullable(each) for name, each in members}
    if "items" in made:
        made["items"] = _schema(made["items"])
    if "allOf" in made:
        made["allOf"] = [_schema(each) for each in made["allOf"]]
    return made


def _nullable(schema: Mapping[str, Any]) -> Schema:
    return {"anyOf": [_schema(schema), {"type": "null"}]}
