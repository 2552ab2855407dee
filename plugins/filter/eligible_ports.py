# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: eligible_ports
short_description: The ports of a unit that can carry a link
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.filter_input.of_unit
description:
  - Hardware names of the ports that no rule excludes, in natural order.
  - Subinterfaces are checked for the ports whose subinterfaces M(fdm.failover.unit_info) has read.
seealso:
  - plugin: fdm.failover.shared_ports
    plugin_type: filter
  - plugin: fdm.failover.ineligible_ports
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Show the free ports of a unit
  ansible.builtin.debug:
    msg: "{{ primary.unit | fdm.failover.eligible_ports }}"
  # ["GigabitEthernet0/2", "GigabitEthernet0/3", "GigabitEthernet0/4"]
"""

RETURN = r"""
_value:
  description: Hardware names.
  type: list
  elements: str
"""

from collections.abc import Callable
from typing import Any

from ..plugin_utils.filtering import as_filter
from ..plugin_utils.pure import filters


class FilterModule:
    """The filter eligible_ports."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"eligible_ports": as_filter(filters.eligible_ports)}
