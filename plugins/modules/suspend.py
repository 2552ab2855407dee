#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: suspend
short_description: Stop failover on both units of a pair
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
description:
  - Calls the active unit and waits until both units are suspended. The active unit keeps the traffic, no failover is
    possible, and the standby unit loses its interface configuration until the pair is resumed.
  - Refused while a deployment runs, and where the standby unit is managed over a data interface. Does nothing where
    both units are suspended.
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  wait_timeout:
    description:
      - Seconds to wait for both units at most. They continue on their own when these have passed, so a second run keeps
        waiting.
    type: int
    default: 600
seealso:
  - module: fdm.failover.resume
"""

EXAMPLES = r"""
---
- name: Stop failover
  fdm.failover.suspend:
"""

RETURN = r"""
---
msg:
  description: What was done, or why nothing was.
  returned: success
  type: str
  sample: "branch01: primary is suspended, secondary is suspended, after 2.1 s"
active_before:
  description: The unit that was active, C(primary) or C(secondary); null where none was.
  returned: success
  type: str
active_after:
  description: The unit that is active now.
  returned: success
  type: str
called:
  description: The units that were called.
  returned: success
  type: list
  elements: str
seconds:
  description: Seconds from the call until both units had changed.
  returned: success
  type: float
  sample: 2.1
steps:
  description: What was done, with C(name) and C(seconds).
  returned: success
  type: list
  elements: dict
evidence:
  description: The states of both units before and after, as rows for a report.
  returned: success
  type: list
  elements: dict
pair:
  description: Both units as they were read last, C(primary) and C(secondary), and which is active.
  returned: success
  type: dict
  contains:
    active:
      description: C(primary) or C(secondary); null where none or both are active, or where that is not known.
      type: str
    standby:
      description: As C(active), for the standby unit.
      type: str
    primary:
      description: The primary.
      type: dict
      contains: &unit
        answers:
          description: Whether the unit answered.
          type: bool
        state:
          description: Its state in the words of the API; null where it is not known.
          type: str
        peer_state:
          description: The state of its peer as the unit knows it.
          type: str
        config_status:
          description: Whether it is in sync.
          type: str
        health:
          description: Its health.
          type: str
        reason:
          description: Why it was disabled, where it says so.
          type: str
    secondary:
      description: The secondary.
      type: dict
      contains: *unit
  sample:
    active: primary
    standby: secondary
    primary: {answers: true, state: HA_ACTIVE_NODE, peer_state: HA_STANDBY_NODE, config_status: IN_SYNC,
              health: HEALTHY, reason: ''}
    secondary: {answers: true, state: HA_STANDBY_NODE, peer_state: HA_ACTIVE_NODE, config_status: IN_SYNC,
                health: HEALTHY, reason: ''}
"""
