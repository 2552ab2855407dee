#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: join
short_description: Start the join of a unit to its pair
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.unit
  - fdm.failover.attributes
description:
  - Starts the join and returns at once. M(fdm.failover.wait) waits for what follows.
  - With O(version), the configuration that the unit stores is read right before the join, and before each further
    attempt.
  - A unit that has joined is left alone, and a join that runs is not started again.
  - Join the primary first, and the secondary only when the primary is active. The primary's configuration replaces
    the secondary's.
options:
  version:
    description:
      - What M(fdm.failover.configuration) returned as C(version). If the configuration has changed since, the task
        fails instead of joining with links or a key that this run did not write.
    type: str
    default: ''
seealso:
  - module: fdm.failover.wait
  - module: fdm.failover.configuration
"""

EXAMPLES = r"""
---
- name: Start the join of the primary
  fdm.failover.join:
    unit: primary
    version: "{{ written.version }}"
  register: join

- name: Wait until it is active
  fdm.failover.wait:
    unit: primary
    until: active
    job: "{{ join.job }}"
"""

RETURN = r"""
---
job:
  description: Id of the join, empty where the unit has joined before.
  returned: success
  type: str
  sample: 6e9b4a1c-0d1a-11ef-9b1e-000000000002
msg:
  description: What was done.
  returned: success
  type: str
  sample: join started
"""
