# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: findings_table
short_description: Findings as a readable table
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
description:
  - Errors first, one row for each finding, with the remedy below it. A finding on both units has one row.
positional: title
options:
  _input:
    description: Findings, as P(fdm.failover.pair_findings#filter) and M(fdm.failover.preflight) return them.
    type: list
    elements: dict
    required: true
  title:
    description: Text before the count.
    type: str
    default: findings
seealso:
  - plugin: fdm.failover.pair_findings
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Show the findings of a role once more
  ansible.builtin.debug:
    msg: "{{ preflight_findings | fdm.failover.findings_table('branch01') }}"
  # |-
  #   branch01: 1 advice
  #     advice  pair  links  plain-text
  #              there is no failover_key: the configuration, passwords included, crosses the links as plain text;
  #              expected an IPsec key. Add failover_key, or use a dedicated cable for the links.
"""

RETURN = r"""
_value:
  description: The table.
  type: str
"""

from collections.abc import Callable
from typing import Any

from ..plugin_utils.filtering import as_filter
from ..plugin_utils.pure import filters


class FilterModule:
    """The filter findings_table."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"findings_table": as_filter(filters.findings_table)}
