# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the units file. Unknown settings and invalid values are refused with one sentence."""

from __future__ import annotations

import dataclasses
import difflib
import functools
import hashlib
import ipaddress
import types
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from .model.platforms import PLATFORMS, default_interfaces
from .settings import CHOICES, Unit

# Settings that hold an address with prefix length.
_ADDRESSES = frozenset(
    {"ipv4", "ipv6", "primary_address", "secondary_address", "state_primary_address", "state_secondary_address"}
)


# Settings that name a file.
FILES = ("apispec", "transcript")

FEW = 10
# Names of types in messages.
NAMES = {str: "a text", int: "an integer", float: "a number", bool: "true or false"}


class SettingsError(Exception):
    """The units file is not valid; the message is one sentence that says where and why."""


@functools.cache  # a file of two thousand units needs the same hints fifty thousand times
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def load(*paths: Path) -> list[Unit]:
    """The units of all files; the defaults of any of them hold for all. Raises SettingsError."""
    documents = [_document(path) for path in paths]
    if len(documents) == 1:
        return parse(documents[0])
    tops = [_mapping(document, str(path)) for path, document in zip(paths, documents, strict=True)]
    merged: dict[str, Any] = {"defaults": {}, "units": []}
    for top in tops:
        merged["defaults"] |= top.get("defaults") or {}
        merged["units"] += top.get("units") or []
        merged |= {name: value for name, value in top.items() if name not in merged}
    return parse(merged)


def _document(path: Path) -> object:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: {error}") from error
    rows = document.get("units") if isinstance(document, dict) else None
    for row in rows if isinstance(rows, list) else ():
        _find_beside(path, row)
    return document


def _find_beside(path: Path, row: object) -> None:
    """Files that a unit names stand beside the units file, wherever the simulator is started."""
    for name in FILES:
        if isinstance(row, dict) and isinstance(row.get(name), str):
            row[name] = str(path.parent / row[name])


def parse(document: object) -> list[Unit]:
    """The units of a file that has been read already. Raises SettingsError."""
    top = _mapping(document, "the units file")
    _known(top, ("defaults", "units"), "the units file")
    defaults = _mapping(top.get("defaults") or {}, "defaults")
    rows = top.get("units")
    if not isinstance(rows, list) or not rows:
        raise SettingsError("units is empty; expected a list of units.")
    units = [_unit(_mapping(row, f"units[{number}]"), defaults, f"units[{number}]") for number, row in enumerate(rows)]
    _check_fleet(units)
    return units


def convert(value: object, hint: Any, where: str) -> Any:
    """`value` as the type `hint`, or SettingsError. Integers are accepted as floats; nothing else is converted."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        inner = next(part for part in typing.get_args(hint) if part is not type(None))
        return None if value is None else convert(value, inner, where)
    if origin is list:
        return _convert_list(value, typing.get_args(hint)[0], where)
    if origin is dict:
        return _convert_dict(value, typing.get_args(hint)[1], where)
    if hint is typing.Any:
        return value
    if dataclasses.is_dataclass(hint):
        return build(typing.cast(type, hint), _mapping(value, where), where)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not hint:
        raise SettingsError(f"{where} is {value!r}; expected {NAMES.get(hint, hint.__name__)}.")
    return value


def build(cls: type, given: Mapping[str, Any], where: str) -> Any:
    """An instance of the dataclass `cls` from a mapping of the file. Raises SettingsError."""
    hints = _hints(cls)
    _known(given, tuple(hints), where)
    values = {name: convert(value, hints[name], f"{where}.{name}") for name, value in given.items()}
    for name in CHOICES.keys() & values.keys():
        if values[name] not in CHOICES[name]:
            raise SettingsError(f"{where}.{name} is {values[name]!r}; expected {_any_of(CHOICES[name])}.")
    for name in values.keys() & _ADDRESSES:
        _check_interface(values[name], f"{where}.{name}")
    try:
        return cls(**values)
    except TypeError as error:
        missing = [part.name for part in dataclasses.fields(cls) if _required(part) and part.name not in values]
        raise SettingsError(f"{where} has no {', '.join(missing)}; it is required.") from error


def _required(part: dataclasses.Field[Any]) -> bool:
    return part.default is part.default_factory is dataclasses.MISSING


def _convert_list(value: object, hint: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise SettingsError(f"{where} is {value!r}; expected a list.")
    return [convert(part, hint, f"{where}[{number}]") for number, part in enumerate(value)]


def _convert_dict(value: object, hint: Any, where: str) -> dict[str, Any]:
    return {str(name): convert(part, hint, f"{where}.{name}") for name, part in _mapping(value, where).items()}


def _unit(row: Mapping[str, Any], defaults: Mapping[str, Any], where: str) -> Unit:
    where = str(row.get("name") or where)
    given = {**defaults, **row}
    given["interfaces"] = _interfaces(given, [*defaults.get("interfaces", []), *row.get("interfaces", [])], where)
    unit: Unit = build(Unit, given, where)
    platform = PLATFORMS[unit.platform]
    serial = f"9A{hashlib.sha256(unit.name.encode()).hexdigest()[:9].upper()}"
    return dataclasses.replace(
        unit,
        serial=unit.serial or serial,
        hostname=unit.hostname or unit.name,
        model=unit.model or platform.model,
    )


def _interfaces(given: Mapping[str, Any], overrides: list[Any], where: str) -> list[dict[str, Any]]:
    platform = given.get("platform", "ftdv")
    if platform not in PLATFORMS:
        raise SettingsError(f"{where}.platform is {platform!r}; expected {_any_of(PLATFORMS)}.")
    merged = {entry["hardware"]: entry for entry in default_interfaces(PLATFORMS[platform])}
    for number, override in enumerate(overrides):
        entry = _mapping(override, f"{where}.interfaces[{number}]")
        hardware = entry.get("hardware")
        if not isinstance(hardware, str):
            raise SettingsError(f"{where}.interfaces[{number}] has no hardware; expected a port's hardware name.")
        merged[hardware] = {**merged.get(hardware, {}), **entry}
    return [entry for entry in merged.values() if not entry.get("remove")]


def _check_fleet(units: list[Unit]) -> None:
    for what in ("name", "address"):
        values = [getattr(unit, what) for unit in units]
        if len(set(values)) != len(values):
            twice = next(value for value in values if values.count(value) > 1)
            raise SettingsError(f"units: the {what} {twice} is used twice; expected one unit for each {what}.")
    for unit in units:
        _check_address(unit)
        _check_joined(unit)
    names = {unit.name for unit in units}
    for unit in units:
        if unit.peer is not None and unit.peer not in names:
            raise SettingsError(f"{unit.name}.peer is {unit.peer!r}; expected the name of another unit.")


def _check_address(unit: Unit) -> None:
    try:
        loopback = ipaddress.ip_address(unit.address).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise SettingsError(f"{unit.name}.address is {unit.address!r}; expected a loopback address.")


def _check_interface(value: str | None, where: str) -> None:
    try:
        if value is not None and ("/" not in value or not ipaddress.ip_interface(value)):
            raise ValueError
    except ValueError as error:
        raise SettingsError(f"{where} is {value!r}; expected an address with prefix length.") from error


def _check_joined(unit: Unit) -> None:
    if unit.joined is None:
        return
    known = {port.hardware for port in unit.interfaces} | {f"Port-channel{group.id}" for group in unit.etherchannels}
    for port in (unit.joined.port, unit.joined.state_port):
        if port is not None and port not in known:
            raise SettingsError(
                f"{unit.name}.joined: {port} does not exist; expected a port or EtherChannel of the unit."
            )


def _any_of(values: Iterable[str]) -> str:
    return f"one of {', '.join(values)}"


def _likely(name: str, names: tuple[str, ...]) -> str:
    """The settings that a misspelt one is likely to be; all of them where they are few."""
    likely = difflib.get_close_matches(name, names)
    return _any_of(likely or names) if likely or len(names) <= FEW else "one of those in README.md"


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise SettingsError(f"{where} is {value!r}; expected a mapping.")
    return value


def _known(given: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    for name in given:
        if name not in names:
            raise SettingsError(f"{where}: unknown setting {name!r}; expected {_likely(name, names)}.")
