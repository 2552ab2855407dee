# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks requests and answers against the vendor's specification (Swagger 2.0, API v2) and ``spec_additions.py``.

    spec = Spec.find()                       # None where the specification is not available
    assert not spec.check_log(unit.requests())

Three differences are accepted: a member that is not required may be null, a reference may be a whole object (both
captured), and the HA configuration of a unit that never had one is empty. Unknown members are reported.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

from . import spec_additions

FILE = "ngfw-v2.json"
_API = re.compile(r"/api/fdm/[^/]+(?P<path>/.*)")
_ERROR = {"$ref": "#/definitions/ErrorWrapper"}
_EMPTY_BODIES: tuple[Any, ...] = (None, "", {})

Schema = dict[str, Any]


class Spec:
    """The specification, with the additions of later releases."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._paths = _with_added_paths(document["paths"])
        self._definitions = _prepared(document["definitions"])
        self._patterns = {path: re.compile(re.sub(r"\{\w+\}", "[^/]+", path)) for path in self._paths}
        self._validators: dict[str, Draft7Validator] = {}

    @classmethod
    def find(cls, start: Path = Path(__file__)) -> Spec | None:
        """The specification from `shared/facts/` beside the checkout, or None."""
        for folder in start.resolve().parents:
            file = folder / "shared" / "facts" / FILE
            if file.is_file():
                return cls(json.loads(file.read_text(encoding="utf-8")))
        return None

    def check_log(self, entries: Iterable[Mapping[str, Any]]) -> list[str]:
        """What is wrong in a log of calls (as GET /simulator/requests gives it), answers too if they were kept."""
        found = []
        for entry in entries:
            wrong = self.check_request(entry["method"], entry["path"], entry["query"], entry["body"])
            if entry.get("answer") is not None and entry.get("status") is not None:
                wrong += self.check_answer(entry["method"], entry["path"], entry["status"], entry["answer"])
            found += [f"call {entry['n']}, {entry['method']} {entry['path']}: {text}" for text in wrong]
        return found

    def check_request(self, method: str, path: str, query: Mapping[str, str], body: Any) -> list[str]:
        """What is wrong with a request; `path` with /api/fdm/<version>."""
        if path == "/api/versions":
            return [] if method == "GET" else ["only GET is known here"]
        template = self._template(path)
        if template is None:
            return ["the path is not known"]
        if (method, template) in spec_additions.EMPTY:
            return []
        operation = self._paths[template].get(method.lower())
        if operation is None:
            return [f"{method} is not known here"]
        parameters = operation.get("parameters", [])
        return _query_complaints(parameters, query) + self._body_complaints(method, template, parameters, body)

    def check_answer(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """What is wrong with an answer; `path` with /api/fdm/<version>."""
        template = self._template(path)
        if path == "/api/versions" or template is None:
            return []
        empty = {spec_additions.EMPTY.get((method, name), (0, ""))[0] for name in (template, "*")}
        operation = self._paths[template].get(method.lower(), {})
        if _answer_schema(operation, template, status).get("type") == "file":
            return []  # bytes, which the log does not keep
        if body is None:
            listed = operation.get("responses", {}).get(str(status), {"schema": 1})
            return [] if status in empty or "schema" not in listed else [f"{status} needs a body"]
        return self._complaints(_answer_schema(operation, template, status), body)

    def _template(self, path: str) -> str | None:
        match = _API.fullmatch(path)
        if match is None:
            return None
        found = [name for name, pattern in self._patterns.items() if pattern.fullmatch(match["path"])]
        return min(found, key=lambda name: name.count("{"), default=None)

    def _body_complaints(self, method: str, template: str, parameters: list[Schema], body: Any) -> list[str]:
        schema: Schema | None = next((part["schema"] for part in parameters if part["in"] == "body"), None)
        if (method, template) in spec_additions.BODIES and body not in _EMPTY_BODIES:
            members = spec_additions.BODIES[method, template][0]
            schema = {"type": "object", "properties": members, "additionalProperties": False}
        elif schema is None:
            return [] if body in _EMPTY_BODIES else ["no body is expected"]
        elif body is None:
            return ["a body is needed"]
        return [] if schema is None or body in _EMPTY_BODIES else self._complaints(schema, body)

    def _complaints(self, schema: Schema, value: Any) -> list[str]:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            self._validators[key] = Draft7Validator({**_lean(schema), "definitions": self._definitions})
        errors = self._validators[key].iter_errors(value)
        return [f"{'.'.join(map(str, error.absolute_path)) or 'body'}: {error.message}" for error in errors]


def _answer_schema(operation: Schema, template: str, status: int) -> Schema:
    if status == 400 and template == "/fdm/token":  # LIVE: clients meet both
        return {"anyOf": [_ERROR, {"$ref": "#/definitions/TokenStatus"}]}
    listed: Schema = operation.get("responses", {}).get(str(status), {})
    if "schema" in listed:
        schema: Schema = listed["schema"]
        return schema
    if status == 403:  # before the initial setup: LIVE, release 7.6
        return {"anyOf": [_ERROR, {"type": "object", "required": ["message"]}]}
    return dict(_ERROR)


def _query_complaints(parameters: list[Schema], query: Mapping[str, str]) -> list[str]:
    known = {part["name"]: part for part in parameters if part["in"] == "query"}
    found = [f"the query has an unknown member {name}" for name in query if name not in known]
    patterns = {"integer": r"\d+", "boolean": "true|false"}
    for name, part in known.items():
        pattern = patterns.get(part["type"], ".*")
        if name in query and not re.fullmatch(pattern, query[name], re.IGNORECASE):
            found.append(f"the query's {name} is not of type {part['type']}")
    return found


def _with_added_paths(paths: Mapping[str, Any]) -> dict[str, Any]:
    known = dict(paths)
    for path, (like, before, after, _) in spec_additions.PATHS.items():
        text = json.dumps(paths[like])
        known[path] = json.loads(text.replace(f"#/definitions/{before}", f"#/definitions/{after}"))
    return known


def _prepared(definitions: Mapping[str, Any]) -> dict[str, Any]:
    """The definitions as JSON Schema: closed, nullable where not required, with the additions."""
    known = copy.deepcopy(dict(definitions))
    for name, (like, without, members, _) in spec_additions.DEFINITIONS.items():
        known[name] = copy.deepcopy(known[like])
        known[name]["properties"] |= members
        known[name]["properties"].pop(without, None)
        known[name]["required"] = [member for member in known[name]["required"] if member != without]
        known[f"{name}Wrapper"] = {"allOf": [{"$ref": f"#/definitions/{name}"}]}
    for name, (words, _) in spec_additions.WORDS.items():
        known[name]["enum"] = [*known[name]["enum"], *words]
    for name in [*known]:
        known[name].get("properties", {}).update(_added_members(name))
    return {name: _close(name, _flat(schema, known)) for name, schema in known.items()}


def _added_members(name: str) -> dict[str, Schema]:
    for one, (like, *_) in spec_additions.DEFINITIONS.items():
        name = like if name == one else name
    added = spec_additions.MEMBERS
    own = {**added.get(spec_additions.SAME.get(name, ""), {}), **added.get(name, {})}
    return {member: schema for member, (schema, _) in own.items()}


def _flat(schema: Schema, definitions: Mapping[str, Any]) -> Schema:
    if "allOf" not in schema:
        return schema
    merged: Schema = {"type": "object", "properties": {}, "required": []}
    for part in schema["allOf"]:
        found = definitions[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        merged["properties"] |= found.get("properties", {})
        merged["required"] += found.get("required", [])
    return merged


def _close(name: str, schema: Schema) -> Schema:
    if "properties" not in schema:
        return _lean(schema)
    required = ["id", "type"] if name == "HAConfigurationWrapper" else schema.get("required", [])
    members = {
        member: _lean(part) if member in required else _nullable(_lean(part))
        for member, part in schema["properties"].items()
    }
    # `links` is in every answer, and comes back in a PUT of one.
    members.setdefault("links", {"type": "object"})
    closed = {"type": "object", "properties": members, "required": required}
    return closed if name in ("ReferenceModel", "Links") else closed | {"additionalProperties": False}


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [{"type": "null"}, schema]}


def _lean(schema: Schema) -> Schema:
    """Without members beside a $ref, which Swagger 2.0 ignores, and without examples."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    lean = {name: value for name, value in schema.items() if name not in ("example", "default", "title")}
    if "items" in lean:
        lean["items"] = _lean(lean["items"])
    if "properties" in lean:
        lean["properties"] = {name: _lean(part) for name, part in lean["properties"].items()}
    return lean
