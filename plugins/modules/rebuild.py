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
description:
  - Links and key of a pair in HA can't be changed. This task finds how they differ from the inventory, checks every
    rule as if the pair were broken already, and says the plan and the expected outage before anything is touched.
  - P(fdm.failover.rebuild#role) carries the plan out, and notes each phase, so that a run which was interrupted is
    finished by the next one with the same O(directory).
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  directory:
    description:
      - Directory of the snapshots, one folder a pair. It has to outlive the run, because a run that was interrupted
        is finished from it.
    type: path
    required: true
  phase:
    description:
      - V(plan) reads, checks and says what will be done. V(begin) notes that it is begun. V(broken) notes that both
        units are single. V(finish) forgets the note. The role does them in order.
    type: str
    choices: [plan, begin, broken, finish]
    default: plan
  confirm:
    description: The name of the pair. Without it nothing is broken; in check mode it is not needed.
    type: str
  snapshot:
    description: The HA settings that were taken, for the phase V(begin).
    type: path
  waive:
    description: Rules whose errors are lowered to warnings, as in M(fdm.failover.preflight).
    type: list
    elements: str
    default: []
  pending_changes:
    description: What to do with other users' pending changes, as in M(fdm.failover.preflight).
    type: str
    choices: [refuse, deploy]
    default: refuse
  clock_skew:
    description: Seconds by which the clocks may differ, as in M(fdm.failover.preflight).
    type: int
    default: 30
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
