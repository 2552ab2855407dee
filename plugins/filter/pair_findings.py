# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: pair_findings
short_description: Every finding on a pair
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.filter_input.intent
  - fdm.failover.filter_input.of_pair
description:
  - The same findings as M(fdm.failover.preflight) returns, as data and without a table.
positional: intent, waive
options:
  waive:
    description: Ids of rules whose errors are lowered to warnings.
    type: list
    elements: str
    default: []
seealso:
  - plugin: fdm.failover.findings_table
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Name the findings that are errors
  ansible.builtin.debug:
    msg: >-
      {{ {'primary': primary.unit, 'secondary': secondary.unit}
         | fdm.failover.pair_findings({'failover_link': {'port': 'GigabitEthernet0/1', 'network': '192.0.2.0/31'}})
         | selectattr('severity', 'equalto', 'error') | map(attribute='rule') | unique }}
  # ["port-addressed", "port-named", "link-address"]

- name: Stop where a finding is an error
  ansible.builtin.assert:
    that: >-
      {'primary': primary.unit, 'secondary': secondary.unit}
      | fdm.failover.pair_findings({'failover_link': {'port': 'GigabitEthernet0/2', 'network': '192.0.2.0/31'}},
                                   waive=['link-address'])
      | selectattr('severity', 'equalto', 'error') | length == 0
"""

RETURN = r"""
_value:
  description: Findings, errors first.
  type: list
  elements: dict
"""

from collections.abc import Callable
from typing import Any

from ..plugin_utils.filtering import as_filter
from ..plugin_utils.pure import filters


class FilterModule:
    """The filter pair_findings."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"pair_findings": as_filter(filters.pair_findings)}
