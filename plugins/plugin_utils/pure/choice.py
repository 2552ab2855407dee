# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The best port for a link whose port is ``auto``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .bandwidth import platform_minimum, spoken
from .finding import ERROR, PAIR, Finding
from .judge import port_findings
from .links import port_of, with_ports
from .ports import LINKABLE, Port
from .rules.advice import fastest_data, state_bandwidth
from .rules.rule import PairCase
from .snapshot import SINGLE, Unit
from .wish import AUTO, FAILOVER, STATE, Link, Wish

IN_USE = {FAILOVER: "failoverInterface", STATE: "statefulFailoverInterface"}


@dataclass(frozen=True, slots=True)
class Choice:
    """The port chosen for a link, and why."""

    link: str
    port: str
    reason: str


def violations(case: PairCase, link: Link, port: str, unit: Unit) -> tuple[Finding, ...]:
    """What forbids one port of one unit for a link: the errors of the rules on ports."""
    asked = replace(link, port=port)
    return tuple(found for found in port_findings(case, asked, unit) if found.severity == ERROR)


def candidates(case: PairCase, link: Link) -> tuple[str, ...]:
    """Ports that are eligible on both units, in natural order; other links' named ports are none."""
    taken = {other.port for other in case.wish.links if other.kind != link.kind}
    shared = set(case.primary.ports) & set(case.secondary.ports) - taken
    linkable = (name for name in shared if all(unit.ports[name].kind in LINKABLE for unit in case.units))
    free = (name for name in linkable if not any(violations(case, link, name, unit) for unit in case.units))
    return tuple(sorted(free, key=natural))


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which Ethernet1/9 comes before Ethernet1/10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", name))


def choose(case: PairCase) -> tuple[PairCase, tuple[Choice, ...], tuple[Finding, ...]]:
    """The case with every ``auto`` settled, the choices made, and a finding for each link that has no port."""
    choices: list[Choice] = []
    findings: list[Finding] = []
    for link in case.wish.links:
        if link.port != AUTO:
            continue
        made = _in_use(case, link) or _best(case, link)
        if made is None:
            findings.append(_none(case, link))
            continue
        choices.append(made)
        case = replace(case, wish=with_ports(case.wish, {made.link: made.port}))
    return case, tuple(choices), tuple(findings)


def _in_use(case: PairCase, link: Link) -> Choice | None:
    port = in_use(case.units, link)
    return Choice(link.kind, port, "in use by the living pair") if port else None


def in_use(units: Iterable[Unit], link: Link) -> str:
    """The port on which a living pair runs a link; empty where no unit is in HA."""
    living = (unit for unit in units if unit.state not in ("", SINGLE))
    ports = (port_of(unit.configuration.get(IN_USE[link.kind]), unit.hardware_names) for unit in living)
    return next(filter(None, ports), "")


def as_in_use(wish: Wish, units: tuple[Unit, Unit]) -> Wish:
    """The wish with every ``auto`` read as the port that is in use."""
    found = {link.kind: in_use(units, link) or AUTO for link in wish.links}
    return with_ports(wish, found)


def required(case: PairCase, link: Link) -> int:
    """The bandwidth a link should have, Mb/s: the platform's minimum; where it carries state, the fastest data port."""
    carries_state = link.kind == case.wish.links[-1].kind
    wanted = [platform_minimum(unit.model) for unit in case.units]
    wanted += [fastest_data(unit) for unit in case.units] if carries_state else []
    return max((each for each in wanted if each), default=0)


def _offered(case: PairCase, port: str) -> int:
    return min((state_bandwidth(unit, unit.ports[port]) or 0) for unit in case.units)


def _best(case: PairCase, link: Link) -> Choice | None:
    free = candidates(case, link)
    if not free:
        return None
    need = required(case, link)
    offered = {port: _offered(case, port) for port in free}
    up = {port: all(unit.ports[port].link_up for unit in case.units) for port in free}
    best = min(free, key=lambda port: _rank(port, need, offered, up))
    return Choice(link.kind, best, _reason(best, need, offered, up))


def _rank(port: str, need: int, offered: Mapping[str, int], up: Mapping[str, bool]) -> tuple[object, ...]:
    """Enough first; then not the last of a faster kind; then a link that is up; then the slowest that suffices.

    Where nothing suffices, the fastest.
    """
    own = offered[port]
    enough = own >= need
    slower = any(need <= other < own for other in offered.values())
    last = list(offered.values()).count(own) == 1
    return (not enough, enough and last and slower, not up[port], own if enough else -own, natural(port))


def _reason(port: str, need: int, offered: Mapping[str, int], up: Mapping[str, bool]) -> str:
    link = "link up on both" if up[port] else "no link seen on both yet"
    own = spoken(offered[port] or None)
    speed = own if offered[port] >= need else f"{own} where {spoken(need)} would be right"
    return f"free on both units, {link}, {speed}; {len(offered)} to choose from"


def _none(case: PairCase, link: Link) -> Finding:
    reasons = []
    for unit in case.units:
        for name in sorted(unit.ports, key=natural):
            port: Port = unit.ports[name]
            if port.kind in LINKABLE and not port.management:
                ids = {found.rule for found in violations(case, link, name, unit)}
                if ids:
                    reasons.append(f"{unit.role} {name}: {', '.join(sorted(ids))}")
    why = "; ".join(reasons) or "no data port in common"
    return Finding(
        rule="port-missing",
        severity=ERROR,
        unit=PAIR,
        subject=link.label,
        found=f"no port is free on both units ({why})",
        expected="one free port of the same name on both",
        remedy="Free a port on both units and deploy, or name one.",
    )
