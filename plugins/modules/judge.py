#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: judge
short_description: Judge a pair by every rule before anything is written
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.pair
  - fdm.failover.attributes.reads
description:
  - Holds what was read of both units against the intent in the variables C(failover_link), C(failover_state_link) and
    C(failover_key).
  - Judges every rule, shows all findings as one table, chooses the port of each link with C(port=auto), and makes
    the plan.
  - Asks no unit. Does not fail over a finding; RV(ready) tells.
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
    description: Whether changes that others have staged are an error, or are deployed along.
    type: str
    choices: [refuse, deploy]
    default: refuse
  clock_skew:
    description: Seconds by which the clocks of the units may differ.
    type: int
    default: 30
seealso:
  - module: fdm.failover.unit_info
  - module: fdm.failover.prove
"""

EXAMPLES = r"""
---
- name: Read both units
  fdm.failover.unit_info:
    unit: "{{ item }}"
    ports: [GigabitEthernet0/2]
  loop: [primary, secondary]
  register: read

- name: Judge the pair
  fdm.failover.judge:
    primary: "{{ read.results[0].unit }}"
    secondary: "{{ read.results[1].unit }}"
  register: outcome
"""

RETURN = r"""
---
ready:
  description: Whether no error forbids a write.
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
      expected: a link's port has no name
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
    blocked:
      description: The finding that blocks, if one does.
      type: dict
"""
