# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of the FDM API: what its rows are.

Every path, field, enumeration value and limit that this collection sends, reads or relies on stands in it once:
operations in api_operations.py, fields in api_fields.py, values and limits in api_values.py. The task ``probe``
compares a unit's own description with it, rules on releases take their data from it, and docs/device.md is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..names import Name


class Confidence(Name):
    """How sure a row is: read in the specification, a vendor's page or a capture; inferred or third party; a guess."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Condition(Name):
    """What a row belongs to, in the words of messages: every pair, or only one with a link on an EtherChannel."""

    ALWAYS = "HA under FDM"
    ETHERCHANNEL = "EtherChannels in its API"


class Kind(Name):
    """JSON types of fields."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "boolean"
    OBJECT = "object"
    LIST = "list"


SPEC = "API specification v2 (6.3)"
CHECK, DEPLOY, VERIFY, PROBE = "check", "deploy", "verify", "probe"
SETTINGS, SWITCH, DRILL, SUSPEND, RESUME, RESET = "settings", "switch", "drill", "suspend", "resume", "reset"
DISSOLVE, REBUILD, REPLACE, SNAPSHOT = "dissolve", "rebuild", "replace", "snapshot"
READING = (CHECK, DEPLOY)
EVERY = (CHECK, DEPLOY, VERIFY)
FIRST = "6.3"
"""The first release with HA under FDM (vendor's tech note on FDM HA)."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A call. ``path`` is that of the specification, below /api/fdm/<version>; ``without``: what a unit that lacks it
    means for the playbooks; ``needed``: they can't do their work then. ``since``: the first release that has it."""

    method: str
    path: str
    use: str
    playbooks: tuple[str, ...] = EVERY
    needed: bool = True
    without: str = "the playbook stops with the unit's answer"
    since: str = FIRST
    source: str = SPEC
    confidence: Confidence = Confidence.HIGH
    when: Condition = Condition.ALWAYS


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields of one definition, of one type. ``sent``: this collection writes them; otherwise it reads them."""

    definition: str
    kind: Kind
    names: tuple[str, ...]
    playbooks: tuple[str, ...] = EVERY
    sent: bool = False
    needed: bool = False
    without: str = "what they say is not known"
    since: str = FIRST
    source: str = SPEC
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True)
class Values:
    """Values of an enumeration that this collection knows. ``closed``: another value changes what it decides, so a new
    one is reported; otherwise a new one is read as not known and does no harm."""

    enumeration: str
    names: tuple[str, ...]
    playbooks: tuple[str, ...] = EVERY
    sent: bool = False
    closed: bool = False
    without: str = "a state of this name never occurs"
    since: str = FIRST
    source: str = SPEC
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True)
class Limit:
    """The longest text that this collection sends in a field."""

    definition: str
    field: str
    longest: int
    note: str
    playbooks: tuple[str, ...] = (DEPLOY,)
    source: str = SPEC
    confidence: Confidence = Confidence.LOW


def release_number(text: str) -> tuple[int, ...]:
    """The numbers of a release such as 7.0.1-84, without its build; empty where the text is no release."""
    parts = text.strip().split("-")[0].split(".")
    known = len(parts) > 1 and all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts)
    return tuple(map(int, parts)) if known else ()
