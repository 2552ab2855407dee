# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory contract: ``failover_*`` variables of a pair, turned into wishes and connections.

The only reader of these variables. Each is templated when it is needed, no earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .errors import InputError
from .fdm.connection import Connection
from .pure.intent.intent import Intent, checked_key, read_intent, read_units, refuse_misspelt
from .pure.names import PRIMARY, SECONDARY
from .pure.reading import none_if_blank

Template = Callable[[Any], Any]
INTENT_VARIABLES = ("failover_units", "failover_link", "failover_state_link", "failover_key")
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

    def intent(self) -> Intent:
        """The pair as wished; raises InputError."""
        refuse_misspelt(self.pair, map(str, self._raw))
        return read_intent(self.pair, {name: self.get(name) for name in INTENT_VARIABLES})

    def check_intent(self) -> None:
        """Refuse a intent that can't be meant, before a unit is asked anything; a host without one is fine."""
        if "failover_link" in self._raw:
            self.intent()

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
        if unit == SECONDARY and none_if_blank(self.get("failover_units")) is not None:
            primary = self._settings(PRIMARY, {})
            if none_if_blank(primary.get("password")) is not None:
                logins = ((str(primary.get("username") or "admin"), str(primary["password"])),)
        found = _connection(self.pair, unit, settings, logins)
        self.secrets.update(found.secrets)
        return found

    def _settings(self, unit: str, options: Mapping[str, Any]) -> dict[str, Any]:
        own = self._unit(unit) if unit and none_if_blank(options.get("host")) is None else {}
        settings = {}
        for name in ("host", "https_port", "username", "password", "validate_certs", "ca_path", "timeout", "retries"):
            told = (options.get(name), own.get(name))
            value = next(
                (each for each in told if each is not None and (name == "password" or none_if_blank(each) is not None)),
                None,
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
    if none_if_blank(settings["host"]) is None:
        raise InputError(
            "no host is given",
            expected="the management address of a unit",
            remedy="Give unit: primary or unit: secondary on a host with failover_units, or give host.",
            where=where,
        )
    password = settings["password"]
    if not isinstance(password, str) or not password.strip():
        raise InputError(
            "no password" if password is None else "an empty password",
            expected="the password of an administrator of the unit",
            remedy="Set failover_password (better from a vault), and check the look-up that delivers it.",
            where=where,
        )
    return Connection(
        pair=pair,
        role=unit,
        host=str(settings["host"]).strip(),
        password=password,
        username=str(none_if_blank(settings["username"]) or "admin"),
        https_port=_number(where, "https_port", settings["https_port"], 443),
        validate_certs=_boolean(where, "validate_certs", settings["validate_certs"]),
        ca_path=None if none_if_blank(settings["ca_path"]) is None else str(settings["ca_path"]),
        timeout=float(_number(where, "timeout", settings["timeout"], 30)),
        retries=_number(where, "retries", settings["retries"], 3),
        fallback_logins=logins,
        may_use_peer_login=bool(logins),
    )


def _number(where: str, name: str, value: Any, default: int) -> int:
    if none_if_blank(value) is None:
        return default
    try:
        return int(str(value).strip())
    except ValueError:
        raise InputError(
            f"{name} is {value!r}", expected="a whole number", remedy=f"Correct {name}.", where=where
        ) from None


def _boolean(where: str, name: str, value: Any) -> bool:
    if isinstance(value, bool) or none_if_blank(value) is None:
        return value is not False
    word = str(value).strip().lower()
    if word not in TRUE + FALSE:
        raise InputError(f"{name} is {value!r}", expected="true or false", remedy=f"Correct {name}.", where=where)
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
