#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: wait
short_description: Wait until a unit has come somewhere
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.unit
  - fdm.failover.attributes
description:
  - Waits for the end of a deployment, for an active unit, or for a pair in sync. Each change of state prints one
    line.
  - Ends early with the unit's own words when a job has failed, a unit has left the pair, or both units have become
    active.
options:
  until:
    description:
      - V(deployed) waits for a deployment to end, V(active) for the primary after its join,
        V(in_sync) for one active and one standby unit with the same configuration.
    type: str
    choices: [deployed, active, in_sync]
    required: true
  job:
    description: Id of the job that was started. Without it the job that runs is awaited.
    type: str
    default: ''
  absence:
    description:
      - Whether the unit may be away for a while, as a secondary is that imports the primary's configuration.
        Refused connections, refused tokens and HTTP 503 are then waited out until O(limit).
    type: bool
    default: false

  limit:
    description:
      - Seconds to wait at most. A unit goes on by itself when the limit is reached, so a second run goes on
        waiting.
    type: int
    default: 1800
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
    absence: true
    limit: 3600
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
