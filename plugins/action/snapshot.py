# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.snapshot: keep the HA settings of a pair, and the active unit's own export."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.broken_pair_task import FOLDER_SPEC, BrokenPairTask, as_result, member, read_both
from ..plugin_utils.errors import InputError, NotFound
from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.names import ROLES
from ..plugin_utils.pure.plan.breaks import offers_export
from ..plugin_utils.pure.plan.rebuild import is_in_ha, serials_of
from ..plugin_utils.pure.reading import none_if_blank
from ..plugin_utils.steps import export
from ..plugin_utils.steps.pair_settings import as_snapshot, read_settings
from ..plugin_utils.task import Options


class ActionModule(BrokenPairTask):
    """Read the active unit, export its configuration, write both files. A pair that is not in HA has no settings."""

    SPEC = FOLDER_SPEC | {
        "export": {"type": "bool", "default": True},
        "encrypt": {"type": "bool", "default": True},
        "encryption_key": {"type": "str", "no_log": True},
        "unit": {"type": "str", "choices": list(ROLES)},
        "wait_timeout": {"type": "int", "default": 600},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Return the paths of the files. Files on the controller are no change of a pair."""
        key = self._key(options)
        folder, pair = self.folder(options), self.variables.pair
        with self.opened_pair(folder.newest() is not None) as apis:
            units = read_both(apis)
            if all(unit is not None for unit in units.values()) and not is_in_ha(units):
                newest = folder.newest()
                said = "neither unit is in HA, so there are no HA settings to keep"
                return self.say_result(said, settings=str(newest or ""), export="")
            role = options["unit"] or member(units, pair)
            systems = {each: apis[each].system() for each, unit in units.items() if unit is not None}
            data = read_settings(apis[role])
            stamp = folder.stamp()
            snapshot = as_snapshot(pair, stamp, role, data, {"primary": "", "secondary": ""} | serials_of(systems))
            count = len([each for each in snapshot.interfaces if each["name"]])
            if not self.writes:
                said = f"would keep the HA settings of the {role} ({count} interfaces) in {folder.path}"
                return self.say_result(said, settings="", export="")
            settings = folder.save(snapshot)
            exported = self._export(apis[role], Unit(role, data), options, key, stamp)
        said = f"HA settings of the {role} ({count} interfaces): {settings}"
        path = str(folder.save_export(stamp, exported)) if exported else ""
        self.say(f"{pair}, {said}" + (f"; export: {path}" if path else ""))
        return as_result(False, pair, said, settings=str(settings), export=path)

    def _key(self, options: Options) -> str | None:
        """The key of the export; None for a plain one. A missing key is refused: no secret is stored in plain text."""
        key = none_if_blank(options["encryption_key"])
        if key:
            self.secrets.add(key)
        if not options["export"] or not options["encrypt"]:
            return None
        if key is None:
            raise InputError(
                "snapshot_encryption_key is not given, and the unit's export holds passwords and keys",
                expected="a key to encrypt the export with",
                remedy="Keep one in a vault as snapshot_encryption_key, or set snapshot_export: false to keep the HA "
                "settings only.",
                where=self.variables.pair,
            )
        return str(key)

    def _export(self, api: UnitApi, unit: Unit, options: Options, key: str | None, stamp: str) -> bytes:
        label = api.connection.label
        if not options["export"]:
            return b""
        if offers_export(unit) is False:
            self.warnings.append(f"{label}: release {unit.software} can't encrypt an export; no export was taken")
            return b""
        wait = self.wait_for(api, options["wait_timeout"], False, "snapshot_export_timeout (wait_timeout)")
        try:
            content, warnings = export.take(api, stamp, key, wait)
        except NotFound:
            self.warnings.append(f"{label}: the unit offers no configuration export; no export was taken")
            return b""
        self.warnings += warnings
        return content
