#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: prove
short_description: Hold a pair against the intent after the change
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.pair
  - fdm.failover.pair.ports
  - fdm.failover.attributes.reads
description:
  - Judges unit states, hello messages, link status, MAC address exchange and configuration replication, and the
    links against the inventory.
  - Asks no unit. Does not fail over a finding; RV(proved) tells.
options:
  plan:
    description:
      - The plan that was to be carried out, as M(fdm.failover.judge) returns it. In check mode nothing was written, so
        with steps in the plan nothing is judged.
    type: dict
    default: {}
seealso:
  - module: fdm.failover.unit_info
  - module: fdm.failover.judge
"""

EXAMPLES = r"""
---
- name: Read both units
  fdm.failover.unit_info:
    unit: "{{ item }}"
    gather: [system, status, configuration, interfaces, etherchannels]
    commands: [show failover, show failover state]
  loop: [primary, secondary]
  register: read

- name: Prove that the pair works
  fdm.failover.prove:
    primary: "{{ read.results[0].unit }}"
    secondary: "{{ read.results[1].unit }}"
"""

RETURN = r"""
---
proved:
  description: Whether no finding is an error.
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
msg:
  description: One line on the pair.
  returned: always
  type: str
  sample: "branch01: primary active, secondary standby ready, in sync; failover link GigabitEthernet0/2, plain text"
summary:
  description: How many findings there are of each severity.
  returned: always
  type: str
  sample: no findings
"""
