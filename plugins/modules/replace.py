#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: replace
short_description: Plan and note that a unit of a pair is replaced
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
  - fdm.failover.planned_break.phases
  - fdm.failover.snapshot_directory
description:
  - The configuration of the survivor wins. It has to be listed as primary in C(failover_units) and the new unit as
    secondary, whatever the roles were before. A secondary that survives becomes the new primary.
  - Refuses what would wipe the survivor, and says what to exchange. Every rule is checked before the survivor is
    touched.
  - P(fdm.failover.replace#role) carries the plan out, and notes each phase, so that a run which was interrupted is
    finished by the next one with the same O(directory).
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  replaced:
    description: The role of the unit that was replaced.
    type: str
    choices: [primary, secondary]
    default: secondary
seealso:
  - module: fdm.failover.dissolve
  - module: fdm.failover.rebuild
"""

EXAMPLES = r"""
---
- name: Say what the replacement of the secondary would do
  fdm.failover.replace:
    directory: /srv/snapshots
    replaced: secondary
  check_mode: true
"""

RETURN = r"""
---
msg:
  description: What was done, in one sentence.
  returned: success
  type: str
  sample: "branch01: replace needed: the secondary was replaced; 192.0.2.11 stays primary, 192.0.2.12 joins it as
  secondary"
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
