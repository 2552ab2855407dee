#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: logout
short_description: Revoke this run's API tokens
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.unit
  - fdm.failover.attributes.reads
description:
  - The tasks of a run share one token a unit, kept in Ansible's own temporary directory. This revokes it before it
    expires on its own.
  - With neither O(unit) nor O(host), the tokens of both units of the pair are revoked.
  - It is the last task of a run, and comes after an error too, so it can also say what stopped the pair.
  - Never fails; a token that can't be revoked expires after half an hour.
options:
  set_stats:
    description:
      - Whether the error that stopped the pair, if one did, becomes a statistic of the run, C(stopped), as
        V(set_stats) of M(fdm.failover.preflight) and M(fdm.failover.verify) do with their results.
    type: bool
    default: false
"""

EXAMPLES = r"""
---
- name: Revoke this run's API tokens of both units
  fdm.failover.logout:
"""

RETURN = r"""
---
{}
"""
