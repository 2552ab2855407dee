# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a unit's own API description differs from the table of the API: findings, and what each means for a playbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .device.api_description import ApiDescription
from .device.api_fields import FIELDS
from .device.api_operations import OPERATIONS
from .device.api_table import Fields, Limit, Operation, Values, release_number
from .device.api_values import LIMITS, VALUES
from .finding import Finding, Severity, in_order
from .wording import shorten

RULE = "api-differs"
TELL = "Please report it: docs/help-us-know-your-unit.md says how."
UPGRADE = "Nothing to do unless you need it: a later release has it."


def compare(described: ApiDescription, role: str, release: str) -> tuple[Finding, ...]:
    """Every difference, worst first. ``release``: as the unit reports it; what a later release added is not "
    "reported as missing."""
    differ = Differ(described, role, release_number(release))
    return in_order(differ.findings())


class Differ:
    """One comparison."""

    def __init__(self, described: ApiDescription, role: str, release: tuple[int, ...]) -> None:
        self._described = described
        self._role = role
        self._release = release

    def findings(self) -> Iterator[Finding]:
        """Every difference: what is missing, what is narrower, what is new."""
        for operation in OPERATIONS:
            yield from self._operation(operation)
        for fields in FIELDS:
            yield from self._fields(fields)
        for values in VALUES:
            yield from self._values(values)
        for name in dict.fromkeys(values.enumeration for values in VALUES if values.closed):
            yield from self._new_values(name)
        for limit in LIMITS:
            yield from self._limit(limit)
        yield from self._newly_required()

    def _operation(self, row: Operation) -> Iterator[Finding]:
        if self._described.operation(row.method, row.path) is None:
            said = f"{row.method} {row.path}"
            yield self._missing(said, "this call is not described", row, row.needed)

    def _fields(self, row: Fields) -> Iterator[Finding]:
        if not self._described.has_definition(row.definition):
            if not self._later(row.since):
                found = "this definition is not described, so its fields were not compared"
                yield self._finding(
                    Severity.ADVICE, row.definition, found, "the fields that docs/device.md lists", TELL
                )
            return
        missing = [name for name in row.names if self._described.field(row.definition, name) is None]
        if missing:
            yield self._missing(row.definition, f"no field {shorten(missing, 10)} is described", row, row.needed)
        for name in row.names:
            kind = self._described.kind(row.definition, name)
            if name not in missing and kind is not None and kind != row.kind:
                found = f"it is described as {kind}. {_meaning(row.playbooks, row.without)}"
                yield self._finding(Severity.WARNING, f"{row.definition}.{name}", found, str(row.kind), TELL)

    def _values(self, row: Values) -> Iterator[Finding]:
        described = self._described.values(row.enumeration)
        missing = [name for name in row.names if name not in described]
        if described and missing and not self._later(row.since):
            severity = Severity.ERROR if row.sent else Severity.ADVICE
            found = f"{shorten(missing)} is no value of it. {_meaning(row.playbooks, row.without)}"
            yield self._finding(severity, row.enumeration, found, shorten(row.names, 10), TELL)

    def _new_values(self, enumeration: str) -> Iterator[Finding]:
        """A value that this collection does not know is read as not known, and stops a write."""
        known = {name for row in VALUES if row.enumeration == enumeration for name in row.names}
        new = [name for name in self._described.values(enumeration) if name not in known]
        if new:
            found = f"it also has the values {shorten(new, 10)}, which this collection reads as not known"
            yield self._finding(Severity.ADVICE, enumeration, found, "values that this collection knows", TELL)

    def _limit(self, row: Limit) -> Iterator[Finding]:
        longest = self._described.longest(row.definition, row.field)
        if longest is not None and longest < row.longest:
            found = f"it takes {longest} characters. Longer texts are refused by the unit ({row.note})"
            remedy = f"Keep it within {longest} characters on this unit. {TELL}"
            subject = f"{row.definition}.{row.field}"
            yield self._finding(Severity.WARNING, subject, found, f"{row.longest} characters", remedy)

    def _newly_required(self) -> Iterator[Finding]:
        """What a body that we write must have, and what this collection does not send."""
        for definition in sorted({row.definition for row in FIELDS if row.sent}):
            sent = {name for row in FIELDS if row.definition == definition and row.sent for name in row.names}
            unknown = sorted(self._described.required(definition) - sent - _ECHOED)
            if unknown and definition not in _READ_BEFORE:
                found = f"it requires {shorten(unknown)}, which this collection does not send"
                yield self._finding(Severity.ERROR, definition, found, "only the fields that it sends", TELL)

    def _missing(self, subject: str, what: str, row: Operation | Fields, needed: bool) -> Finding:
        """What is not described: an error where a playbook needs it, advice where the release is older than it."""
        early = self._later(row.since)
        severity = Severity.ERROR if needed and not early else Severity.ADVICE if early else Severity.WARNING
        found = f"{what}. {_meaning(row.playbooks, row.without)}"
        expected = f"it to be described, from release {row.since} on"
        return self._finding(severity, subject, found, expected, UPGRADE if early else TELL)

    def _later(self, since: str) -> bool:
        """Whether something came later than the unit's release; not for a release that is not known."""
        return bool(self._release) and self._release[:2] < release_number(since)

    def _finding(self, severity: Severity, subject: str, found: str, expected: str, remedy: str) -> Finding:
        return Finding(RULE, severity, self._role, subject, found, expected, remedy)


_ECHOED = frozenset({"links"})
_READ_BEFORE = frozenset({"PhysicalInterface", "TokenPayloadUnion"})
"""Bodies that are sent back as they were read, with all they have; and one that is the union of several."""


def _meaning(playbooks: Iterable[str], without: str) -> str:
    return f"For {', '.join(playbooks)}: {without}"
