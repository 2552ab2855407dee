#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: preflight
short_description: Check a pair by every rule before anything is written
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes.reads
description:
  - Reads both units and compares them with each other and with the variables C(failover_link),
    C(failover_state_link) and C(failover_key).
  - Checks every rule, shows all findings as one table, chooses the port of each link with C(port=auto), and makes
    the plan.
  - What was read and planned is kept for the rest of the run, in a private file of Ansible's own temporary directory.
    M(fdm.failover.apply) carries it out.
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  waive:
    description:
      - Ids of rules whose errors are lowered to warnings. Rules that the unit itself enforces can't be waived.
    type: list
    elements: str
    default: []
  require_link:
    description: Whether a link that is down on an enabled port is an error instead of a warning.
    type: bool
    default: false
  pending_changes:
    description: Whether other users' pending changes are an error, or are deployed too.
    type: str
    choices: [refuse, deploy]
    default: refuse
  clock_skew:
    description: Seconds by which the clocks of the units may differ.
    type: int
    default: 30
  wait_timeout:
    description: Seconds to wait for a secondary that is away because it imports the primary's configuration.
    type: int
    default: 1200
  share_fork:
    description:
      - Whether the task ends early where it waits for a unit, or tries again to reach one, and other pairs of the play
        need its fork. It then returns RV(waiting=true), and is to be run again for this pair. The role does so.
    type: bool
    default: false
  stop:
    description:
      - Whether the task fails where a finding is an error. The role sets it to V(false), so that its facts are set
        before it stops.
    type: bool
    default: true
  set_stats:
    description:
      - Whether the result, findings and plan also become statistics of the run, for workflows of AWX and AAP.
      - The statistic is C(preflight), with an entry for each pair. In a job of AWX it is C(preflight_job_) and the
        number of the job, because slices of one launch would replace each other's.
    type: bool
    default: false
seealso:
  - module: fdm.failover.apply
  - module: fdm.failover.verify
  - module: fdm.failover.unit_info
"""

EXAMPLES = r"""
---
- name: Check the pair, and fail where it is not ready
  fdm.failover.preflight:
    clock_skew: 60
  register: checked
"""

RETURN = r"""
---
ready:
  description: Whether no finding is an error, so that writing is allowed.
  returned: always
  type: bool
waiting:
  description: Whether the secondary is still away. The task is to be run again, since nothing is known of the pair yet.
  returned: always
  type: bool
findings:
  description: Every finding, errors first.
  returned: always
  type: list
  elements: dict
  sample:
    - rule: port-named
      severity: error
      unit: primary
      subject: GigabitEthernet0/2
      found: is named "dmz", so it carries user data
      expected: a port without a name
      remedy: Choose a free port, or remove the name on this unit and deploy.
      waived: false
ports:
  description: The port of each link, chosen where the inventory says C(auto).
  returned: always
  type: dict
  sample: {failover: GigabitEthernet0/2, state: GigabitEthernet0/3}
choices:
  description: The ports that were chosen, and why.
  returned: always
  type: list
  elements: dict
plan:
  description: What will be written to which unit, in order.
  returned: always
  type: dict
  contains:
    verdict:
      description: C(ready), C(finished) where nothing is left to do, or C(blocked).
      type: str
    steps:
      description: Steps in order, each with its unit.
      type: list
      elements: dict
    sentences:
      description: The steps for people.
      type: list
      elements: str
    blocked:
      description: The finding that blocks, if one does.
      type: dict
units:
  description: Role, address, state, model, software, serial number and health of each unit.
  returned: always
  type: dict
links:
  description: Port, name, speed and encryption of each link, and the address and status at each end.
  returned: always
  type: dict
msg:
  description: One sentence on the pair; with errors, the first of them.
  returned: always
  type: str
  sample: "branch01: ready (1 advice)"
"""
