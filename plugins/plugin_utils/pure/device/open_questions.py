# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What no page of the vendor answers, and where in a unit's own API description an answer may stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..reading import line, text
from ..wording import shorten
from .api_description import ApiDescription

Ask = Callable[[ApiDescription], str]
_FACETS = ("minLength", "maxLength", "pattern", "format", "minimum", "maximum", "default")
_MOST_VALUES = 40
UNANSWERED = "the description does not say"


@dataclass(frozen=True, slots=True)
class Question:
    """An open question; ``asked`` names the part of the description, ``ask`` answers in its words, or with nothing."""

    text: str
    asked: str
    ask: Ask

    def answer(self, described: ApiDescription) -> dict[str, str]:
        """The question with its answer as plain data."""
        found = self.ask(described)
        return {"question": self.text, "asked": self.asked, "answer": found or UNANSWERED}


def _field(definition: str, name: str) -> tuple[str, Ask]:
    """What a field says of itself."""

    def ask(described: ApiDescription) -> str:
        return field_words(described.field(definition, name))

    return f"{definition}.{name}", ask


def _values(enumeration: str) -> tuple[str, Ask]:
    return enumeration, lambda described: shorten(described.values(enumeration), _MOST_VALUES)


def _responses(method: str, path: str) -> tuple[str, Ask]:
    def ask(described: ApiDescription) -> str:
        found = described.responses(method, path)
        return f"statuses {', '.join(found)}" if found else ""

    return f"{method} {path}", ask


def _paths(part: str) -> tuple[str, Ask]:
    return f"paths with {part}", lambda described: shorten(described.paths_with(part), 5)


def _present(definition: str, names: Iterable[str]) -> tuple[str, Ask]:
    wanted = tuple(names)

    def ask(described: ApiDescription) -> str:
        there = described.properties(definition)
        return ", ".join(f"{name}: {'yes' if name in there else 'no'}" for name in wanted) if there else ""

    return f"fields of {definition}", ask


def _operation_words(method: str, path: str) -> tuple[str, Ask]:
    """The parameters of a call, in the query and in the body."""

    def ask(described: ApiDescription) -> str:
        operation = described.operation(method, path) or {}
        listed = operation.get("parameters")
        named = [
            text(each.get("name")) for each in (listed if isinstance(listed, list) else []) if isinstance(each, Mapping)
        ]
        return f"parameters {', '.join(filter(None, named))}" if any(named) else ""

    return f"{method} {path}", ask


def field_words(declared: Mapping[str, Any] | None) -> str:
    """What is declared of a field beyond its type, in one line."""
    if declared is None:
        return ""
    facets = [f"{name} {line(str(declared[name]))}" for name in _FACETS if declared.get(name) is not None]
    return "; ".join(filter(None, [*facets, line(declared.get("description"))]))


_HA = "/devices/default/ha/configurations/{objId}"
_BREAK = "/devices/default/action/ha/break"
QUESTIONS: tuple[Question, ...] = (
    Question("length and characters of the IPsec key", *_field("HAConfiguration", "sharedKey")),
    Question("length and characters of the name of the failover link", *_field("HAConfiguration", "failoverName")),
    Question("classes that the failover link may refer to", *_field("HAConfiguration", "failoverInterface")),
    Question("classes that the state link may refer to", *_field("HAConfiguration", "statefulFailoverInterface")),
    Question("form of a netmask", *_field("IPv4Address", "netmask")),
    Question("what the HA configuration is called", *_field("HAConfiguration", "name")),
    Question("speeds of an interface", *_values("InterfaceSpeedType")),
    Question("modes of an interface", *_values("InterfaceModeType")),
    Question("states of a unit", *_values("HANodeState")),
    Question("states of the configuration", *_values("HAConfigStatus")),
    Question("states of a job", *_values("DeploymentStatus$DeploymentState")),
    Question("states of the license", *_values("RegistrationStatus")),
    Question("whether a unit says why it left HA", *_present("HAStatus", ("disabledReason", "disabledTimestamp"))),
    Question(
        "whether a pending change says what it changes",
        *_present("BaseEntityDiff", ("valuesAdded", "valuesUpdated", "valuesDeleted")),
    ),
    Question("options of a break", *_operation_words("POST", _BREAK)),
    Question("what a break does with the interfaces", *_field("BreakHAStatus", "interfaceOption")),
    Question("statuses of a refused HA configuration", *_responses("PUT", _HA)),
    Question("statuses of a refused join", *_responses("POST", "/devices/default/action/ha/join")),
    Question("statuses of a refused login", *_responses("POST", "/fdm/token")),
    Question("where the cloud registration can be read", *_paths("cloud")),
    Question("redundant interfaces", *_paths("redundant")),
    Question("EtherChannels", *_paths("etherchannel")),
    Question("length of a show command", *_field("Command", "commandInput")),
)
