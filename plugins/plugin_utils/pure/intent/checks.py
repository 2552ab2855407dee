# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of inventory variables that several of them share; each raises InputError."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...errors import InputError
from ..wording import hint


def refuse_unknown(where: str, keys: Iterable[Any], known: tuple[str, ...]) -> None:
    """Raise InputError if a key is none of the known ones, with the nearest known name."""
    unknown = [str(key) for key in keys if key not in known]
    if unknown:
        raise InputError(
            where=where,
            what="unknown " + " and ".join(f"key {key}{hint(key, known)}" for key in unknown),
            expected="only " + ", ".join(known),
            remedy="Correct the key in the inventory.",
        )


def as_mapping(where: str, value: Any, example: str) -> Mapping[str, Any]:
    """A variable that has to be a mapping; InputError otherwise."""
    if not isinstance(value, Mapping):
        found = "nothing" if value is None else f"a {type(value).__name__}"
        raise InputError(
            where=where,
            what=f"{found} is given",
            expected=f"keys and values, such as {example}",
            remedy="Correct the variable in the inventory.",
        )
    return value


def checked_key(where: str, key: Any, defined: bool = False, plain_text: bool = False) -> str | None:
    """The IPsec key as text, or None for plain text.

    A key that is defined but null or empty is refused, never taken for "no key": more often a lookup failed, or a
    question of a survey was left unanswered. ``plain_text`` (``failover_plain_text``) accepts it as no key.
    """
    if key is None and not defined:
        return None
    blank = key is None or (isinstance(key, str) and not key.strip())
    if blank and plain_text:
        return None
    if isinstance(key, str) and not blank and not plain_text:
        return key
    raise _refused_key(where, key, blank)


def _refused_key(where: str, key: Any, blank: bool) -> InputError:
    if blank:
        return InputError(
            where=where,
            what=f"failover_key is {'null' if key is None else 'empty'}",
            expected="a key of 1 to 63 characters, or no failover_key at all",
            remedy="Check the lookup that supplies the key. For plain-text links leave the variable out, or set "
            "failover_plain_text: true.",
        )
    if not isinstance(key, str):
        return InputError(
            where=where,
            what=f"failover_key is a {type(key).__name__}",
            expected="text",
            remedy="Put the key in quotes.",
        )
    return InputError(
        where=where,
        what="both failover_key and failover_plain_text: true are given",
        expected="one of the two",
        remedy="Remove failover_plain_text to encrypt the links, or failover_key to leave them in plain text.",
    )


def read_flag(where: str, name: str, value: Any) -> bool:
    """A boolean, as YAML or a survey spells it; raises InputError."""
    known = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    found = known.get(str(value).strip().lower())
    if found is None:
        raise InputError(f"{name} is {value!r}", expected="true or false", remedy=f"Correct {name}.", where=where)
    return found
