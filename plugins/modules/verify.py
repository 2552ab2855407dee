#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: verify
short_description: Verify a pair against the inventory
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes.reads
description:
  - Reads both units and verifies unit states, hello messages, link status, MAC address exchange and configuration
    replication, and compares the links with the inventory.
  - Compares what C(show running-config failover) prints with the lines that the role P(fdm.failover.render#role)
    predicts. Their order does not matter, keys are masked, and lines about other things are named and are no error.
  - A unit that could not be read makes the pair unreachable; what the other unit shows is still read. A unit that
    refuses a command lowers the evidence and fails nothing.
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
  - In check mode, after M(fdm.failover.preflight) has planned steps in the same run, there is nothing to verify yet,
    and no unit is read.
options:
  commands:
    description: Show commands that are read as evidence.
    type: list
    elements: str
    default: [show failover, show failover state, show running-config failover]
  stop:
    description:
      - Whether the task fails where a finding is an error. The role sets it to V(false), so that its facts are set
        before it stops.
    type: bool
    default: true
  set_stats:
    description:
      - Whether the result and findings also become statistics of the run, for workflows of AWX and AAP.
      - The statistic is C(verify), with an entry for each pair. In a job of AWX it is C(verify_job_) and the number of
        the job, because slices of one launch would replace each other's.
    type: bool
    default: false
seealso:
  - module: fdm.failover.preflight
"""

EXAMPLES = r"""
---
- name: Verify the pair, and say its condition
  fdm.failover.verify:
    stop: false
  register: verified
"""

RETURN = r"""
---
verified:
  description: Whether no finding is an error.
  returned: always
  type: bool
condition:
  description:
    - C(as_intended), C(drifted) for a pair that works and does not match the inventory, C(busy) for one that a unit
      is just joining, C(unhealthy) for one that does not work, C(unreachable) where a unit could not be read. The worst
      counts.
  returned: when the units were read
  type: str
  sample: as_intended
since:
  description: Since when a pair does not work, in the words of a unit; empty where no unit knows it.
  returned: when the units were read
  type: str
evidence:
  description:
    - What both units show of each kind of information that crosses the failover link, of each link, and of the running
      configuration. C(verdict) is C(so), C(not_so) or C(not_known).
  returned: when the units were read
  type: list
  elements: dict
  sample:
    - kind: MAC address exchange
      verdict: so
      primary: Mac set
      secondary: Mac set
units:
  description: Role, address, state, model, software, serial number and health of each unit.
  returned: when the units were read
  type: dict
links:
  description: Port, name, speed and encryption of each link, and the address and status at each end.
  returned: when the units were read
  type: dict
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
msg:
  description: The condition of the pair in one line; with errors, the first of them.
  returned: always
  type: str
  sample: "branch01: as intended: primary active, secondary standby ready, in sync; plain text"
summary:
  description: How many findings there are of each severity.
  returned: always
  type: str
  sample: no findings
"""
