#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: pair_info
short_description: Read which unit of a pair is active
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes.reads
description:
  - Reads the HA status of both units. A unit that does not answer is not an error.
  - The filters P(fdm.failover.active_unit#filter) and P(fdm.failover.standby_unit#filter) take the result.
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options: {}
seealso:
  - module: fdm.failover.switch
"""

EXAMPLES = r"""
---
- name: Read both units
  fdm.failover.pair_info:
  register: read

- name: Show the active unit
  ansible.builtin.debug:
    msg: "{{ read.pair | fdm.failover.active_unit }}"
"""

RETURN = r"""
---
msg:
  description: Both states in words.
  returned: success
  type: str
  sample: "branch01: primary is active, secondary is standby, in sync"
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
