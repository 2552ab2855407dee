# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What PATCH /simulator/unit changes: the unit itself, its surroundings, and what another user does on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from .model import actions, jobs, joining, ports, seed
from .model.ha import FAILED
from .model.jobs import AS_IT_SHOULD
from .model.store import Record
from .model.unit import Unit
from .reading import SettingsError, build, convert
from .settings import Interface, License, Ntp, PendingChange, SubInterface
from .settings import Unit as UnitSettings

# Members of a PATCH that are plain values of the unit, and those that replace a setting of the same name.
VALUES = {
    "username": str,
    "password": str,
    "software": str,
    "model": str,
    "setup_complete": bool,
    "powered_off": bool,
    "unplugged": bool,
}
SETTINGS = frozenset(
    """
    apispec away_as away_seconds break_forgets break_seconds commands deploy_seconds export_seconds
    export_suffix failed_state hostname join_seconds jobs_survive_import log_answers login_error
    management_address mask_empty_key masked_key negotiate_seconds netmask_form page_cap password_follows
    pending_names put_during_join serial snort standby_status stores_no_key stores_other_port
    switch_out_of_sync switch_seconds sync_seconds tokens_after_import
    """.split()  # noqa: SIM905 - forty lines otherwise
)
# Members of an interface entry that describe the hardware, not the configuration.
HARDWARE = frozenset({"link", "link_up_seconds", "present", "capability"})


def patch(unit: Unit, wanted: Mapping[str, Any]) -> None:
    """Make the changes, in their order. Raises SettingsError."""
    for name, value in wanted.items():
        if name in VALUES:
            setattr(unit, name, convert(value, VALUES[name], name))
        elif name in SETTINGS:
            unit.settings = dataclasses.replace(unit.settings, **_setting(name, value))
        elif name in ("token_seconds", "refresh_seconds"):
            setattr(unit.tokens, name.removeprefix("token_"), convert(value, float, name))
        elif name in _OTHERS:
            _OTHERS[name](unit, value)
        else:
            raise SettingsError(f"unit: {name!r} cannot be changed; expected one of the members in README.md.")


def mapping(value: Any) -> Mapping[str, Any]:
    """The value, which has to be an object. Raises SettingsError."""
    if not isinstance(value, Mapping):
        raise SettingsError(f"the value is {value!r}; expected an object.")
    return value


def _setting(name: str, value: Any) -> dict[str, Any]:
    row = {"name": "x", "address": "127.0.0.1", name: value}
    settings = build(UnitSettings, row, "unit")
    return {name: getattr(settings, name)}


def _interfaces(unit: Unit, value: Any) -> None:
    """Change ports and their running configuration at once."""
    before = dict(unit.store.deployed)
    for hardware, entry in mapping(value).items():
        _interface(unit, hardware, mapping(entry), staged=False)
    ports.enabled_since(unit, before, unit.clock.now())


def _staged(unit: Unit, value: Any) -> None:
    """Edit ports as another user does who has not deployed yet."""
    for hardware, entry in mapping(value).items():
        _interface(unit, hardware, mapping(entry), staged=True)


def _interface(unit: Unit, hardware: str, entry: Mapping[str, Any], staged: bool) -> None:
    """Change a port; the entry has the settings of the units file."""
    old = unit.store.port(hardware)
    known = next((row for row in unit.settings.interfaces if row.hardware == hardware), None)
    if old is None or known is None:
        raise SettingsError(f"interfaces: {hardware!r} does not exist; expected a port of the unit.")
    changed: Interface = build(Interface, {"hardware": hardware, **entry}, hardware)
    merged = dataclasses.replace(known, **{name: getattr(changed, name) for name in entry})
    rows = [merged if row is known else row for row in unit.settings.interfaces]
    unit.settings = dataclasses.replace(unit.settings, interfaces=rows)
    port = unit.ports[hardware]
    port.link, port.present, port.link_up_seconds = merged.link, merged.present, merged.link_up_seconds
    if set(entry) - HARDWARE:
        before, after = seed.physical(known), seed.physical(merged)
        different = {name: value for name, value in after.items() if before[name] != value}
        unit.store.replace(old, old.content | different, staged=staged)
    if "subinterfaces" in entry:
        _subinterfaces(unit, old, merged.subinterfaces, staged)


def _subinterfaces(unit: Unit, parent: Record, entries: list[SubInterface], staged: bool) -> None:
    for record in unit.store.every("subinterface", parent.id):
        unit.store.delete(record, staged)
    for entry in entries:
        seed.subinterface(unit, parent, entry, staged)


def _ha_configuration(unit: Unit, value: Any) -> None:
    """Write members of the HA configuration, like a PUT of another user that is never refused."""
    record = unit.store.every("haconfiguration")[0]
    if unknown := set(mapping(value)) - set(record.body):
        raise SettingsError(f"ha_configuration: unknown {', '.join(sorted(unknown))}; expected members of the object.")
    unit.store.replace(record, record.content | dict(value))


def _start(unit: Unit, value: Any) -> None:
    """Start a job as another user does."""
    starts = {"deploy": actions.deploy, "join": joining.join}
    if value not in starts:
        raise SettingsError(f"start is {value!r}; expected one of {', '.join(starts)}.")
    starts[value](unit, unit.clock.now(), AS_IT_SHOULD)


def _pending(unit: Unit, value: Any) -> None:
    for change in convert(value, list[PendingChange], "pending_changes"):
        unit.store.create(change.type, {"name": change.name})


def _clock(unit: Unit, value: Any) -> None:
    unit.clock_skew = convert(value, float, "clock_skew_seconds")


def _license(unit: Unit, value: Any) -> None:
    unit.license = build(License, mapping(value), "license")


def _ntp(unit: Unit, value: Any) -> None:
    ntp = build(Ntp, mapping(value), "ntp")
    record = unit.store.every("ntp")[0]
    unit.store.replace(record, record.content | {"enabled": ntp.enabled, "ntpServers": ntp.servers}, staged=False)


def _fails(unit: Unit, value: Any) -> None:
    """The unit fails in HA, for a reason such as ``Interface check``."""
    unit.ha.enter(FAILED, unit.clock.now(), convert(value, str, "fails"))


def _let_jobs_end(unit: Unit, _: Any) -> None:
    jobs.let_end(unit, unit.clock.now())


_OTHERS: dict[str, Callable[[Unit, Any], None]] = {
    "interfaces": _interfaces,
    "staged": _staged,
    "ha_configuration": _ha_configuration,
    "start": _start,
    "pending_changes": _pending,
    "clock_skew_seconds": _clock,
    "license": _license,
    "ntp": _ntp,
    "let_jobs_end": _let_jobs_end,
    "fails": _fails,
}
