# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings that say how a unit is reached, as an inventory may spell them: one type and one sentence each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ...errors import InputError
from ..reading import none_if_blank

FALSE = ("no", "off", "false", "0", "n", "f")
TRUE = ("yes", "on", "true", "1", "y", "t")
_DIGITS = re.compile(r"[0-9]{1,9}")


class Setting(NamedTuple):
    """How a setting is read: ``read`` takes where, name, value and default."""

    read: Callable[[str, str, Any, Any], Any]
    default: Any = None


def read_setting(where: str, name: str, value: Any) -> Any:
    """A connection setting of the right type; its default where it was left out. Raises InputError."""
    setting = CONNECTION_SETTINGS[name]
    return setting.read(where, name, value, setting.default)


def read_text(where: str, name: str, value: Any, default: str | None) -> str | None:
    """Text; a number is refused too, because leading zeros would be lost."""
    if none_if_blank(value) is None:
        return default
    if not isinstance(value, str):
        raise _wrong(where, name, value, "text", f"Put {name} in quotes, and check the look-up that delivers it.")
    return value.strip()


def read_host(where: str, name: str, value: Any, default: str | None) -> str:
    """The management address of a unit; it has to be there."""
    host = read_text(where, name, value, default)
    if host is None:
        raise InputError(
            "no host is given",
            expected="the management address of a unit",
            remedy="Give unit: primary or unit: secondary on a host with failover_units, or give host.",
            where=where,
        )
    return host


def read_password(where: str, name: str, value: Any, _default: None) -> str:
    """A password; it has to be there, and is taken as it is."""
    if isinstance(value, str) and value.strip():
        return value
    kind = "no password" if value is None else "an empty password" if value == "" else f"a {type(value).__name__}"
    raise InputError(
        f"{kind} is given" if isinstance(value, str) or value is None else f"{name} is {kind}",
        expected="the password of an administrator of the unit, as text",
        remedy="Set failover_password (better from a vault), in quotes if it is a number, and check the look-up that "
        "delivers it.",
        where=where,
    )


def read_number(where: str, name: str, value: Any, default: int) -> int:
    """A whole number, or its digits as text."""
    if none_if_blank(value) is None:
        return default
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        return int(value)
    raise _wrong(where, name, value, "a whole number", f"Correct {name}.")


def read_boolean(where: str, name: str, value: Any, default: bool) -> bool:
    """True or false, or one of the words that YAML and surveys use for them."""
    if none_if_blank(value) is None:
        return default
    word = str(value).strip().lower()
    if isinstance(value, (bool, str, int)) and word in TRUE + FALSE:
        return word in TRUE
    raise _wrong(where, name, value, "true or false", f"Correct {name}.")


def _wrong(where: str, name: str, value: Any, expected: str, remedy: str) -> InputError:
    shown = repr(value) if isinstance(value, (str, int, float)) else f"a {type(value).__name__}"
    return InputError(f"{name} is {shown[:100]}", expected=expected, remedy=remedy, where=where)


CONNECTION_SETTINGS: Mapping[str, Setting] = {
    "host": Setting(read_host),
    "password": Setting(read_password),
    "username": Setting(read_text, "admin"),
    "https_port": Setting(read_number, 443),
    "validate_certs": Setting(read_boolean, True),
    "ca_path": Setting(read_text),
    "timeout": Setting(read_number, 30),
    "retries": Setting(read_number, 3),
}
"""Every setting of a connection; unit keys, options and ``failover_*`` variables bear these names."""
