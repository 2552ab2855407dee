# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the tasks that take what was found out about a pair."""

from __future__ import annotations


class ModuleDocFragment:
    """What was read of both units, and the ports that were chosen."""

    DOCUMENTATION = r"""
options:
  primary:
    description: C(unit) as M(fdm.failover.unit_info) returned it for the primary.
    type: dict
    required: true
  secondary:
    description: C(unit) as M(fdm.failover.unit_info) returned it for the secondary.
    type: dict
    required: true
"""

    PORTS = r"""
options:
  ports:
    description:
      - Ports that were chosen for links with C(port=auto), by C(failover) and C(state), as M(fdm.failover.judge)
        returns them.
    type: dict
    default: {}
"""
