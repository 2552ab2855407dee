# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit's own description of its API (/apispec/ngfw.json), Swagger 2.0 or OpenAPI 3: a view that tolerates any JSON.

A description says what a release declares. It leaves most limits to prose and promises no behaviour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ..reading import items, line, mapping, number, records, text, texts
from .api_table import Kind

_PARAMETER = re.compile(r"\{[^{}/]*\}")
_BASE = re.compile(r"^/api/fdm/[^/]+")
_KINDS = {
    "string": Kind.TEXT,
    "integer": Kind.NUMBER,
    "number": Kind.NUMBER,
    "boolean": Kind.FLAG,
    "object": Kind.OBJECT,
    "array": Kind.LIST,
}
_DEEPEST = 10
METHODS = ("GET", "POST", "PUT", "DELETE")


class ApiDescription:
    """What one description declares."""

    def __init__(self, document: Any) -> None:
        self._document = mapping(document)

    @property
    def understood(self) -> bool:
        """Whether it is a description at all: with paths and definitions."""
        return bool(self.operations and self._definitions)

    @property
    def version(self) -> str:
        """What it says of its own version."""
        return line(mapping(self._document.get("info")).get("version"))

    @cached_property
    def operations(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        """Every operation by method and path, parameters of the path without their names."""
        found: dict[tuple[str, str], Mapping[str, Any]] = {}
        for path, methods in mapping(self._document.get("paths")).items():
            for method, operation in mapping(methods).items():
                if str(method).upper() in METHODS and isinstance(operation, Mapping):
                    found[str(method).upper(), bare_path(str(path))] = operation
        return found

    def operation(self, method: str, path: str) -> Mapping[str, Any] | None:
        """An operation, or None where it is not declared."""
        return self.operations.get((method, bare_path(path)))

    def has_definition(self, name: str) -> bool:
        """Whether a definition of this name is declared."""
        return name in self._definitions

    def properties(self, definition: str) -> dict[str, Mapping[str, Any]]:
        """The fields of a definition with those it inherits, references followed."""
        return dict(self._properties(mapping(self._definitions.get(definition)), _DEEPEST))

    def required(self, definition: str) -> frozenset[str]:
        """The fields that a definition requires."""
        return frozenset(self._required(mapping(self._definitions.get(definition)), _DEEPEST))

    def field(self, definition: str, name: str) -> Mapping[str, Any] | None:
        """What is declared of a field, its own words first, then those of what it refers to; None where it is not."""
        own = self.properties(definition).get(name)
        return None if own is None else {**self._resolved(own, _DEEPEST), **_words(own)}

    def kind(self, definition: str, name: str) -> Kind | None:
        """The type of a field; None where it is not declared or has none."""
        declared = self.field(definition, name) or {}
        if declared.get("enum"):
            return Kind.TEXT
        return _KINDS.get(text(declared.get("type")), Kind.OBJECT if declared.get("properties") else None)

    def values(self, enumeration: str) -> tuple[str, ...]:
        """The values of an enumeration, or of the field ``Definition.field``; empty where none are declared."""
        definition, dot, name = enumeration.partition(".")
        found = self.field(definition, name) if dot else mapping(self._definitions.get(definition))
        return texts(mapping(found).get("enum"))

    def longest(self, definition: str, name: str) -> int | None:
        """The longest text that a field takes, where that is declared."""
        return number((self.field(definition, name) or {}).get("maxLength"))

    def responses(self, method: str, path: str) -> tuple[str, ...]:
        """The statuses that an operation declares."""
        return tuple(sorted(map(str, mapping((self.operation(method, path) or {}).get("responses")))))

    def paths_with(self, part: str) -> tuple[str, ...]:
        """The paths that have a text in them."""
        return tuple(sorted({path for _method, path in self.operations if part in path.lower()}))

    @cached_property
    def _definitions(self) -> Mapping[str, Any]:
        components = mapping(self._document.get("components"))
        return mapping(self._document.get("definitions")) or mapping(components.get("schemas"))

    def _resolved(self, schema: Mapping[str, Any], depth: int) -> Mapping[str, Any]:
        """A schema with what it refers to in place of the reference, and without a null that it may be too."""
        target = text(schema.get("$ref")).rpartition("/")[2]
        either = [each for each in records(schema.get("anyOf") or schema.get("oneOf")) if each.get("type") != "null"]
        if depth == 0 or not (target or len(either) == 1):
            return schema
        return self._resolved(mapping(self._definitions.get(target)) if target else either[0], depth - 1)

    def _properties(self, schema: Mapping[str, Any], depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for part in self._parts(schema, depth):
            yield from ((str(name), mapping(each)) for name, each in mapping(part.get("properties")).items())

    def _required(self, schema: Mapping[str, Any], depth: int) -> Iterator[str]:
        for part in self._parts(schema, depth):
            yield from texts(part.get("required"))

    def _parts(self, schema: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
        """A schema and everything it is made of."""
        whole = self._resolved(schema, depth)
        if depth > 0:
            for part in items(whole.get("allOf")):
                yield from self._parts(mapping(part), depth - 1)
        yield whole


def bare_path(path: str) -> str:
    """A path below /api/fdm/<version>, without the names of its parameters."""
    return _PARAMETER.sub("{}", _BASE.sub("", path))


def _words(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What a field says itself beside a reference."""
    return {name: schema[name] for name in ("description", "default") if name in schema}
