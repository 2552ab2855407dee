# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible's templar, which sees only the given values."""

from __future__ import annotations

from typing import Any

try:
    from ansible.template import trust_as_template
except ImportError:  # before ansible-core 2.19 every text is a template

    def trust_as_template(value: str) -> str:
        """The text as it is."""
        return value


def render(templar: Any, source: str, values: dict[str, Any]) -> str:
    """Render a template's text. It sees ``values`` and Ansible's filters, but no variable of the host: no secret."""
    own = templar.copy_with_new_env(available_variables=values)
    trusted = trust_as_template(source)
    if hasattr(templar, "evaluate_expression"):
        return str(own.template(trusted, escape_backslashes=False))
    # Before 2.19 ``template`` turns text that looks like data into data; this is what the template action calls.
    return str(own.do_template(trusted, preserve_trailing_newlines=True, escape_backslashes=False))
