# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The best port for a link whose port is ``auto``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..comparison import in_use
from ..device.bandwidth import display_bandwidth, platform_minimum
from ..device.capacity import fastest_data, state_bandwidth
from ..device.ports import LINKABLE, PortKind, natural
from ..device.unit import Unit
from ..finding import Finding, Severity, errors, in_order
from ..intent.intent import AUTO, Link, with_ports
from ..names import PAIR
from ..wording import shorten
from .judge import on_port
from .link_ports import etherchannel_members_differ, etherchannel_members_missing
from .rule import Judgement, LinkContext, PairContext


@dataclass(frozen=True, slots=True)
class Choice:
    """The port chosen for a link, and why."""

    link: str
    port: str
    reason: str


def violations(case: PairContext, link: Link, port: str, unit: Unit) -> tuple[Finding, ...]:
    """What excludes one port of one unit for a link: the errors of the rules on ports, in HA or not."""
    found = on_port(case, replace(link, port=port), unit)
    return errors(in_order(found))


def eligible(case: PairContext, link: Link, unit: Unit) -> tuple[str, ...]:
    """Ports of one unit that no rule on ports excludes, in natural order."""
    return tuple(name for name in sorted(unit.ports, key=natural) if not violations(case, link, name, unit))


def candidates(case: PairContext, link: Link) -> tuple[str, ...]:
    """Ports that are eligible and equal on both units, in natural order, without the port of the other link."""
    taken = {other.port for other in case.intent.links if other.kind != link.kind}
    primary, secondary = (eligible(case, link, unit) for unit in case.units)
    shared = (name for name in primary if name in secondary and name not in taken)
    return tuple(name for name in shared if not any(_unequal(case, link, name)))


def _unequal(case: PairContext, link: Link, port: str) -> Iterator[Judgement]:
    """What is wrong with an EtherChannel whose members differ or are missing."""
    context = LinkContext(case, replace(link, port=port))
    for rule in (etherchannel_members_differ, etherchannel_members_missing):
        yield from rule.judge(context)


def choose(case: PairContext) -> tuple[PairContext, tuple[Choice, ...], tuple[Finding, ...]]:
    """The case with every ``auto`` settled, the choices made, and a finding for each link that has no port."""
    choices: list[Choice] = []
    findings: list[Finding] = []
    for link in case.intent.links:
        if link.port != AUTO:
            continue
        made = _in_use(case, link) or _best(case, link)
        if made is None:
            findings.append(_none(case, link))
            continue
        choices.append(made)
        case = replace(case, intent=with_ports(case.intent, {made.link: made.port}))
    return case, tuple(choices), tuple(findings)


def _in_use(case: PairContext, link: Link) -> Choice | None:
    port = in_use(case.units, link)
    return Choice(link.kind, port, "in use by the pair") if port else None


def required(case: PairContext, link: Link) -> int:
    """The bandwidth a link should have, Mb/s: the platform's minimum; where it carries state, the fastest data port."""
    carries_state = link.kind == case.intent.links[-1].kind
    wanted = [platform_minimum(unit.model) for unit in case.units]
    wanted += [fastest_data(unit) for unit in case.units] if carries_state else []
    return max((each for each in wanted if each), default=0)


class _Option(NamedTuple):
    """A port to choose from: Mb/s at its slower end (0: unknown), and what else counts."""

    offered: int
    enough: bool
    up: bool
    physical: bool


def _best(case: PairContext, link: Link) -> Choice | None:
    need = required(case, link)
    options = {name: _option(case, name, need) for name in candidates(case, link)}
    best = min(options, key=lambda name: _rank(name, options), default=None)
    return None if best is None else Choice(link.kind, best, _reason(options[best], need, len(options)))


def _option(case: PairContext, name: str, need: int) -> _Option:
    ports = [(unit, unit.ports[name]) for unit in case.units]
    offered = min(state_bandwidth(unit, port) or 0 for unit, port in ports)
    up = all(port.link_up for _unit, port in ports)
    return _Option(offered, offered >= need, up, all(port.kind == PortKind.PHYSICAL for _unit, port in ports))


def _rank(name: str, options: Mapping[str, _Option]) -> tuple[object, ...]:
    """Physical first, since it is not established that FDM accepts an EtherChannel; enough bandwidth; not the last of a
    faster kind where a slower one suffices; link up; then the slowest that suffices, or the fastest if none does."""
    own = options[name]
    slower = any(other.enough and other.physical and other.offered < own.offered for other in options.values())
    last = sum(other.offered == own.offered for other in options.values()) == 1
    speed = own.offered if own.enough else -own.offered
    return (not own.physical, not own.enough, own.enough and last and slower, not own.up, speed, natural(name))


def _reason(chosen: _Option, need: int, count: int) -> str:
    link = "link up on both" if chosen.up else "link not up on both"
    speed = display_bandwidth(chosen.offered or None)
    if not chosen.enough:
        speed += f" where {display_bandwidth(need)} is recommended"
    return f"free on both units, {link}, {speed}; {count} to choose from"


def _none(case: PairContext, link: Link) -> Finding:
    why = "; ".join(f"{unit.role}: {_forbidden(case, link, unit)}" for unit in case.units)
    return Finding(
        rule="port-missing",
        severity=Severity.ERROR,
        unit=PAIR,
        subject=link.label,
        found=f"no port is free on both units ({why})",
        expected="one free port of the same name on both",
        remedy="Free a port on both units and deploy, or name one.",
    )


def _forbidden(case: PairContext, link: Link, unit: Unit) -> str:
    """What excludes the data ports of a unit: each rule once with its ports, then those that are free."""
    names: dict[str, list[str]] = {}
    for name in sorted(unit.ports, key=natural):
        if unit.ports[name].kind in LINKABLE and not unit.ports[name].management:
            for rule in {found.rule for found in violations(case, link, name, unit)} or {"free"}:
                names.setdefault(rule, []).append(name)
    said = [f"{rule} {shorten(ports, 3)}" for rule, ports in sorted(names.items())]
    return ", ".join(said) or "no data port"
