# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the filters. No part may have the name of a file in this folder: Ansible would read the file instead."""

from __future__ import annotations


class ModuleDocFragment:
    """What stands before a filter, and the intent beside it."""

    OF_UNIT = r"""
options:
  _input:
    description: C(unit) as M(fdm.failover.unit_info) returns it.
    type: dict
    required: true
"""

    OF_PAIR = r"""
options:
  _input:
    description: A dictionary with C(primary) and C(secondary), each C(unit) as M(fdm.failover.unit_info) returns it.
    type: dict
    required: true
"""

    INTENT = r"""
options:
  intent:
    description:
      - The variables of a pair, as a dictionary with C(failover_link), and C(failover_state_link) and C(failover_key)
        if needed. C(encrypted) can replace the key.
    type: dict
    required: true
"""
