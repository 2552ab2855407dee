# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reasoning for playbooks: plain data in, plain data out. Each is a filter of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from ..errors import InputError
from .device.capacity import state_bandwidth
from .device.ports import natural
from .device.unit import Unit, display_state
from .finding import SEVERITIES, Finding, Severity, in_order
from .intent import ha_configuration
from .intent.addresses import first_two_hosts
from .intent.checks import checked_key
from .intent.intent import Intent, Link, read_link, refuse_misspelt
from .names import FAILOVER, PRIMARY, ROLES, STATE
from .preflight import alone, pair_context, preflight
from .reading import flag, none_if_blank, records, text
from .rules.port_choice import candidates, choose, violations
from .rules.rule import PairContext, Settings
from .table import table
from .wording import hint

ANY_LINK = {"port": "any", "network": "192.0.2.0/30"}


def _alone(unit: Any) -> tuple[PairContext, Link, Unit]:
    """A unit checked on its own."""
    asked = Unit(PRIMARY, _unit_data(unit))
    return (*alone(asked), asked)


def _unit_data(unit: Any) -> Mapping[str, Any]:
    """The data of a unit. The whole registered result is refused: no rule would find anything in it."""
    if isinstance(unit, Mapping) and not isinstance(unit.get("unit"), Mapping):
        return unit
    found = "the whole result of a task" if isinstance(unit, Mapping) else f"a {type(unit).__name__}"
    raise InputError(
        f"the input is {found}", expected="the data of a unit", remedy="Give `unit` of fdm.failover.unit_info."
    )


def eligible_ports(unit: Any) -> list[str]:
    """Hardware names of the ports of a unit that no rule on ports excludes, in natural order."""
    case, link, asked = _alone(unit)
    return [port for port in sorted(asked.ports, key=natural) if not violations(case, link, port, asked)]


def ineligible_ports(unit: Any) -> dict[str, list[dict[str, Any]]]:
    """The other ports, each with the findings that exclude it."""
    case, link, asked = _alone(unit)
    found = {port: violations(case, link, port, asked) for port in sorted(asked.ports, key=natural)}
    return {port: [finding.as_dict() for finding in findings] for port, findings in found.items() if findings}


def port_violations(unit: Any, port: str) -> list[dict[str, Any]]:
    """The findings that exclude one port of a unit; empty where it is free."""
    case, link, asked = _alone(unit)
    return [finding.as_dict() for finding in violations(case, link, str(port), asked)]


def port_bandwidth(unit: Any, port: str, state: bool = False) -> int | None:
    """Bandwidth of a port in Mb/s, None where it is not known; with ``state`` what of it carries connection state."""
    _case, _link, asked = _alone(unit)
    if port not in asked.ports:
        raise InputError(
            f"the unit has no port {port}{hint(str(port), asked.ports)}",
            expected="one of " + ", ".join(sorted(asked.ports, key=natural)),
            remedy="Name a port by its hardware name.",
        )
    return state_bandwidth(asked, asked.ports[port]) if state else asked.ports[port].bandwidth


def link_addresses(network: Any) -> dict[str, str]:
    """Address with prefix length of each unit from a link's network."""
    pair = first_two_hosts(str(network))
    if pair is None:
        raise InputError(
            f"{network} is no network", expected="a network such as 192.0.2.0/30", remedy="Correct the network."
        )
    return {unit: address.text for unit, address in zip(ROLES, pair, strict=True)}


def link_values(intent: Any, unit: str) -> dict[str, Any]:
    """What templates render for one unit."""
    if unit not in ROLES:
        raise InputError(f"unit is {unit!r}", expected="primary or secondary", remedy="Correct the filter's argument.")
    return ha_configuration.link_values(_intent(intent), unit)


def shared_ports(units: Any) -> list[str]:
    """Hardware names of the ports that are eligible on both units and equal, in natural order."""
    case = _pair(units, Intent("pair", read_link("pair", FAILOVER, ANY_LINK), None, False))
    return list(candidates(case, case.intent.failover))


def chosen_ports(units: Any, intent: Any) -> list[dict[str, str]]:
    """The port of each link whose port is ``auto``, and why; a link for which there is none is left out."""
    _settled, choices, _unchosen = choose(_pair(units, _intent(intent)))
    return [asdict(choice) for choice in choices]


def pair_findings(units: Any, intent: Any, waive: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Every finding on a pair, errors first."""
    return [finding.as_dict() for finding in preflight(_pair(units, _intent(intent), _key(intent)), waive).findings]


def active_unit(pair: Any) -> str:
    """The role of the active unit."""
    return _unit_of(pair, "active")


def standby_unit(pair: Any) -> str:
    """The role of the standby unit."""
    return _unit_of(pair, "standby")


def _unit_of(pair: Any, what: str) -> str:
    if not isinstance(pair, Mapping) or what not in pair:
        raise InputError(
            "the input is no pair", expected="primary and secondary", remedy="Give `pair` of fdm.failover.pair_info."
        )
    role = text(pair[what])
    if role not in ROLES:
        states = ", ".join(f"{each} is {_state(pair.get(each))}" for each in ROLES)
        raise InputError(
            f"no unit is known to be {what}: {states}",
            expected="one active unit and one standby unit",
            remedy="Run fdm.failover.verify: it reports what is wrong with the pair.",
        )
    return role


def _state(unit: Any) -> str:
    answers = isinstance(unit, Mapping) and flag(unit.get("answers"))
    return display_state(text(unit.get("state"))) if answers else "not answering"


def findings_table(findings: Any, title: str = "findings") -> str:
    """Findings as the table a terminal shows."""
    listed = records(findings)
    if not isinstance(findings, (list, tuple)) or len(listed) != len(findings):
        raise InputError("the input is no list of findings", expected="findings", remedy="Give preflight_findings.")
    return table(str(title), in_order(map(_finding, listed)))


def _finding(raw: Mapping[str, Any]) -> Finding:
    said = {field.name: text(raw.get(field.name)) for field in fields(Finding) if field.name != "waived"}
    if said["severity"] not in SEVERITIES:
        raise InputError(
            f"a finding has the severity {said['severity'] or 'none'}",
            expected="one of " + ", ".join(SEVERITIES),
            remedy="Give findings as fdm.failover.preflight or fdm.failover.pair_findings return them.",
        )
    severity = Severity(said.pop("severity"))
    return Finding(**said, severity=severity, waived=flag(raw.get("waived")))


def _pair(units: Any, intent: Intent, key: str | None = None) -> PairContext:
    if not isinstance(units, Mapping) or not all(isinstance(units.get(unit), Mapping) for unit in ROLES):
        raise InputError(
            "the input is no pair", expected="primary and secondary", remedy="Give `unit` of fdm.failover.unit_info."
        )
    primary, secondary = (_unit_data(units[role]) for role in ROLES)
    return pair_context(intent, primary, secondary, key, Settings())


def _key(value: Any) -> str | None:
    if not isinstance(value, Mapping):
        return None
    return checked_key("intent", value.get("failover_key"), "failover_key" in value)


def _intent(value: Any) -> Intent:
    raw = value if isinstance(value, Mapping) else {}
    refuse_misspelt("intent", map(str, raw))
    state = none_if_blank(raw.get("failover_state_link"))
    return Intent(
        pair="pair",
        failover=read_link("pair", FAILOVER, none_if_blank(raw.get("failover_link"))),
        state=None if not state else read_link("pair", STATE, state),
        encrypted=bool(raw.get("encrypted")) or _key(raw) is not None,
    )
