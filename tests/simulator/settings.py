# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The units file: what each unit is, as typed values. Unknown words are refused with one sentence."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import ipaddress
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .model.platforms import PLATFORMS, default_interfaces


class SettingsError(Exception):
    """The units file says something that cannot be meant; the message is one sentence that says where."""


@dataclass(frozen=True, slots=True)
class SubInterface:
    """One subinterface of a port."""

    id: int
    vlan: int | None = None
    name: str | None = None
    ipv4: str | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Interface:
    """One port: its configuration (name, addresses, ...) and what is so (link, present)."""

    hardware: str
    name: str | None = None
    description: str | None = None
    ipv4: str | None = None
    ipv4_standby: str | None = None
    ipv6: str | None = None
    ipv6_standby: str | None = None
    enabled: bool = False
    link: str = "UP"
    present: bool = True
    speed: str = "AUTO"
    duplex: str = "AUTO"
    mode: str = "ROUTED"
    ten_gigabit: bool = False
    dhcp: bool = False
    pppoe: bool = False
    management: bool = False
    management_only: bool = False
    monitor: bool = False
    mtu: int = 1500
    mac: str | None = None
    capability: list[str] = field(default_factory=list)
    subinterfaces: list[SubInterface] = field(default_factory=list)
    remove: bool = False


@dataclass(frozen=True, slots=True)
class EtherChannel:
    """`Port-channel<id>` and the hardware names of its members."""

    id: int
    members: list[str] = field(default_factory=list)
    name: str | None = None
    ipv4: str | None = None
    lacp: str = "ACTIVE"
    enabled: bool = True
    subinterfaces: list[SubInterface] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BridgeGroup:
    """`BVI<id>` and the hardware names of its members."""

    id: int
    members: list[str] = field(default_factory=list)
    name: str | None = None
    ipv4: str | None = None


@dataclass(frozen=True, slots=True)
class VlanInterface:
    """`Vlan<vlan>` of a platform with switch ports."""

    vlan: int
    name: str | None = None
    ipv4: str | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A change that somebody made and did not deploy."""

    name: str
    type: str = "networkobject"


@dataclass(frozen=True, slots=True)
class Ntp:
    """Time servers."""

    enabled: bool = True
    servers: list[str] = field(default_factory=lambda: ["0.sourcefire.pool.ntp.org", "1.sourcefire.pool.ntp.org"])


@dataclass(frozen=True, slots=True)
class Licence:
    """Smart licence state; not registered means evaluation."""

    registered: bool = False
    virtual_account: str | None = None
    export_control: bool = False
    kinds: list[str] = field(default_factory=lambda: ["BASE"])


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong on the n-th call, or on every call with this method and path (`*` matches anything)."""

    fault: str
    call: int | None = None
    method: str | None = None
    path: str | None = None
    skip: int = 0
    times: int = 1
    seconds: float | None = None
    retry_after: int | None = None
    message: str | None = None
    bytes: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the file, with the defaults filled in; durations are seconds."""

    name: str
    address: str
    peer: str | None = None
    serial: str = ""
    hostname: str = ""
    username: str = "admin"
    password: str = "Admin123!"
    platform: str = "ftdv"
    model: str = ""
    software: str = "7.0.1-84"
    api_versions: list[str] = field(default_factory=lambda: ["v6", "latest"])
    versions_endpoint: bool = True
    versions_list_latest: bool = False
    join_seconds: float = 1.0
    deploy_seconds: float = 1.0
    break_seconds: float = 1.0
    switch_seconds: float = 0.5
    negotiate_seconds: float = 0.5
    away_seconds: float = 1.0
    sync_seconds: float = 1.0
    token_seconds: float = 1800.0
    refresh_seconds: float = 2400.0
    away_as: str = "mixed"
    page_cap: int | None = None
    setup_complete: bool = True
    powered_off: bool = False
    unplugged: bool = False
    clock_skew_seconds: float = 0.0
    password_follows: bool = True
    jobs_survive_import: bool = True
    ha_configuration_is_pending: bool = False
    masked_key: str = "keep"
    mask_empty_key: bool = False
    netmask_form: str = "as-sent"
    same_link_names: str = "accept"
    etherchannel_link: str = "accept"
    reserved_networks: str = "refuse"
    log_answers: bool = False
    log_limit: int = 10_000
    ntp: Ntp = field(default_factory=Ntp)
    licence: Licence = field(default_factory=Licence)
    interfaces: list[Interface] = field(default_factory=list)
    etherchannels: list[EtherChannel] = field(default_factory=list)
    bridge_groups: list[BridgeGroup] = field(default_factory=list)
    vlan_interfaces: list[VlanInterface] = field(default_factory=list)
    pending_changes: list[PendingChange] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


CHOICES: dict[str, tuple[str, ...]] = {
    "away_as": ("mixed", "reset", "503"),
    "masked_key": ("keep", "literal", "refuse"),
    "netmask_form": ("as-sent", "dotted", "prefix"),
    "same_link_names": ("accept", "refuse"),
    "etherchannel_link": ("accept", "refuse"),
    "reserved_networks": ("refuse", "accept"),
    "platform": tuple(PLATFORMS),
    "link": ("UP", "DOWN"),
}


@functools.cache  # a file of two thousand units asks for the same hints fifty thousand times
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def load(path: Path) -> list[Unit]:
    """The units of the file at `path`. Raises SettingsError."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: {error}") from error
    return parse(document)


def parse(document: object) -> list[Unit]:
    """The units of a file that has been read already. Raises SettingsError."""
    top = _mapping(document, "the units file")
    _known(top, ("defaults", "units"), "the units file")
    defaults = _mapping(top.get("defaults") or {}, "defaults")
    rows = top.get("units")
    if not isinstance(rows, list) or not rows:
        raise SettingsError("units: at least one unit is needed, as a list.")
    units = [_unit(_mapping(row, f"units[{number}]"), defaults, f"units[{number}]") for number, row in enumerate(rows)]
    _check_fleet(units)
    return units


def convert(value: object, hint: Any, where: str) -> Any:
    """`value` as the type `hint`, or SettingsError. Whole numbers pass as seconds; nothing else is bent."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        inner = next(part for part in typing.get_args(hint) if part is not type(None))
        return None if value is None else convert(value, inner, where)
    if origin is list:
        return _convert_list(value, typing.get_args(hint)[0], where)
    if dataclasses.is_dataclass(hint):
        return build(typing.cast(type, hint), _mapping(value, where), where)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not hint:
        raise SettingsError(f"{where}: expected {hint.__name__}, found {value!r}.")
    return value


def build(cls: type, given: Mapping[str, Any], where: str) -> Any:
    """An instance of the dataclass `cls` from a mapping of the file. Raises SettingsError."""
    hints = _hints(cls)
    _known(given, tuple(hints), where)
    values = {name: convert(value, hints[name], f"{where}.{name}") for name, value in given.items()}
    for name in CHOICES.keys() & values.keys():
        if values[name] not in CHOICES[name]:
            raise SettingsError(f"{where}.{name}: one of {', '.join(CHOICES[name])}, not {values[name]!r}.")
    try:
        return cls(**values)
    except TypeError as error:
        raise SettingsError(f"{where}: {str(error).partition('() ')[2]}.") from error


def _convert_list(value: object, hint: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise SettingsError(f"{where}: expected a list, found {value!r}.")
    return [convert(part, hint, f"{where}[{number}]") for number, part in enumerate(value)]


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
        raise SettingsError(f"{where}.platform: one of {', '.join(PLATFORMS)}, not {platform!r}.")
    merged = {entry["hardware"]: entry for entry in default_interfaces(PLATFORMS[platform])}
    for number, override in enumerate(overrides):
        entry = _mapping(override, f"{where}.interfaces[{number}]")
        hardware = entry.get("hardware")
        if not isinstance(hardware, str):
            raise SettingsError(f"{where}.interfaces[{number}]: hardware is needed.")
        merged[hardware] = {**merged.get(hardware, {}), **entry}
    return [entry for entry in merged.values() if not entry.get("remove")]


def _check_fleet(units: list[Unit]) -> None:
    for what in ("name", "address"):
        values = [getattr(unit, what) for unit in units]
        if len(set(values)) != len(values):
            twice = next(value for value in values if values.count(value) > 1)
            raise SettingsError(f"units: the {what} {twice} is used twice.")
    for unit in units:
        _check_address(unit)
    names = {unit.name for unit in units}
    for unit in units:
        if unit.peer is not None and unit.peer not in names:
            raise SettingsError(f"{unit.name}.peer: there is no unit {unit.peer}.")


def _check_address(unit: Unit) -> None:
    try:
        loopback = ipaddress.ip_address(unit.address).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise SettingsError(f"{unit.name}.address: a loopback address is needed, not {unit.address}.")


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise SettingsError(f"{where}: expected a mapping, found {value!r}.")
    return value


def _known(given: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    for name in given:
        if name not in names:
            raise SettingsError(f"{where}: there is no setting {name!r}.")
