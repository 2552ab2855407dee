# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory contract: ``failover_*`` variables of a pair, turned into its intent, its key and its connections.

The only reader of these variables. Each is templated when it is needed, no earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .errors import InputError
from .fdm.connection import Connection
from .fdm.settings import SETTINGS, read_boolean, read_connection, read_port
from .pure.fleet import DEFAULT_PORT, Place
from .pure.intent.checks import checked_key
from .pure.intent.intent import Intent, read_intent, read_units, refuse_misspelt
from .pure.names import PRIMARY, ROLES, SECONDARY
from .pure.reading import none_if_blank

Template = Callable[[Any], Any]
INTENT_VARIABLES = (
    *("failover_units", "failover_link", "failover_state_link", "failover_key"),
    *("failover_criteria", "failover_interfaces", "failover_upgrade"),
)
SECRET_VARIABLES = ("failover_key", "failover_password")


class Variables:
    """The ``failover_*`` variables of one inventory host; ``template`` is Ansible's."""

    def __init__(self, host_variables: Mapping[str, Any], template: Template) -> None:
        self._raw = host_variables
        self._template = template
        self.pair = str(host_variables.get("inventory_hostname", ""))
        self.secrets: set[str] = set()

    def get(self, name: str) -> Any:
        """A variable as plain data; None where it is not defined, omitted or null."""
        return self._defined(name)[1]

    def _defined(self, name: str) -> tuple[bool, Any]:
        """Whether a variable is defined and not omitted, and its value."""
        if name not in self._raw:
            return False, None
        found = self._template(self._raw[name])
        omit = self._raw.get("omit")
        if _is_omitted(found, omit):
            return False, None
        value = plain(found, omit)
        if name in SECRET_VARIABLES and isinstance(value, str):
            self.secrets.add(value)
        return True, value

    def intent(self) -> Intent:
        """The intent for the pair; raises InputError."""
        refuse_misspelt(self.pair, map(str, self._raw))
        values = {name: self.get(name) for name in INTENT_VARIABLES}
        return read_intent(self.pair, values | {"failover_key": self.key()})

    def check_intent(self) -> None:
        """Refuse an inventory with an obvious mistake, before any unit is called; a host without a link is fine."""
        if "failover_link" in self._raw:
            self.intent()

    def key(self) -> str | None:
        """The IPsec key, or None for plain text; raises InputError for one that is defined but null or empty."""
        defined, key = self._defined("failover_key")
        return checked_key(self.pair, key, defined, self._plain_text())

    def _plain_text(self) -> bool:
        """Whether ``failover_plain_text`` says that an empty key is meant; raises InputError for another type."""
        value = self.get("failover_plain_text")
        if none_if_blank(value) is None:
            return False
        found = read_boolean(value)
        if found is None:
            raise InputError(
                f"failover_plain_text is {value!r}",
                expected="true or false",
                remedy="Correct failover_plain_text.",
                where=self.pair,
            )
        return found

    def hosts(self) -> tuple[str, str]:
        """Management address and port of both units, as they tell one unit from another."""
        primary, secondary = (self._unit(role) for role in ROLES)
        return self._place(primary), self._place(secondary)

    def addresses(self) -> tuple[str, str]:
        """Management addresses of both units."""
        return str(self._unit(PRIMARY)["host"]), str(self._unit(SECONDARY)["host"])

    def places(self, serials: Mapping[str, str]) -> list[Place]:
        """Both units as they are told from the units of other pairs; ``serials`` by role, where they are known."""
        units = {role: self._unit(role) for role in ROLES}
        ports = {role: read_port(self._setting("https_port", {}, unit)) or DEFAULT_PORT for role, unit in units.items()}
        return [
            Place(self.pair, role, str(unit["host"]).strip(), ports[role], serials.get(role, ""))
            for role, unit in units.items()
        ]

    def _place(self, unit: Mapping[str, Any]) -> str:
        return f"{unit['host']} {self._setting('https_port', {}, unit)}"

    def transcript(self) -> str | None:
        """The directory for transcripts (``failover_transcript``), or None; raises InputError for what is no path."""
        value = none_if_blank(self.get("failover_transcript"))
        if value is None or isinstance(value, str):
            return value
        raise InputError(
            f"failover_transcript is {value!r}",
            expected="the path of a directory",
            remedy="Correct failover_transcript, or leave it out.",
            where=self.pair,
        )

    def of_links(self) -> dict[str, Any]:
        """What the inventory says of the links, without the key: what a transcript needs to be repeated."""
        links = {name: self.get(name) for name in ("failover_link", "failover_state_link")}
        return {name: value for name, value in links.items() if value is not None} | {"keyed": self._keyed()}

    def _keyed(self) -> bool:
        return none_if_blank(self.get("failover_key")) is not None

    def connection(self, options: Mapping[str, Any], in_ha: bool = False) -> Connection:
        """How to reach one unit: from the task's options, else the unit's own keys, else the pair's variables.

        A secondary that may be in HA is also tried with the primary's login: it may know the primary's users only.
        """
        role = options.get("unit") or ""
        logins: tuple[tuple[str, str], ...] = ()
        if in_ha and role == SECONDARY and none_if_blank(self.get("failover_units")) is not None:
            primary = self._settings(PRIMARY, {})
            if none_if_blank(primary["password"]) is not None:
                logins = ((str(primary["username"] or "admin"), str(primary["password"])),)
        found = read_connection(
            self.pair,
            role,
            self._settings(role, options),
            fallback_logins=logins,
            may_use_peer_login=bool(logins),
        )
        self.secrets.update(found.secrets)
        return found

    def _settings(self, role: str, options: Mapping[str, Any]) -> dict[str, Any]:
        own = self._unit(role) if role and none_if_blank(options.get("host")) is None else {}
        return {name: self._setting(name, options, own) for name in SETTINGS}

    def _setting(self, name: str, options: Mapping[str, Any], own: Mapping[str, Any]) -> Any:
        """The first that is set; an empty or null password is set: it is refused, and no other takes its place."""
        for source in (options, own):
            value = source.get(name)
            if value is not None and (name == "password" or none_if_blank(value) is not None):
                return value
        if name == "password" and name in own:
            return ""
        if name == "host":
            return None
        defined, value = self._defined(f"failover_{name}")
        return "" if name == "password" and defined and value is None else value

    def _unit(self, role: str) -> Mapping[str, Any]:
        units = read_units(self.pair, self.get("failover_units"))
        for each in ROLES:
            if isinstance(units[each].get("password"), str):
                self.secrets.add(units[each]["password"])
        return units[role]


def _is_omitted(value: Any, omit: Any) -> bool:
    return omit is not None and isinstance(value, type(omit)) and bool(value == omit)


def plain(value: Any, omit: Any = None) -> Any:
    """Templated data as plain Python data: vaulted text opened, omitted members of mappings left out, others None."""
    if _is_omitted(value, omit):
        return None
    if isinstance(value, Mapping):
        return {str(key): plain(each, omit) for key, each in value.items() if not _is_omitted(each, omit)}
    if isinstance(value, (list, tuple)):
        return [plain(each, omit) for each in value]
    if value is None or isinstance(value, bool):
        return value
    for kind in (int, float):
        if isinstance(value, kind):
            return kind(value)
    # ansible-core 2.16 hands out vaulted text as an object that opens itself when it is printed, 2.19 text with a tag.
    return str(value)
