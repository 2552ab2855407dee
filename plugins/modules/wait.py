#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: wait
short_description: Wait for a unit to reach a state
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.unit
  - fdm.failover.attributes
description:
  - Waits for the end of a deployment, for the links of the ports, for an active unit, or for a pair in sync. Each
    change of state prints one line, and so does every fifth minute without one.
  - Ends early with the unit's own words when a job has failed, a unit has left the pair, or both units have become
    active.
options:
  until:
    description:
      - V(deployed) waits for a deployment to end, V(links_up) for a link on the ports of the failover link and the
        state link, V(active) for the primary after its join, V(in_sync) for one active and one standby unit with the
        same configuration.
    type: str
    choices: [deployed, links_up, active, in_sync]
    required: true
  job:
    description: Id of the job that was started. Without it the task waits for the running job.
    type: str
    default: ''
  require_link:
    description:
      - With O(until=links_up), whether a link that stays down is an error. Units that join without a path both become
        active.
    type: bool
    default: true
  tolerate_absence:
    description:
      - Whether the unit may be away for a while, like a secondary that imports the primary's configuration. Refused
        connections, refused tokens and HTTP 503 then end the wait only after O(wait_timeout).
    type: bool
    default: false
  wait_timeout:
    description:
      - Seconds to wait at most. The unit continues on its own when they have passed, so a second run keeps waiting.
      - Left out, 60 for V(links_up), 7200 for V(in_sync) and 1800 for the others.
    type: int
seealso:
  - module: fdm.failover.join
  - module: fdm.failover.deployment
"""

EXAMPLES = r"""
---
- name: Wait until the secondary is standby and in sync
  fdm.failover.wait:
    unit: secondary
    until: in_sync
    tolerate_absence: true
    wait_timeout: 3600
"""

RETURN = r"""
---
state:
  description: The state reached.
  returned: success, not in check mode
  type: str
  sample: standby, peer active, in sync
seconds:
  description: How long it took.
  returned: success, not in check mode
  type: float
  sample: 87.4
"""
