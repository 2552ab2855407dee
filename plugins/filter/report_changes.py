# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: report_changes
short_description: What changed between two reports
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
description:
  - Compares two JSON reports of one pair, or of several, such as those of two runs of the playbook C(verify).
  - States, links, findings and evidence that differ are listed. Counters and times are left out.
positional: after
options:
  _input:
    description: The earlier report, as data.
    type: dict
    required: true
  after:
    description: The later report, as data.
    type: dict
    required: true
seealso:
  - module: fdm.failover.report
"""

EXAMPLES = r"""
---
- name: Show what changed since the pair was deployed
  ansible.builtin.debug:
    msg: "{{ before | fdm.failover.report_changes(after) }}"
  vars:
    before: "{{ lookup('ansible.builtin.file', 'reports/deploy.json') | from_json }}"
    after: "{{ lookup('ansible.builtin.file', 'reports/verify.json') | from_json }}"
  # [{"pair": "branch01", "what": "secondary, state", "before": "standby ready", "after": "failed"}]
"""

RETURN = r"""
_value:
  description: A list with C(pair), C(what), C(before) and C(after) for each change; empty where nothing changed.
  type: list
  elements: dict
"""

from collections.abc import Callable
from typing import Any

from ..plugin_utils.filtering import as_filter
from ..plugin_utils.report.comparing import report_changes


class FilterModule:
    """The filter report_changes."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"report_changes": as_filter(report_changes)}
