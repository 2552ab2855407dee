# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.render: render the link configuration of both units to files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..plugin_utils.errors import InputError
from ..plugin_utils.files import file_name, write_if_changed
from ..plugin_utils.pure.intent.desired import Desired
from ..plugin_utils.pure.intent.ha_configuration import link_values
from ..plugin_utils.pure.intent.intent import Intent, with_ports
from ..plugin_utils.pure.names import ROLES
from ..plugin_utils.run_record import RunRecord
from ..plugin_utils.task import FailoverTask, Options
from ..plugin_utils.templating import own, render


class ActionModule(FailoverTask):
    """Render the templates with each unit's link values; write the texts to files."""

    SPEC = {
        "template": {"type": "path", "required": True},
        "running_config_template": {"type": "path"},
        "directory": {"type": "path"},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Return the configuration of each unit under its role, and the files. Files are no change of a pair."""
        intent = self.variables.intent()
        record = self.load_record(intent) or RunRecord()
        settled = with_ports(intent, record.ports)
        texts: dict[str, str] = {}
        bodies = {role: self._body(settled, role, options["template"], texts) for role in ROLES}
        if options["running_config_template"]:
            for role in ROLES:
                _source, text = self._rendered(settled, role, options["running_config_template"])
                texts[f"{role}.running-config.txt"] = text
        record.rendered = bodies
        self.save_record(intent, record)
        return {"changed": False, **bodies, "files": self._write(settled.pair, texts, options["directory"])}

    def _body(self, intent: Intent, role: str, template: str, texts: dict[str, str]) -> dict[str, Any]:
        source, text = self._rendered(intent, role, template)
        texts[f"{role}.json"] = text
        body = self._parsed(source, text)
        Desired(intent, role, body)  # refuses links that are not the inventory's
        return body

    def _rendered(self, intent: Intent, role: str, template: str) -> tuple[Path, str]:
        source = Path(self._find_needle("templates", template))
        values = {"link_values": link_values(intent, role)}
        compiled = own(source)
        text = render(self._templar, self._source(source), values) if compiled is None else compiled.render(values)
        return source, text

    def _source(self, path: Path) -> str:
        """The template's text; a vaulted template is opened."""
        real = self._loader.get_real_file(str(path))
        try:
            return Path(real).read_text(encoding="utf-8")
        finally:
            self._loader.cleanup_tmp_file(real)

    def _write(self, pair: str, texts: dict[str, str], directory: str | None) -> list[str]:
        if not directory:
            return []
        place = Path(directory) / file_name(pair)
        written = [write_if_changed(place / name, text, self.writes) for name, text in texts.items()]
        files = [str(each["dest"]) for each in written]
        if any(each["changed"] for each in written):
            unwritten = "" if self.writes else " (not written in check mode)"
            self.say(f"{pair}, rendered files: {Path(files[0]).parent}{unwritten}")
        return files

    @staticmethod
    def _parsed(source: Path, text: str) -> dict[str, Any]:
        try:
            body = json.loads(text)
        except ValueError as error:
            body, found = None, f"no JSON ({error})"
        else:
            found = "a list" if isinstance(body, list) else f"only {text.strip()[:40]}"
        if isinstance(body, dict):
            return body
        raise InputError(
            f"the rendered text is {found}",
            expected="a JSON object, as HAConfiguration of the FDM API is",
            remedy="Correct the template.",
            where=source.name,
        )
