# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: active_unit
short_description: The active unit of a pair
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
description:
  - Returns C(primary) or C(secondary).
  - Fails where it is not known which unit is active, so that nothing is done to the wrong one.
options:
  _input:
    description: C(pair) as M(fdm.failover.pair_info) returns it.
    type: dict
    required: true
seealso:
  - module: fdm.failover.pair_info
  - plugin: fdm.failover.standby_unit
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Show the active unit
  ansible.builtin.debug:
    msg: "{{ read.pair | fdm.failover.active_unit }}"
  # "primary"
"""

RETURN = r"""
_value:
  description: C(primary) or C(secondary).
  type: str
"""

from collections.abc import Callable
from typing import Any

from ..plugin_utils.filtering import as_filter
from ..plugin_utils.pure import filters


class FilterModule:
    """The filter active_unit."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"active_unit": as_filter(filters.active_unit)}
