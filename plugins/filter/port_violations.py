# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: port_violations
short_description: Why one port of a unit can't carry a link
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.filter_input.of_unit
description:
  - The findings of the rules on ports, empty where the port is free.
positional: port
options:
  port:
    description: Hardware name of the port.
    type: str
    required: true
seealso:
  - plugin: fdm.failover.ineligible_ports
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Refuse a port that is not free
  ansible.builtin.assert:
    that: primary.unit | fdm.failover.port_violations('GigabitEthernet0/2') | length == 0

- name: Name the rules that exclude a port
  ansible.builtin.debug:
    msg: "{{ primary.unit | fdm.failover.port_violations('GigabitEthernet0/0') | map(attribute='rule') }}"
  # ["port-addressed", "port-named"]
"""

RETURN = r"""
_value:
  description: Findings.
  type: list
  elements: dict
"""

from collections.abc import Callable
from typing import Any

from ..plugin_utils.filtering import as_filter
from ..plugin_utils.pure import filters


class FilterModule:
    """The filter port_violations."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"port_violations": as_filter(filters.port_violations)}
