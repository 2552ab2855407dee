# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reasoning as questions a playbook can ask: plain data in, plain data out. Each is a filter of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from ..errors import InputError
from . import links
from .addresses import first_two_hosts
from .choice import candidates, choose, violations
from .finding import SEVERITIES, UNITS, Finding, in_order
from .ports import natural
from .preflight import pair_case, preflight
from .reading import flag, records, text
from .rules.advice import state_bandwidth
from .rules.rule import PairCase, Settings
from .snapshot import Unit
from .table import table
from .wish import FAILOVER, STATE, Link, Wish, checked_key, given, hint, read_link, refuse_misspelt

ANY_NETWORK = {"port": "any", "network": "192.0.2.0/30"}


def _alone(unit: Any) -> tuple[PairCase, Link, Unit]:
    """A unit judged by itself: a wish that says nothing of ports, and the same unit on both sides."""
    if not isinstance(unit, Mapping):
        raise InputError(
            f"the input is a {type(unit).__name__}", expected="a unit", remedy="give `unit` of fdm.failover.unit_info"
        )
    link = read_link("unit", FAILOVER, ANY_NETWORK)
    asked = Unit("primary", unit)
    return PairCase(Wish("unit", link, None, False), asked, Unit("secondary", unit)), link, asked


def eligible_ports(unit: Any) -> list[str]:
    """Hardware names of the ports of a unit that no rule on ports forbids, in natural order."""
    case, link, asked = _alone(unit)
    return [port for port in sorted(asked.ports, key=natural) if not violations(case, link, port, asked)]


def ineligible_ports(unit: Any) -> dict[str, list[dict[str, Any]]]:
    """The other ports, each with the findings that forbid it."""
    case, link, asked = _alone(unit)
    found = {port: violations(case, link, port, asked) for port in sorted(asked.ports, key=natural)}
    return {port: [finding.as_dict() for finding in findings] for port, findings in found.items() if findings}


def port_violations(unit: Any, port: str) -> list[dict[str, Any]]:
    """The findings that forbid one port of a unit; empty where it is free."""
    case, link, asked = _alone(unit)
    return [finding.as_dict() for finding in violations(case, link, str(port), asked)]


def port_bandwidth(unit: Any, port: str, state: bool = False) -> int | None:
    """Bandwidth of a port in Mb/s, None where nothing tells; with ``state`` what of it carries connection state."""
    _case, _link, asked = _alone(unit)
    if port not in asked.ports:
        raise InputError(
            f"the unit has no port {port}{hint(str(port), asked.ports)}",
            expected="one of " + ", ".join(sorted(asked.ports, key=natural)),
            remedy="name a port by its hardware name",
        )
    return state_bandwidth(asked, asked.ports[port]) if state else asked.ports[port].bandwidth


def link_addresses(network: Any) -> dict[str, str]:
    """Address with prefix length of each unit from a link's network."""
    pair = first_two_hosts(str(network))
    if pair is None:
        raise InputError(
            f"{network} is no network", expected="a network such as 192.0.2.0/30", remedy="correct the network"
        )
    return {unit: address.text for unit, address in zip(UNITS, pair, strict=True)}


def link_values(wish: Any, unit: str) -> dict[str, Any]:
    """What templates render for one unit."""
    if unit not in UNITS:
        raise InputError(f"unit is {unit!r}", expected="primary or secondary", remedy="correct the filter's argument")
    return links.link_values(_wish(wish), unit)


def shared_ports(units: Any) -> list[str]:
    """Hardware names of the ports that are eligible on both units and alike, in natural order."""
    case = _pair(units, Wish("pair", read_link("pair", FAILOVER, ANY_NETWORK), None, False))
    return list(candidates(case, case.wish.failover))


def chosen_ports(units: Any, wish: Any) -> list[dict[str, str]]:
    """The port of each link whose port is ``auto``, and why; a link for which there is none is left out."""
    _settled, choices, _unchosen = choose(_pair(units, _wish(wish)))
    return [asdict(choice) for choice in choices]


def pair_findings(units: Any, wish: Any, waive: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Every finding on a pair, errors first."""
    return [finding.as_dict() for finding in preflight(_pair(units, _wish(wish), _key(wish)), waive).findings]


def findings_table(findings: Any, title: str = "findings") -> str:
    """Findings as the table a terminal shows."""
    listed = records(findings)
    if not isinstance(findings, (list, tuple)) or len(listed) != len(findings):
        raise InputError("the input is no list of findings", expected="findings", remedy="give preflight_findings")
    return table(str(title), in_order(map(_finding, listed)))


def _finding(raw: Mapping[str, Any]) -> Finding:
    said = {field.name: text(raw.get(field.name)) for field in fields(Finding) if field.name != "waived"}
    if said["severity"] not in SEVERITIES:
        raise InputError(
            f"a finding has the severity {said['severity'] or 'none'}",
            expected="one of " + ", ".join(SEVERITIES),
            remedy="give findings as fdm.failover.judge or fdm.failover.pair_findings return them",
        )
    return Finding(**said, waived=flag(raw.get("waived")))


def _pair(units: Any, wish: Wish, key: str | None = None) -> PairCase:
    if not isinstance(units, Mapping) or not all(isinstance(units.get(unit), Mapping) for unit in UNITS):
        raise InputError(
            "the input is no pair", expected="primary and secondary", remedy="give `unit` of fdm.failover.unit_info"
        )
    return pair_case(wish, units["primary"], units["secondary"], key, Settings())


def _key(value: Any) -> str | None:
    return checked_key("wish", value.get("failover_key")) if isinstance(value, Mapping) else None


def _wish(value: Any) -> Wish:
    raw = value if isinstance(value, Mapping) else {}
    refuse_misspelt("wish", map(str, raw))
    state = given(raw.get("failover_state_link"))
    return Wish(
        pair="pair",
        failover=read_link("pair", FAILOVER, given(raw.get("failover_link"))),
        state=None if not state else read_link("pair", STATE, state),
        encrypted=bool(raw.get("encrypted")) or _key(raw) is not None,
    )
