# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of a connection, as an inventory or a task gives them: one table of types, one sentence each."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import InputError
from ..pure.reading import none_if_blank
from .connection import Connection, is_host, normalised_fingerprint

TRUE = ("yes", "on", "true", "1", "y", "t")
FALSE = ("no", "off", "false", "0", "n", "f")


class Setting(NamedTuple):
    """One setting: the field of Connection, how it is read (None: can't be), and what is expected instead."""

    field: str
    read: Callable[[Any], Any]
    expected: str
    remedy: str = ""


def read_text(value: Any) -> str | None:
    """Text without blanks around it."""
    return str(value).strip() if isinstance(value, str) else None


def read_host(value: Any) -> str | None:
    """A host name or an IP address."""
    text = read_text(value)
    return text if text and is_host(text) else None


def read_password(value: Any) -> str | None:
    """Text as it is, not blank."""
    return str(value) if isinstance(value, str) and value.strip() else None


def read_number(value: Any) -> int | None:
    """A whole number, or its ASCII digits as text; booleans are not numbers."""
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    text = read_text(value) or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def read_seconds(value: Any) -> float | None:
    """Seconds, more than 0."""
    number = value if isinstance(value, float) and math.isfinite(value) else read_number(value)
    return float(number) if number is not None and number > 0 else None


def read_port(value: Any) -> int | None:
    """A TCP port."""
    number = read_number(value)
    return number if number is not None and 0 < number < 65536 else None


def read_boolean(value: Any) -> bool | None:
    """A boolean, or a word for one."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, (str, int)) else ""
    return word in TRUE if word in TRUE + FALSE else None


def read_file(value: Any) -> str | None:
    """The path of a file that can be read."""
    text = read_text(value)
    try:
        path = Path(text or "").expanduser()
        return str(path) if text and path.is_file() and os.access(path, os.R_OK) else None
    except (ValueError, RuntimeError, OSError):  # NUL, an unknown user, a name too long
        return None


def read_fingerprint(value: Any) -> str | None:
    """A SHA-256 fingerprint as lower-case hex."""
    text = normalised_fingerprint(read_text(value) or "")
    return text if len(text) == 64 and not set(text) - set("0123456789abcdef") else None


SETTINGS: dict[str, Setting] = {
    "host": Setting(
        "host",
        read_host,
        "a host name or an IP address, without scheme, port or path",
        "Correct host; the port goes in https_port.",
    ),
    "https_port": Setting("https_port", read_port, "a port from 1 to 65535"),
    "username": Setting("username", read_text, "the name of an administrator as text"),
    "password": Setting("password", read_password, "the password of an administrator as text"),
    "validate_certs": Setting("validate_certs", read_boolean, "true or false"),
    "ca_path": Setting(
        "ca_path",
        read_file,
        "the path of a PEM file that can be read where Ansible runs",
        "Correct ca_path (failover_ca_path).",
    ),
    "fingerprint": Setting(
        "certificate_fingerprint",
        read_fingerprint,
        "the SHA-256 fingerprint of the unit's certificate, 64 hexadecimal digits with or without colons",
    ),
    "timeout": Setting("timeout", read_seconds, "seconds, more than 0"),
    "retries": Setting("retries", read_number, "a whole number, 0 or more"),
}
"""Option and key of ``failover_units`` (and, with ``failover_`` before it, variable) -> what it must be."""


def read_settings(given: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The given settings as fields of Connection; null and blank ones are left out. Raises InputError for another type.

    The value of a password is never named, nor one that may hold a password, such as a list.
    """
    fields = {}
    for name, setting in SETTINGS.items():
        value = given.get(name)
        if none_if_blank(value) is None:
            continue
        found = setting.read(value)
        if found is None:
            named = name != "password" and isinstance(value, (str, int, float))
            shown = repr(value)[:100] if named else f"a {type(value).__name__}"
            remedy = setting.remedy or f"Correct {name} (failover_{name})."
            raise InputError(f"{name} is {shown}", expected=setting.expected, remedy=remedy, where=where)
        fields[setting.field] = found
    return fields


def read_connection(pair: str, role: str, given: Mapping[str, Any], **more: Any) -> Connection:
    """The connection that settings describe; ``more`` are fields of Connection. Raises InputError."""
    where = ", ".join(part for part in (pair, role) if part)
    fields = read_settings(given, where)
    if "host" not in fields:
        raise InputError(
            "no host is given",
            expected="the management address of a unit",
            remedy="Give unit: primary or unit: secondary on a host with failover_units, or give host.",
            where=where,
        )
    if "password" not in fields:
        raise InputError(
            "no password is given" if given.get("password") is None else "the password is empty",
            expected="the password of an administrator of the unit",
            remedy="Set failover_password (better from a vault), and check the lookup that supplies it.",
            where=where,
        )
    return Connection(pair, role, **fields, **more)
