#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: drill
short_description: Switch to the other unit of a pair and back, and show that both work
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
description:
  - Switches to the standby unit and back, each time as M(fdm.failover.switch) does, and returns durations and evidence.
  - With O(probe), traffic has to pass before the drill, within O(settle_seconds) after the switch there, and within
    O(settle_seconds) after the switch back. Where it does not pass after the switch there, the pair is switched back
    before the task fails.
  - Refused without O(window_confirmed), except in check mode.
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  window_confirmed:
    description: Whether this run is within a maintenance window.
    type: bool
    default: false
  probe:
    description:
      - A command with its arguments, which has to end with status 0, or a URL that begins with C(http), which has to
        answer with a status below 400. Certificates are not verified, and no proxy is used.
      - It runs on the machine that runs Ansible, without a shell, and has five seconds for each try. Its path should
        lead through the pair.
    type: str
  settle_seconds:
    description: Seconds that the probe may be silent after both units have changed.
    type: int
    default: 30
  wait_timeout:
    description: Seconds to wait for both units after each switch.
    type: int
    default: 600
seealso:
  - module: fdm.failover.switch
"""

EXAMPLES = r"""
---
- name: Show that both units carry the traffic
  fdm.failover.drill:
    window_confirmed: true
    probe: ping -c 1 -W 2 198.51.100.20
  register: drilled
"""

RETURN = r"""
---
msg:
  description: The durations, and how the probe answered.
  returned: success
  type: str
  sample: "branch01: switched there in 6.2 s, back in 5.9 s; ping -c 1 -W 2 198.51.100.20 answered 21 of 23 times,
    silent for 2.1 s at most"
active_before:
  description: The unit that was active before the drill, C(primary) or C(secondary).
  returned: success
  type: str
active_after:
  description: The unit that is active after it, which is the same one.
  returned: success
  type: str
seconds:
  description: Seconds that both switches took.
  returned: success
  type: float
  sample: 12.1
steps:
  description: Each step with C(name) and C(seconds).
  returned: success
  type: list
  elements: dict
evidence:
  description: The states of both units before, between and after, and the traffic, as rows for a report.
  returned: success
  type: list
  elements: dict
pair:
  description: As M(fdm.failover.pair_info) returns it, after the drill.
  returned: success
  type: dict
"""
