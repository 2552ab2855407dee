# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: shared_ports
short_description: The ports that can carry a link on both units of a pair
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.filter_input.of_pair
description:
  - Hardware names of the ports that no rule excludes on either unit, in natural order. An EtherChannel is one of them
    only where it has the same members on both.
seealso:
  - plugin: fdm.failover.eligible_ports
    plugin_type: filter
  - plugin: fdm.failover.chosen_ports
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Show the ports that are free on both units
  ansible.builtin.debug:
    msg: "{{ {'primary': primary.unit, 'secondary': secondary.unit} | fdm.failover.shared_ports }}"
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
    """The filter shared_ports."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"shared_ports": as_filter(filters.shared_ports)}
