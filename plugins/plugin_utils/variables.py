# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory contract: ``failover_*`` variables of a pair, turned into wishes and connections.

The only reader of these variables. Each is templated when it is needed, no earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .connection import Connection
from .errors import InputError
from .pure.finding import PRIMARY, SECONDARY
from .pure.wish import Wish, checked_key, given, read_units, read_wish, refuse_misspelt

Template = Callable[[Any], Any]
WISH = ("failover_units", "failover_link", "failover_state_link", "failover_key")
FALSE = ("no", "off", "false", "0", "n", "f")
TRUE = ("yes", "on", "true", "1", "y", "t")


class Variables:
    """The ``failover_*`` variables of one inventory host; ``template`` is Ansible's."""

    def __init__(self, host_variables: Mapping[str, Any], template: Template) -> None:
        self._raw = host_variables
        self._template = template
        self.pair = str(host_variables.get("inventory_hostname", ""))
        self.secrets: set[str] = set()

    def get(self, name: str) -> Any:
        """A variable as plain data; None where it is not defined or omitted."""
        if name not in self._raw:
            return None
        value = plain(self._template(self._raw[name]), self._raw.get("omit"))
        if name in ("failover_key", "failover_password") and isinstance(value, str):
            self.secrets.add(value)
        return value

    def wish(self) -> Wish:
        """The pair as wished; raises InputError."""
        refuse_misspelt(self.pair, map(str, self._raw))
        return read_wish(self.pair, {name: self.get(name) for name in WISH})

    def check_wish(self) -> None:
        """Refuse a wish that can't be meant, before a unit is asked anything; a host without one is fine."""
        if "failover_link" in self._raw:
            self.wish()

    def key(self) -> str | None:
        """The IPsec key, or None for plain text; raises InputError for an empty one."""
        return checked_key(self.pair, self.get("failover_key"))

    def connection(self, options: Mapping[str, Any]) -> Connection:
        """How to reach one unit: from the task's options, else the unit's own keys, else the pair's variables.

        A secondary may also be tried with the primary's login: after its join it may know the primary's users only.
        """
        unit = options.get("unit") or ""
        settings = self._settings(unit, options)
        logins: tuple[tuple[str, str], ...] = ()
        if unit == SECONDARY and given(self.get("failover_units")) is not None:
            primary = self._settings(PRIMARY, {})
            if given(primary.get("password")) is not None:
                logins = ((str(primary.get("username") or "admin"), str(primary["password"])),)
        found = _connection(self.pair, unit, settings, logins)
        self.secrets.update(found.secrets)
        return found

    def _settings(self, unit: str, options: Mapping[str, Any]) -> dict[str, Any]:
        own = self._unit(unit) if unit and given(options.get("host")) is None else {}
        settings = {}
        for name in ("host", "https_port", "username", "password", "validate_certs", "ca_path", "timeout", "retries"):
            told = (options.get(name), own.get(name))
            value = next(
                (each for each in told if each is not None and (name == "password" or given(each) is not None)), None
            )
            if value is None and name != "host":
                value = self.get(f"failover_{name}")
            settings[name] = value
        return settings

    def _unit(self, unit: str) -> Mapping[str, Any]:
        units = read_units(self.pair, self.get("failover_units"))
        for each in units.values():
            if isinstance(each.get("password"), str):
                self.secrets.add(each["password"])
        return units[unit]


def _connection(pair: str, unit: str, settings: Mapping[str, Any], logins: tuple[tuple[str, str], ...]) -> Connection:
    where = ", ".join(part for part in (pair, unit) if part)
    if given(settings["host"]) is None:
        raise InputError(
            "no host is given",
            expected="the management address of a unit",
            remedy="give unit: primary or unit: secondary on a host with failover_units, or give host",
            where=where,
        )
    password = settings["password"]
    if not isinstance(password, str) or not password.strip():
        raise InputError(
            "no password" if password is None else "an empty password",
            expected="the password of an administrator of the unit",
            remedy="set failover_password (better from a vault), and check the look-up that delivers it",
            where=where,
        )
    return Connection(
        pair=pair,
        unit=unit,
        host=str(settings["host"]).strip(),
        password=password,
        username=str(given(settings["username"]) or "admin"),
        https_port=_number(where, "https_port", settings["https_port"], 443),
        validate_certs=_boolean(where, "validate_certs", settings["validate_certs"]),
        ca_path=None if given(settings["ca_path"]) is None else str(settings["ca_path"]),
        timeout=float(_number(where, "timeout", settings["timeout"], 30)),
        retries=_number(where, "retries", settings["retries"], 3),
        fallback_logins=logins,
        expect_absence=bool(logins),
    )


def _number(where: str, name: str, value: Any, default: int) -> int:
    if given(value) is None:
        return default
    try:
        return int(str(value).strip())
    except ValueError:
        raise InputError(
            f"{name} is {value!r}", expected="a whole number", remedy=f"correct {name}", where=where
        ) from None


def _boolean(where: str, name: str, value: Any) -> bool:
    if isinstance(value, bool) or given(value) is None:
        return value is not False
    word = str(value).strip().lower()
    if word not in TRUE + FALSE:
        raise InputError(f"{name} is {value!r}", expected="true or false", remedy=f"correct {name}", where=where)
    return word in TRUE


def plain(value: Any, omit: Any = None) -> Any:
    """Templated data as plain Python data: vaulted text opened, omitted values None."""
    if omit is not None and isinstance(value, type(omit)) and value == omit:
        return None
    if isinstance(value, Mapping):
        return {str(key): plain(each, omit) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each, omit) for each in value]
    if value is None or isinstance(value, bool):
        return value
    for kind in (int, float):
        if isinstance(value, kind):
            return kind(value)
    # ansible-core 2.16 hands out vaulted text as an object that opens itself when it is printed, 2.19 text with a tag.
    return str(value)
