#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: unit_info
short_description: Read one unit of a pair
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.unit
  - fdm.failover.attributes.reads
description:
  - Reads what the rules of this collection need of a unit, each part in one call, lists to their last page.
  - Never returns a key, a password or a license token.
options:
  gather:
    description: Which parts to read.
    type: list
    elements: str
    choices:
      - system
      - status
      - configuration
      - interfaces
      - etherchannels
      - bridge_groups
      - interface_info
      - pending_changes
      - deployments
      - joins
      - ntp
      - license
    default:
      - system
      - status
      - configuration
      - interfaces
      - etherchannels
      - bridge_groups
      - interface_info
      - pending_changes
      - deployments
      - joins
      - ntp
      - license
  ports:
    description: Hardware names of ports whose subinterfaces are read, which takes one call each.
    type: list
    elements: str
    default: []
  commands:
    description:
      - Show commands to run on the unit, such as C(show failover). A command that the unit does not know has empty
        output.
    type: list
    elements: str
    default: []
  tolerate_absence:
    description: Whether the unit may be away for a while, like a secondary that imports the primary's configuration.
    type: bool
    default: false
  wait_timeout:
    description: Seconds to wait at most for a unit that may be away.
    type: int
    default: 1200
seealso:
  - module: fdm.failover.preflight
  - module: fdm.failover.verify
"""

EXAMPLES = r"""
---
- name: Read the primary, and the subinterfaces of one port
  fdm.failover.unit_info:
    unit: primary
    ports: [GigabitEthernet0/2]
  register: primary

- name: Show which ports could carry a link
  ansible.builtin.debug:
    msg: "{{ primary.unit | fdm.failover.eligible_ports }}"
"""

RETURN = r"""
---
unit:
  description: The unit's data, each gathered part under its own name, as the unit answered it.
  returned: success
  type: dict
  contains:
    host:
      description: The management address of the unit.
      type: str
    read_at:
      description: The controller's clock when C(system) was answered, in milliseconds since the epoch.
      type: int
    system:
      description: C(SystemInformation) of the FDM API.
      type: dict
    status:
      description: C(HAStatus) of the FDM API.
      type: dict
      sample: {nodeRole: null, nodeState: SINGLE_NODE, peerNodeState: HA_UNKNOWN_NODE, configStatus: UNKNOWN}
    configuration:
      description:
        - C(HAConfiguration) of the FDM API, without the key; C(keyed) says whether the unit shows a masked one.
      type: dict
    interfaces:
      description: C(PhysicalInterface) of the FDM API, all of them.
      type: list
      elements: dict
    subinterfaces:
      description: Subinterfaces by the hardware name of the port, for the named ports.
      type: dict
    commands:
      description: Output by command.
      type: dict
"""
