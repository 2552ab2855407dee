# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.adopt: write the inventory that describes a pair in HA."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ..plugin_utils.broken_pair_task import BrokenPairTask, as_result, member
from ..plugin_utils.errors import InputError
from ..plugin_utils.files import file_name, write_if_changed
from ..plugin_utils.pure.adopted import Adopted, adopt, roles_on_units
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.intent.intent import read_units
from ..plugin_utils.pure.names import ROLES
from ..plugin_utils.steps.pair_settings import read_settings
from ..plugin_utils.task import Options

HEADER = "# Written by fdm.failover.adopt from what the units of {pair} report."


class ActionModule(BrokenPairTask):
    """Read both units, and write the variables of their pair into one file."""

    SPEC = {"directory": {"type": "path", "required": True}}

    def work(self, options: Options) -> dict[str, Any]:
        """Return the variables, the file, and what could not be read. A file is no change of a pair."""
        pair = self.variables.pair
        listed = read_units(pair, self.variables.get("failover_units"))
        with self.opened_pair() as apis:
            units = {role: Unit(role, {"status": apis[role].status()}) for role in ROLES}
            roles_on_units(units, pair)
            role = member(dict(units), pair)
            adopted = adopt(pair, listed, units, read_settings(apis[role]))
        path = Path(options["directory"]) / f"{file_name(pair)}.yml"
        self._refuse_foreign(path)
        written = write_if_changed(path, self._text(adopted), self.writes)
        self.warnings += [f"{pair}: {note}" for note in adopted.notes]
        verb = "described in" if self.writes else "would be described in"
        self.say(f"{pair}: {verb} {written['dest']}")
        more = {
            "variables": adopted.variables,
            "notes": adopted.notes,
            "dest": written["dest"],
            "diff": written["diff"],
        }
        return as_result(False, pair, f"{verb} {written['dest']}", **more)

    def _text(self, adopted: Adopted) -> str:
        notes = "".join(f"# Note: {note}.\n" for note in adopted.notes)
        body = yaml.safe_dump(adopted.variables, sort_keys=False, default_flow_style=False, width=110)
        return f"---\n{HEADER.format(pair=self.variables.pair)}\n{notes}{body}"

    def _refuse_foreign(self, path: Path) -> None:
        """A file that a person wrote is never replaced."""
        full = path.expanduser()
        if not full.is_file():
            return
        if HEADER.format(pair=self.variables.pair) not in full.read_text(encoding="utf-8", errors="replace"):
            raise InputError(
                "the file exists, and fdm.failover.adopt did not write it",
                expected="no such file, or one of an earlier run",
                remedy="Choose another adopt_directory, and merge the files.",
                where=f"{self.variables.pair}, {full}",
            )
