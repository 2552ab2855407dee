# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts of an inventory that may be units, and the expressions of an inventory source that make pairs of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from ansible.errors import AnsibleError, AnsibleUndefinedVariable

from .errors import InputError
from .pure.intent.checks import refuse_unknown
from .pure.intent.intent import UNIT_KEYS
from .pure.intent.pairs import (
    DEFAULT_WORDS,
    ComposedPair,
    UnitHost,
    compose_pairs,
    is_vaulted,
    pair_names,
    raw_variable,
    refuse_problems,
)
from .pure.names import ROLES

Pairs = dict[str, dict[str, Any]]
"""Variables and units of each pair: ``{"berlin": {"variables": {...}, "units": {"primary": "berlin-fw1", ...}}}``."""


class UnitHosts:
    """``variables`` of each host by name; ``option``, ``compose`` and ``templar`` are those of the inventory plugin."""

    def __init__(
        self,
        variables: Mapping[str, Mapping[str, Any]],
        option: Callable[[str], Any],
        compose: Callable[[Any, Mapping[str, Any]], Any],
        templar: Any,
    ) -> None:
        self._hosts = variables
        self._option = option
        self._compose = compose
        self._templar = templar

    def pairs(self) -> Pairs:
        """Every pair; raises InputError for options that can't be used, and for anything that prevents a whole pair."""
        refuse_unknown("option unit", self._option("unit"), UNIT_KEYS)
        refuse_unknown("option roles", self._option("roles"), ROLES)
        words = {**DEFAULT_WORDS, **self._option("roles")}
        pairs, problems = compose_pairs(map(self._unit, self._hosts), words)
        refuse_problems(problems)
        return {name: self._described(pair) for name, pair in pairs.items()}

    def seen_by_pair(self, pair: str, units: Mapping[str, str]) -> dict[str, Any]:
        """What the expressions of a pair see: its own variables, and both units by role."""
        found = {role: self._templated(self._hosts.get(name, {})) for role, name in units.items()}
        return {**self._hosts.get(pair, {}), "inventory_hostname": pair, **found}

    def _unit(self, name: str) -> UnitHost:
        """A host as it may be a unit; the other expressions matter only where it names a pair."""
        pair = self._value("pair", self._option("pair"), name, self._hosts[name])
        if not pair_names(pair):
            return UnitHost(name, None, None, {})
        expressions = self._option("unit")
        settings = {} if "host" in expressions else {"host": self._ansible_host(name)}
        for key, expression in expressions.items():
            settings[key] = self._value(f"unit.{key}", expression, name, self._hosts[name])
        return UnitHost(name, pair, self._value("role", self._option("role"), name, self._hosts[name]), settings)

    def _described(self, pair: ComposedPair) -> dict[str, Any]:
        """A pair as it is added and cached."""
        units = {role: unit.name for role, unit in pair.units.items()}
        known = self.seen_by_pair(pair.name, units)
        variables: dict[str, Any] = {"failover_units": pair.failover_units}
        for name, expression in self._option("compose").items():
            value = self._value(f"compose.{name}", expression, pair.name, {**known, **variables})
            if value is not None:
                variables[name] = value
        return {"variables": variables, "units": units}

    def _templated(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The variables of a unit as they are there, since a pair has others; what can't be templated is left out."""
        found = {}
        self._templar.available_variables = variables
        for name, value in variables.items():
            with suppress(AnsibleError):
                found[name] = value if is_vaulted(value) else self._templar.template(value)
        return found

    def _ansible_host(self, name: str) -> Any:
        """The address that Ansible itself would connect to."""
        self._templar.available_variables = self._hosts[name]
        try:
            return self._templar.template(self._hosts[name].get("ansible_host")) or name
        except AnsibleError as error:
            raise _wrong("unit.host", name, error) from error

    def _value(self, option: str, expression: Any, host: str, variables: Mapping[str, Any]) -> Any:
        """What an expression gives; None where a variable is undefined, unless that is an error (strict)."""
        raw = raw_variable(expression, variables)
        if is_vaulted(raw) or isinstance(raw, (int, float)):  # before 2.19 templating makes text of a number
            return raw
        try:
            return self._compose(expression, variables)
        except AnsibleUndefinedVariable as error:
            if not self._option("strict"):
                return None
            raise _wrong(option, host, error) from error
        except AnsibleError as error:
            raise _wrong(option, host, error) from error


def _wrong(option: str, host: str, error: AnsibleError) -> InputError:
    return InputError(
        f"the expression {option} fails: {str(error.message).strip().rstrip('.')}",
        expected="a Jinja expression without braces on variables of the host",
        remedy=f"Correct the option {option}.",
        where=host,
    )
