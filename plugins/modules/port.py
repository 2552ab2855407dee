#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: port
short_description: Enable ports of a unit
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.unit
  - fdm.failover.attributes
description:
  - Enables ports that are administratively down, and leaves the others alone. A link needs an enabled port at each
    end. Members of a named EtherChannel are enabled with it.
  - The change is pending until the next deployment.
options:
  ports:
    description:
      - Hardware names, such as V(GigabitEthernet0/2) or V(Port-channel1).
    type: list
    elements: str
    required: true
seealso:
  - module: fdm.failover.deployment
  - module: fdm.failover.apply
"""

EXAMPLES = r"""
---
- name: Enable the ports of both links on the primary
  fdm.failover.port:
    unit: primary
    ports: [GigabitEthernet0/2, GigabitEthernet0/3]
"""

RETURN = r"""
---
enabled:
  description: The ports that were down.
  returned: success
  type: list
  elements: str
  sample: [GigabitEthernet0/2]
"""
