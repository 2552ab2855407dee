# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: port_bandwidth
short_description: The bandwidth of a port of a unit
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.filter_input.of_unit
description:
  - In Mb/s, from the configured speed, the capability, the flags and the name of the port, in that order of precedence.
  - With O(state) the part of it that carries connection state, which is one member of an EtherChannel.
positional: port
options:
  port:
    description: Hardware name of the port.
    type: str
    required: true
  state:
    description: Whether to return only the part that carries connection state.
    type: bool
    default: false
seealso:
  - plugin: fdm.failover.eligible_ports
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Show a bandwidth in Mb/s
  ansible.builtin.debug:
    msg: "{{ primary.unit | fdm.failover.port_bandwidth('GigabitEthernet0/2') }}"
  # 1000

- name: Show what of it carries connection state
  ansible.builtin.debug:
    msg: "{{ primary.unit | fdm.failover.port_bandwidth('GigabitEthernet0/2', state=true) }}"
  # 1000
"""

RETURN = r"""
_value:
  description: Mb/s, or null where it is not known.
  type: int
"""

from collections.abc import Callable
from typing import Any

from ..plugin_utils.filtering import as_filter
from ..plugin_utils.pure import filters


class FilterModule:
    """The filter port_bandwidth."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"port_bandwidth": as_filter(filters.port_bandwidth)}
