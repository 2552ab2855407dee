# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: ineligible_ports
short_description: The ports of a unit that can't carry a link, and why
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.filter_input.of_unit
description:
  - Every port that a rule excludes, with its findings.
seealso:
  - plugin: fdm.failover.eligible_ports
    plugin_type: filter
  - plugin: fdm.failover.port_violations
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Name the ports that can't carry a link
  ansible.builtin.debug:
    msg: "{{ primary.unit | fdm.failover.ineligible_ports | list }}"
  # ["GigabitEthernet0/0", "GigabitEthernet0/1", "Management0/0"]

- name: Say why one of them is not free
  ansible.builtin.debug:
    msg: "{{ (primary.unit | fdm.failover.ineligible_ports)['GigabitEthernet0/0'] | map(attribute='found') }}"
  # ["has an address (203.0.113.1/24)", 'is named "outside", so it carries user data']
"""

RETURN = r"""
_value:
  description: Findings by hardware name.
  type: dict
"""

from collections.abc import Callable
from typing import Any

from ..plugin_utils.filtering import as_filter
from ..plugin_utils.pure import filters


class FilterModule:
    """The filter ineligible_ports."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"ineligible_ports": as_filter(filters.ineligible_ports)}
