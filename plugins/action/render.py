# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.render: render a unit's link configuration where it can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..plugin_utils.errors import InputError
from ..plugin_utils.files import write_if_changed
from ..plugin_utils.pure.intent.ha_configuration import link_values, with_ports
from ..plugin_utils.task import FailoverTask, Options
from ..plugin_utils.templating import render


class ActionModule(FailoverTask):
    """Render one template with a unit's link values, through Ansible's templar; keep the text in a file."""

    SPEC = {
        "unit": {"type": "str", "choices": ["primary", "secondary"], "required": True},
        "template": {"type": "path", "required": True},
        "dest": {"type": "path"},
        "ports": {"type": "dict", "default": {}},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Return the text, and as ``configuration`` its data where it is JSON."""
        intent = with_ports(self.variables.intent(), options["ports"])
        source = Path(self._find_needle("templates", options["template"]))
        values = link_values(intent, options["unit"])
        text = render(self._templar, self._source(source), {"link_values": values})
        result: dict[str, Any] = {"changed": False, "text": text}
        if source.suffixes[-2:] == [".json", ".j2"]:
            result["configuration"] = self._parsed(source, text)
        if options["dest"]:
            result |= write_if_changed(Path(options["dest"]), text, self.writes)
        return result

    def _source(self, path: Path) -> str:
        """The template's text; a vaulted template is opened."""
        real = self._loader.get_real_file(str(path))
        try:
            return Path(real).read_text(encoding="utf-8")
        finally:
            self._loader.cleanup_tmp_file(real)

    @staticmethod
    def _parsed(source: Path, text: str) -> Any:
        try:
            return json.loads(text)
        except ValueError as error:
            raise InputError(
                f"the rendered text is no JSON ({error})",
                expected="JSON, as the name of the template says",
                remedy="Correct the template.",
                where=source.name,
            ) from None
