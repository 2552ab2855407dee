# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: link_addresses
short_description: The addresses of a link from its network
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
description:
  - The first two host addresses of a network, the primary's and the secondary's.
options:
  _input:
    description: A network with its prefix length or mask, IPv4 or IPv6.
    type: str
    required: true
seealso:
  - plugin: fdm.failover.link_values
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Show both addresses of a link
  ansible.builtin.debug:
    msg: "{{ '192.0.2.0/30' | fdm.failover.link_addresses }}"
  # {"primary": "192.0.2.1/30", "secondary": "192.0.2.2/30"}

- name: Show those of an IPv6 link
  ansible.builtin.debug:
    msg: "{{ '2001:DB8:0:0::/64' | fdm.failover.link_addresses }}"
  # {"primary": "2001:db8::1/64", "secondary": "2001:db8::2/64"}
"""

RETURN = r"""
_value:
  description: Address with prefix length by unit.
  type: dict
"""

from collections.abc import Callable
from typing import Any

from ..plugin_utils.filtering import as_filter
from ..plugin_utils.pure import filters


class FilterModule:
    """The filter link_addresses."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"link_addresses": as_filter(filters.link_addresses)}
