# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a pair is broken: which unit is called, with which option, which keeps its interfaces, and what that costs.

The call differs by release: up to 6.5 (API v4) the query ``clearIntfs``, from 6.6 (API v5) on the body
``interfaceOption``, never both. 6.5 takes the query: a vendor's driver that is verified on it sends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ...errors import Conflict, InputError
from ..device.unit import NodeState, Unit, display_state
from ..names import NODE_ROLE, PRIMARY, ROLES, SECONDARY, Name
from ..reading import mapping
from ..wording import shorten
from .actions import Action, Verdict, decide
from .refusals import refusal

BODY_SINCE = (6, 6)
EXPORT_SINCE = (6, 5)
_RELEASE = re.compile(r"([0-9]{1,3})\.([0-9]{1,3})(?![0-9])")


class InterfaceOption(Name):
    """What becomes of the interfaces of the unit that does not stay active."""

    DISABLE = "disable"
    STANDBY_ADDRESS = "standby-address"


WORDS = {
    InterfaceOption.DISABLE: "DISABLE_INTERFACES",
    InterfaceOption.STANDBY_ADDRESS: "ENABLE_WITH_STANDBY_IP",
}
"""BreakHAStatus.interfaceOption."""


class BreakCall(NamedTuple):
    """What is sent with the POST that breaks a pair: a body or a query."""

    body: dict[str, Any] | None
    query: dict[str, str | int | bool] | None


class BreakPlan(NamedTuple):
    """calls: the roles of the units that are called, in order; kept: the one that keeps its interfaces."""

    calls: tuple[str, ...]
    kept: str


def release_of(unit: Unit) -> tuple[int, int] | None:
    """Major and minor release of a unit; None where its software version can't be read."""
    found = _RELEASE.match(unit.software)
    return None if found is None else (int(found[1]), int(found[2]))


def offers_export(unit: Unit) -> bool | None:
    """Whether a unit can export its configuration; None where its release is not known."""
    release = release_of(unit)
    return None if release is None else release >= EXPORT_SINCE


def break_call(unit: Unit, option: InterfaceOption, where: str) -> BreakCall:
    """What to send to a unit of this release; raises Conflict where it is not known, InputError for what it lacks."""
    release = release_of(unit)
    if release is None:
        raise Conflict(
            f"the software version is {unit.software or 'not known'}, so it is not known which kind of break it takes",
            expected="a release such as 7.0.1",
            remedy="Check that the unit answers GET /operational/systeminfo/default, and run again.",
            where=where,
        )
    if release >= BODY_SINCE:
        return BreakCall({"type": "breakhastatus", "interfaceOption": WORDS[option]}, None)
    if option != InterfaceOption.DISABLE:
        raise InputError(
            f"dissolve_interface_option is {option}, and the unit runs {unit.software}",
            expected="disable: standby addresses can be kept from release 6.6 on",
            remedy="Leave dissolve_interface_option out.",
            where=where,
        )
    return BreakCall(None, {"clearIntfs": False})


def with_role(unit: Unit) -> Unit:
    """The unit as if it had the role that the inventory gives it: the survivor of a replacement changes its role."""
    status = dict(mapping(unit.data.get("status")))
    return replace(unit, data={**unit.data, "status": status | {"nodeRole": NODE_ROLE[unit.role]}})


def break_plan(units: Mapping[str, Unit | None], survivor: str | None, pair: str) -> BreakPlan | None:
    """Which unit is called; None where nothing is left to break. Raises Conflict.

    A healthy pair is broken on its active unit. Anything else needs a ``survivor``, which keeps its interfaces: a break
    then applies to each unit by itself, so the other one, if it answers, is called first.
    """
    if survivor is not None:
        units = {role: None if unit is None or not unit.in_ha else with_role(unit) for role, unit in units.items()} | {
            role: unit for role, unit in units.items() if unit is not None and not unit.in_ha
        }
    both = (units[PRIMARY], units[SECONDARY])
    said = decide(Action.DISSOLVE, *both)
    if said.verdict == Verdict.NOTHING:
        return None
    if said.verdict == Verdict.DO:
        active = next(role for role in ROLES if _state(units[role]) == NodeState.ACTIVE)
        _refuse_other_survivor(survivor, active, pair)
        return BreakPlan((active,), active)
    if said.verdict != Verdict.ACKNOWLEDGE or survivor is None:
        raise _refused(said.reason, said.verdict == Verdict.ACKNOWLEDGE, both, pair)
    return _alone(units, survivor, pair)


def _alone(units: Mapping[str, Unit | None], survivor: str, pair: str) -> BreakPlan | None:
    other = next(role for role in ROLES if role != survivor)
    if _state(units[other]) == NodeState.ACTIVE and _state(units[survivor]) != NodeState.ACTIVE:
        _refuse_other_survivor(survivor, other, pair)
    if units[survivor] is None:
        raise Conflict(
            f"the {survivor} does not answer, and it is to keep its interfaces",
            expected="an answer from the unit that survives",
            remedy="Correct dissolve_survivor, or make that unit reachable, and run again.",
            where=pair,
        )
    in_ha = [role for role in (other, survivor) if (unit := units[role]) is not None and unit.in_ha]
    return BreakPlan(tuple(in_ha), survivor) if in_ha else None


def _refuse_other_survivor(survivor: str | None, active: str, pair: str) -> None:
    if survivor not in (None, active):
        raise Conflict(
            f"the {active} is active and carries the traffic, and dissolve_survivor is {survivor}",
            expected=f"dissolve_survivor: {active}, or a pair whose {survivor} is active",
            remedy=f"Correct dissolve_survivor, or switch to the {survivor} first.",
            where=pair,
        )


def _state(unit: Unit | None) -> str:
    return "" if unit is None else unit.state


def _refused(reason: str, can_acknowledge: bool, both: tuple[Unit | None, Unit | None], pair: str) -> Conflict:
    error = refusal(Action.DISSOLVE, reason, *both, pair)
    if can_acknowledge:
        error.remedy += (
            " If that is not possible, name the unit that is to keep its interfaces: dissolve_survivor: primary (or "
            "secondary). They are put back from the snapshot after the break, and traffic stops until then."
        )
    return error


def effects(
    plan: BreakPlan,
    units: Mapping[str, Unit | None],
    interfaces: tuple[Mapping[str, Any], ...],
    option: InterfaceOption,
) -> Iterator[str]:
    """What the break will do to interfaces, addresses and traffic, said before it is done."""
    (other,) = (role for role in ROLES if role != plan.kept)
    named = [each for each in interfaces if each["name"]]
    alone = plan.calls != (plan.kept,) or units[other] is None
    yield "Snort restarts on both units: a short gap in traffic"
    yield "a break takes 10 minutes or more; the units may not answer meanwhile"
    if alone:
        yield f"the {plan.kept}'s own interfaces may be disabled by the break; they are put back and deployed after it"
    if units[other] is None:
        yield f"the {other} does not answer: its state stays unknown. Reimage it before it is connected again"
    else:
        yield from _effects_on_standby(other, named, option)
    lost = [each["name"] for each in named if each["monitored"] or each["standby_address"] or each["mac"]]
    if lost:
        removed = "standby addresses, MAC addresses, monitoring and criteria are removed; the snapshot has them"
        yield f"{removed}: {shorten(lost)}"


def _effects_on_standby(role: str, named: list[Mapping[str, Any]], option: InterfaceOption) -> Iterator[str]:
    with_one = [each for each in named if each["standby_address"]]
    if option == InterfaceOption.DISABLE:
        yield f"the {role}'s interfaces are disabled: {_names(named)}"
        if with_one:
            yield f"no longer reachable: {', '.join(each['standby_address'] for each in with_one)}"
        return
    kept = ", ".join(f"{each['name']} {each['standby_address']}" for each in with_one)
    yield f"the {role} keeps its standby addresses: {kept or 'it has none'}"
    without = [each for each in named if not each["standby_address"]]
    if without:
        yield f"no address remains on interfaces without a standby address: {_names(without)}"


def _names(named: list[Mapping[str, Any]]) -> str:
    return ", ".join(f"{each['name']} ({each['hardware']})" for each in named) or "none has a name"


def state_words(unit: Unit | None) -> str:
    """The state of a unit for people; one that does not answer has none."""
    return "not answering" if unit is None else display_state(unit.state)
