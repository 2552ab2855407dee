#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: rebuild
short_description: Plan a rebuild of a pair, and note its progress
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
  - fdm.failover.planned_break.phases
  - fdm.failover.snapshot_directory
description:
  - Links and key of a pair in HA can't be changed. This task finds how they differ from the inventory, checks every
    rule as if the pair were broken already, and says the plan and the expected outage before anything is touched.
  - P(fdm.failover.rebuild#role) carries the plan out, and notes each phase, so that a run which was interrupted is
    finished by the next one with the same O(directory).
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  key_change:
    description:
      - A name for a change of the key, such as its date. A key can't be read back, so a new one has to be named. A
        change that was made under this name is not made again.
    type: str
    default: ""
seealso:
  - module: fdm.failover.dissolve
  - module: fdm.failover.replace
"""

EXAMPLES = r"""
---
- name: Say what a rebuild would do
  fdm.failover.rebuild:
    directory: /srv/snapshots
    key_change: 2026-11
  check_mode: true
"""

RETURN = r"""
---
msg:
  description: What was done, in one sentence.
  returned: success
  type: str
  sample: "branch01: rebuild needed: encryption: plain text -> a key"
needed:
  description: Whether there is anything to do.
  returned: phase plan
  type: bool
dissolve:
  description: Whether the pair is still to be broken.
  returned: phase plan, when needed
  type: bool
snapshot:
  description: The HA settings that an earlier run has noted; empty where none has begun.
  returned: phase plan, when needed
  type: str
steps:
  description: The whole plan, a line each.
  returned: phase plan, when needed
  type: list
  elements: str
"""
