# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates: the collection's own, compiled once a run, and a user's, which Ansible's templar renders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jinja2

try:
    from ansible.template import trust_as_template
except ImportError:  # before ansible-core 2.19 every text is a template

    def trust_as_template(value: str) -> str:
        """The text as it is."""
        return value


_FOLDER = Path(__file__).parents[2] / "roles" / "render" / "templates"


def _compiled() -> dict[str, jinja2.Template]:
    """Compiled at import, which the controller does once for all pairs; as Ansible renders a template."""
    environment = jinja2.Environment(
        autoescape=False, keep_trailing_newline=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["to_json"] = json.dumps
    return {each.name: environment.from_string(each.read_text(encoding="utf-8")) for each in _FOLDER.glob("*.j2")}


OWN = _compiled()
"""The templates of the role render by file name."""


def own(path: Path) -> jinja2.Template | None:
    """The compiled template of a file of the role render; None for any other file."""
    return OWN.get(path.name) if path.resolve().parent == _FOLDER.resolve() else None


def render(templar: Any, source: str, values: dict[str, Any]) -> str:
    """Render a template's text. It sees ``values`` and Ansible's filters, but no variable of the host: no secret."""
    limited = templar.copy_with_new_env(available_variables=values)
    trusted = trust_as_template(source)
    if hasattr(templar, "evaluate_expression"):
        return str(limited.template(trusted, escape_backslashes=False))
    # Before 2.19 ``template`` turns text that looks like data into data; this is what the template action calls.
    return str(limited.do_template(trusted, preserve_trailing_newlines=True, escape_backslashes=False))
