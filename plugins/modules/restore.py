#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: restore
short_description: Put the HA settings of a snapshot back on a pair
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
  - fdm.failover.snapshot_directory
description:
  - Writes failover criteria, monitoring, standby addresses and MAC addresses to the active unit, in one deployment,
    and only what differs. Which unit is active is asked before and after.
  - The HA configuration is not touched, and no key is sent.
  - An interface that is gone, or whose address has changed, is left out and named in a warning.
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  snapshot:
    description: The file of HA settings. Left out, the newest one of the pair.
    type: path
  wait_timeout:
    description: Seconds to wait for the deployment.
    type: int
    default: 1800
seealso:
  - module: fdm.failover.snapshot
"""

EXAMPLES = r"""
---
- name: Put back what the newest snapshot holds
  fdm.failover.restore:
    directory: /srv/snapshots
"""

RETURN = r"""
---
msg:
  description: What was done, in one sentence.
  returned: success
  type: str
  sample: "branch01: put back on the primary: 3 changes"
changes:
  description: What was put back, an interface or a criterion each.
  returned: success
  type: list
  elements: str
left_out:
  description: What could not be put back, and why.
  returned: success
  type: list
  elements: str
unit:
  description: The unit that was written to, C(primary) or C(secondary).
  returned: success
  type: str
"""
