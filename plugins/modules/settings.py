#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: settings
short_description: Write failover criteria and interface settings to the active unit of a pair
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
description:
  - Compares C(failover_criteria) and C(failover_interfaces) of the inventory with the active unit, writes what differs
    to that unit, and deploys once. Does nothing where the inventory has neither.
  - Physical interfaces, EtherChannels, subinterfaces and VLAN interfaces have all settings. Bridge groups can be
    monitored and have standby addresses, but no MAC addresses.
  - Before anything is written, the task checks that times and thresholds are in range, that hold times fit the poll
    times, that each standby address is free, in the network of its active address and not that address, and that MAC
    addresses are unicast, given for both units and used once.
  - The active unit is determined before and after. If the units switch in between, the new active unit gets the
    settings.
  - Only in a healthy pair in sync. Other users' pending changes are deployed only with O(pending_changes=deploy).
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  pending_changes:
    description: What to do about other users' pending changes, V(refuse) or V(deploy).
    type: str
    choices: [refuse, deploy]
    default: refuse
  wait_timeout:
    description: Seconds to wait for the deployment.
    type: int
    default: 1800
  share_fork:
    description:
      - Whether the task ends where its wait holds a fork that other pairs of the play need, first when the deployment
        has begun. It then returns RV(waiting=true), and is to be run again for this pair. The role does so.
    type: bool
    default: false
seealso:
  - module: fdm.failover.pair_info
  - module: fdm.failover.verify
"""

EXAMPLES = r"""
---
- name: Write the criteria and interfaces of the inventory
  fdm.failover.settings:
  register: written
"""

RETURN = r"""
---
unit:
  description: The unit that was written to, C(primary) or C(secondary); null where there was nothing to compare.
  returned: success
  type: str
  sample: primary
edits:
  description: What was written, a line an object.
  returned: success
  type: list
  elements: str
  sample: ["outside: standby_address of 203.0.113.1/25 none -> 203.0.113.2"]
waiting:
  description: Whether the deployment still runs, so that the task is to be run again.
  returned: success
  type: bool
msg:
  description: What was done, and on which unit.
  returned: success
  type: str
  sample: "branch01: written to the primary, which is active: failover criteria, outside"
"""
