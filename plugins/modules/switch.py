#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: switch
short_description: Make the other unit of a pair, or a named one, the active unit
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
description:
  - Reads which unit is active, calls the active one once, and waits until both units have changed and are in sync
    again.
  - Only in a healthy pair in sync, or, where C(failover_upgrade) is true, in an active and a standby unit of different
    releases.
  - The call is never made twice. Where its response is lost, the units are read.
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  to:
    description:
      - The unit that is to be active. V(primary) and V(secondary) do nothing where that unit is active already;
        V(other) switches each time.
    type: str
    choices: [primary, secondary, other]
    default: other
  wait_timeout:
    description:
      - Seconds to wait for both units at most. They continue on their own when these have passed, so a second run keeps
        waiting.
    type: int
    default: 600
seealso:
  - module: fdm.failover.pair_info
  - module: fdm.failover.drill
"""

EXAMPLES = r"""
---
- name: Make the secondary the active unit
  fdm.failover.switch:
    to: secondary
  register: switched
"""

RETURN = r"""
---
msg:
  description: What was done, or why nothing was.
  returned: success
  type: str
  sample: "branch01: the secondary is active and the primary standby, after 6.2 s"
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
  sample: 6.2
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
