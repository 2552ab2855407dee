# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report is made from: one run of a playbook, and a record of each pair. Nothing here holds a secret."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..pure.finding import Finding
from ..pure.names import PRIMARY, SECONDARY

SCHEMA = "fdm.failover.report"
SCHEMA_VERSION = 1
"""Grows when a field changes its meaning or goes; new fields alone leave it as it is."""

OUTCOMES = ("unhealthy", "failed", "unreachable", "drifted", "busy", "refused", "not_run", "ok")
"""How a pair came out of the run, worst first."""
VERDICTS = ("so", "not_so", "not_known")
EVIDENCE_KINDS = (
    "Unit state",
    "Hello messages",
    "Network link status",
    "MAC address exchange",
    "Configuration replication",
    "Failover link",
    "State link",
    "Encryption",
)
"""The usual kinds of evidence, in the order in which they are shown; others are welcome."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as it was read; a text that is not known is empty. state: plain words, such as "standby ready"."""

    role: str
    host: str = ""
    state: str = ""
    model: str = ""
    software: str = ""
    serial: str = ""
    health: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """One unit's end of a link. address: with its prefix length; status: up, down, or None where it is not known."""

    address: str = ""
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link on one port of both units. port: its hardware name; encrypted: None where it is not known."""

    port: str
    name: str = ""
    speed: str = ""
    encrypted: bool | None = None
    primary: End = End()
    secondary: End = End()


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a pair. combined: the failover link carries the state link, and `state` is None."""

    failover: Link | None = None
    state: Link | None = None
    combined: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact about a pair: whether it is so, and what each unit printed about it."""

    kind: str
    verdict: str
    primary: str = ""
    secondary: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the run on a pair, and how many seconds it took."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Pair:
    """What a run found out about one pair, whatever happened to it.

    outcome: one of OUTCOMES; reason: one sentence, empty where there is nothing to say; drift_since: ISO 8601, or
    empty where the units don't know.
    """

    name: str
    outcome: str
    primary: Unit = Unit(PRIMARY)
    secondary: Unit = Unit(SECONDARY)
    links: Links = Links()
    reason: str = ""
    changed: bool = False
    findings: tuple[Finding, ...] = ()
    plan: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    drift_since: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a playbook. collection: its version; started, ended: ISO 8601 in UTC, empty where not known."""

    playbook: str
    pairs: tuple[Pair, ...] = field(default=())
    collection: str = ""
    started: str = ""
    ended: str = ""
