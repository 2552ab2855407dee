# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: chosen_ports
short_description: Choose ports for links set to auto
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.filter_input.intent
  - fdm.failover.filter_input.of_pair
description:
  - The best port for each link with C(port=auto), as M(fdm.failover.preflight) chooses it.
  - A link for which no port is free is left out.
positional: intent
seealso:
  - plugin: fdm.failover.shared_ports
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Show which port a link would get
  ansible.builtin.debug:
    msg: >-
      {{ {'primary': primary.unit, 'secondary': secondary.unit}
         | fdm.failover.chosen_ports({'failover_link': {'port': 'auto', 'network': '192.0.2.0/30'}}) }}
  # - link: failover
  #   port: GigabitEthernet0/2
  #   reason: free on both units, link up on both, 1 Gb/s; 3 to choose from
"""

RETURN = r"""
_value:
  description: Dictionaries with C(link), C(port) and C(reason).
  type: list
  elements: dict
"""

from collections.abc import Callable
from typing import Any

from ..plugin_utils.filtering import as_filter
from ..plugin_utils.pure import filters


class FilterModule:
    """The filter chosen_ports."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"chosen_ports": as_filter(filters.chosen_ports)}
