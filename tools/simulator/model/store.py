# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects of a unit: the configuration as edited (candidate) and as running (deployed).

A record never changes: a change replaces it. So both configurations share equal records, and a snapshot is a
shallow copy.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .errors import Json

INTERFACE_KINDS = frozenset(
    {"physicalinterface", "subinterface", "etherchannelinterface", "bridgegroupinterface", "vlaninterface"}
)
# Kinds that take effect at once, so that they are never a pending change.
UNSTAGED = frozenset({"haconfiguration", "managementip", "smartagentconnection", "license"})
# Kinds that a unit keeps for itself when it imports the configuration of its peer (public facts: each unit has
# its own management address and license).
OWN = frozenset({"managementip", "smartagentconnection", "license"})


@dataclass(frozen=True, slots=True)
class Record:
    """One object: its kind (the `type` on the wire), its members, and the id of the object it belongs to."""

    kind: str
    body: Json
    parent: str | None = None

    @property
    def id(self) -> str:
        """The object's id."""
        return str(self.body["id"])

    @property
    def content(self) -> Json:
        """The members without the version: two configurations are compared by them."""
        return {name: value for name, value in self.body.items() if name != "version"}


class Store:
    """Candidate and deployed configuration of one unit."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.candidate: dict[str, Record] = {}
        self.deployed: dict[str, Record] = {}

    def new_id(self) -> str:
        """An opaque id, the same ones in the same order for each start."""
        return str(uuid.UUID(int=self._rng.getrandbits(128), version=1))

    def new_version(self) -> str:
        """An opaque version."""
        return "".join(self._rng.choices("abcdefghijklmnopqrstuvwxyz234567", k=13))

    def create(self, kind: str, body: Json, parent: str | None = None, staged: bool = True) -> Record:
        """Add an object; `staged` leaves it out of the running configuration."""
        record = Record(kind, {"version": self.new_version(), **body, "id": self.new_id(), "type": kind}, parent)
        return self._put(record, staged)

    def replace(self, record: Record, body: Json, staged: bool = True) -> Record:
        """Put `body` in the place of an object's members, under a new version."""
        fixed = {"version": self.new_version(), "id": record.id, "type": record.kind}
        return self._put(replace(record, body={**body, **fixed}), staged)

    def delete(self, record: Record, staged: bool = True) -> None:
        """Remove an object and what belongs to it."""
        for child in [child for child in self.candidate.values() if child.parent == record.id]:
            self.delete(child, staged)
        del self.candidate[record.id]
        if not staged or record.kind in UNSTAGED:
            self.deployed.pop(record.id, None)

    def every(self, kind: str, parent: str | None = None) -> list[Record]:
        """The objects of a kind as edited; with `parent`, only those that belong to it."""
        return [
            record
            for record in self.candidate.values()
            if record.kind == kind and (parent is None or record.parent == parent)
        ]

    def get(self, kind: str, identifier: str) -> Record | None:
        """One object of a kind as edited."""
        record = self.candidate.get(identifier)
        return record if record is not None and record.kind == kind else None

    def interface(self, identifier: str) -> Record | None:
        """An interface of any kind as edited."""
        record = self.candidate.get(identifier)
        return record if record is not None and record.kind in INTERFACE_KINDS else None

    def running(self, identifier: str) -> Record | None:
        """Any object as running."""
        return self.deployed.get(identifier)

    def running_list(self, kind: str) -> Iterator[Record]:
        """The objects of a kind as running."""
        return (record for record in self.deployed.values() if record.kind == kind)

    def running_port(self, hardware: str) -> Record | None:
        """The interface with this hardware name as running."""
        ports = (record for record in self.deployed.values() if record.kind in INTERFACE_KINDS)
        return next((port for port in ports if port.body.get("hardwareName") == hardware), None)

    def port(self, hardware: str) -> Record | None:
        """The interface with this hardware name as edited."""
        ports = (record for record in self.candidate.values() if record.kind in INTERFACE_KINDS)
        return next((port for port in ports if port.body.get("hardwareName") == hardware), None)

    def pending(self, unstaged: frozenset[str] = UNSTAGED) -> list[tuple[str, Record]]:
        """What differs between the configurations: (created | updated | deleted, record)."""
        found: list[tuple[str, Record]] = []
        for identifier, record in self.candidate.items():
            before = self.deployed.get(identifier)
            if record is before or record.kind in unstaged:
                continue
            if before is None:
                found.append(("created", record))
            elif before.content != record.content:
                found.append(("updated", record))
        gone = self.deployed.keys() - self.candidate.keys()
        found += [("deleted", record) for identifier, record in self.deployed.items() if identifier in gone]
        return found

    def snapshot(self) -> dict[str, Record]:
        """The candidate configuration as it is now."""
        return dict(self.candidate)

    def deploy(self, snapshot: dict[str, Record]) -> None:
        """Make a snapshot the running configuration; what was edited since stays pending."""
        self.deployed = dict(snapshot)

    def take_over(self, records: Iterable[Record]) -> None:
        """Replace both configurations by those of the peer, except for what each unit keeps for itself."""
        own = {identifier: record for identifier, record in self.deployed.items() if record.kind in OWN}
        self.deployed = {record.id: record for record in records if record.kind not in OWN} | own
        self.candidate = dict(self.deployed)

    def _put(self, record: Record, staged: bool) -> Record:
        self.candidate[record.id] = record
        if not staged or record.kind in UNSTAGED:
            self.deployed[record.id] = record
        return record
