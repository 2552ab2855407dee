# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must be true between the deployment of the ports and the join.

The links are up at both ends; the ports are still what preflight checked; the unit stores what was sent. A join on
anything else makes two active firewalls.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..errors import Conflict, TimedOut
from ..fdm.caller import Json
from ..fdm.unit_api import UnitApi
from ..pure.comparison import changed_by_others
from ..pure.device.unit import Unit
from ..pure.intent.desired import Desired
from ..pure.intent.ha_configuration import Difference
from ..pure.intent.intent import Intent
from ..pure.preflight import check_again
from ..pure.rules.rule import Settings
from ..pure.wording import shorten
from .ports import interfaces
from .result import StepResult
from .waiting import Observation, Wait

NO_PATH = (
    "Check the cable or the switch between the units and the speed of both ports, then run again; if the link only "
    "needs more time, raise {option}. Units that join without a path both become active; apply_require_link: false "
    "allows this."
)


@dataclass(frozen=True)
class Checks:
    """The checks of one pair's units, with the options of preflight."""

    intent: Intent
    settings: Settings = field(default_factory=Settings)
    waive: tuple[str, ...] = ()

    def refuse_unfit(self, api: UnitApi, unit: Unit) -> None:
        """Raise Conflict where a rule on the ports or networks of the links now rules out this unit."""
        found = check_again(self.intent, unit, self.settings, self.waive)
        if found:
            raise Conflict(
                f"{found[0].subject}: {found[0].found}",
                expected=found[0].expected,
                remedy=f"{found[0].remedy} If this has changed since preflight, another run or user is changing "
                "the unit: wait until it has finished, then run again.",
                where=api.connection.label,
            )

    def refuse_pending(self, api: UnitApi, unit: Unit) -> None:
        """Raise Conflict where changes of other users are pending by now: a join would meet them."""
        others = changed_by_others(unit, self.intent)
        if others:
            raise Conflict(
                f"other users' changes are now pending ({shorten(others)})",
                expected="no pending changes before the HA configuration is written",
                remedy="Deploy or discard them in FDM, then run again.",
                where=api.connection.label,
            )


def links_up(
    api: UnitApi, unit: Unit, checks: Checks, wait: Wait, require: bool = True
) -> tuple[StepResult, dict[str, Any]]:
    """Wait until every link port of one unit is up, and check that the ports are still what preflight checked.

    Returns the result, and the interfaces as they were read last. Raises TimedOut where a link stays down and
    ``require`` is set; without it that is a warning. A unit that does not report the state of a link is not known to be
    down: a warning too.
    """
    ports = checks.intent.ports
    last: dict[str, Any] = {}

    def poll() -> Observation:
        last.update(interfaces(api, ports))
        now = Unit(unit.role, dict(unit.data) | last)
        if not unit.in_ha:
            checks.refuse_unfit(api, now)
        down = _down(now, ports)
        return Observation(f"link down on {shorten(down)}" if down else "links up", done=not down)

    try:
        state = wait.until(poll, "a link on every port")
    except TimedOut:
        state = wait.state
        if require:
            raise _no_path(api, state, wait) from None
    said = _warnings(api, Unit(unit.role, dict(unit.data) | last), ports)
    return {"changed": False, "state": state, "seconds": wait.seconds, "warnings": said}, last


def _down(unit: Unit, ports: Iterable[str]) -> list[str]:
    known = (unit.ports.get(name) for name in ports)
    return [port.hardware for port in known if port is not None and port.link == "DOWN"]


def _no_path(api: UnitApi, state: str, wait: Wait) -> TimedOut:
    return TimedOut(
        f"{state} after {wait.elapsed:.0f} s",
        expected="a link on the ports of both units before the HA configuration is written",
        remedy=NO_PATH.format(option=wait.option),
        where=api.connection.label,
    )


def _warnings(api: UnitApi, unit: Unit, ports: Iterable[str]) -> list[str]:
    label = api.connection.label
    said = {name: unit.ports[name].link if name in unit.ports else "" for name in ports}
    return [
        f"{label}: the link of {name} is down, and apply_require_link is false"
        if link == "DOWN"
        else f"{label}: the unit does not report the link state of {name}"
        for name, link in said.items()
        if link != "UP"
    ]


def compare(api: UnitApi, unit: Unit, desired: Desired, stored: Json) -> None:
    """Raise Conflict where the configuration that the unit stores is not the one that was sent."""
    found = desired.differences(stored, unit.hardware_names)
    if found:
        raise Conflict(
            f"the unit stores another HA configuration than the one that was sent ({_listed(found)})",
            expected="exactly what was sent, before any unit joins",
            remedy="If another run or user changed it, wait until that has finished. Otherwise compare the HA "
            "configuration in FDM with the rendered file of this unit, correct the inventory, and run again.",
            where=api.connection.label,
        )


def _listed(found: Iterable[Difference]) -> str:
    return "; ".join(f"{each.what} is {each.found}, expected {each.expected}" for each in found)
