# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rule is, and what it is about.

To add one: a function with the decorator, its name in the tuple of its file, and a row of the test table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from ..device.ports import Port
from ..device.unit import Unit
from ..finding import Severity
from ..fleet import Place
from ..intent.intent import Intent, Link
from ..names import PAIR, Name

GUIDE = "guide"
"""The vendor's page "Failover and Stateful Link for FDM-Managed High Availability"."""


PREREQUISITES = "FDM API guide, configure and join HA: prerequisites"


class PendingChanges(Name):
    """What ``preflight_pending_changes`` says of other users' pending changes."""

    REFUSE = "refuse"
    DEPLOY = "deploy"


class Judgement(NamedTuple):
    """What one rule says; ``unit`` and ``subject`` only where the case does not give them."""

    found: str
    expected: str
    remedy: str
    unit: str = ""
    subject: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may tune; ``clock_skew`` in seconds."""

    require_link: bool = False
    pending_changes: PendingChanges = PendingChanges.REFUSE
    clock_skew: int = 30


@dataclass(frozen=True, slots=True)
class PairContext:
    """The whole pair: the intent and both units; ``in_ha``: both are in HA; ``places``: its own units, and those of
    other pairs of the run that may be the same."""

    intent: Intent
    primary: Unit
    secondary: Unit
    in_ha: bool = False
    key: str | None = field(default=None, repr=False)
    settings: Settings = Settings()
    places: tuple[Place, ...] = ()

    unit = PAIR

    @property
    def units(self) -> tuple[Unit, Unit]:
        """Primary, then secondary."""
        return (self.primary, self.secondary)

    @property
    def subject(self) -> str:
        """What findings are about unless a rule says otherwise."""
        return "pair"


@dataclass(frozen=True, slots=True)
class LinkContext:
    """One link of the pair."""

    pair: PairContext
    link: Link

    unit = PAIR

    @property
    def subject(self) -> str:
        """The link by name."""
        return self.link.label

    def ports(self) -> Iterator[tuple[Unit, Port]]:
        """The link's port on each unit that has it."""
        for unit in self.pair.units:
            port = unit.ports.get(self.link.port)
            if port is not None:
                yield unit, port


@dataclass(frozen=True, slots=True)
class PortContext:
    """One port of one unit, for one link; ``port`` is None where the unit has none of that name."""

    pair: PairContext
    link: Link
    owner: Unit
    port: Port | None

    @property
    def unit(self) -> str:
        """The unit's role."""
        return self.owner.role

    @property
    def subject(self) -> str:
        """The port by hardware name."""
        return self.link.port


class Case(Protocol):
    """Anything that rules apply to; a rule may name another unit or subject."""

    @property
    def unit(self) -> str:
        """primary, secondary or pair."""

    @property
    def subject(self) -> str:
        """What a finding is about."""


class Rule(NamedTuple):
    """A rule; the flags are those of ``rule``."""

    id: str
    severity: Severity
    judge: Callable[..., Iterator[Judgement]]
    enforced_by_unit: bool
    in_ha: bool
    source: str
    well_sourced: bool


def rule(
    identifier: str,
    severity: Severity,
    source: str,
    *,
    enforced_by_unit: bool = False,
    in_ha: bool = False,
    well_sourced: bool = True,
) -> Callable[[Callable[..., Iterator[Judgement]]], Rule]:
    """Make a rule of a function that yields judgements.

    ``source`` names where the facts stand; ``well_sourced`` is False where they support the rule only weakly.
    ``enforced_by_unit``: the unit itself refuses it, so it can't be waived. ``in_ha``: applies to a pair in HA too.
    """

    def made(judge: Callable[..., Iterator[Judgement]]) -> Rule:
        return Rule(identifier, severity, judge, enforced_by_unit, in_ha, source, well_sourced)

    return made
