# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attributes that every task of this collection documents."""

from __future__ import annotations


class ModuleDocFragment:
    """Attributes."""

    DOCUMENTATION = r"""
requirements:
  - netaddr 1.0 or later, a Python package, where Ansible runs
attributes:
  action:
    description:
      - Runs on the controller, inside Ansible's own worker. Nothing is copied to the unit, and the unit needs no
        Python.
    support: full
  check_mode:
    description: Can run in check mode and report what it would change, without writing to a unit.
    support: full
  diff_mode:
    description: Shows the difference it makes, secrets hidden.
    support: full
  platform:
    description: Firewall Threat Defense managed by Firewall Device Manager, release 6.3 or later.
    platforms: ftd
    support: full
"""

    READS = r"""
requirements:
  - netaddr 1.0 or later, a Python package, where Ansible runs
attributes:
  action:
    description:
      - Runs on the controller, inside Ansible's own worker. Nothing is copied to the unit, and the unit needs no
        Python.
    support: full
  check_mode:
    description: Changes nothing, so check mode makes no difference.
    support: full
  diff_mode:
    description: Changes nothing, so there is no difference to show.
    support: none
  platform:
    description: Firewall Threat Defense managed by Firewall Device Manager, release 6.3 or later.
    platforms: ftd
    support: full
"""
