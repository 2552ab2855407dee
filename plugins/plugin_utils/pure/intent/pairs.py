# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs out of units that are hosts of their own: which two belong together, and what prevents it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from ...errors import InputError
from ..names import ROLES
from ..reading import none_if_blank
from ..wording import hint, plural, shorten

DEFAULT_WORDS: Mapping[str, Sequence[str]] = {role: (role,) for role in ROLES}
SECRET_KEYS = ("password", "failover_password", "failover_key")
MOST_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class UnitHost:
    """A host that may be a unit: what the ``pair`` and ``role`` expressions gave, its keys in ``failover_units``."""

    name: str
    pair: Any
    role: Any
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ComposedPair:
    """Two units that belong together, by role."""

    name: str
    units: Mapping[str, UnitHost]

    @property
    def failover_units(self) -> dict[str, dict[str, Any]]:
        """The inventory variable of that name; a setting that is left out is not in it."""
        return {
            role: {
                key: value
                for key, value in unit.settings.items()
                if value is not None and (key == "password" or none_if_blank(value) is not None)
            }
            for role, unit in self.units.items()
        }


@dataclass(frozen=True, slots=True)
class _Member:
    pair: str
    role: str
    unit: UnitHost


def compose_pairs(
    units: Iterable[UnitHost], words: Mapping[str, Sequence[str]] = DEFAULT_WORDS
) -> tuple[dict[str, ComposedPair], list[InputError]]:
    """The pairs by name, and one error for each thing that is wrong; a host that names no pair is no unit.

    ``words``: for each role, the words that stand for it. Pairs with an error are among the pairs no less.
    """
    problems: list[InputError] = []
    members: list[_Member] = []
    names = set()
    for unit in units:
        pairs = pair_names(unit.pair)
        if pairs:
            names.add(unit.name)
        if member := _member(unit, pairs, words, problems):
            members.append(member)
    pairs_by_name: dict[str, ComposedPair] = {}
    for name in sorted({member.pair for member in members}):
        own = [member for member in members if member.pair == name]
        problems += [*_role_problems(name, own), *_name_problems(name, names)]
        pairs_by_name[name] = ComposedPair(name, {member.role: member.unit for member in _by_role(own)})
    problems += _address_problems(members)
    return pairs_by_name, problems


def pair_names(value: Any) -> list[str]:
    """The names that a ``pair`` expression gave: none for nothing, several for a list of several."""
    found = value if isinstance(value, (list, tuple, set)) else [value]
    names = (each for each in found if none_if_blank(each) is not None and each is not False)
    return list(dict.fromkeys(each.strip() if isinstance(each, str) else repr(each) for each in names))


def refuse_problems(problems: Sequence[InputError]) -> None:
    """Raise InputError if anything is wrong: one line for each problem, and after ten how many more there are."""
    if not problems:
        return
    lines = [str(problem) for problem in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        lines.append(f"{plural(len(problems) - MOST_PROBLEMS, 'more problem')} not shown")
    raise InputError("\n".join(lines).rstrip("."))


def holds_secret(value: Any) -> bool:
    """True where the data has a key or a password, so that it may not be written to a cache."""
    if isinstance(value, Mapping):
        return any((str(key) in SECRET_KEYS and each is not None) or holds_secret(each) for key, each in value.items())
    return isinstance(value, (list, tuple)) and any(map(holds_secret, value))


def is_vaulted(value: Any) -> bool:
    """True for vaulted text that has not been opened: both of Ansible's classes for it keep the cipher text."""
    return hasattr(value, "_ciphertext")


def raw_variable(expression: Any, variables: Mapping[str, Any]) -> Any:
    """What an expression of names and dots stands for, as it is written, without templating; None for any other."""
    found: Any = variables
    for name in str(expression).strip().split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _member(
    unit: UnitHost, pairs: list[str], words: Mapping[str, Sequence[str]], problems: list[InputError]
) -> _Member | None:
    """A unit's place in its pair, or None and perhaps a problem more."""
    if not pairs:
        return None
    if len(pairs) > 1:
        problems.append(
            InputError(
                f"the unit is in {plural(len(pairs), 'pair')}: {shorten(sorted(pairs))}",
                expected="one pair for each unit",
                remedy="Correct what the expression pair reads of this host.",
                where=unit.name,
            )
        )
        return None
    role = _role(unit.role, words)
    if role is None:
        problems.append(_unknown_role(unit, pairs[0], words))
        return None
    if none_if_blank(unit.settings.get("host")) is None:
        problems.append(
            InputError(
                "the unit has no management address",
                expected="an address from the expression unit.host",
                remedy="Give the host an ansible_host, or correct the expression.",
                where=f"{pairs[0]}, {unit.name}",
            )
        )
    return _Member(pairs[0], role, unit)


def _role(value: Any, words: Mapping[str, Sequence[str]]) -> str | None:
    word = str(value).strip().lower()
    return next((role for role in ROLES if word in {str(each).strip().lower() for each in words[role]}), None)


def _unknown_role(unit: UnitHost, pair: str, words: Mapping[str, Sequence[str]]) -> InputError:
    known = [str(word) for role in ROLES for word in words[role]]
    missing = none_if_blank(unit.role) is None
    return InputError(
        "the unit has no role" if missing else f"unknown role {unit.role}{hint(str(unit.role), known)}",
        expected="one of " + ", ".join(known),
        remedy="Correct the role of this host, or add the word to the option roles (a role never changes; active and "
        "standby are states).",
        where=f"{pair}, {unit.name}",
    )


def _by_role(members: Iterable[_Member]) -> list[_Member]:
    return sorted(members, key=lambda member: ROLES.index(member.role))


def _role_problems(pair: str, members: list[_Member]) -> list[InputError]:
    """A role that no unit of the pair has, or several have."""
    names = {role: sorted(member.unit.name for member in members if member.role == role) for role in ROLES}
    problems = []
    for role in ROLES:
        if not names[role]:
            others = shorten([name for each in ROLES for name in names[each]])
            remedy = f"Add the {role} to the inventory, or correct pair and role of {others}."
            problems.append(_no_whole_pair(pair, f"the pair has no {role}, only {others}", remedy))
        elif len(names[role]) > 1:
            several = f"{len(names[role])} units with role {role}: {shorten(names[role])}"
            remedy = f"Correct pair or role of {shorten(names[role])}."
            problems.append(_no_whole_pair(pair, f"the pair has {several}", remedy))
    return problems


def _no_whole_pair(pair: str, what: str, remedy: str) -> InputError:
    return InputError(what, expected="one primary and one secondary", remedy=remedy, where=pair)


def _name_problems(pair: str, unit_names: set[str]) -> list[InputError]:
    if pair not in unit_names:
        return []
    return [
        InputError(
            "the pair has the name of a unit",
            expected="a name of its own for the pair, as it becomes a host too",
            remedy="Change the expression pair, for example to \"'pair-' ~ NAME\".",
            where=pair,
        )
    ]


def _address_problems(members: Iterable[_Member]) -> list[InputError]:
    """Two hosts that are one unit: in one pair twice, or in two pairs."""
    places: dict[tuple[str, str], list[_Member]] = {}
    for member in members:
        if none_if_blank(host := member.unit.settings.get("host")) is not None:
            port = none_if_blank(member.unit.settings.get("https_port")) or 443
            places.setdefault((str(host).strip().lower(), str(port)), []).append(member)
    return [
        _same_address(one, other, host) for (host, _port), own in places.items() for one, other in combinations(own, 2)
    ]


def _same_address(one: _Member, other: _Member, host: str) -> InputError:
    return InputError(
        f"{one.unit.name} and {other.unit.name} have the same management address {host}",
        expected="an address of its own for each unit",
        remedy="Correct the address of one of the two, or remove the host that is listed twice.",
        where=" and ".join(dict.fromkeys((one.pair, other.pair))),
    )
