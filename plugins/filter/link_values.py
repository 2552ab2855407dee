# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: link_values
short_description: The values of a unit's links for a template
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
description:
  - What M(fdm.failover.render) gives to its templates, made from the C(failover_*) variables. Never a secret.
positional: unit
options:
  _input:
    description:
      - The variables of a pair, as a dictionary with C(failover_link), and C(failover_state_link) and C(failover_key)
        if needed. C(encrypted) can replace the key.
    type: dict
    required: true
  unit:
    description: C(primary) or C(secondary).
    type: str
    required: true
seealso:
  - plugin: fdm.failover.link_addresses
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Show an address of the primary as a template gets it
  ansible.builtin.debug:
    msg: "{{ ({'failover_link': {'port': 'GigabitEthernet0/2', 'network': '192.0.2.0/30'}}
             | fdm.failover.link_values('primary')).failover.primary }}"
  # {"ip": "192.0.2.1", "netmask": "255.255.255.252", "prefix": 30, "text": "192.0.2.1/30"}
"""

RETURN = r"""
_value:
  description: Role, names, ports and addresses of both links.
  type: dict
  contains:
    pair:
      description: Name of the pair.
      type: str
    unit:
      description: C(primary) or C(secondary).
      type: str
    role:
      description: The role in the words of the FDM API, such as C(HA_PRIMARY).
      type: str
    combined:
      description: Whether both links run on one port.
      type: bool
    encrypted:
      description: Whether there is a key.
      type: bool
    failover:
      description:
        - The failover link. It has C(name), C(port) and C(version), which is 4 or 6.
        - C(primary) and C(secondary) are the addresses of the units, each with C(ip), C(prefix), C(text) and
          C(netmask).
      type: dict
    state:
      description: The state link, with the same members. A combined link has one port and one address a unit.
      type: dict
"""

from collections.abc import Callable
from typing import Any

from ..plugin_utils.filtering import as_filter
from ..plugin_utils.pure import filters


class FilterModule:
    """The filter link_values."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"link_values": as_filter(filters.link_values)}
