#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: apply
short_description: Carry out the plan of a pair, phase by phase
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
description:
  - Carries out the plan that M(fdm.failover.preflight) made in this run, with the configuration that
    M(fdm.failover.render) rendered in this run. A phase for which the plan has no step does nothing.
  - Run the four phases in the order in which O(phase) lists them, as the role P(fdm.failover.apply#role) does.
  - A phase first waits for what the previous phase has started, then starts what comes next and does not wait for it.
    So the units of all pairs work at the same time, however many forks there are.
  - The ports and networks of the links are checked again right before each write. Before a unit joins, the
    configuration that it stores is compared with the one that was sent. The HA configuration of a unit in HA is never
    written.
  - In a run of several pairs, a phase waits until 20 seconds after the start of a deployment or join, or until the
    other pairs have waited for it for 3 seconds, so that it does not delay them. It then ends with RV(waiting=true).
    Run the task without a phase for these pairs, until RV(waiting) is V(false) for all of them. Where as many pairs
    wait as there are forks, that task gives its fork back after a while, too.
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  phase:
    description:
      - V(ports) enables the ports of the links on both units, and starts the deployments.
      - V(primary) waits for the deployments and for the links, writes the HA configuration of the primary, and starts
        its join.
      - V(secondary) waits until the primary is active, writes the HA configuration of the secondary, and starts its
        join. The primary's configuration replaces the secondary's.
      - V(sync) waits until one unit is active, one is standby, and both are in sync.
      - Without a phase, the task carries out all that is left, in this order. That is enough for a single pair. For
        many pairs, run the phases first, so that the units of every pair are at work.
    type: str
    choices: [ports, primary, secondary, sync]
  deploy_timeout:
    description: Seconds to wait for a deployment, in the phase V(primary).
    type: int
    default: 1800
  link_timeout:
    description: Seconds to wait for a link on the ports of both units, in the phase V(primary).
    type: int
    default: 60
  require_link:
    description:
      - Whether a link that stays down is an error. If not, it is a warning. Units that join without a path both become
        active.
    type: bool
    default: true
  join_timeout:
    description: Seconds to wait until the primary is active, in the phase V(secondary).
    type: int
    default: 1800
  sync_timeout:
    description: Seconds to wait until both units are in sync, in the phase V(sync).
    type: int
    default: 7200
seealso:
  - module: fdm.failover.preflight
  - module: fdm.failover.render
  - module: fdm.failover.verify
"""

EXAMPLES = r"""
---
- name: Check the pair
  fdm.failover.preflight:

- name: Render its configuration
  fdm.failover.render:
    template: "{{ playbook_dir }}/templates/ha_configuration.json.j2"

- name: Enable the ports and start the deployments
  fdm.failover.apply:
    phase: ports
"""

RETURN = r"""
---
waiting:
  description: Whether the pair still waits for a unit. If so, run the task without a phase.
  returned: success
  type: bool
primary:
  description: What was done to the primary.
  returned: success, if the phase did something to it
  type: dict
  sample: {changed: true, job: 6e9b4a1c-0d1a-11ef-9b1e-000000000002, msg: join started, version: bqdf3tp5h4yfg}
secondary:
  description: What was done to the secondary.
  returned: success, if the phase did something to it
  type: dict
msg:
  description: What was done, or why nothing was.
  returned: success
  type: str
  sample: "primary: the key is written again; primary: join started"
"""
